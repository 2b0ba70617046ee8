"""A Parquet file as a table of text, a batch at a time; a time without a zone is of the district, as in every other file."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cockpit.importing.refused import BROKEN, EMPTY, NESTED, TOO_WIDE, NothingInIt, TooBig, Unreadable
from data_access.importing.files.cells import number_text
from data_access.importing.files.header import MOST_COLUMNS
from data_access.importing.files.table import Row, SourceTable

if TYPE_CHECKING:
    import pyarrow.parquet

BATCH = 20_000  # rows
FIRST = 2  # as if the names of the columns were line 1


def open_parquet(path: Path) -> list[SourceTable]:
    with _opened(path) as file:
        schema, rows = file.schema_arrow, file.metadata.num_rows
    if not rows:
        raise NothingInIt(EMPTY)
    if len(schema.names) > MOST_COLUMNS:
        raise TooBig(TOO_WIDE)
    if any(one.type.num_fields for one in schema):
        raise Unreadable(NESTED)
    return [SourceTable("", tuple(schema.names), FIRST - 1, "", partial(_rows, path))]


def _rows(path: Path) -> Iterator[Row]:
    import pyarrow as pa

    line = FIRST
    with _opened(path) as file:
        try:
            for batch in file.iter_batches(BATCH):
                columns = [list(map(_text, column.to_pylist())) for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    yield Row(line, list(cells))
                    line += 1
        except (pa.ArrowInvalid, OSError):
            raise Unreadable(BROKEN) from None


def _opened(path: Path) -> "pyarrow.parquet.ParquetFile":
    import pyarrow as pa
    import pyarrow.parquet as parquet

    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowInvalid, OSError):
        raise Unreadable(BROKEN) from None


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number_text(repr(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.tzinfo is None else value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
