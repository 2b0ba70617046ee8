"""Which columns a kind of records has, and what was brought turned into them, or refused by the column that does not fit.

Times are microseconds since 1970 in UTC: a whole number is the same to every engine that reads it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cockpit.lake import LACKING, NO_TIME_ZONE, NOT_OURS, OTHER_TYPE, Kind, OtherColumns

if TYPE_CHECKING:
    import pyarrow as pa

MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class Column:
    """`type`: int, time, text or yes; `empty`: what stands where nothing was said, for columns that may be left out."""

    name: str
    type: str
    optional: bool = False
    empty: str | bool | None = None


COLUMNS = {
    Kind.PRESENCE: (
        Column("person", "int"),
        Column("place", "int"),
        Column("came", "time"),
        Column("left", "time"),
    ),
    Kind.JOURNEY: (
        Column("person", "int"),
        Column("run", "text"),
        Column("means", "text"),
        Column("boarded", "time"),
        Column("left", "time"),
        Column("carriage", "text", True, ""),
        Column("row", "seat", True),
        Column("compartment", "text", True, ""),
        Column("crew", "yes", True, False),
        Column("origin", "text", True, ""),
        Column("destination", "text", True, ""),
    ),
    Kind.VISIT: (
        Column("person", "int"),
        Column("place", "int"),
        Column("came", "time"),
        Column("left", "time"),
        Column("symptoms", "text", True, ""),
    ),
    Kind.PURCHASE: (
        Column("person", "int"),
        Column("place", "int"),
        Column("bought", "time"),
        Column("drug", "text"),
    ),
    Kind.BOND: (
        Column("person", "int"),
        Column("setting", "text"),
        Column("site", "int"),
        Column("room", "text", True, ""),
        Column("since", "time"),
        Column("until", "time"),
    ),
}
BEGAN = {
    Kind.PRESENCE: "came",
    Kind.JOURNEY: "boarded",
    Kind.VISIT: "came",
    Kind.PURCHASE: "bought",
    Kind.BOND: "since",
}
ENDED = {kind: {Kind.PURCHASE: "bought", Kind.BOND: "until"}.get(kind, "left") for kind in Kind}
ORDER = {
    Kind.PRESENCE: ("place", "came"),
    Kind.JOURNEY: ("run", "boarded"),
    Kind.VISIT: ("place", "came"),
    Kind.PURCHASE: ("person", "bought"),
    Kind.BOND: ("site", "room"),
}  # neighbours in a file are asked for together
KEPT = {"int": "int64", "time": "int64", "text": "string", "seat": "int16", "yes": "bool_"}


def names_of(kind: Kind) -> tuple[str, ...]:
    return tuple(one.name for one in COLUMNS[kind])


def schema_of(kind: Kind, *more: tuple[str, str]) -> "pa.Schema":
    """As it lies in the lake, and what else is named with its type."""
    import pyarrow as pa

    return pa.schema([*((one.name, getattr(pa, KEPT[one.type])()) for one in COLUMNS[kind]),
                      *((name, getattr(pa, type_)()) for name, type_ in more)])  # fmt: skip


def fitted(kind: Kind, brought: "pa.RecordBatch") -> "pa.RecordBatch":
    """The same rows in our columns; raises OtherColumns by the first that does not fit.

    A column more is refused too: it might hold a name.
    """
    import pyarrow as pa

    for name in brought.schema.names:
        if name not in names_of(kind):
            raise OtherColumns(kind, name, NOT_OURS)
    arrays = [_column(kind, one, brought) for one in COLUMNS[kind]]
    return pa.RecordBatch.from_arrays(arrays, schema=schema_of(kind))


def _column(kind: Kind, column: Column, brought: "pa.RecordBatch") -> "pa.Array":
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = getattr(pa, KEPT[column.type])()
    if column.name not in brought.schema.names:
        if not column.optional:
            raise OtherColumns(kind, column.name, LACKING)
        return pa.array([column.empty] * brought.num_rows, wanted)
    try:
        found = _cast(kind, column, brought.column(column.name), wanted)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise OtherColumns(kind, column.name, OTHER_TYPE) from None
    return found if column.empty is None else pc.fill_null(found, column.empty)


def _cast(kind: Kind, column: Column, values: "pa.Array", wanted: Any) -> "pa.Array":
    """Raises OtherColumns and Arrow's own errors; a seat row that no int16 holds is kept as one that no vehicle has."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if pa.types.is_null(values.type):
        return values.cast(wanted)
    if not _alike(column.type, values.type):
        raise OtherColumns(kind, column.name, OTHER_TYPE)
    if pa.types.is_timestamp(values.type):
        if values.type.tz is None:
            raise OtherColumns(kind, column.name, NO_TIME_ZONE)
        return values.cast(pa.timestamp("us", values.type.tz), safe=False).cast(wanted)
    if column.type == "seat":
        most = pc.min_element_wise(values.cast(pa.int64()), 32_767, skip_nulls=False)
        return pc.max_element_wise(most, -32_768, skip_nulls=False).cast(wanted)
    return values.cast(wanted)


def _alike(type_: str, given: Any) -> bool:
    import pyarrow as pa

    if type_ == "text":
        return bool(pa.types.is_string(given) or pa.types.is_large_string(given))
    if type_ == "yes":
        return bool(pa.types.is_boolean(given))
    whole = bool(pa.types.is_integer(given))
    return whole or (type_ == "time" and bool(pa.types.is_timestamp(given)))
