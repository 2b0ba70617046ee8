"""Scheduled backups 定时备份: when the next one is due, and since when there has been no good one.

Machine time, as backups are a matter of machines; the hour is that of the district's own day.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.policy import Rules

if TYPE_CHECKING:
    from data_access.work import Work

SOURCE = "backup"


class Outcome(StrEnum):
    BEGUN = "begun"  # the schedule began: from here on a backup is expected
    GOOD = "good"
    FAILED = "failed"


@dataclass(frozen=True)
class Run:
    """One attempt; `at` is the moment it began, so of the state that a good one holds. `says` is why it failed."""

    outcome: Outcome
    at: datetime
    ended_at: datetime
    file: str = ""
    size: int = 0
    says: str = ""


@dataclass(frozen=True)
class Standing:
    """How backups stand: when the schedule began, the last attempt, and the last good one, if there was any."""

    begun_at: datetime
    tried_at: datetime | None = None
    good_at: datetime | None = None

    @property
    def since(self) -> datetime:
        """All that happened after this instant lies in no backup."""
        return self.good_at or self.begun_at


@dataclass(frozen=True)
class Schedule:
    """The policy `backup/daily`: one a day at `hour`, the newest `keep` stay; seconds until no good one is an alarm
    (`late`), and until a failed one is tried again (`again`)."""

    hour: int
    keep: int
    late: int
    again: int

    def is_due(self, standing: Standing, machine: datetime, zone: tzinfo) -> bool:
        rests = standing.tried_at is not None and machine - standing.tried_at < timedelta(seconds=self.again)
        return standing.since < self.last_due(machine, zone) and not rests

    def last_due(self, machine: datetime, zone: tzinfo) -> datetime:
        """The last instant at which a backup was to be made."""
        local = machine.astimezone(zone)
        today = datetime.combine(local.date(), time(self.hour), zone)
        return today if today <= local else datetime.combine(local.date() - timedelta(days=1), time(self.hour), zone)

    def is_late(self, standing: Standing, machine: datetime) -> bool:
        return machine - standing.since > timedelta(seconds=self.late)


def schedule_of(rules: Rules, area: str) -> Schedule:
    return Schedule(**rules.get("backup", "daily", area).body)


@allowed_to("see_backups")
def as_source(work: "Work") -> list[dict[str, Any]]:
    """The last good backup as one of the sources whose freshness is shown, in district time.

    `good` says that there is one: else `at` is when the schedule began. Before that there is nothing to show.
    """
    standing = work.backup_runs.standing()
    if standing is None:
        return []
    at = work.clock.district(standing.since).isoformat()
    limit = schedule_of(work.policy, work.by.area).late * work.clock.speed
    good = standing.good_at is not None
    return [{"kind": SOURCE, "name": "", "area": [work.by.area], "at": at, "limit": limit, "good": good}]
