"""The itinerary 活动轨迹 of a case: where it was and what it rode, as it is told; parts of a text that can be read are read,
and what is lacking is asked for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import ClassVar

from cockpit.screening.ride import Means
from cockpit.texts import N_

PIECES = re.compile(r"[。；;\n]+")
DAY = re.compile(r"(?:(\d{4})[年.-])?(\d{1,2})[月.-](\d{1,2})(?![\d:])[日号]?", re.ASCII)
TIME = re.compile(
    r"(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?(?<!\d)(\d{1,2})(?:[:：](\d{2})(?!\d)|[时点](?:(\d{1,2})分?|(半))?)",
    re.ASCII,
)
LENGTH = re.compile(r"(\d+|半|一|两|三|四|五)(?:个)?(半)?(小时|钟头|分钟)", re.ASCII)
RUN = re.compile(
    r"(?<![A-Za-z0-9])([GDCZTKYS][1-9]\d{0,3}|[1-7]\d{3}(?=次)|(?=\d?[A-Z])[A-Z0-9]{2}[1-9]\d{2,3}(?!\d))", re.ASCII
)
CARRIAGE = re.compile(r"(\d{1,2})\s*(?:号)?车(?:厢)?", re.ASCII)
ROW = re.compile(r"(?:车(?:厢)?|座位|排)?\s*(\d{1,3})\s*([A-F])(?![A-Za-z0-9])|(\d{1,3})\s*排", re.ASCII)
COUNTED = {"半": 0.5, "一": 1, "两": 2, "三": 3, "四": 4, "五": 5}
AFTERNOON = {"下午", "傍晚", "晚上", "晚"}
SEALED = "GDCZTK"
LONGEST = 10_000  # characters of what somebody told


class StopKind(StrEnum):
    STAY = "stay"
    RIDE = "ride"


class Lack(StrEnum):
    """What has to be asked before it can be set against records."""

    PLACE = "place"
    RUN = "run"
    MEANS = "means"
    BEGAN = "began"
    ENDED = "ended"


LACKS = {
    Lack.PLACE: N_("where it was"),
    Lack.RUN: N_("which train or flight"),
    Lack.MEANS: N_("which vehicle"),
    Lack.BEGAN: N_("when it began"),
    Lack.ENDED: N_("when it ended"),
}


@dataclass(frozen=True)
class Stop:
    """One piece of it; `words` are those that were told. `run` without its day. `day` where a day is said and no time."""

    id: int
    case: int
    kind: StopKind
    words: str = ""
    day: date | None = None
    began: datetime | None = None
    ended: datetime | None = None
    place: int | None = None
    run: str = ""
    means: Means | None = None
    carriage: str = ""
    row: int | None = None
    subject: ClassVar[str] = "case"

    @property
    def lacks(self) -> tuple[Lack, ...]:
        needed: dict[Lack, object] = {Lack.BEGAN: self.began, Lack.ENDED: self.ended}
        if self.kind is StopKind.STAY:
            needed = {Lack.PLACE: self.place} | needed
        else:
            needed = {Lack.RUN: self.run, Lack.MEANS: self.means} | needed
        return tuple(one for one, known in needed.items() if not known)

    @property
    def counts(self) -> bool:
        """Whether it can be set against what the records say of others."""
        return not self.lacks


@dataclass(frozen=True)
class Reading:
    """What is known beside the text: `places` by name, the district's zone, the day on which it was told."""

    places: Mapping[str, int]
    zone: tzinfo
    today: date

    def stops(self, case: int, text: str) -> list[Stop]:
        """In the order of the text; a piece of which nothing can be read stands as it is, to be asked about."""
        found: list[Stop] = []
        day: date | None = None
        for piece in filter(None, (one.strip(" ,，、\t\r\v\f").strip() for one in PIECES.split(text[:LONGEST]))):
            day = self._day(piece) or day
            found.append(self._stop(case, piece, day))
        return found

    def _stop(self, case: int, piece: str, day: date | None) -> Stop:
        began, ended = self._times(DAY.sub(" ", piece), day)
        bare = Stop(0, case, StopKind.STAY, piece, day, began, ended)
        run = RUN.search(TIME.sub(" ", DAY.sub(" ", piece)))
        if run is None:
            return replace(bare, place=self._place(piece))
        carriage, row = CARRIAGE.search(piece), ROW.search(piece[piece.find(run[0]) + len(run[0]) :])
        return replace(
            bare, kind=StopKind.RIDE, run=run[0], means=means_of(run[0]),
            carriage=carriage[1].zfill(2) if carriage else "", row=int(row[1] or row[3]) if row else None,
        )  # fmt: skip

    def _day(self, piece: str) -> date | None:
        """The last one that can be meant: an itinerary is of the past."""
        for found in DAY.finditer(piece):
            year = int(found[1] or self.today.year)
            try:
                day = date(year, int(found[2]), int(found[3]))
            except ValueError:
                continue
            return day if found[1] or day <= self.today else day.replace(year=year - 1)
        return None

    def _times(self, piece: str, day: date | None) -> tuple[datetime | None, datetime | None]:
        if day is None:
            return None, None
        said = list(_clocks(piece))[:2]
        times = [datetime.combine(day, time(), self.zone) + after for after in said]
        if len(times) == 2 and times[1] <= times[0]:
            times[1] += timedelta(days=1)
        if len(times) == 1 and (length := _length(piece)):
            times.append(times[0] + length)
        began, ended = (*times, None, None)[:2]
        return began, ended

    def _place(self, piece: str) -> int | None:
        """The longest name that stands in it."""
        named = [name for name in self.places if len(name) > 1 and name in piece]
        return self.places[max(named, key=len)] if named else None


def _clocks(piece: str) -> Iterator[timedelta]:
    """How long after midnight; of two times the second is in the same half of the day where nothing else is said."""
    half = ""
    for found in TIME.finditer(piece):
        half = found[1] or half
        hour, minute = int(found[2]), 30 if found[5] else int(found[3] or found[4] or 0)
        if hour > 24 or minute > 59:
            continue
        hour += 12 if half in AFTERNOON and hour < 12 else 0
        yield timedelta(hours=hour, minutes=minute)


def _length(piece: str) -> timedelta | None:
    found = LENGTH.search(piece)
    if not found:
        return None
    count = COUNTED[found[1]] if found[1] in COUNTED else float(found[1])
    count += 0.5 if found[2] else 0
    return timedelta(minutes=count) if found[3] == "分钟" else timedelta(hours=count)


def means_of(run: str) -> Means:
    """By the letter of the number; what is no train is a flight."""
    if run[0] in SEALED and run[1:].isdigit():
        return Means.SEALED_TRAIN
    if run.isdigit() or (run[0] in "YSL" and run[1:].isdigit()):
        return Means.TRAIN
    return Means.PLANE
