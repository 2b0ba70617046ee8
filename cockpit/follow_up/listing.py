"""The working list 随访清单 of a day: who is to be seen next, and what that rests on; and one visit as its form needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.follow_up.chance import Urgency, age_on
from cockpit.follow_up.day import SEEN, FollowUp, Result, VisitFacts
from cockpit.follow_up.visit import rule_in_force, today_of
from cockpit.people import ShownPerson
from cockpit.quarantine import Episode
from cockpit.sight import Tie

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 100  # for one screen; those who wait most come first


@dataclass(frozen=True)
class Facts:
    """What is known beside the row itself; `first` and `last` are the days of the meetings, `seen` the last visit that met
    the person, `due_since` the first day that was planned."""

    row: FollowUp
    born: date
    first: date
    last: date
    seen: date | None
    due_since: date


@dataclass(frozen=True)
class Due:
    """`until`: the last day of the observation as far as it is planned; `day`: which it is, counted from the last contact."""

    row: FollowUp
    person: ShownPerson
    urgency: Urgency
    day: int
    until: date
    episode: Episode | None
    worker: str  # or the team


@dataclass(frozen=True)
class WorkingList:
    """Of one day; `total` are all of it, `left` those without a result, `unwell` those who were found with symptoms,
    `unsupplied` those apart at home to whom nobody brings anything."""

    day: date
    rows: tuple[Due, ...]
    total: int
    left: int
    unwell: int
    not_performed: int
    unsupplied: int = 0


@allowed_to("see_screening")
def working_list(work: "Work", area: str = "", mine: bool = False, unsupplied: bool = False) -> WorkingList:
    """Of today, in one's scope or an area of it: first who was found unwell, then who waits most, then what is done."""
    today, rule = today_of(work), rule_in_force(work)
    area = area or work.by.area
    work.areas.get(area)
    facts = work.follow_ups.due(today, area, work.by.id if mine else None)
    without = work.quarantine.unsupplied([one.row.person for one in facts], today)
    if unsupplied:
        facts = [one for one in facts if one.row.person in without]
    ranked = sorted(((one, _urgency(work, one, today)) for one in facts), key=lambda pair: _rank(*pair))
    shown = _shown(work, ranked[:MOST], today)
    left = sum(one.row.result is None for one in facts)
    unwell = sum(one.row.result is Result.SEEN_NOT_OK for one in facts)
    missed = work.follow_ups.not_performed(today - timedelta(days=rule.late), today, area)
    return WorkingList(today, shown, len(facts), left, unwell, missed, len(without))


@dataclass(frozen=True)
class Visited:
    """One person's days, oldest first, the one that is open, and what was found then; None where nobody went yet.

    `mates`: others behind the same door whose visit of that day is left; `by` entered it, as from paper where it has a sheet.
    """

    due: Due
    days: tuple[FollowUp, ...]
    found: VisitFacts | None
    today: date
    mates: int = 0
    by: str = ""


@allowed_to("see_screening")
def open_visit(work: "Work", follow_up_id: int) -> Visited:
    row = work.follow_ups.get(follow_up_id)
    facts = work.follow_ups.facts(row, work.at)
    (due,) = due_of(work, [facts], row.day)
    days = tuple(work.follow_ups.of_person(row.person))
    mates = len(work.follow_ups.of_door(row))
    return Visited(due, days, work.follow_ups.found(row), today_of(work), mates, work.accounts.name_of(row.by))


def _urgency(work: "Work", one: Facts, today: date) -> Urgency:
    unseen = (today - (one.seen or one.due_since)).days
    since_first, since_last = ((today - day).days for day in (one.first, one.last))
    return Urgency(
        max(0, since_first), max(0, since_last), age_on(one.born, today), max(0, unseen), rule_in_force(work)
    )


def _rank(one: Facts, urgency: Urgency) -> tuple[int, float, int]:
    stage = 0 if one.row.result is Result.SEEN_NOT_OK else 1 if one.row.result is None else 2
    return (stage, -urgency.weight, one.row.id)


def due_of(work: "Work", facts: Sequence[Facts], day: date) -> tuple[Due, ...]:
    """As whoever works here may see them, in the same order, and a look."""
    return _shown(work, [(one, _urgency(work, one, day)) for one in facts], day)


def _shown(work: "Work", ranked: "list[tuple[Facts, Urgency]]", today: date) -> tuple[Due, ...]:
    persons = [one.row.person for one, _ in ranked]
    if work.by.may("keep_cases"):
        work.people.admit(*persons, tie=Tie.CASE)
    shown = {one.id: one for one in work.looks.listing(work.people.of_ids(persons), {"follow_up": today.isoformat()})}
    episodes, ends = work.quarantine.latest_of(persons), work.follow_ups.ends(persons)
    names = work.follow_ups.goer_names([one.row for one, _ in ranked])
    return tuple(
        Due(
            one.row, shown[one.row.person], urgency, urgency.since_last, ends.get(one.row.person, today),
            episodes.get(one.row.person), names.get(one.row.had, ""),
        )
        for one, urgency in ranked
        if one.row.person in shown
    )  # fmt: skip


__all__ = ["SEEN", "Due", "Facts", "Visited", "WorkingList", "open_visit", "working_list"]
