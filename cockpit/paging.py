"""Paging 呼叫: one person is told of one thing that concerns them, wherever they are.

In the cockpit it is there at once; by Web Push and the person's own channels it goes out later, by the worker. Who is
off duty is never paged. Nothing personal is in it: codes, counts, words of the trade, the street.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.events import Event, plain
from cockpit.incidents import Incident
from cockpit.refusals import NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

SHOWN = 50  # of one's own, the unseen first
URGENT = 1  # priority of an emergency
ORDINARY = 2  # what is about no incident

# What each event says; `{code}`, `{street}` and `{time}` are put in, and the facts that came with it.
TEXTS = {
    "sent": N_("New job {code}: answer it"),
    "urged": N_("{code} in {street} is urged: see to it now"),
    "escalated": N_("{code} in {street}: nobody has answered, it comes to you"),
    "help": N_("A team calls for help at {code} in {street}"),
    "swap_asked": N_("Somebody asks you to swap a shift"),
    "swapped": N_("A shift of yours was swapped"),
    "handed_over": N_("A phone handed over answers for you to release: /field/sealed"),
    "test": N_("A test of your channels; nothing has happened"),
}
ANY = N_("{code} in {street} needs you")


@dataclass(frozen=True)
class Paging:
    """`at` is machine time, by which it is tried again; `district_at` and `seen_at` are what a screen shows.

    `subject` is `incident`, or empty where it is about none; `by_account` who had it sent, None the cockpit itself.
    """

    account: int
    event: str
    subject: str
    subject_id: str
    area: str
    priority: int
    facts: Mapping[str, Any]
    at: datetime
    district_at: datetime
    by_account: int | None = None
    seen_at: datetime | None = None
    id: int = 0

    @property
    def urgent(self) -> bool:
        return self.priority == URGENT

    @property
    def incident(self) -> int | None:
        return int(self.subject_id) if self.subject == "incident" else None

    @property
    def says(self) -> str:
        """Its sentence, with the places for what is put in."""
        return TEXTS.get(self.event, ANY)


@dataclass(frozen=True)
class Paged(Event):
    """Heard by the one person alone: their screens ask for the rest."""

    account: int


@dataclass(frozen=True)
class PagingSeen(Event):
    """The person has opened it."""

    account: int


@dataclass(frozen=True)
class News:
    """The latest of one's own, unseen first, and how many of all are unseen."""

    latest: Sequence[Paging] = field(default_factory=tuple)
    unseen: int = 0


def page(work: "Work", accounts: Iterable[int], event: str, incident: Incident | None, **facts: Any) -> tuple[int, ...]:
    """Tell each of these persons, once; returns who of them was told: who is off duty or disabled is not."""
    told = tuple(one for one in dict.fromkeys(accounts) if work.pagings.reachable(one))
    for account in told:
        one = work.pagings.add(_paging(work, account, event, incident, facts))
        work.tell_area(one.area, "paging", one.id, Paged(account))
    return told


def _paging(work: "Work", account: int, event: str, incident: Incident | None, facts: dict[str, Any]) -> Paging:
    about = ("incident", str(incident.id), incident.spot.grid) if incident else ("", "", work.by.area)
    code = {"code": incident.code} if incident else {}
    priority = incident.priority if incident else ORDINARY
    told = {name: plain(value) for name, value in facts.items()} | code
    return Paging(account, event, *about, priority, told, work.machine_at, work.at, work.by.id)


@allowed_to("be_paged")
def my_pagings(work: "Work") -> News:
    """What was told to me."""
    assert work.by.id is not None
    return News(work.pagings.of_account(work.by.id, SHOWN), work.pagings.unseen(work.by.id))


@allowed_to("be_paged")
def open_paging(work: "Work", paging_id: int) -> Paging:
    """Opened is seen; the first time counts."""
    one = work.pagings.get(paging_id)
    if one.account != work.by.id:
        raise NotFound()
    if work.pagings.seen(one, work.at):
        tell_about(work, one, PagingSeen(one.account))
    return work.pagings.get(paging_id)


def tell_about(work: "Work", one: Paging, event: Event) -> None:
    """Of an incident it is told with it, so that whoever has it open learns of it; else with the paging alone."""
    if one.incident is None:
        return work.tell_area(one.area, "paging", one.id, event)
    try:
        work.tell(work.incidents.get(one.incident), event)
    except NotFound:  # a job that is theirs no more: the sender's detail shows it when it is drawn next
        work.tell_area(one.area, "paging", one.id, event)


@allowed_to("see_incidents")
def pagings_of(work: "Work", incident_id: int) -> Sequence[Paging]:
    """Who was told of an incident that the caller has read, oldest first."""
    return work.pagings.of_incident(incident_id)
