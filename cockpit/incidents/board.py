"""The board 事件台账: which incidents stand on it, and how one is named by its code."""

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.refusals import Invalid
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

STAYS_FOR = timedelta(hours=24)
CODE = re.compile(r"(?:[Ii]-?)?([0-9]{1,12})")


@allowed_to("see_incidents")
def on_board(work: "Work", day: date | None = None) -> str:
    """What is open and what ended in the last 24 hours, of a local day what came or ended on it: packed, see there."""
    scope = work.by.area
    if day is None:
        return work.incidents.packed_around(scope, ended_since=work.at - STAYS_FOR)
    start = datetime.combine(day, time(), work.zone)
    return work.incidents.packed_between(scope, start, datetime.combine(day + timedelta(days=1), time(), work.zone))


def day_of(text: object) -> date | None:
    """A day as an address bar writes it (2020-02-01); anything else is no day."""
    try:
        found = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found and date(2000, 1, 1) <= found <= date(2100, 1, 1) else None


def number_of(code: object) -> int:
    """The number in a code as people write it: I-0127, i0127 or 127."""
    fits = CODE.fullmatch(code.strip()) if isinstance(code, str) else None
    if fits is None:
        raise Invalid("code", N_("an incident's code is written like I-0127"))
    return int(fits[1])
