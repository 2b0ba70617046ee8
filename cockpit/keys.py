"""Keys 密钥: all that is sealed changes to a new field key by the word of two people, given in machine time."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to, may
from cockpit.two_people import Asked, must_be_second

if TYPE_CHECKING:
    from data_access.work import Work

ASK_HOLDS = timedelta(hours=1)


@allowed_to("rotate_keys")
def ask_rotation(work: "Work", key: str, values: int) -> Asked:
    """The first person's word, after seeing how many values are to be sealed anew under `key`."""
    assert work.by.id is not None
    work.note_act("rotation_asked", "field_key", key, {"values": values})
    return Asked(work.by.id, work.machine_at)


@allowed_to("rotate_keys")
def confirm_rotation(work: "Work", key: str, asked: Asked) -> None:
    """The second person's; the first one's counts only while that account still may."""
    first = work.accounts.get(asked.by)
    still = replace(asked, good=not first.disabled and may(first.role, "rotate_keys"))
    must_be_second(still, work.by.id, work.machine_at, ASK_HOLDS)
    work.note_act("rotation_confirmed", "field_key", key, {"asked_by": asked.by})
