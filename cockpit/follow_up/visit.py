"""Entering a visit 入户随访, at the door or afterwards from paper; and who goes where."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.follow_up.day import (
    SEEN,
    AlreadyVisited,
    FollowUp,
    FollowUpRule,
    NotThisDay,
    Result,
    VisitFacts,
    follow_up_rule,
)
from cockpit.follow_up.told import ContactUnwell, FollowedUp, TeamVisitsChanged, VisitsAssigned
from cockpit.greeting import How, greet
from cockpit.refusals import Invalid
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


def rule_in_force(work: "Work") -> FollowUpRule:
    return follow_up_rule(work.policy.get("follow_up", "any", work.by.area))


def today_of(work: "Work") -> date:
    return local_day_start(work.at, work.zone).date()


@allowed_to("follow_up")
def visit(work: "Work", follow_up_id: int, facts: VisitFacts) -> FollowUp:
    """What was found; one's own word of the same day may be said again, another's stands."""
    was = work.follow_ups.take(follow_up_id)
    if was.by not in (None, work.by.id) and was.at:
        raise visited_by(work, was)
    return enter(work, was, facts)


def visited_by(work: "Work", was: FollowUp) -> AlreadyVisited:
    at = was.at.astimezone(work.zone).strftime("%H:%M") if was.at else ""
    return AlreadyVisited(who=work.accounts.name_of(was.by), at=at)


def enter(work: "Work", was: FollowUp, facts: VisitFacts, sheet: int | None = None) -> FollowUp:
    """Of a visit that is held; from a `sheet`, or at the door."""
    facts, rule = facts.checked(), rule_in_force(work)
    if not was.may_be_entered(today_of(work), rule):
        raise NotThisDay(day=was.day.isoformat())
    kept = work.follow_ups.keep(was.visited(facts, rule, work.by.id, work.at, sheet), facts)
    work.tell_area(kept.community, kept.subject, kept.id, FollowedUp(kept.result or Result.SEEN_OK))
    if kept.result in SEEN:
        greet(work, kept.person, How.VISIT)
    if kept.result is Result.SEEN_NOT_OK:
        work.tell_area(kept.community, kept.subject, kept.id, ContactUnwell())
    if kept.team:
        work.tell_area(kept.community, kept.subject, kept.id, TeamVisitsChanged(kept.team), line=False)
    return kept


@allowed_to("follow_up")
def visit_door(work: "Work", follow_up_id: int, facts: VisitFacts) -> int:
    """The same for everybody else behind that door whose visit of the day is left; whoever is unwell is entered alone.

    Returns how many that were, besides the one.
    """
    if facts.checked().result(rule_in_force(work).fever) is Result.SEEN_NOT_OK:
        raise Invalid("door", N_("whoever is unwell is entered alone: each has symptoms of their own"))
    first = visit(work, follow_up_id, facts)
    mates = work.follow_ups.of_door(first)
    for one in mates:
        visit(work, one, facts)
    return len(mates)


@allowed_to("assign_visits")
def distribute(work: "Work", community: str) -> int:
    """Today's visits that nobody has yet: who went last goes again, else who has most of the same grid, else who has least."""
    work.areas.get(community)
    free = work.follow_ups.unassigned(community, today_of(work))
    workers = work.follow_ups.workers(community)
    if not workers:
        raise Invalid("community", N_("nobody works in this community: let the administrator invite somebody"))
    count = work.follow_ups.assign(shared_out(free, workers, work.follow_ups.loads(community, today_of(work))))
    if count:
        work.tell_area(community, FollowUp.subject, 0, VisitsAssigned(count))
    return count


def shared_out(
    free: Sequence[tuple[int, str, int | None]], workers: Sequence[int], loads: Mapping[tuple[int, str], int]
) -> dict[int, int]:
    """(follow-up, grid, who went last) each to one of the workers; `loads` is what each has of each grid already."""
    have = dict(loads)
    total = {one: sum(count for (who, _), count in have.items() if who == one) for one in workers}
    share = -(-(sum(total.values()) + len(free)) // len(workers))
    found: dict[int, int] = {}
    for number, grid, last in sorted(free, key=lambda one: (one[2] is None, one[1], one[0])):
        fit = [one for one in workers if total[one] < share] or list(workers)
        best = last if last in total else min(fit, key=lambda one: (-have.get((one, grid), 0), total[one], one))
        found[number] = best
        have[best, grid] = have.get((best, grid), 0) + 1
        total[best] += 1
    return found
