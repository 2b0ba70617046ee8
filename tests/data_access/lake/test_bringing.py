"""What an office brings: kept once, told as unchanged the second time, refused row by row, noted where it can hardly be."""

from datetime import UTC, date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from cockpit.lake import (
    EMPTY,
    ENDS_FIRST,
    IN_THE_FUTURE,
    LACKING,
    LONG_AGO,
    NO_PSEUDONYM,
    NO_SUCH_ROW,
    NO_TIME_ZONE,
    NOT_OURS,
    OTHER_TYPE,
    UNKNOWN_MEANS,
    BatchIsAnother,
    Kind,
    Note,
    OtherColumns,
    RefusedRow,
)
from cockpit.screening import Means, Presence, Ride
from data_access.lake import Lake, Spots
from tests.data_access.lake.brought import (
    HE,
    HOUR,
    MARKET,
    MINUTE,
    NOW,
    PHARMACY,
    SU,
    TAO,
    at,
    bring,
    here,
    journeys,
    lake_at,
    presences,
)

GOOD = here(HE, at(10, 9))
RIDE = Ride(HE, "G7512 2020-02-10", Means.SEALED_TRAIN, at(10, 9), at(10, 11), carriage="07", row=3)


def of(one: Presence | Ride, **other: object) -> pa.RecordBatch:
    """One record as it is brought, some of its values others."""
    (batch,) = journeys(one) if isinstance(one, Ride) else presences(one)
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    for name, value in other.items():
        columns[name] = value if isinstance(value, pa.Array) else pa.array([value], columns[name].type)
    return pa.record_batch(columns)


def refused(lake: Lake, kind: Kind, *stream: pa.RecordBatch) -> list[RefusedRow]:
    told: list[RefusedRow] = []
    brought = lake.bring(1, kind, "hub", NOW, stream, told.append)
    assert sum(brought.refused.values()) == len(told)
    assert brought.added == lake.stand().rows == sum(one.num_rows for one in stream) - len(told)
    return told


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("left", GOOD.came, ENDS_FIRST),
        ("left", GOOD.came - MINUTE, ENDS_FIRST),
        ("left", NOW + MINUTE, IN_THE_FUTURE),
        ("came", at(1).replace(year=1999), LONG_AGO),
        ("person", -5, NO_PSEUDONYM),
        ("place", None, EMPTY),
        ("came", None, EMPTY),
    ],
)
def test_a_stay_that_cannot_be_is_refused_and_the_others_are_kept(
    tmp_path: Path, column: str, value: object, reason: str
) -> None:
    told = refused(lake_at(tmp_path), Kind.PRESENCE, of(GOOD), of(GOOD, **{column: value}), of(here(SU, at(11))))

    assert told == [RefusedRow(2, column, reason)]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("means", "broom", UNKNOWN_MEANS),
        ("run", " ", EMPTY),
        ("row", 0, NO_SUCH_ROW),
        ("row", -3, NO_SUCH_ROW),
        ("row", pa.array([70_000]), NO_SUCH_ROW),
        ("left", NOW + MINUTE, IN_THE_FUTURE),
    ],
)
def test_a_ride_that_cannot_be_is_refused(tmp_path: Path, column: str, value: object, reason: str) -> None:
    assert refused(lake_at(tmp_path), Kind.JOURNEY, of(RIDE, **{column: value})) == [RefusedRow(1, column, reason)]


def test_what_ended_this_moment_is_not_in_the_future_and_a_seat_nobody_knows_is_no_fault(tmp_path: Path) -> None:
    assert bring(lake_at(tmp_path / "one"), 1, here(HE, NOW - HOUR)).added == 1
    unknown = of(RIDE, row=pa.nulls(1), carriage=None, compartment=None, crew=None)
    assert refused(lake_at(tmp_path / "other"), Kind.JOURNEY, unknown.drop_columns(["compartment"])) == []


@pytest.mark.parametrize(
    ("column", "values", "why"),
    [
        ("name", pa.array(["Lin"]), NOT_OURS),
        ("place", None, LACKING),
        ("place", pa.array(["pharmacy"]), OTHER_TYPE),
        ("place", pa.array([10.5]), OTHER_TYPE),
        ("came", pa.array([GOOD.came.replace(tzinfo=None)], pa.timestamp("us")), NO_TIME_ZONE),
    ],
)
def test_other_columns_are_refused_by_the_name_of_the_first(
    tmp_path: Path, column: str, values: pa.Array | None, why: str
) -> None:
    other = of(GOOD, **{column: values}) if values is not None else of(GOOD).drop_columns([column])
    lake = lake_at(tmp_path)

    with pytest.raises(OtherColumns, match=column) as told:
        lake.bring(1, Kind.PRESENCE, "hub", NOW, [of(GOOD), other])

    assert told.value.why == why
    assert lake.stand().rows == 0 and not list(tmp_path.rglob("*.parquet"))


def test_seconds_nanoseconds_and_words_by_number_are_read_as_what_they_say(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, GOOD)
    for number, unit in enumerate(("s", "ms", "ns"), 2):
        cast = {name: of(GOOD).column(name).cast(pa.timestamp(unit, "UTC")) for name in ("came", "left")}
        assert lake.bring(number, Kind.PRESENCE, "hub", NOW, [of(GOOD, **cast)]).same_as == {1: 1}
    bring(lake, 10, RIDE)
    words = of(RIDE).column("means").dictionary_encode()
    assert lake.bring(11, Kind.JOURNEY, "hub", NOW, [of(RIDE, means=words)]).same_as == {10: 1}


def test_the_same_batch_twice_changes_nothing(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    first = bring(lake, 1, GOOD)
    before = lake.stand()

    again = bring(lake, 1, GOOD, here(SU, at(11)))

    assert (again.again, again.added) == (True, first.added)
    assert lake.stand() == before
    with pytest.raises(BatchIsAnother):
        bring(lake, 1, GOOD, source="railway")


def test_a_row_that_is_there_already_is_unchanged_and_counts_once(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, GOOD, here(SU, at(10)))

    brought = bring(lake, 2, GOOD, here(TAO, at(10)), here(TAO, at(10)))

    assert (brought.added, brought.unchanged, brought.same_as) == (1, 2, {1: 1})
    assert lake.stand().rows == 3


def test_a_record_belongs_to_the_local_day_on_which_it_began(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, here(HE, at(10, 23, 59)), here(SU, at(11, 0, 0)), here(TAO, at(11, 23, 59), 600))
    utc = here(HE, at(10, 23, 30).astimezone(UTC))
    bring(lake, 2, utc)

    assert {(one.day, one.rows) for one in lake.stand().days} == {(date(2020, 2, 10), 2), (date(2020, 2, 11), 2)}
    assert {one.parent.name for one in tmp_path.rglob("*.parquet")} == {"day=2020-02-10", "day=2020-02-11"}


def test_two_places_at_once_are_noted_and_kept_whichever_came_first(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    assert bring(lake, 1, GOOD, here(SU, at(10, 9))).notes == {}
    assert bring(lake, 2, here(HE, at(10, 9, 30), place=MARKET)).notes == {Note.TWO_PLACES: 1}
    assert bring(lake, 3, here(HE, at(10, 10, 30), 10, place=MARKET)).notes == {}
    assert lake.stand().rows == 4


def test_faster_than_anybody_goes_is_noted_where_places_are_known(tmp_path: Path) -> None:
    """The market lies some 11 km north of the pharmacy."""
    lake = lake_at(tmp_path)
    spots = Spots(pa.table({"place": [PHARMACY, MARKET], "lon": [120.17, 120.17], "lat": [30.26, 30.36]}), fastest=200)
    bring(lake, 1, GOOD, here(SU, at(10, 9)))

    soon = presences(here(HE, at(10, 10, 1), place=MARKET), here(SU, at(10, 10, 30), place=MARKET))
    brought = lake.bring(2, Kind.PRESENCE, "hub", NOW, soon, spots=spots)

    assert brought.notes == {Note.TOO_FAST: 1}
    between = presences(here(SU, at(10, 10, 10), 1), here(TAO, at(10, 23), 59), here(TAO, at(11, 0), place=MARKET))
    assert lake.bring(3, Kind.PRESENCE, "hub", NOW, between, spots=spots).notes == {Note.TOO_FAST: 1}
    late = presences(here(HE, at(10, 11, 10), 5))
    assert lake.bring(4, Kind.PRESENCE, "hub", NOW, late, spots=spots).notes == {}


def test_a_batch_of_nothing_is_a_batch(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    assert lake.bring(1, Kind.PRESENCE, "hub", NOW, []).added == 0
    assert lake.stand().last_brought == NOW


def test_large_pieces_are_cut_and_rows_are_numbered_through(tmp_path: Path) -> None:
    count = 70_000
    came = pa.array([GOOD.came + timedelta(seconds=one % 9000) for one in range(count)], pa.timestamp("us", "UTC"))
    rows = pa.record_batch(
        {"person": pa.array([*range(count - 1), -1]), "place": pa.array([7] * count), "came": came,
         "left": pa.array([at(10, 13)] * count, pa.timestamp("us", "UTC"))}
    )  # fmt: skip

    assert refused(lake_at(tmp_path), Kind.PRESENCE, of(GOOD), rows) == [RefusedRow(count + 1, "person", NO_PSEUDONYM)]
