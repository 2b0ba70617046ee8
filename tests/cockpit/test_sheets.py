"""Paper sheets: the order in which one walks, what a QR holds, and a row known again."""

from datetime import UTC, datetime, timedelta

import pytest

from cockpit.people import Tenure
from cockpit.refusals import NotFound
from cockpit.sheets import Home, Mark, Row, RowKind, Sheet, lines_of, masked, read_mark
from cockpit.sight import Form, Sight

NOW = datetime(2020, 2, 1, 8, tzinfo=UTC)
ROWS = (Row(RowKind.HOME, 71), Row(RowKind.HOME, 9), Row(RowKind.NEW, 0), Row(RowKind.FIRM, 5))
SHEET = Sheet(12, "330103001001001", NOW, NOW + timedelta(days=30), 3, ROWS)


def home(number: int, door: str, place: str = "京都苑") -> Home:
    return Home(number, place, "体育场路123号", door, Tenure.OWNED, None, 2)


def test_homes_stand_in_the_order_in_which_one_walks() -> None:
    doors = ["10幢1单元101室", "2幢1单元1001室", "2幢1单元201室", "2幢", "A座1203室", "金丝雀幢"]
    homes = [home(number, door) for number, door in enumerate(doors)]
    assert [one.door for one in sorted(homes, key=lambda one: one.order)] == [doors[n] for n in (3, 2, 1, 0, 4, 5)]


def test_who_reads_no_door_gets_no_order_of_them() -> None:
    hidden = [masked(home(number, door), Sight(Form.MASKED)) for number, door in ((2, "1幢"), (1, "2幢"))]
    assert [one.id for one in sorted(hidden, key=lambda one: one.order)] == [1, 2]
    assert {one.door for one in hidden} == {"**"}
    assert masked(home(1, "1幢"), Sight(None)).door == ""
    assert masked(home(1, "1幢"), Sight(Form.FULL)).door == "1幢"


def test_a_mark_holds_sheet_row_and_kind_and_nothing_else() -> None:
    assert (SHEET.mark, SHEET.mark_of(1), SHEET.mark_of(4)) == ("SHEET/12/0/S", "SHEET/12/1/H", "SHEET/12/4/F")
    assert read_mark("SHEET/12/4/F") == Mark(12, 4, "F")


@pytest.mark.parametrize(
    "text", ["", "SHEET/12/4", "SHEET/0/1/H", "SHEET/12/4/X", "http://x/SHEET/12/4/F", "SHEET/12/-1/H"]
)
def test_what_is_no_mark_of_ours_is_none(text: str) -> None:
    assert read_mark(text) is None


def test_a_row_is_known_again_and_one_that_is_not_there_is_not_found() -> None:
    assert SHEET.row(2) == Row(RowKind.HOME, 9)
    for number in (0, -1, 5):
        with pytest.raises(NotFound):
            SHEET.row(number)


def test_rows_keep_their_numbers_when_a_home_is_gone() -> None:
    lines = lines_of(SHEET, [home(9, "1幢")], [])
    assert [(one.number, one.home.id if one.home else None) for one in lines] == [
        (1, None),
        (2, 9),
        (3, None),
        (4, None),
    ]
