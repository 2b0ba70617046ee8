"""Hours of a week for which a post has nobody, neither on shift nor on call: seen when they are planned, not when they come."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from cockpit.areas import CODE_LENGTHS, inside
from cockpit.duty.now import covers
from cockpit.duty.post import Cover, Holder, posts_of
from cockpit.duty.shift import Shift, midnight

if TYPE_CHECKING:
    from data_access.work import Work

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Gap:
    """One stretch of one day, of the post of a role in an area."""

    role: str
    area: str
    day: date
    starts: datetime
    ends: datetime


def needed(cover: Cover, day: date, zone: tzinfo) -> list[Span]:
    """The stretches of the local day in which somebody has to be on."""
    first, last = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    begins, ends = (datetime.combine(day, one, zone) for one in (cover.begins, cover.ends))
    if begins == ends:
        return [(first, last)]
    spans = [(begins, ends)] if begins < ends else [(first, ends), (begins, last)]
    return [(since, until) for since, until in spans if since < until]


def uncovered(spans: Iterable[Span], shifts: Iterable[Shift]) -> list[Span]:
    """What of the spans no shift reaches into."""
    left = list(spans)
    for one in shifts:
        left = [part for span in left for part in _without(span, one)]
    return left


def _without(span: Span, shift: Shift) -> list[Span]:
    since, until = span
    parts = [(since, min(until, shift.starts)), (max(since, shift.ends), until)]
    return [(begins, ends) for begins, ends in parts if begins < ends]


def gaps_of(
    work: "Work", area: str, roles: Sequence[str], days: Sequence[date], found: Sequence[tuple[Holder, Sequence[Shift]]]
) -> tuple[Gap, ...]:
    """Those that are still to come, of posts that lie in the area; where nobody keeps a roster, all are told and none is missing."""
    return tuple(
        Gap(cover.role, code, day, max(since, work.at), until)
        for cover in covers(work, area)
        if cover.role in roles
        for code, shifts in _posts(work, cover, area, found)
        for day in days
        for since, until in uncovered(needed(cover, day, work.zone), shifts)
        if until > work.at
    )


def _posts(
    work: "Work", cover: Cover, area: str, found: Sequence[tuple[Holder, Sequence[Shift]]]
) -> list[tuple[str, list[Shift]]]:
    """The posts that have to be held, each with all shifts of whoever may hold it."""
    codes = [code for code in work.areas.known if CODE_LENGTHS[len(code)] is cover.level and inside(code, area)]
    holders: dict[str, list[Holder]] = defaultdict(list)
    shifts: dict[str, list[Shift]] = defaultdict(list)
    for holder, own in found:
        for code in posts_of(holder, cover, codes) if holder.role == cover.role else ():
            holders[code].append(holder)
            shifts[code].extend(own)
    return [(code, shifts[code]) for code in codes if _kept(cover, holders[code])]


def _kept(cover: Cover, holders: Sequence[Holder]) -> bool:
    return any(one.rostered or one.whose[0] == "team" for one in holders) or (cover.everywhere and not holders)
