"""Handed over 移交: answers that a phone could not send before its person signed out of it.

The phone seals them so that only the server opens them. The shift lead sees what they are and releases them: then they
count as their person's own, under the same keys, or are refused as a late answer is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.duty import who_is_on
from cockpit.events import Event
from cockpit.paging import page

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class HandedOver:
    """One answer or report of `account`. `content` is what the phone sent, as `entrypoints` packs it; gone once released."""

    account: int
    street: str
    key: str
    at: datetime
    tapped_at: datetime
    machine_tapped_at: datetime
    content: bytes = b""
    id: int = 0


@dataclass(frozen=True)
class AnswersHandedOver(Event):
    account: int


@dataclass(frozen=True)
class AnswerReleased(Event):
    """`status` as HTTP has it: 200 where it was taken, else why not."""

    account: int
    status: int


@allowed_to("see_field")
def hand_over(work: "Work", account: int, key: str, machine_tapped_at: datetime, content: bytes) -> None:
    """Kept until it is released, once however often it comes; whoever watches over the shift is told."""
    tapped = min(machine_tapped_at, work.machine_at)
    street = work.accounts.get(account).area[:9]
    new = HandedOver(account, street, key, work.at, work.clock.district(tapped), tapped, content)
    number = work.handed_over.add(new)
    if number:
        work.tell_area(street, "handed_over", number, AnswersHandedOver(account))
        page(work, who_is_on(work, "shift_lead", street), "handed_over", None)


@allowed_to("release_handed_over")
def waiting(work: "Work", account: int | None = None) -> Sequence[HandedOver]:
    """What waits for release in one's own area, of one account or of all, in the order it was tapped."""
    return work.handed_over.waiting(account)


@allowed_to("release_handed_over")
def released(work: "Work", one: HandedOver, status: int) -> None:
    """What it held is gone from here: it is where it belongs, or was refused and told."""
    if work.handed_over.end(one.id, work.at, status):
        work.tell_area(one.street, "handed_over", one.id, AnswerReleased(one.account, status))
