"""The windows 时段 of a day in which people at home report: from when a word counts for which, and by when it is due.

Whether a report is missed follows from the time, and is never kept.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from cockpit.policy import Policy
from cockpit.quarantine import Episode, QuarantineKind
from cockpit.refusals import Refusal
from cockpit.texts import N_


class Slot(StrEnum):
    MORNING = "morning"  # 早
    EVENING = "evening"  # 晚


SLOTS = {Slot.MORNING: N_("Morning"), Slot.EVENING: N_("Evening")}


@dataclass(eq=False)
class DayOver(Refusal):
    status = 409
    says = N_("This form is of a day that is over: its report cannot be entered any more.")
    way_out = N_("If it matters, call the community and say it. How you are now can be sent with the form below.")


class Standing(StrEnum):
    """Of one person in one window, by the time."""

    REPORTED = "reported"
    EXPECTED = "expected"
    MISSED = "missed"


@dataclass(frozen=True)
class Window:
    """A word said between `opens` and `closes` counts for it; due by `due`. Instants, UTC or any zone."""

    day: date
    slot: Slot
    opens: datetime
    due: datetime
    closes: datetime

    @property
    def name(self) -> str:
        """As a form bears it: 2020-02-01 morning."""
        return f"{self.day.isoformat()} {self.slot}"


@dataclass(frozen=True)
class Windows:
    """The rule: seconds of the local day at which the evening's begins, and by which each is due."""

    policy: int
    evening: int
    due: dict[Slot, int]

    def of_day(self, day: date, zone: ZoneInfo) -> tuple[Window, Window]:
        noon, end = at_second(day, self.evening, zone), at_second(day + timedelta(days=1), 0, zone)
        morning = Window(day, Slot.MORNING, at_second(day, 0, zone), self._due(day, Slot.MORNING, zone), noon)
        return morning, Window(day, Slot.EVENING, noon, self._due(day, Slot.EVENING, zone), end)

    def at(self, moment: datetime, zone: ZoneInfo) -> Window:
        """The one that a word said now counts for."""
        first, second = self.of_day(moment.astimezone(zone).date(), zone)
        return first if moment < second.opens else second

    def named(self, name: str, moment: datetime, zone: ZoneInfo) -> Window:
        """The one that a form of today was opened for, if it has begun; the present one where none is named."""
        now = self.at(moment, zone)
        begun = {one.name: one for one in self.of_day(now.day, zone) if one.opens <= moment}
        if name and name not in begun:
            raise DayOver()
        return begun.get(name, now)

    def _due(self, day: date, slot: Slot, zone: ZoneInfo) -> datetime:
        return at_second(day, self.due[slot], zone)


def at_second(day: date, second: int, zone: ZoneInfo) -> datetime:
    """That second of the local day by the clock on the wall."""
    return datetime.combine(day, time(), tzinfo=zone) + timedelta(seconds=second)


def windows_of(policy: Policy) -> Windows:
    body = policy.body
    return Windows(policy.id, body["evening"], {slot: body["due"][slot.value] for slot in Slot})


def reports_from_home(episode: Episode) -> bool:
    """Who is cared for elsewhere is measured there."""
    return episode.kind in (QuarantineKind.HOME, QuarantineKind.OTHER)


def expected(episode: Episode, window: Window) -> bool:
    """Whether a report of that window is asked for: the episode holds that day, and was ordered before it was due."""
    told = episode.ordered_at is None or episode.ordered_at < window.due
    return reports_from_home(episode) and episode.holds_on(window.day) and told


def standing(window: Window, reported: bool, at: datetime) -> Standing:
    if reported:
        return Standing.REPORTED
    return Standing.MISSED if at > window.due else Standing.EXPECTED
