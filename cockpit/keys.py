"""Keys 密钥: all that is sealed changes to a new field key by the word of two people."""

from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.two_people import NobodyAsked
from cockpit.two_people.words import ask, follow

if TYPE_CHECKING:
    from data_access.work import Work

ALL = 0  # the whole district's keys are one thing


@allowed_to("rotate_keys")
def ask_rotation(work: "Work", key: str, values: int) -> None:
    """The first person's word, after seeing how many values are to be sealed anew under `key`."""
    ask(work, "rotate_keys", "field_key", ALL, key=key, values=values)
    work.note_act("rotation_asked", "field_key", key, {"values": values})


@allowed_to("rotate_keys")
def confirm_rotation(work: "Work", key: str) -> None:
    """The second person's; a word for another key is none for this one."""
    asked = follow(work, "rotate_keys", ALL)
    if asked.facts["key"] != key:
        raise NobodyAsked()
    work.note_act("rotation_confirmed", "field_key", key, {"asked_by": asked.by})
