"""Row by row: what fits, and of what does not the first reason; a whole record batch at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from cockpit.lake import (
    EMPTY,
    ENDS_FIRST,
    FIRST_YEAR,
    IN_THE_FUTURE,
    LONG_AGO,
    NO_PSEUDONYM,
    NO_SUCH_ROW,
    SEAT_ROWS,
    UNKNOWN_BOND,
    UNKNOWN_MEANS,
    Kind,
    RefusedRow,
)
from cockpit.screening import BELONG, Means
from data_access.lake.columns import BEGAN, ENDED, MICROSECONDS

if TYPE_CHECKING:
    import pyarrow as pa

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
QUARTER = 900 * MICROSECONDS  # no time zone changes its offset within one
Fault = tuple[str, str, Any]


def checked(
    kind: Kind, rows: "pa.RecordBatch", at: datetime, first: int
) -> tuple["pa.RecordBatch", Iterator[RefusedRow]]:
    """The rows that fit, and why the others do not; `first` is the number of the first row."""
    import numpy as np

    wrong = np.full(rows.num_rows, -1, np.int16)
    faults = list(_faults(kind, rows, at))
    for number, (_, _, mask) in enumerate(faults):
        wrong[(wrong < 0) & mask.fill_null(False).to_numpy(zero_copy_only=False)] = number
    refused = (RefusedRow(first + int(row), *faults[wrong[row]][:2]) for row in np.flatnonzero(wrong >= 0))
    return rows.filter(wrong < 0), refused


def _faults(kind: Kind, rows: "pa.RecordBatch", at: datetime) -> Iterator[Fault]:
    """(column, reason, which rows), the weightiest first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ends = ENDED[kind]
    began, left = rows.column(BEGAN[kind]), rows.column(ends)
    for name in rows.schema.names:
        if name != "row":
            yield name, EMPTY, pc.is_null(rows.column(name))
    yield "person", NO_PSEUDONYM, pc.less(rows.column("person"), 0)
    if ends != BEGAN[kind]:
        yield ends, ENDS_FIRST, pc.less_equal(left, began)
    past = BEGAN[kind] if kind is Kind.BOND else ends  # where somebody works has no end yet
    yield past, IN_THE_FUTURE, pc.greater(rows.column(past), microseconds(at))
    yield BEGAN[kind], LONG_AGO, pc.less(began, microseconds(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)))
    if kind is Kind.BOND:
        yield "setting", UNKNOWN_BOND, pc.invert(pc.is_in(rows.column("setting"), pa.array([*BELONG], pa.string())))
    if kind is Kind.JOURNEY:
        yield "run", EMPTY, pc.equal(pc.utf8_trim_whitespace(rows.column("run")), "")
        yield "means", UNKNOWN_MEANS, pc.invert(pc.is_in(rows.column("means"), pa.array([*Means], pa.string())))
        row = rows.column("row")
        yield "row", NO_SUCH_ROW, pc.or_(pc.less(row, SEAT_ROWS[0]), pc.greater(row, SEAT_ROWS[1]))


def days_of(began: "pa.Array", zone: tzinfo) -> "pa.Array":
    """The district's local day of each instant."""
    import numpy as np
    import pyarrow as pa

    quarters, where = np.unique(began.to_numpy() // QUARTER, return_inverse=True)
    return pa.array([local_day(int(one) * QUARTER, zone) for one in quarters], pa.date32()).take(pa.array(where))


def local_day(instant: int, zone: tzinfo) -> date:
    return moment(instant).astimezone(zone).date()


def microseconds(at: datetime) -> int:
    """Exact, as no float would be."""
    past = at - EPOCH
    return (past.days * 86_400 + past.seconds) * MICROSECONDS + past.microseconds


def moment(instant: int) -> datetime:
    return datetime.fromtimestamp(instant // MICROSECONDS, UTC).replace(microsecond=instant % MICROSECONDS)
