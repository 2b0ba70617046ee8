"""A Parquet file of another office: read as any table, its times with or without a zone; another schema is told by its column."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from cockpit.importing.refused import BROKEN, EMPTY, NESTED, NothingInIt, Unreadable
from data_access.importing.files import formats, open_file


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    def write(**columns: object) -> Path:
        path = tmp_path / "stays.parquet"
        parquet.write_table(pa.table(columns), path)
        return path

    return write


def test_cells_are_text_and_lines_count_from_the_names_on(written: Callable[..., Path]) -> None:
    at = datetime(2020, 1, 28, 1, tzinfo=UTC)
    path = written(
        身份证号=["3301", None], 进入时间=pa.array([at, None], pa.timestamp("us", "UTC")), 离开时间=pa.array([datetime(2020, 1, 28, 9, 40), None]),
        排=[12, None], 重症=[True, False],
    )  # fmt: skip

    (table,) = open_file(path, path.name)

    assert table.headers == ("身份证号", "进入时间", "离开时间", "排", "重症")
    assert [(row.line, row.cells) for row in table.rows()] == [
        (2, ["3301", "2020-01-28T01:00:00+00:00", "2020-01-28 09:40:00", "12", "yes"]),
        (3, ["", "", "", "", "no"]),
    ]
    assert [len(frame) for frame in table.chunks()] == [2]


def test_one_whose_columns_hold_tables_is_refused(written: Callable[..., Path]) -> None:
    with pytest.raises(Unreadable) as refused:
        open_file(written(a=[{"b": 1}]), "stays.parquet")
    assert refused.value.why == NESTED


def test_one_without_rows_and_one_that_was_cut_short_are_refused(written: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(NothingInIt) as refused:
        open_file(written(a=pa.array([], pa.string())), "stays.parquet")
    assert refused.value.why == EMPTY
    cut = tmp_path / "cut.parquet"
    cut.write_bytes(written(a=["x"] * 1000).read_bytes()[:200])
    with pytest.raises(Unreadable) as broken:
        open_file(cut, cut.name)
    assert broken.value.why == BROKEN


def test_what_is_streamed_may_be_of_any_size(written: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from data_access.importing import files

    monkeypatch.setattr(files, "LARGEST", 1)
    assert open_file(written(a=["x"]), "stays.parquet")
    assert formats.STREAMED == (formats.Format.DELIMITED, formats.Format.PARQUET)
