"""A row of a file: its clean values, or all that is wrong with it."""

import dataclasses
from dataclasses import dataclass
from datetime import date, timedelta, timezone, tzinfo
from typing import Any, NamedTuple

CHINA_TIME = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Context:
    """What a cell's meaning depends on beside its text: the district's date and time zone; `crs`, the coordinate system
    that the file or a person states (empty: none stated, then WGS-84); whether numbers may be made up, as in a demo.
    """

    today: date
    crs: str = ""
    zone: tzinfo = CHINA_TIME
    demo: bool = False


@dataclass(frozen=True)
class Problem:
    """`why` is a marked sentence; `proposal` is what the cell could say instead, and clean; empty where nobody can know.

    `value` may be a person's: it goes into no log, so it is not in the repr either.
    """

    field: str
    value: str = dataclasses.field(repr=False)
    why: str
    proposal: str = dataclasses.field(default="", repr=False)


class Row(NamedTuple):
    """`values` by field, without those of which the row says nothing; `notes` are odd and no reason to refuse it."""

    values: dict[str, Any]
    notes: tuple[str, ...] = ()
