"""The lake of screening 排查数据湖: who was where and who rode what, under pseudonyms, as it was brought batch by batch.

What fits is kept, what says the same again is told as unchanged, and what does not fit is refused row by row with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from cockpit.refusals import Refusal
from cockpit.texts import N_


class Kind(StrEnum):
    PRESENCE = "presence"  # 场所停留
    JOURNEY = "journey"  # 出行
    VISIT = "clinic_visit"  # 就诊: a stay too, whatever it was for
    PURCHASE = "purchase"  # 购药: of drugs that are watched
    BOND = "bond"  # 归属: where somebody works, studies or is cared for, from a day on


MEETINGS = {Kind.PRESENCE: (Kind.PRESENCE, Kind.VISIT), Kind.JOURNEY: (Kind.JOURNEY,)}  # in which records people met


class Note(StrEnum):
    """What is kept although it can hardly be: two records say it, and nobody knows which of them is wrong."""

    TWO_PLACES = "two_places"
    TOO_FAST = "too_fast"


# Why a row is refused, the others go on

EMPTY = N_("a value is missing")
NO_PSEUDONYM = N_("this is no pseudonym")
ENDS_FIRST = N_("it ends before it begins, or lasts no time")
IN_THE_FUTURE = N_("it lies in the future")
LONG_AGO = N_("it lies before the year 2000")
UNKNOWN_MEANS = N_("this means of transport is not known")
UNKNOWN_BOND = N_("it is none of work, class and care")
NO_SUCH_ROW = N_("there is no such row of seats")

SEAT_ROWS = (1, 150)  # no plane, coach or carriage has more
FIRST_YEAR = 2000


@dataclass(frozen=True)
class RefusedRow:
    """`row` counts from 1 in the order in which the rows came; `reason` is a marked sentence without a value of the row."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class Brought:
    """What became of a batch. `unchanged` rows said what was there already, `same_as` in which batches (number -> rows);
    `again`: the batch had been brought before, and nothing was done."""

    number: int
    kind: Kind
    source: str
    at: datetime
    added: int = 0
    unchanged: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[Note, int] = field(default_factory=dict)
    same_as: Mapping[int, int] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True)
class TakenBack:
    """`bring_again`: later batches that said the same of some of these rows, which are gone with it."""

    rows: int
    bring_again: tuple[int, ...]


@dataclass(frozen=True)
class DayCount:
    kind: Kind
    day: date
    rows: int
    files: int


@dataclass(frozen=True)
class SourceCount:
    """How fresh and how whole a source is; `rows` are those that are still there, `days` the first and the last of them,
    `by_day` how many there are of each."""

    source: str
    kind: Kind
    batches: int
    rows: int
    refused: int
    last_brought: datetime
    days: tuple[date, date] | None
    by_day: Mapping[date, int] = field(default_factory=dict)
    notes: Mapping[Note, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Stand:
    """What is in the lake now."""

    days: tuple[DayCount, ...]
    sources: tuple[SourceCount, ...]
    batches: tuple[Brought, ...]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.days)

    @property
    def last_brought(self) -> datetime | None:
        return max((one.at for one in self.batches), default=None)


@dataclass(eq=False)
class OtherColumns(Refusal):
    """`why` is a marked sentence of its own, translated before it is put in."""

    status: ClassVar[int] = 422
    says = N_("These are no records of the kind {kind}: column {column}: {why}.")
    way_out = N_("Bring the columns that are described for this kind, and no others.")
    kind: Kind
    column: str
    why: str


LACKING = N_("it is missing")
NOT_OURS = N_("it does not belong there")
OTHER_TYPE = N_("its values are of another type")
NO_TIME_ZONE = N_("its times say no time zone")


@dataclass(eq=False)
class BatchIsAnother(Refusal):
    status = 409
    says = N_("Batch {number} was brought before, of another kind or source.")
    way_out = N_("Bring it under a number of its own.")
    number: int


@dataclass(eq=False)
class NoSuchBatch(Refusal):
    status = 404
    says = N_("There is no batch {number} in the lake.")
    way_out = N_("See which batches there are.")
    number: int


@dataclass(eq=False)
class MeansLeftOut(Refusal):
    """A ride that no rule speaks of would be passed over in silence."""

    status = 422
    says = N_("Version {policy} of the contact rule says nothing of {means}.")
    way_out = N_("Publish a version that does.")
    policy: int
    means: str


@dataclass(eq=False)
class CityMissing(Refusal):
    status = 501
    says = N_("Spark is not installed here: it is the extra `city`, and needs Java.")
    way_out = N_("Install it, or screen with DuckDB.")
