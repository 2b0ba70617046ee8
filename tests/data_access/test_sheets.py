"""Sheets of a grid: made by who may, drawn as the matrix says, each look written down, rows known again later."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.audit import looks_at
from cockpit.refusals import NotAllowed, NotFound
from cockpit.sheets import HIDDEN, OpenSheet, RowKind, Sheet, SheetOver, latest, make, open_sheet, sheet_as_file
from data_access.database import Database
from tests.morning import Morning
from tests.people import WULIN, People, somebody

JIN = 1


@pytest.fixture
def grid(morning: Morning) -> str:
    """Where Jin lives, in Lin's community."""
    with morning.database.connection() as connection:
        return str(connection.execute(text("select grid from person where id = 1")).scalar_one())


@pytest.fixture
def sheet(morning: Morning, grid: str) -> Sheet:
    found: Sheet = morning.do(morning.people.lin, make, grid)
    return found


def opened(morning: Morning, by: Actor, sheet: Sheet) -> OpenSheet:
    found: OpenSheet = morning.do(by, open_sheet, sheet.id)
    return found


def doors(found: OpenSheet) -> set[str]:
    return {line.home.door for line in found.lines if line.home}


def test_lin_gets_every_home_and_firm_of_the_grid_with_doors_and_without_a_name(
    morning: Morning, people: People, sheet: Sheet, grid: str
) -> None:
    found = opened(morning, people.lin, sheet)
    with morning.database.connection() as connection:
        query = text(
            "select (select count(*) from household where grid = :g), (select count(*) from enterprise where grid = :g)"
        )
        homes, firms = connection.execute(query, {"g": grid}).one()
    assert (len([one for one in found.lines if one.home]), len(found.of(RowKind.FIRM))) == (homes, firms)
    assert homes and all("室" in door for door in doors(found))
    with morning.work(people.cockpit) as work:
        known = work.people.open(JIN, ["name", "phone", "number"])
    assert not [value for value in known.values() if value in str(found)]


def test_a_street_officer_sees_that_there_is_a_door_and_not_which(
    morning: Morning, people: People, sheet: Sheet
) -> None:
    assert doors(opened(morning, people.shen, sheet)) == {HIDDEN}
    own = morning.do(people.shen, make, sheet.grid)
    kept = [row.thing for row in own.rows if row.kind is RowKind.HOME]
    with morning.work(people.lin) as work:
        names = {home.id: home.place for home in work.sheets.homes(sheet.grid, whole=False)}
    assert kept == sorted(kept, key=lambda one: (names[one], one)), "the order tells nothing of doors"


def test_a_file_shows_a_door_to_nobody(morning: Morning, people: People, sheet: Sheet, database: Database) -> None:
    for by in (people.lin, somebody(database, "data_officer")):
        assert doors(morning.do(by, sheet_as_file, sheet.id)) == {HIDDEN}


def test_each_look_is_one_line_with_count_and_fields_which_the_resident_reads_too(
    morning: Morning, people: People, sheet: Sheet
) -> None:
    homes = sum(line.home is not None for line in opened(morning, people.lin, sheet).lines)
    with morning.database.connection() as connection:
        line = connection.execute(text("select * from look_entry order by id desc limit 1")).one()
    assert (line.action, line.account) == ("printed", people.lin.id)
    assert line.facts == {"fields": ["address"], "filter": {"grid": sheet.grid}, "sheet": sheet.id, "count": homes}
    auditor = Actor(None, "auditor", "", "auditor", "330103")
    assert morning.do(auditor, looks_at, JIN)[0].action == "printed"


def test_where_the_look_cannot_be_written_no_sheet_is_drawn(morning: Morning, people: People, sheet: Sheet) -> None:
    from cockpit.refusals import LookNotKept

    with morning.database.connection() as connection:
        connection.execute(text("revoke execute on function look_append(jsonb) from cockpit_app"))
    with pytest.raises(LookNotKept):
        opened(morning, people.lin, sheet)


def test_rows_are_sealed_and_known_again_after_the_grid_has_changed(
    morning: Morning, people: People, sheet: Sheet
) -> None:
    first = sheet.row(1)
    with morning.database.connection() as connection:
        kept = connection.execute(text("select rows from paper_sheet where id = :id"), {"id": sheet.id}).scalar_one()
        connection.execute(text("delete from residence where household_id = :id"), {"id": first.thing})
        connection.execute(text("delete from household where id = :id"), {"id": first.thing})
    assert b'[["H", ' not in bytes(kept)
    again = opened(morning, people.lin, sheet)
    assert again.sheet.row(1) == first
    assert again.lines[0].home is None and again.lines[1].home


def test_another_area_and_no_grid_are_not_there(morning: Morning, people: People, sheet: Sheet, grid: str) -> None:
    for by, what, value in (
        (people.xia, make, grid),
        (people.xia, open_sheet, sheet.id),
        (people.lin, make, grid[:12]),
        (people.lin, make, f"{WULIN}001001"),
        (people.lin, make, "x"),
        (people.lin, open_sheet, 10**9),
    ):
        with pytest.raises(NotFound):
            morning.do(by, what, value)


def test_whoever_may_not_is_refused(morning: Morning, people: People, sheet: Sheet, grid: str) -> None:
    for by in (people.eve, people.wu, people.mei, people.chen, people.rosa):
        for what, value in ((make, grid), (open_sheet, sheet.id), (sheet_as_file, sheet.id)):
            with pytest.raises(NotAllowed):
                morning.do(by, what, value)


def test_after_its_day_a_sheet_is_drawn_no_more(morning: Morning, people: People, sheet: Sheet) -> None:
    morning.later(days=30, seconds=-1)
    assert [one.id for one in morning.do(people.lin, latest)] == [sheet.id]
    opened(morning, people.lin, sheet)
    morning.later(seconds=1)
    with pytest.raises(SheetOver):
        opened(morning, people.lin, sheet)
    assert morning.do(people.lin, latest) == [] and sheet.destroy_at == sheet.made_at + timedelta(days=30)
