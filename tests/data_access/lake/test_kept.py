"""What is in the lake, and what leaves it: a batch, old days, a person; nothing of them is left in any file."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cockpit.lake import Kind, NoSuchBatch
from cockpit.screening import Means, Presence, Ride
from tests.data_access.lake.brought import HE, HOUR, NOW, SU, TAO, YU, at, bring, here, lake_at, presences


def rows_in(folder: Path) -> list[dict[str, object]]:
    """Of every file that lies there, whatever the ledger says."""
    return [row for path in folder.rglob("*.parquet") for row in pq.ParquetFile(path).read().to_pylist()]


def persons_in(folder: Path) -> set[object]:
    return {row["person"] for row in rows_in(folder)}


def test_what_is_there_is_told_by_day_and_by_source(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, here(HE, at(9)), here(SU, at(10)), here(SU, at(10), 0), source="markets")
    bring(lake, 2, here(SU, at(10)), here(TAO, at(11)), moment=NOW + HOUR, source="markets")
    bring(lake, 3, Ride(HE, "G1", Means.TRAIN, at(10), at(11)), source="railway")

    stand = lake.stand()

    assert [(one.kind, one.day.day, one.rows) for one in stand.days] == [
        (Kind.JOURNEY, 10, 1), (Kind.PRESENCE, 9, 1), (Kind.PRESENCE, 10, 1), (Kind.PRESENCE, 11, 1)
    ]  # fmt: skip
    markets, railway = stand.sources
    assert (markets.source, markets.batches, markets.rows, markets.refused) == ("markets", 2, 3, 1)
    assert markets.last_brought == stand.last_brought == NOW + HOUR
    assert markets.days == (date(2020, 2, 9), date(2020, 2, 11))
    assert (railway.kind, railway.rows) == (Kind.JOURNEY, 1)
    assert [one.number for one in stand.batches] == [1, 2, 3]


def test_a_batch_is_taken_back_and_those_that_said_the_same_are_told(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, here(HE, at(9)), here(SU, at(10)))
    bring(lake, 2, here(SU, at(10)), here(TAO, at(10)))
    lake.tidy(1)

    taken = lake.take_back(1)

    assert (taken.rows, taken.bring_again) == (2, (2,))
    assert persons_in(tmp_path) == {TAO}
    with pytest.raises(NoSuchBatch):
        lake.take_back(1)
    assert bring(lake, 1, here(HE, at(9))).added == 1


def test_a_person_is_erased_from_every_file_and_the_others_stay(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, here(HE, at(9)), here(SU, at(9)), here(HE, at(10)), here(TAO, at(11)))
    bring(lake, 2, Ride(HE, "G1", Means.TRAIN, at(10), at(11)), Ride(SU, "G1", Means.TRAIN, at(10), at(11)))

    assert lake.forget([HE]) == 3

    assert persons_in(tmp_path) == {SU, TAO}
    assert lake.stand().rows == 3
    assert lake.forget([HE]) == lake.forget([YU]) == 0


def test_days_before_the_retention_are_dropped_and_that_day_stays(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, here(HE, at(8, 23, 59)), here(SU, at(9, 0, 0)))

    assert lake.drop_before(date(2020, 2, 9)) == 1

    assert persons_in(tmp_path) == {SU}
    assert lake.drop_before(date(2020, 2, 9)) == 0


def test_many_files_of_a_day_are_made_one_and_the_rows_keep_their_batch(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    for number in range(1, 5):
        bring(lake, number, here(number, at(9)), here(number, at(10)))

    assert lake.tidy(3) == 2

    assert len(list(tmp_path.rglob("*.parquet"))) == 2
    assert {(row["person"], row["batch"]) for row in rows_in(tmp_path)} == {(one, one) for one in range(1, 5)}
    assert lake.stand().rows == 8 and lake.tidy(3) == 0
    assert bring(lake, 9, here(1, at(9))).same_as == {1: 1}


def test_a_folder_whose_name_has_quotes_is_one_like_any_other(tmp_path: Path) -> None:
    lake = lake_at(tmp_path / "Rosa's")
    bring(lake, 1, here(HE, at(9)))
    bring(lake, 2, here(HE, at(9)), here(SU, at(9)))
    assert lake.forget([HE]) == 1 and lake.tidy(0) == 1 and lake.stand().rows == 1


def test_only_the_columns_of_the_lake_are_kept_and_no_other_file(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    stay: Presence = here(HE, at(9))
    lake.bring(1, Kind.PRESENCE, "hub", NOW, presences(stay))

    (row,) = rows_in(tmp_path)
    assert list(row) == ["person", "place", "came", "left", "batch"]
    assert row["came"] == round(stay.came.timestamp() * 1_000_000)
    assert {one.name for one in tmp_path.iterdir()} == {"presence", "lake.json", ".writing"}
