"""What goes out: a workbook of refused rows that comes back mended, and exports that are read back unchanged."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.importing.refused import LONGER
from data_access.importing.files import SourceTable
from data_access.importing.own import EXTRA_HEADERS, escaped, kept, plain
from data_access.importing.workbook import Wrong, error_workbook, export_table
from tests.data_access.importing.brought import (
    HEADERS,
    LIN,
    MEI,
    SQUARE,
    drawn,
    feature,
    geojson,
    lines,
    only,
    point,
    polygon,
    text,
    xlsx,
)

WRONG_PHONE = Wrong(3, 1, "1008765432", "a phone has 11 digits", "10087654321")


@pytest.fixture
def refused(tmp_path: Path) -> SourceTable:
    """Three rows; Mei's phone and Wu's row are wrong."""
    rows = [HEADERS, LIN, ("梅一", "1008765432", "=朝晖路"), ("吴二", "1", "朝晖路", "3 号", "左")]
    return only(text(tmp_path / "a.csv", lines(rows)))


def written(table: SourceTable, folder: Path, *wrong: Wrong, language: str = "zh_CN") -> Path:
    path = folder / "errors.xlsx"
    assert error_workbook(path, table, wrong, language) == len({one.line for one in wrong})
    return path


def shown(path: Path) -> str:
    """The sheet's own XML, as a spreadsheet reads it."""
    with zipfile.ZipFile(path) as found:
        return found.read("xl/worksheets/sheet1.xml").decode()


def test_refused_rows_stand_as_they_came_with_their_line_and_the_reason(tmp_path: Path, refused: SourceTable) -> None:
    sheet = shown(written(refused, tmp_path, WRONG_PHONE, Wrong(4, None, "", "too long")))

    for words in (
        *EXTRA_HEADERS["zh_CN"],
        *HEADERS,
        "梅一",
        "电话: a phone has 11 digits → 10087654321",
        "too long; 3 号 | 左",
    ):
        assert f">{words}</t>" in sheet
    assert LIN[0] not in sheet
    assert re.search(r'<c r="C2" s="\d+" t="inlineStr">', sheet) and '<c r="B2" t="inlineStr">' in sheet


def test_no_cell_of_it_is_a_formula(tmp_path: Path, refused: SourceTable) -> None:
    sheet = shown(written(refused, tmp_path, WRONG_PHONE))

    assert ">'=朝晖路</t>" in sheet and "<f>" not in sheet


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_mended_it_is_the_same_table_again(tmp_path: Path, refused: SourceTable, language: str) -> None:
    table = only(written(refused, tmp_path, WRONG_PHONE, Wrong(4, None, "", "too long"), language=language))

    assert table.headers == HEADERS
    assert drawn(table) == {2: ["梅一", "1008765432", "=朝晖路"], 3: ["吴二", "1", "朝晖路"]}


def test_rows_that_could_not_be_divided_come_too(tmp_path: Path, refused: SourceTable) -> None:
    drawn(refused)
    assert refused.broken == [(4, LONGER)]
    path = written(refused, tmp_path, *[Wrong(line, None, "", why) for line, why in refused.broken])

    assert drawn(only(path)) == {2: ["吴二", "1", "朝晖路"]}


def test_an_outline_that_no_cell_takes_is_left_out_and_not_cut(tmp_path: Path) -> None:
    long = [[120 + at / 1e6, 30 + (at * at) / 1e12] for at in range(2000)]
    table = only(geojson(tmp_path / "a.json", feature(polygon(SQUARE), a="1"), feature(polygon(long), a="2")))
    assert len(drawn(table)[3][-1]) > 32_767
    again = drawn(only(written(table, tmp_path, Wrong(2, 0, "1", "no"), Wrong(3, 0, "2", "no"))))

    assert [row[-1] != "" for row in again.values()] == [True, False]


def test_several_faults_of_a_row_stand_together(tmp_path: Path, refused: SourceTable) -> None:
    sheet = shown(written(refused, tmp_path, WRONG_PHONE, Wrong(3, 2, "=朝晖路", "no such street")))

    assert "电话: a phone has 11 digits → 10087654321; 地址: no such street" in sheet


# Exports

CELLS = st.text(st.characters(codec="utf-8"), max_size=12).map(kept)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS).filter(lambda row: any(map(str.strip, row))), max_size=8)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@given(rows=TABLES)
@settings(max_examples=60, deadline=None)
def test_an_export_comes_back_unchanged(
    tmp_path_factory: pytest.TempPathFactory, form: str, rows: list[tuple[str, ...]]
) -> None:
    path = tmp_path_factory.mktemp("out") / f"a.{form}"
    with path.open("wb") as stream:
        export_table(stream, form, HEADERS, rows)
    table = only(path)

    assert table.headers == HEADERS
    assert list(drawn(table).values()) == [list(row) for row in rows]
    assert table.broken == []


def test_a_csv_begins_with_the_mark_by_which_excel_knows_it() -> None:
    stream = io.BytesIO()
    export_table(stream, "csv", HEADERS, [LIN, ("梅一", "+86 100", "@x")])

    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    assert stream.getvalue().decode("utf-8-sig").splitlines()[2] == "梅一,'+86 100,'@x"


def test_a_map_comes_back_unchanged(tmp_path: Path) -> None:
    came = geojson(
        tmp_path / "a.json",
        feature(point(120.16, 30.26), 名称="'=1"),
        feature(polygon(SQUARE), 名称="朝晖"),
        feature(None, 名称="无"),
    )
    table = only(came)
    with (tmp_path / "b.json").open("wb") as stream:
        export_table(stream, "geojson", table.headers, drawn(table).values())
    again = only(tmp_path / "b.json")

    assert (again.headers, again.crs) == (table.headers, "wgs84")
    assert drawn(again) == drawn(table)


def test_the_point_of_a_thing_with_an_outline_is_not_lost(tmp_path: Path) -> None:
    headers, row = (
        ("name", "lon", "lat", "outline"),
        ["朝晖", "120.165", "30.265", "[[120,30],[121,30],[121,31],[120,30]]"],
    )
    with (tmp_path / "b.json").open("wb") as stream:
        export_table(stream, "geojson", headers, [row])

    assert drawn(only(tmp_path / "b.json"))[2][:3] == row[:3]


@given(st.text())
def test_an_apostrophe_of_ours_is_always_taken_away(cell: str) -> None:
    assert plain(escaped(kept(cell))) == kept(cell)
    assert escaped(cell)[:1] not in set("=+-@\t\r\n")


def test_a_workbook_that_was_exported_shows_no_formula(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as stream:
        export_table(stream, "xlsx", HEADERS, [("=1+1", "-5", "https://x"), MEI])

    assert "<f>" not in shown(tmp_path / "a.xlsx") and "hyperlink" not in shown(tmp_path / "a.xlsx")
    assert drawn(only(xlsx(tmp_path / "b.xlsx", 表=[HEADERS, MEI]))) == {2: list(MEI)}
