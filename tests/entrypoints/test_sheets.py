"""A sheet at its address: pages of A4 with a picture a row, the workbook beside it, and who gets neither."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit.sheets import Sheet, make
from data_access.importing.files import open_file
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import People


@pytest.fixture
def sheet(app: Flask, morning: Morning) -> Sheet:
    with morning.database.connection() as connection:
        grid = connection.execute(text("select grid from person where id = 1")).scalar_one()
    found: Sheet = morning.do(morning.people.lin, make, grid)
    return found


def test_lin_prints_it_with_a_picture_for_each_row_and_one_on_each_page(
    app: Flask, people: People, sheet: Sheet
) -> None:
    said = Visitor(app).signed_in(people.lin).get(f"/reports/sheet/{sheet.id}").text
    pages = said.count('class="sheet-page"')
    assert said.count("data-row=") == len(sheet.rows) and said.count('class="qr"') == len(sheet.rows)
    assert pages >= 2 and said.count("qr whole") == pages
    assert f"第 1 页\uff0c共 {pages} 页" in said and "妥善保管" in said and people.lin.name in said
    assert 'class="shell"' not in said


def test_the_workbook_has_the_same_rows_with_their_marks_and_no_door(
    app: Flask, people: People, sheet: Sheet, tmp_path: Path
) -> None:
    answer = Visitor(app).signed_in(people.lin).get(f"/reports/sheet/{sheet.id}.xlsx")
    assert status_of(answer) == 200
    file = tmp_path / "sheet.xlsx"
    file.write_bytes(BytesIO(answer.data).getvalue())
    (table,) = open_file(file, file.name)
    rows = [row.cells for row in table.rows()]
    assert [cells[2] for cells in rows] == [sheet.mark_of(n) for n in range(1, len(sheet.rows) + 1)]
    assert not [cell for cells in rows for cell in cells if re.search(r"单元|室$", cell)]
    assert all(cells.count("☐") == 3 for cells in rows), "three boxes to tick"
    with ZipFile(file) as parts:
        assert len([name for name in parts.namelist() if name.startswith("xl/media/")]) == len(rows)


def test_a_street_officer_gets_it_masked_and_others_nothing(app: Flask, people: People, sheet: Sheet) -> None:
    path = f"/reports/sheet/{sheet.id}"
    shen = Visitor(app).signed_in(people.shen).get(path).text
    assert "**" in shen and not re.search(r"<td class=\"part\">\d", shen)
    assert status_of(Visitor(app).signed_in(people.rosa).get(path)) == 403
    assert status_of(Visitor(app).signed_in(people.xia).get(path)) == 404
    assert status_of(Visitor(app).get(path)) == 302


MADE = "inventory-sheets-mine.children"


def test_lin_makes_one_by_the_page_and_a_wrong_grid_is_refused(app: Flask, people: People, sheet: Sheet) -> None:
    lin = Visitor(app).signed_in(people.lin)
    assert f'"data-sheet":"{sheet.id + 1}"' in lin.call(lin.body(MADE, 1, sheet.grid)).text
    assert status_of(lin.call(lin.body(MADE, 1, None))) == 422
    foreign, missing = (lin.call(lin.body(MADE, 1, one)) for one in ("330103002001001", "330103999001001"))
    assert status_of(foreign) == 404 and foreign.data == missing.data
