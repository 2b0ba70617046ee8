"""Where a table begins, whatever stands above it, and what its columns are called."""

from pathlib import Path

import pytest
import xlsxwriter

from cockpit.importing.refused import NothingInIt, TooBig, Unreadable
from tests.data_access.importing.brought import HEADERS, LIN, MEI, drawn, lines, only, text, xls, xlsx


def test_a_header_in_row_5_is_found_below_a_title_and_remarks(tmp_path: Path) -> None:
    above = [
        ("长庆街道出租房登记表",),
        ("填报单位：长庆街道", None, "填报日期：2020-02-01"),
        (None,),
        ("说明：每户一行",),
    ]
    table = only(xlsx(tmp_path / "a.xlsx", 登记=[*above, HEADERS, LIN, MEI]))

    assert (table.headers, table.header_line) == (HEADERS, 5)
    assert drawn(table) == {6: list(LIN), 7: list(MEI)}


def test_merged_cells_over_two_rows_are_joined(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet("登记")
        sheet.merge_range("A1:F1", "人口登记表")
        sheet.merge_range("A2:A3", "序号")
        sheet.merge_range("B2:D2", "住户")
        sheet.merge_range("E2:F2", "房东")
        sheet.write_row("B3", ["姓名", "电话", "地址", "姓名", "电话"])
        sheet.write_row("A4", ["1", *LIN, "王五", "10000000000"])
    table = only(tmp_path / "a.xlsx")

    assert table.headers == ("序号", "住户 姓名", "住户 电话", "住户 地址", "房东 姓名", "房东 电话")
    assert table.header_line == 3
    assert drawn(table) == {4: ["1", *LIN, "王五", "10000000000"]}


def test_merged_cells_of_an_old_workbook_are_joined_too(tmp_path: Path) -> None:
    rows = [(), (None, "姓名", "电话"), ("1", "林小明", "10012345678")]
    table = only(xls(tmp_path / "a.xls", rows, merged=[(0, 1, 0, 0, "序号"), (0, 0, 1, 2, "住户")]))

    assert table.headers == ("序号", "住户 姓名", "住户 电话")
    assert drawn(table) == {3: ["1", "林小明", "10012345678"]}


def test_in_a_csv_a_gap_above_a_name_belongs_to_the_name_before(tmp_path: Path) -> None:
    rows = [("序号", "住户", "", "备注"), ("", "姓名", "电话", ""), ("1", "林小明", "10012345678", "无")]
    table = only(text(tmp_path / "a.csv", lines(rows)))

    assert table.headers == ("序号", "住户 姓名", "住户 电话", "备注")
    assert drawn(table) == {3: ["1", "林小明", "10012345678", "无"]}


def test_a_cell_merged_over_rows_of_data_holds_for_each_of_them(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row("A1", ["楼幢", "室", "姓名"])
        sheet.merge_range("A2:A4", "2 幢")
        for at, (room, name) in enumerate([("101", "林小明"), ("102", "梅一"), ("103", "吴二")]):
            sheet.write_row(at + 1, 1, [room, name])
        sheet.write_row("A5", ["3 幢", "101", "陈三"])

    assert [cells[0] for cells in drawn(only(tmp_path / "a.xlsx")).values()] == ["2 幢", "2 幢", "2 幢", "3 幢"]


def test_full_width_headers_become_half_width_and_blanks_that_only_fill_go(tmp_path: Path) -> None:
    table = only(text(tmp_path / "a.csv", lines([("姓　 名", "ＩＤ（１８位）", " 电话\t"), LIN])))

    assert table.headers == ("姓名", "ID(18位)", "电话")


def test_two_columns_may_have_the_same_header(tmp_path: Path) -> None:
    table = only(text(tmp_path / "a.csv", lines([("姓名", "电话", "电话"), ("林小明", "1", "2")])))

    assert table.headers == ("姓名", "电话", "电话")
    assert drawn(table) == {2: ["林小明", "1", "2"]}


def test_only_a_header_is_a_table_without_rows(tmp_path: Path) -> None:
    table = only(xlsx(tmp_path / "a.xlsx", 登记=[HEADERS]))

    assert table.headers == HEADERS
    assert drawn(table) == {}


def test_trailing_blank_rows_and_columns_are_dropped_and_blank_rows_between_keep_the_lines(tmp_path: Path) -> None:
    rows = [(*HEADERS, "", " "), (*LIN, "", ""), ("", "", "", "", ""), (*MEI, "", "")] + [("",) * 5] * 40
    for path in (xlsx(tmp_path / "a.xlsx", 登记=rows), text(tmp_path / "a.csv", lines(rows))):
        table = only(path)

        assert table.headers == HEADERS
        assert drawn(table) == {2: list(LIN), 4: list(MEI)}


def test_a_column_without_a_name_in_the_middle_keeps_its_place(tmp_path: Path) -> None:
    table = only(text(tmp_path / "a.csv", "姓名,,电话\n林小明,男,10012345678\n"))

    assert table.headers == ("姓名", "", "电话")
    assert drawn(table) == {2: ["林小明", "男", "10012345678"]}


def test_chunks_are_of_the_size_that_is_asked_for_and_may_be_drawn_again(tmp_path: Path) -> None:
    table = only(text(tmp_path / "a.csv", lines([HEADERS, *[LIN] * 25])))

    assert [len(chunk) for chunk in table.chunks(10)] == [10, 10, 5]
    assert [list(chunk.columns) for chunk in table.chunks()] == [[0, 1, 2]]
    assert list(drawn(table)) == list(range(2, 27))


@pytest.mark.parametrize("words", ["1,2,3\n4,5,6\n", "10012345678\n"])
def test_figures_alone_are_no_header(tmp_path: Path, words: str) -> None:
    with pytest.raises(NothingInIt, match="header"):
        open_only(tmp_path, words)


def test_a_table_of_more_than_300_columns_is_refused(tmp_path: Path) -> None:
    names = [f"列{letter}{at}" for at in range(151) for letter in "ab"]
    with pytest.raises(TooBig) as refused:
        open_only(tmp_path, lines([names, names]))
    assert refused.value.status == 413


@pytest.mark.parametrize("words", ["", " \n\n", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(Unreadable, match="empty"):
        open_only(tmp_path, words)


def open_only(folder: Path, words: str) -> None:
    only(text(folder / "a.csv", words))
