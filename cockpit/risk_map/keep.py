"""The risk map is kept by the cockpit itself: each day as it stood at its end, today as it stands, and who looks hears of it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.risk_map.colour import Facts, coloured, summed
from cockpit.risk_map.count import end_of, has_rule, reckoned, rules_at
from cockpit.risk_map.told import RiskMapMoved

if TYPE_CHECKING:
    from data_access.work import Work

SUBJECT, ONLY = "risk_map", 1
STREET, COMMUNITY = 9, 12  # digits of a code


@allowed_to("keep_risk_map")
def keep_risk_map(work: "Work") -> list[date]:
    """The days that were frozen: a day is counted once more as of its end, however late that is done, and then stays."""
    work.risk_maps.take()
    today = local_day_start(work.at, work.zone).date()
    ended = [day for day in work.risk_maps.not_frozen(today) if has_rule(work, end_of(work, day))]
    for day in ended:
        work.risk_maps.keep(day, reckoned(work, day, end_of(work, day)), frozen=True)
    if has_rule(work, work.at):
        _keep_today(work, today)
    return ended


def _keep_today(work: "Work", today: date) -> None:
    before, now = work.risk_maps.last(today), reckoned(work, today, work.at)
    if before == (today, now):
        return
    work.risk_maps.keep(today, now, frozen=False)
    if before:
        for community, areas in sorted(_moved(work, before[1], now).items()):
            work.tell_area(community, SUBJECT, ONLY, RiskMapMoved(areas), line=False)


def _moved(work: "Work", before: Mapping[str, Facts], now: Mapping[str, Facts]) -> Counter[str]:
    """Community (or street, where it alone is another) -> of how many areas there the colour is another."""
    codes, rules = list(work.areas.known), rules_at(work, work.at)
    was, is_now = (coloured(summed(facts, codes), rules) for facts in (before, now))
    moved = [code for code in codes if was[code].level != is_now[code].level]
    found = Counter(code[:COMMUNITY] for code in moved if len(code) >= COMMUNITY)
    alone = [code for code in moved if len(code) == STREET and not any(one.startswith(code) for one in found)]
    return found + Counter(alone)
