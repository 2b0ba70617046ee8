"""Tracing figures 追踪指标: how fast cases are isolated and contacts set apart, and how surely contacts are seen each day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.follow_up.visit import today_of

if TYPE_CHECKING:
    from data_access.work import Work

WITHIN = timedelta(hours=24)
SPAN = 14  # days


@dataclass(frozen=True)
class Share:
    """So many of so many; no per cent of nothing."""

    count: int
    of: int

    @property
    def per_cent(self) -> int | None:
        return round(100 * self.count / self.of) if self.of else None


@dataclass(frozen=True)
class TracingFigures:
    """Of the last days: `isolated` cases within 24 hours of the report, `apart` close contacts ordered within 24 hours of
    being listed, `known` new cases who were contacts before, `completed` of those whose observation ended; `monitored` of
    each day those who were seen."""

    first: date
    isolated: Share
    apart: Share
    known: Share
    completed: Share
    monitored: tuple[tuple[date, Share], ...]


@allowed_to("see_screening")
def tracing_figures(work: "Work") -> TracingFigures:
    """In one's scope; what is not over within its 24 hours yet counts for nobody."""
    today = today_of(work)
    first = today - timedelta(days=SPAN - 1)
    return work.follow_ups.tracing(first, today, work.at, WITHIN, work.zone)
