"""Where people met: in one place at one time, or as those who live, work or eat together."""

from dataclasses import dataclass
from datetime import datetime
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


def overlap(*spans: tuple[datetime, datetime]) -> tuple[datetime, datetime] | None:
    """The time that all of them share; none where it is not even a moment."""
    began, ended = max(one[0] for one in spans), min(one[1] for one in spans)
    return (began, ended) if began < ended else None
