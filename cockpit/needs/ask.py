"""Asking 提出需求: with a report, or written down by somebody at the desk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.needs.need import LONGEST, UNDONE, Need, NeedKind, State, Why
from cockpit.needs.refused import AskedAlready, NotAtHome
from cockpit.needs.rule import due_of, step_of, tell, today_of
from cockpit.needs.told import NeedAsked, NeedCancelled
from cockpit.people import Person, ShownPerson
from cockpit.quarantine import CARED_FOR, Episode
from cockpit.refusals import Invalid
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Origin:
    """The report that asked, and the window that it counts for."""

    report: int
    day: date
    slot: str


class Said(StrEnum):
    """How it came to the desk."""

    PHONE = "phone"
    DOOR = "door"


SAID = {Said.PHONE: N_("Said by telephone"), Said.DOOR: N_("Said at the door")}


def asked(work: "Work", episode: Episode, kinds: Collection[NeedKind], words: str, origin: Origin) -> list[Need]:
    """What a report asks for; the person's row is held. A later word of the same window stands for the one before it: what is
    open of that and not asked for any more is cancelled. What is asked for already and not brought yet stays one need."""
    person = work.people.get(episode.person)
    theirs = [one for one in work.needs.of_person(person.id) if one.state in UNDONE]
    stale = [one for one in theirs if _of_window(one, origin) and one.state is State.OPEN]
    for one in stale:
        if one.kind not in kinds or one.kind is NeedKind.OTHER:
            kept = work.needs.keep(one.cancelled(Why.CORRECTED, step_of(work)), one)
            tell(work, kept, NeedCancelled(kept.kind, Why.CORRECTED))
    there = {one.kind for one in theirs} - {NeedKind.OTHER}
    new = [kind for kind in NeedKind if kind in kinds and kind not in there]
    return [_add(work, episode, person, kind, words if kind is NeedKind.OTHER else "", origin) for kind in new]


@allowed_to("keep_needs")
def enter_need(work: "Work", episode_id: int, kinds: Collection[NeedKind], words: str, said: Said) -> list[Need]:
    """Written down for somebody by their own word, by telephone or at the door, and marked so."""
    if said not in set(Said):
        raise Invalid("said", N_("choose whether it was said by telephone or at the door"))
    if not kinds:
        raise Invalid("kinds", N_("choose what is needed"))
    if len(words) > LONGEST:
        raise Invalid("words", N_("it is longer than 500 characters"))
    if NeedKind.OTHER in kinds and not words.strip():
        raise Invalid("words", N_("write what is needed"))
    episode = work.quarantine.get(episode_id)
    if episode.kind in CARED_FOR or not episode.holds_on(today_of(work)):
        raise NotAtHome()
    person = work.people.take(episode.person)
    there = {one.kind for one in work.needs.of_person(person.id) if one.state in UNDONE} - {NeedKind.OTHER}
    new = [kind for kind in NeedKind if kind in kinds and kind not in there]
    if not new:
        raise AskedAlready()
    return [_add(work, episode, person, kind, words, None) for kind in new]


@allowed_to("keep_needs")
def who_may_need(work: "Work") -> list[tuple[Episode, ShownPerson]]:
    """Who stays apart at home today in one's own area, of whom something can be written down."""
    episodes = {one.person: one for one in work.quarantine.at_home(work.by.area, today_of(work))}
    people = work.people.of_ids(list(episodes))
    shown = work.looks.listing(people, {"needs": "enter"}) if people else []
    return [(episodes[one.id], one) for one in shown if one.id in episodes]


def _of_window(one: Need, origin: Origin) -> bool:
    return one.report is not None and (one.day, one.slot) == (origin.day, origin.slot)


def _add(
    work: "Work", episode: Episode, person: Person, kind: NeedKind, words: str, origin: Origin | None
) -> Need:  # fmt: skip
    due, policy = due_of(work, kind, person.community)
    report, day, slot = (origin.report, origin.day, origin.slot) if origin else (None, None, None)
    new = Need(
        person.id, episode.id, kind, work.at, due, policy, report, day, slot, None if origin else work.by.id,
        work.emergencies.at(person.grid), street=person.street, community=person.community, grid=person.grid,
    )  # fmt: skip
    kept = work.needs.add(new, words.strip())
    tell(work, kept, NeedAsked(kind))
    return kept
