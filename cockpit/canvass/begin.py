"""Opening a round, opening a second one for whoever was not met, closing one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Level
from cockpit.canvass.progress import tallies
from cockpit.canvass.round import Criteria, NoHomes, Round, must_be_to_come, tidy
from cockpit.canvass.told import RoundClosed, RoundOpened, RoundRepeated
from cockpit.canvass.visit import rule_of
from cockpit.clock import local_day_start
from cockpit.figures import must_see
from cockpit.refusals import Invalid
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@allowed_to("open_canvass")
def open_round(work: "Work", name: str, criteria: Criteria, due_on: date) -> Round:
    """All homes that fit are on its list from now on, and no other."""
    today = _must_fit(work, criteria)
    must_be_to_come(due_on, today)
    kept = work.canvass.add(_new(work, name, criteria, due_on))
    homes = _some(work.canvass.fill(kept, work.zone))
    work.tell_area(kept.area, kept.subject, kept.id, RoundOpened(sum(homes.values())))
    for community, count in homes.items():
        work.tell_area(community, kept.subject, kept.id, RoundOpened(count), line=False)
    return kept


@allowed_to("open_canvass")
def count_homes(work: "Work", criteria: Criteria) -> int:
    """How many homes a round would have that was opened now."""
    _must_fit(work, criteria)
    return work.canvass.count(criteria, work.zone)


@allowed_to("open_canvass")
def lately_came(work: "Work", criteria: Criteria) -> Criteria:
    """The same, of homes alone of whom somebody came from a key region, within as many days as the rule says."""
    return replace(criteria, came_since=_today(work) - timedelta(days=came_within(work, criteria.area)))


def came_within(work: "Work", area: str) -> int:
    """Days."""
    days: int = work.policy.get("canvass", "key_region", area).body["days"]
    return days


@allowed_to("open_canvass")
def open_second(work: "Work", first_id: int, name: str, due_on: date, repeats_before: date | None = None) -> Round:
    """Out of a first round, which is closed by it: homes that were not visited, not met, refused or said to be moved, those
    that somebody asked to be knocked at again, and with `repeats_before` those whose answer is older than that day."""
    first = work.canvass.take(first_id)
    must_see(work, first.area)
    today = local_day_start(work.at, work.zone).date()
    must_be_to_come(due_on, today)
    if repeats_before and repeats_before > today:
        raise Invalid("repeats_before", N_("this day is still to come"))
    new = replace(_new(work, name, first.criteria, due_on), out_of=first.id, repeats_before=repeats_before)
    kept = work.canvass.add(new)
    homes = _some(work.canvass.fill_from(kept, work.zone))
    if first.open:
        _close(work, first)
    work.tell_area(kept.area, kept.subject, kept.id, RoundRepeated(sum(homes.values()), first.id))
    for community, count in homes.items():
        work.tell_area(community, kept.subject, kept.id, RoundRepeated(count, first.id), line=False)
    return kept


@allowed_to("open_canvass")
def close_round(work: "Work", round_id: int) -> Round:
    """Nobody answers for it any more; its figures stay as they are."""
    one = work.canvass.take(round_id)
    must_see(work, one.area)
    one.must_be_open()
    return _close(work, one)


def _today(work: "Work") -> date:
    return local_day_start(work.at, work.zone).date()


def _must_fit(work: "Work", criteria: Criteria) -> date:
    """Refuses what cannot be asked for; today."""
    must_see(work, criteria.area)
    if work.areas.get(criteria.area).level is Level.GRID:
        raise Invalid("area", N_("choose the district, a street or a community"))
    today = _today(work)
    for name in ("unvisited_since", "came_since"):
        day = getattr(criteria, name)
        if day and day > today:
            raise Invalid(name, N_("this day is still to come"))
    return today


def _new(work: "Work", name: str, criteria: Criteria, due_on: date) -> Round:
    rule = rule_of(work.policy.get("canvass", "any", criteria.area))
    emergency = work.emergencies.at(criteria.area)
    return Round(
        0, tidy(name), criteria, work.at, due_on, rule.policy, opened_by=work.by.id, emergency=emergency
    )  # fmt: skip


def _close(work: "Work", one: Round) -> Round:
    by_community = tallies(work, one, one.area, 12)
    final = tuple((code, each.homes, each.done, each.found, each.isolated) for code, each in by_community.items())
    kept = work.canvass.close(replace(one, closed_at=work.at, final=final))
    left = sum(each.left for each in by_community.values())
    work.tell_area(kept.area, kept.subject, kept.id, RoundClosed(left))
    for community, each in by_community.items():
        work.tell_area(community, kept.subject, kept.id, RoundClosed(each.left), line=False)
    return kept


def _some(homes: dict[str, int]) -> dict[str, int]:
    if not homes:
        raise NoHomes()
    return homes
