"""Sources of records 数据来源: who has them, how fresh they are, and of which days none came; counts alone, nobody's record."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.lake import Kind, SourceCount, Stand
from cockpit.policy import Policy

if TYPE_CHECKING:
    from data_access.work import Work

TOLD = "itinerary"  # what cases told is no source that somebody has to bring


@dataclass(frozen=True)
class SourceSeen:
    """`due`: when it has to bring something again; `gaps` are the days of the last weeks of which nothing came."""

    count: SourceCount
    due: datetime
    gaps: tuple[date, ...]
    at: datetime

    @property
    def stale(self) -> bool:
        return self.at > self.due

    @property
    def share_refused(self) -> int:
        """Per cent of the rows that it brought."""
        return round(100 * self.count.refused / ((self.count.rows + self.count.refused) or 1))


@dataclass(frozen=True)
class Sources:
    seen: tuple[SourceSeen, ...]
    days: tuple[date, ...]
    rule: Policy


@allowed_to("see_records")
def record_sources(work: "Work", stand: Stand) -> Sources:
    """What is late comes first. `stand` is that of the lake."""
    rule = work.policy.get("record_source", "any", work.by.area)
    today = local_day_start(work.at, work.zone).date()
    days = tuple(today - timedelta(days=back) for back in range(rule.body["days"], 0, -1))
    seen = [_seen(one, rule, days, work.at) for one in stand.sources if one.source != TOLD]
    return Sources(tuple(sorted(seen, key=lambda one: (one.due, one.count.source))), days, rule)


def _seen(one: SourceCount, rule: Policy, days: tuple[date, ...], at: datetime) -> SourceSeen:
    """Before its first day a source owed nothing. A register of who works where is no diary: it owes no day, and is late when
    nothing came for as many as are looked at."""
    if one.kind is Kind.BOND:
        return SourceSeen(one, one.last_brought + timedelta(days=rule.body["days"]), (), at)
    first = one.days[0] if one.days else None
    gaps = tuple(day for day in days if first and day > first and not one.by_day.get(day))
    return SourceSeen(one, one.last_brought + timedelta(hours=rule.body["hours"]), gaps, at)
