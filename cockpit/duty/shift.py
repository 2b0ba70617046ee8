"""A shift 班次 is one stretch of duty of a team or of a person: on shift, or on call 备勤 for when nobody is on shift."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True)
class Shift:
    """From `starts` up to but not including `ends`; of `team` or of `account`, never of both."""

    id: int
    team: int | None
    account: int | None
    starts: datetime
    ends: datetime
    on_call: bool = False

    @property
    def whose(self) -> tuple[str, int]:
        return ("team", self.team) if self.team is not None else ("account", self.account or 0)

    def covers(self, at: datetime) -> bool:
        return self.starts <= at < self.ends

    def overlaps(self, other: "Shift") -> bool:
        return self.starts < other.ends and other.starts < self.ends

    def days(self, zone: tzinfo) -> list[date]:
        """The local days it reaches into: a night from 23:00 to 07:00 two, one that ends at 00:00 not the day after."""
        first = self.starts.astimezone(zone).date()
        last = (self.ends - timedelta(microseconds=1)).astimezone(zone).date()
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def midnight(day: date, zone: tzinfo) -> datetime:
    """The instant at which the local day begins."""
    return datetime.combine(day, time(0), zone)


def overlap(mine: Shift, others: Iterable[Shift]) -> Shift | None:
    """The first of the others, of the same team or person, that is at the same time; itself is none of them."""
    same = (one for one in others if one.whose == mine.whose and (not mine.id or one.id != mine.id))
    return next((one for one in same if one.overlaps(mine)), None)


def told(shift: Shift, zone: tzinfo) -> str:
    """02-01 23:00–02-02 07:00, as a sentence names it; the day of its end only where it is another one."""
    starts, ends = shift.starts.astimezone(zone), shift.ends.astimezone(zone)
    until = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends:%m-%d %H:%M}"
    return f"{starts:%m-%d %H:%M}–{until}"
