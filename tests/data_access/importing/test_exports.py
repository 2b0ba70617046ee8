"""What goes out comes back unchanged: every kind, in every form."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cockpit.access import system
from cockpit.importing import acts
from cockpit.importing.batch import Counts
from cockpit.importing.columns import propose
from cockpit.importing.kinds import FIELDS, Kind
from cockpit.importing.written import headers_of
from cockpit.refusals import NotAllowed
from data_access.database import Database
from data_access.importing.jobs import Runner
from data_access.importing.workbook import export_table
from tests.people import DISTRICT, People, somebody

COCKPIT = system(DISTRICT)
KINDS = (Kind.PLACES, Kind.ENTERPRISES, Kind.HOUSEHOLDS, Kind.PERSONS)


def exported(database: Database, kind: Kind, form: str, path: Path) -> int:
    count = 0

    def counted(rows: Iterator[list[str]]) -> Iterator[list[str]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    with database.work(COCKPIT) as work, path.open("wb") as stream:
        headers = headers_of(kind, plain=form == "geojson")
        export_table(stream, form, headers, counted(acts.export(work, kind)))
    return count


def checked(database: Database, path: Path, kind: str = "") -> Counts:
    with database.work(COCKPIT) as work:
        number = acts.receive(work, kind, path.name, {}).id
    return Runner(database, COCKPIT, number, path, certain=True).check().counts


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_that_is_brought_again_changes_nothing(
    database: Database, tmp_path: Path, kind: Kind, form: str
) -> None:
    path = tmp_path / f"out.{form}"
    count = exported(database, kind, form, path)
    assert count > 3
    assert checked(database, path) == Counts(unchanged=count)


@pytest.mark.parametrize("kind", [Kind.PLACES, Kind.ENTERPRISES])
def test_what_has_a_point_goes_out_as_a_map_too(database: Database, tmp_path: Path, kind: Kind) -> None:
    path = tmp_path / "out.geojson"
    count = exported(database, kind, "geojson", path)
    assert checked(database, path, kind.value) == Counts(unchanged=count)


@pytest.mark.parametrize("kind", Kind)
def test_headers_of_an_export_are_known_for_what_they_are(kind: Kind) -> None:
    found = propose(headers_of(kind), kind, {})
    assert [one.field for one in found.columns] == [field.name for field in FIELDS[kind]]
    assert all(one.certain for one in found.columns)


def test_nobody_at_a_screen_takes_the_inventory_away(database: Database, people: People) -> None:
    for who in (people.rosa, people.lin, people.eve, somebody(database, "data_officer")):
        with pytest.raises(NotAllowed), database.work(who) as work:
            acts.export(work, Kind.PLACES)
