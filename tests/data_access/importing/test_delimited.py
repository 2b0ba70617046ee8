"""Text with delimiters: its alphabet and its delimiter are found, and each broken row is told by its line."""

from pathlib import Path

import pytest

from cockpit.importing.refused import LETTERS, LONGER, QUOTES, SHORTER, UnknownFormat, Unreadable
from tests.data_access.importing.brought import HEADERS, LIN, MEI, drawn, lines, only, text

ROWS = [HEADERS, LIN, MEI]
WHOLE = {2: list(LIN), 3: list(MEI)}


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_alphabet_and_delimiter_are_found(tmp_path: Path, letters: str, delimiter: str) -> None:
    table = only(text(tmp_path / "a.csv", lines(ROWS, delimiter), letters))

    assert (table.headers, table.sheet, table.crs) == (HEADERS, "", "")
    assert drawn(table) == WHOLE


def test_a_rare_letter_of_gb18030_comes_whole(tmp_path: Path) -> None:
    rows = [HEADERS, ("㐂𠮷", *LIN[1:])]
    assert drawn(only(text(tmp_path / "a.csv", lines(rows), "gb18030")))[2][0] == "㐂𠮷"


def test_gbk_is_found_however_far_down_its_first_letter_stands(tmp_path: Path) -> None:
    rows = [("name", "phone", "address"), *[("Lin", "10012345678", "9")] * 60_000, LIN]
    table = only(text(tmp_path / "a.csv", lines(rows), "gbk"))

    assert drawn(table)[60_002] == list(LIN)


def test_a_spreadsheet_may_say_its_delimiter_in_the_first_line(tmp_path: Path) -> None:
    table = only(text(tmp_path / "a.csv", "sep=;\n" + lines(ROWS, ";")))

    assert (table.headers, table.header_line) == (HEADERS, 2)
    assert drawn(table) == {3: list(LIN), 4: list(MEI)}


def test_a_cell_may_hold_line_ends_delimiters_and_quotation_marks(tmp_path: Path) -> None:
    table = only(text(tmp_path / "a.csv", '姓名,备注\n林小明,"一,二\n""三"""\n梅一,无\n'))

    assert drawn(table) == {2: ["林小明", '一,二\n"三"'], 4: ["梅一", "无"]}


def test_rows_too_long_or_too_short_are_told_by_their_line_and_the_others_go_on(tmp_path: Path) -> None:
    rows = [LIN] * 9_999
    for at in range(0, 9_999, 50):
        rows[at] = (*LIN, "多") if at % 100 else LIN[:2]  # type: ignore[call-overload]
    table = only(text(tmp_path / "a.csv", lines([HEADERS, *rows])))

    assert len(drawn(table)) == 9_799
    assert table.broken[:2] == [(2, SHORTER), (52, LONGER)]
    assert len(table.broken) == 200
    assert next(row.left_over for row in table.rows() if row.why == LONGER) == ["多"]


def test_what_is_broken_is_counted_anew_with_each_drawing(tmp_path: Path) -> None:
    table = only(text(tmp_path / "a.csv", lines([HEADERS, LIN, LIN[:1]])))

    assert table.broken == []
    for _ in range(2):
        drawn(table)
        assert table.broken == [(3, SHORTER)]


@pytest.mark.parametrize("cell", ['"林小明', '"林"小明'])
def test_a_quotation_mark_that_never_closes_costs_its_own_row_alone(tmp_path: Path, cell: str) -> None:
    rows = [HEADERS, LIN, (cell, *LIN[1:]), *[MEI] * 300]
    table = only(text(tmp_path / "a.csv", lines(rows)))

    assert list(drawn(table)) == [2, *range(4, 304)]
    assert table.broken == [(3, QUOTES)]


def test_an_open_quotation_mark_ends_at_no_later_one(tmp_path: Path) -> None:
    rows = [HEADERS, ('"林小明', *LIN[1:]), MEI, ("梅一", "1", '"朝晖路, 3 号"'), MEI]
    table = only(text(tmp_path / "a.csv", lines(rows)))

    assert drawn(table) == {3: list(MEI), 4: ["梅一", "1", "朝晖路, 3 号"], 5: list(MEI)}
    assert table.broken == [(2, QUOTES)]


def test_a_row_with_letters_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", lines([HEADERS, *[LIN] * 50]))
    path.write_bytes(path.read_bytes() + "梅一,1,".encode() + b"\xe6\x9c\n" + lines([MEI]).encode())
    table = only(path)

    assert len(drawn(table)) == 51
    assert table.broken == [(52, LETTERS)]


def test_text_of_no_known_alphabet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xff\n" * 20)
    with pytest.raises(Unreadable, match="UTF-8"):
        only(tmp_path / "a.csv")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(UnknownFormat):
        only(tmp_path / "a.csv")


def test_a_line_that_never_ends_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="too long"):
        drawn(only(text(tmp_path / "a.csv", lines([HEADERS, LIN]) + "," * 1_100_000)))


def test_nothing_is_taken_for_missing_and_nothing_for_a_number(tmp_path: Path) -> None:
    table = only(text(tmp_path / "a.csv", lines([HEADERS, ("NA", "007", "null"), ("nan", "1e5", "")])))

    assert drawn(table) == {2: ["NA", "007", "null"], 3: ["nan", "1e5", ""]}
