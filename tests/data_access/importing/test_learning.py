"""A header that somebody mapped by hand is proposed again in other files, once the first was written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.importing import acts
from cockpit.importing.columns import Columns, Source
from cockpit.importing.kinds import Kind
from cockpit.importing.learning import forget, learned
from cockpit.refusals import NotAllowed, NotFound
from data_access.database import Database
from data_access.importing.jobs import Runner
from tests.people import People, somebody

Check = Callable[..., Runner]
ROW = "新安药店,药店,松涛路8号,长庆街道,120.1695,30.2650"
HEADER = "场所名称,类型,在哪儿呢,所属街道,经度,纬度"


@pytest.fixture
def jia(database: Database) -> Actor:
    """Jia keeps the inventory."""
    return somebody(database, "data_officer")


@pytest.fixture
def checked(database: Database, jia: Actor, tmp_path: Path) -> Check:
    numbers = iter(range(100))

    def check(header: str, row: str, **how: bool) -> Runner:
        path = tmp_path / f"{next(numbers)}.csv"
        path.write_text(f"{header}\n{row}\n")
        with database.work(jia) as work:
            number = acts.receive(work, "places", path.name, {}).id
        runner = Runner(database, jia, number, path, **how)
        runner.check()
        return runner

    return check


def columns(runner: Runner) -> Columns:
    with runner.database.work(runner.by) as work:
        return Columns.from_json(work.imports.get(runner.number).columns)


def said(runner: Runner, header: str, field: str) -> Runner:
    """Jia says what a column is; all others stay as they are."""
    fields = [field if one.header == header else one.field for one in columns(runner).columns]
    with runner.database.work(runner.by) as work:
        acts.choose_columns_here(work, runner.number, fields)
    runner.check()
    return runner


def written(runner: Runner) -> Runner:
    with runner.database.work(runner.by) as work:
        acts.confirm_here(work, runner.number)
    runner.apply()
    return runner


def sources(runner: Runner) -> dict[str, Source]:
    return {one.header: one.source for one in columns(runner).columns if one.source}


def test_it_is_proposed_in_a_file_with_other_headers(database: Database, jia: Actor, checked: Check) -> None:
    written(said(checked(HEADER, ROW), "在哪儿呢", "address"))
    other = checked("街道,在哪儿呢(必填),名称,类别", "武林街道,环城北路1号,旧安药店,药店")
    assert columns(other).position_of("address") == 1
    assert sources(other) == {"在哪儿呢(必填)": Source.LEARNED}


def test_nothing_is_learned_of_a_file_that_nobody_confirmed(database: Database, jia: Actor, checked: Check) -> None:
    said(checked(HEADER, ROW), "在哪儿呢", "address")
    assert columns(checked(HEADER, ROW)).position_of("address") is None


def test_a_file_with_the_same_headers_is_read_as_the_last_one(database: Database, jia: Actor, checked: Check) -> None:
    written(said(checked(HEADER, ROW), "在哪儿呢", "address"))
    again = checked(HEADER, ROW.replace("新安", "旧安"))
    assert sources(again) == {"在哪儿呢": Source.TEMPLATE}
    third = checked(HEADER, ROW.replace("新安", "远安"))
    assert sources(written(again)) == sources(third), "and so is the one after that"


def test_which_coordinates_one_file_had_says_nothing_of_the_next(database: Database, checked: Check) -> None:
    first = said(checked(HEADER, ROW), "在哪儿呢", "address")
    with first.database.work(first.by) as work:
        acts.choose_columns_here(work, first.number, [one.field for one in columns(first).columns], "gcj02")
    first.check()
    written(first)
    again = columns(checked(HEADER, ROW.replace("新安", "旧安")))
    assert (again.system, again.by_hand) == ("", True)


def test_at_the_terminal_what_was_learned_is_certain(database: Database, jia: Actor, checked: Check) -> None:
    written(said(checked(HEADER, ROW), "在哪儿呢", "address"))
    runner = checked(
        "在哪儿呢,名称,类别,街道,经度,纬度", "松涛路9号,旧安药店,药店,长庆街道,120.1695,30.2650", certain=True
    )
    assert runner.left_out == () and columns(runner).position_of("address") == 0


def test_the_header_lies_sealed(database: Database, jia: Actor, checked: Check) -> None:
    written(said(checked(HEADER, ROW), "在哪儿呢", "address"))
    with database.connection() as connection:
        told, token = connection.execute(text("select told, token from learned_header")).one()
    assert "在哪儿呢".encode() not in bytes(told) + bytes(token)


def test_what_is_forgotten_is_proposed_no_more(database: Database, jia: Actor, checked: Check) -> None:
    written(said(checked(HEADER, ROW), "在哪儿呢", "address"))
    with database.work(jia) as work:
        (one,) = learned(work, Kind.PLACES)
        assert (one.header, one.field) == ("在哪儿呢", "address")
        forget(work, one.id)
    assert columns(checked("名称,类别,在哪儿呢", "旧安药店,药店,环城北路1号")).position_of("address") is None
    with pytest.raises(NotFound), database.work(jia) as work:
        forget(work, one.id)


def test_a_newer_word_takes_the_place_of_the_older(database: Database, jia: Actor, checked: Check) -> None:
    written(said(checked(HEADER, ROW), "在哪儿呢", "address"))
    row = "旧安药店,药店,松涛路9号,长庆街道,120.1695,30.2650"
    written(said(checked("名称,类别,在哪儿呢,街道,经度,纬度", row), "在哪儿呢", ""))
    with database.work(jia) as work:
        assert [(one.header, one.field) for one in learned(work, Kind.PLACES)] == [("在哪儿呢", "")]


def test_what_another_role_taught_is_not_there(database: Database, jia: Actor, checked: Check) -> None:
    written(said(checked(HEADER, ROW), "在哪儿呢", "address"))
    with database.work(jia) as work:
        (one,) = learned(work, Kind.PLACES)
    investigator = somebody(database, "investigator")
    with database.work(investigator) as work:
        assert learned(work, Kind.PLACES) == []
    with pytest.raises(NotFound), database.work(investigator) as work:
        forget(work, one.id)
    with database.work(jia) as work:
        assert learned(work, Kind.PLACES) == [one]


def test_only_who_imports_sees_and_forgets_them(database: Database, people: People) -> None:
    for who in (people.rosa, people.lin, people.eve):
        with pytest.raises(NotAllowed), database.work(who) as work:
            learned(work, Kind.PLACES)
        with pytest.raises(NotAllowed), database.work(who) as work:
            forget(work, 1)
