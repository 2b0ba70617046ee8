"""Workbooks, new and old: the text of a cell is what a person reads in it, and nothing hidden in it does harm."""

import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from cockpit.importing.refused import BROKEN, OWN_WORDS, NothingInIt, Protected, TooBig, UnknownFormat, Unreadable
from data_access.importing.files import open_file
from data_access.importing.files.cells import date_text, is_date_format, number_text
from tests.data_access.importing.brought import (
    HEADERS,
    LIN,
    MEI,
    container,
    drawn,
    lines,
    only,
    repacked,
    text,
    xls,
    xlsx,
)

SHEET = "xl/worksheets/sheet1.xml"


def cells(path: Path) -> list[str]:
    """The first column below its header."""
    return [row[0] for row in drawn(only(path)).values()]


def test_two_sheets_both_come_back_and_empty_ones_do_not(tmp_path: Path) -> None:
    tables = open_file(xlsx(tmp_path / "a.xlsx", 长庆=[HEADERS, LIN], 空=[], 武林=[HEADERS, MEI]), "a.xlsx")

    assert [table.sheet for table in tables] == ["长庆", "武林"]
    assert [drawn(table) for table in tables] == [{2: list(LIN)}, {2: list(MEI)}]


def test_hidden_rows_are_kept_and_hidden_sheets_are_not(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet, hidden = book.add_worksheet("人口"), book.add_worksheet("字典")
        for at, row in enumerate([HEADERS, LIN, MEI]):
            sheet.write_row(at, 0, row)
        sheet.set_row(1, None, None, {"hidden": True})
        hidden.write_row(0, 0, HEADERS)
        hidden.hide()

    assert drawn(only(tmp_path / "a.xlsx")) == {2: list(LIN), 3: list(MEI)}


def test_an_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingInIt, match="empty"):
        only(xlsx(tmp_path / "a.xlsx", 空=[]))


def test_a_formula_that_could_not_be_reckoned_keeps_its_error(tmp_path: Path) -> None:
    assert cells(xlsx(tmp_path / "a.xlsx", 表=[["年龄"], ["=Z99"], [1]])) == ["#REF!", "1"]
    assert cells(xls(tmp_path / "a.xls", [["年龄"], ["#N/A"], [1]])) == ["#N/A", "1"]


def test_a_formula_that_was_reckoned_is_its_result(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["年龄"])
        sheet.write_formula(1, 0, "=1+1", value=2)
        sheet.write_formula(2, 0, '="林"&"小明"', value="林小明")
        sheet.write_boolean(3, 0, True)

    assert cells(tmp_path / "a.xlsx") == ["2", "林小明", "TRUE"]


NUMBERS = [
    ("13812345678.0", "13812345678"),
    ("1.3812345678E10", "13812345678"),
    ("3.3010319900101101E+17", "3.30103199001011E+17"),
    ("330103199001011000", "3.30103199001011E+17"),
    ("330103199001011234", "330103199001011234"),
    ("0.30000000000000004", "0.3"),
    ("120.16953000000001", "120.16953"),
    ("-5", "-5"),
    ("007", "7"),
    ("1E400", "1E400"),
    ("1E99999999", "1E99999999"),
    ("1E-99999999", "0"),
    ("NaN", "NaN"),
    ("word", "word"),
]


@pytest.mark.parametrize(("written", "read"), NUMBERS)
def test_a_number_is_read_as_it_stands_in_the_cell(written: str, read: str) -> None:
    assert number_text(written) == read


def test_an_identity_number_that_was_rounded_shows_it(tmp_path: Path) -> None:
    numbers = [["身份证号"], [13812345678.0], [330103199001011234.0], ["330103199001011234"]]
    expected = ["13812345678", "3.30103199001011E+17", "330103199001011234"]

    assert cells(xlsx(tmp_path / "a.xlsx", 表=numbers)) == expected
    assert cells(xls(tmp_path / "a.xls", numbers)) == expected


def test_real_dates_become_iso_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet, chinese = book.add_worksheet(), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        sheet.write(0, 0, "日期")
        sheet.write_datetime(1, 0, date(2020, 2, 1), chinese)
        sheet.write_datetime(2, 0, datetime(2020, 2, 1, 8, 30), book.add_format({"num_format": 22}))
        sheet.write_datetime(3, 0, time(8, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(4, 0, 43862, book.add_format({"num_format": "#,##0.00_);[Red](#,##0.00)"}))

    assert cells(tmp_path / "a.xlsx") == ["2020-02-01", "2020-02-01T08:30:00", "08:30:00", "43862"]
    assert cells(xls(tmp_path / "a.xls", [["日期"], [date(1990, 3, 7)]])) == ["1990-03-07"]


def test_a_number_shows_the_zeros_that_its_format_puts_in_front(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["编号", 7], book.add_format({"num_format": "0000"}))
        sheet.write_column(2, 0, [12345], book.add_format({"num_format": "0000"}))
        sheet.write_column(3, 0, [7.5], book.add_format({"num_format": "0.00"}))
    old = xlwt.Workbook()
    old_sheet = old.add_sheet("a")
    for at, cell in enumerate(["编号", 7]):
        old_sheet.write(at, 0, cell, xlwt.easyxf(num_format_str="0000"))
    old.save(str(tmp_path / "a.xls"))

    assert cells(tmp_path / "a.xlsx") == ["0007", "12345", "7.5"]
    assert cells(tmp_path / "a.xls") == ["0007"]


def test_days_since_1904_are_counted_from_there(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "日期")
        sheet.write_datetime(1, 0, date(2020, 2, 1), book.add_format({"num_format": 14}))

    assert cells(tmp_path / "a.xlsx") == ["2020-02-01"]


@pytest.mark.parametrize(
    ("serial", "read"),
    [
        ("1", "1900-01-01"),
        ("59", "1900-02-28"),
        ("60", "60"),
        ("61", "1900-03-01"),
        ("-1", "-1"),
        ("9999999", "9999999"),
    ],
)
def test_a_day_that_never_was_stays_a_number(serial: str, read: str) -> None:
    assert date_text(serial, since_1904=False) == read


@pytest.mark.parametrize(
    ("number", "code", "is_date"),
    [
        (14, "", True),
        (31, "", True),
        (57, "", True),
        (0, "", False),
        (49, "", False),
        (164, "General", False),
        (165, "yyyy-mm-dd", True),
        (166, '0"ydm"', False),
        (167, "[Red]0.0", False),
        (168, "[$-804]m/d", True),
        (169, r"\d0", False),
    ],
)
def test_formats_of_dates_are_known(number: int, code: str, is_date: bool) -> None:
    assert is_date_format(number, code) is is_date


def test_how_a_name_is_pronounced_is_no_part_of_it(tmp_path: Path) -> None:
    """And an odd letter that XML does not hold comes back as itself."""
    path = xlsx(tmp_path / "a.xlsx", 表=[["姓名"], ["林小明"], ["a\x01b_x0041_\rc"]])
    said = "<si><r><t>林</t></r><r><t>小明</t></r><rPh sb='0' eb='1'><t>lin</t></rPh></si>"
    repacked(
        path, "xl/sharedStrings.xml", lambda found: found.replace("<si><t>林小明</t></si>".encode(), said.encode())
    )

    assert cells(path) == ["林小明", "ab_x0041_\rc"]


def test_an_apostrophe_before_a_formula_is_ours_and_taken_away(tmp_path: Path) -> None:
    rows = [["备注"], ["'=1+1"], ["''=1+1"], ["'quoted'"], ["=plain"]]
    assert cells(text(tmp_path / "a.csv", lines(rows))) == ["=1+1", "'=1+1", "'quoted'", "=plain"]
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        for at, (cell,) in enumerate(rows):
            sheet.write_string(at, 0, cell)
    assert cells(tmp_path / "a.xlsx") == ["=1+1", "'=1+1", "'quoted'", "=plain"]


def test_names_lie_and_contents_do_not(tmp_path: Path) -> None:
    book = xlsx(tmp_path / "a.csv", 表=[HEADERS, LIN])
    old, words = xls(tmp_path / "a.xlsx", [HEADERS, LIN]), text(tmp_path / "a.xls", lines([HEADERS, LIN]))

    assert [drawn(only(path)) for path in (book, old, words)] == [{2: list(LIN)}] * 3


# Refused


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls"])
def test_a_password_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(Protected) as refused:
        only(container(tmp_path / name, "EncryptedPackage"))
    assert refused.value.status == 422 and "password" in refused.value.way_out


def test_a_zip_with_a_password_is_told(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", 表=[HEADERS, LIN])
    whole = bytearray(path.read_bytes())
    for found in re.finditer(rb"PK\x01\x02", bytes(whole)):
        whole[found.start() + 8] |= 1
    path.write_bytes(whole)

    with pytest.raises(Protected):
        only(path)


@pytest.mark.parametrize(
    "begins",
    [
        b"%PDF-1.7",
        b"\x89PNG\r\n",
        b"Rar!\x1a\x07",
        b"\x1f\x8b\x08",
        b"<html><table>",
        b"<?xml version='1.0'?><a/>",
        b"[1]",
    ],
)
def test_other_kinds_of_files_are_refused_by_a_sentence_of_their_own(tmp_path: Path, begins: bytes) -> None:
    (tmp_path / "a.xls").write_bytes(begins + b"\n" * 100)
    with pytest.raises(Unreadable) as refused:
        only(tmp_path / "a.xls")
    assert refused.value.why != BROKEN


def test_a_binary_workbook_and_another_document_are_refused(tmp_path: Path) -> None:
    for name in ("xl/workbook.bin", "content.xml", "word/document.xml"):
        with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as made:
            made.writestr(name, b"x")
        with pytest.raises(UnknownFormat):
            only(tmp_path / "a.xlsx")
    with pytest.raises(UnknownFormat):
        only(container(tmp_path / "a.xls", "WordDocument"))


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    for path in (xlsx(tmp_path / "a.xlsx", 表=[HEADERS, LIN]), xls(tmp_path / "a.xls", [HEADERS, LIN])):
        path.write_bytes(path.read_bytes()[:-800])
        with pytest.raises(Unreadable, match="broken"):
            drawn(only(path))


def changed(tmp_path: Path, change: Any, part: str = SHEET) -> Path:
    return repacked(xlsx(tmp_path / "a.xlsx", 表=[HEADERS, LIN]), part, change)


def test_a_document_that_defines_words_is_refused_before_they_multiply(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<worksheet'
    for part in (SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"):
        tag = {SHEET: b"<worksheet", "xl/sharedStrings.xml": b"<sst"}.get(part, b"<workbook")
        path = changed(tmp_path, lambda found, tag=tag: found.replace(tag, bomb.replace(b"<worksheet", tag), 1), part)
        with pytest.raises(Unreadable) as refused:
            drawn(only(path))
        assert refused.value.why == OWN_WORDS


@pytest.mark.parametrize(
    "told",
    [
        b'<row r="99999999"><c r="A1"><v>1</v></c></row>',
        b'<row r="2"><c r="XFE2"><v>1</v></c></row>',
        b'<row r="3"><c t="s"><v>-1</v></c></row>',
        b'<row r="3"><c r="A3" t="s"><v>99</v></c></row>',
        b'<row r="3"><c r="1A"><v>1</v></c></row>',
        b"<a>" * 30000 + b"</a>" * 30000,
    ],
)
def test_cells_that_no_sheet_has_are_refused(tmp_path: Path, told: bytes) -> None:
    path = changed(tmp_path, lambda found: found.replace(b"</sheetData>", told + b"</sheetData>"))
    with pytest.raises(Unreadable):
        drawn(only(path))


def test_two_cells_in_the_far_corners_cost_nothing(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    table = only(changed(tmp_path, lambda found: found.replace(b"</sheetData>", far)))

    assert list(drawn(table)) == [2, 1048576]


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        made.writestr("xl/workbook.xml", b"<workbook/>")
        with made.open(SHEET, "w") as part:
            for _ in range(110):
                part.write(b"\0" * (1 << 20))
    with pytest.raises(TooBig) as refused:
        only(tmp_path / "a.xlsx")
    assert refused.value.status == 413


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        for at in range(5_001):
            made.writestr(f"{at}.shp", b"")
    with pytest.raises(TooBig):
        only(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["../a.shp", "/etc/a.shp", "C:/a.shp", "x/../../a.shp", "..\\a.shp"])
def test_a_path_that_climbs_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(name, b"x")
    with pytest.raises(Unreadable, match="elsewhere"):
        only(tmp_path / "a.zip")


def test_a_file_of_more_than_200_mb_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate((200 << 20) + 1)
        file.write(b"PK\3\4")
    with pytest.raises(TooBig) as refused:
        only(tmp_path / "a.xlsx")
    assert refused.value.status == 413 and "200 MB" in str(refused.value)
