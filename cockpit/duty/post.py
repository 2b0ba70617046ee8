"""A post 岗位 is what somebody has to hold: a role in an area, at the hours that policy says; a gap is a post without anybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from cockpit.areas import CODE_LENGTHS, Level
from cockpit.duty.shift import Shift

LENGTHS = {level: length for length, level in CODE_LENGTHS.items()}


@dataclass(frozen=True)
class Holder:
    """A team or a person who may hold posts of `role` in `area`; `rostered`: the roster plans them at all around now.

    `code` is what a file calls them: a team's own, or the account's name.
    """

    whose: tuple[str, int]
    name: str
    role: str
    area: str
    rostered: bool = False
    code: str = ""


@dataclass(frozen=True)
class Turn:
    holder: Holder
    shift: Shift


@dataclass(frozen=True)
class Cover:
    """At which hours somebody of the role must be on, in each area of `level`; `everywhere`: also where nobody has the role."""

    role: str
    level: Level
    begins: time
    ends: time
    everywhere: bool

    @classmethod
    def of(cls, role: str, body: Mapping[str, Any]) -> "Cover":
        return cls(role, Level(body["level"]), clock(body["from"]), clock(body["to"]), body["everywhere"])

    def needed(self, at: datetime, zone: tzinfo) -> bool:
        """From the first minute up to but not including the last; equal ones are the whole day, and it may pass midnight."""
        now = at.astimezone(zone).time()
        if self.begins < self.ends:
            return self.begins <= now < self.ends
        return self.begins == self.ends or now >= self.begins or now < self.ends

    def changes_after(self, at: datetime, zone: tzinfo) -> datetime:
        """The next moment at which somebody begins, or stops, to be needed."""
        today = at.astimezone(zone).date()
        days = (today, today + timedelta(days=1))
        return min(
            when for day in days for one in (self.begins, self.ends) if (when := datetime.combine(day, one, zone)) > at
        )


class Held(StrEnum):
    GAP = "gap"
    HANDOVER = "handover"  # 交接
    UNPLANNED = "unplanned"  # no roster: everyone of the role is reached
    ON_CALL = "on_call"
    ON = "on"
    REST = "rest"  # nobody, and nobody needs to
    NOBODY = "nobody"  # no account has the role there


@dataclass(frozen=True)
class Post:
    """`on` who is on shift, `on_call` who is on call, `next` who begins first after now."""

    role: str
    area: str
    needed: bool
    everywhere: bool
    holders: tuple[Holder, ...]
    on: tuple[Turn, ...]
    on_call: tuple[Turn, ...]
    next: Turn | None
    handover: bool

    @property
    def held(self) -> Held:
        if self.on:
            return Held.HANDOVER if self.handover else Held.ON
        if self.on_call:
            return Held.ON_CALL
        if not self.holders:
            return Held.GAP if self.everywhere and self.needed else Held.NOBODY
        if self.unplanned:
            return Held.UNPLANNED
        return Held.GAP if self.needed else Held.REST

    @property
    def unplanned(self) -> bool:
        """As `who_is_on` has it: people whom no roster plans are all reached; a team is on by its shifts alone."""
        return not any(one.rostered or one.whose[0] == "team" for one in self.holders)

    @property
    def until(self) -> datetime | None:
        """When the last of those who are on now goes."""
        turns = self.on or self.on_call
        return max((one.shift.ends for one in turns), default=None)


def clock(written: str) -> time:
    """07:00 as a time of day; 24:00 is the midnight that ends it."""
    hours, minutes = map(int, written.split(":"))
    return time(hours % 24, minutes)


def post(cover: Cover, area: str, turns: Sequence[Turn], holders: Iterable[Holder], at: datetime, zone: tzinfo, handover: timedelta) -> Post:  # fmt: skip
    """`turns` are those of the holders that end after now; `handover` how long before its end a shift is handed over."""
    here = [one for one in turns if one.shift.covers(at)]
    on = tuple(one for one in here if not one.shift.on_call)
    coming = sorted((one for one in turns if one.shift.starts > at), key=lambda one: one.shift.starts)
    hands_over = bool(on) and all(one.shift.ends - handover <= at for one in on)
    return Post(
        cover.role, area, cover.needed(at, zone), cover.everywhere, tuple(holders), on,
        tuple(one for one in here if one.shift.on_call), coming[0] if coming else None, hands_over,
    )  # fmt: skip


def posts_of(holder: Holder, cover: Cover, areas: Iterable[str]) -> list[str]:
    """The areas of the cover's level that the holder serves: the one around their own, or all that lie within it."""
    length = LENGTHS[cover.level]
    if len(holder.area) >= length:
        return [holder.area[:length]]
    return [one for one in areas if one.startswith(holder.area)]
