"""What one unit of work adds to the counters per community, kept until its last statements write it."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cockpit.clock import local_day_start
from cockpit.incidents import Incident

Key = tuple[str, str, date | None]


class Counters:
    """`zone` is the district's own: flows are counted per local day."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.deltas: dict[Key, int] = defaultdict(int)

    def add(self, community: str, figure: str, day: date | None, delta: int) -> None:
        """`day` is None for a stock."""
        if delta:
            self.deltas[community, figure, day] += delta

    def count(self, before: Any, after: Any) -> None:
        """What changes with a thing that has a `tally()`."""
        community = after.spot.community
        was = before.tally() if before else {}
        for figure, value in after.tally().items():
            self.add(community, figure, None, value - was.get(figure, 0))
        if isinstance(after, Incident):
            self._count_flows(before, after)

    def taken(self) -> dict[Key, int]:
        """All that was added, once."""
        found = {key: delta for key, delta in self.deltas.items() if delta}
        self.deltas.clear()
        return found

    def _count_flows(self, before: Incident | None, after: Incident) -> None:
        community = after.spot.community
        if before is None:
            self.add(community, "incidents_received", self._day(after.received_at), 1)
        closed_before = before.closed_at if before else None
        if closed_before != after.closed_at:
            for closed_at, sign in ((closed_before, -1), (after.closed_at, 1)):
                if closed_at:
                    self.add(community, "incidents_closed", self._day(closed_at), sign)

    def _day(self, at: datetime) -> date:
        return local_day_start(at, self.zone).date()


def with_figures(changes: list[dict[str, Any]], figures: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    """Each community's counters go with the last change that happened there: whoever may see it, gets them too."""
    last = {row["community"]: n for n, row in enumerate(changes)}
    return [
        row | {"figures": {code: found for code, found in figures.items() if last.get(code) == n}}
        for n, row in enumerate(changes)
    ]
