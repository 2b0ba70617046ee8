"""The visits of a team 组队随访: what its phone shows of each, and the one tap that says what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.follow_up.day import LONGEST_NOTE, FollowUp, Result, facts_of
from cockpit.follow_up.visit import enter, rule_in_force, today_of, visited_by
from cockpit.people import ShownPerson
from cockpit.refusals import Invalid, NotFound
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Errand:
    """One visit of one's own team. `careful`: whoever was there before met somebody unwell; that is all that a team is told of
    it, as how to protect oneself. `by` is who made it, where it is made."""

    row: FollowUp
    person: ShownPerson
    careful: bool
    by: str = ""


@allowed_to("answer_visit")
def visits_of_team(work: "Work") -> tuple[Errand, ...]:
    """Those that are left, by grid, then what was made until so long ago as an assignment stays open after its close."""
    rows = _rows(work)
    if not rows:
        return ()
    people = work.people.of_ids([one.person for one in rows])
    shown = {one.id: one for one in work.looks.listing(people, {"team": str(work.by.team)}, ["health"])}
    careful = work.follow_ups.unwell_before([one.id for one in rows])
    names = work.accounts.names([one.by for one in rows if one.by])
    return tuple(
        Errand(one, shown[one.person], one.id in careful, names.get(one.by or 0, ""))
        for one in rows
        if one.person in shown
    )


@allowed_to("answer_visit")
def answer_visit(work: "Work", follow_up_id: int, result: Result, note: str, *, key: str) -> FollowUp:
    """What one's own team found; said again, the newer word of the same person counts. The same key changes nothing."""
    if follow_up_id not in {one.id for one in _rows(work)}:
        raise NotFound()
    if len(note) > LONGEST_NOTE:
        raise Invalid("note", N_("it is longer than 500 characters"))
    was = work.follow_ups.take(follow_up_id)
    if was.team != work.by.team:
        raise NotFound()
    if work.once(key, "answer_visit", {"visit": follow_up_id, "result": result, "note": note}):
        return was
    if was.by not in (None, work.by.id):
        raise visited_by(work, was)
    return enter(work, was, facts_of(result, None, note))


def _rows(work: "Work") -> Sequence[FollowUp]:
    """Opened to this unit of work, with whom they are about: nothing else of the area is."""
    if not work.by.team:
        return ()
    first, seconds = _since(work), work.policy.get("access", "assignment", work.by.area).body["after_close"]
    persons = work.follow_ups.live_of_team(work.by.team, first, seconds)
    if not persons:
        return ()
    work.people.admit(*persons)
    return work.follow_ups.of_team(work.by.team, first, today_of(work), work.at - timedelta(seconds=seconds))


def _since(work: "Work") -> date:
    """Visits are entered some days late; what is older is nobody's any more."""
    return today_of(work) - timedelta(days=rule_in_force(work).late)
