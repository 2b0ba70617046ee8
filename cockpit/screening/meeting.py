"""Where people met: in one place at one time, or as those who live, work or eat together."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Setting(StrEnum):
    """Where it was: all but the last two make people close without anybody counting minutes or rows."""

    HOUSEHOLD = "household"  # 同住
    WORKPLACE = "workplace"  # 同办公室
    CLASS = "class"  # 同班
    MEAL = "meal"  # 同餐
    LIFT = "lift"  # 同乘电梯
    CARE = "care"  # 诊疗, 护理
    TRANSPORT = "transport"  # 同乘
    PLACE = "place"  # 同场所


BELONG = (Setting.WORKPLACE, Setting.CLASS, Setting.CARE)  # which a source of its own tells of
GOES_ON = datetime(9999, 1, 1, tzinfo=UTC)  # what has no end that anybody knows


@dataclass(frozen=True)
class Presence:
    """Somebody was in a place, from `came` until `left`."""

    person: int
    place: int
    came: datetime
    left: datetime


@dataclass(frozen=True)
class Bond:
    """Two people who are together as a matter of course, within these times; it says nothing of who came first."""

    one: int
    other: int
    setting: Setting
    since: datetime
    until: datetime

    def beside(self, person: int) -> int | None:
        """The other one of the two."""
        return {self.one: self.other, self.other: self.one}.get(person)


@dataclass(frozen=True)
class Belonging:
    """Somebody works, studies or is cared for at a site, in one `room` of it where that is known, until GOES_ON or a day.

    `site` is the number of a place; that of a firm stands below zero.
    """

    person: int
    setting: Setting
    site: int
    room: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Room:
    """Where those who belong together do, as an exposure says it: `name` only where it was one room."""

    site: int
    name: str = ""

    def __str__(self) -> str:
        return f"{self.site}{OF_SITE}{self.name}"

    @classmethod
    def of(cls, text: str) -> "Room | None":
        """None of what an investigator said: that has no room."""
        site, _, name = text.partition(OF_SITE)
        return cls(int(site), name) if site else None


OF_SITE = ";"  # no room has one


def overlap(*spans: tuple[datetime, datetime]) -> tuple[datetime, datetime] | None:
    """The time that all of them share; none where it is not even a moment."""
    began, ended = max(one[0] for one in spans), min(one[1] for one in spans)
    return (began, ended) if began < ended else None
