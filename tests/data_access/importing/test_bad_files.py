"""Bad files through a whole import: each is told in a clear sentence, and nothing of it is written by halves."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.importing import acts
from cockpit.importing.batch import Batch, Counts, State
from cockpit.importing.columns import Columns
from data_access.database import Database
from data_access.demo.district import District
from data_access.demo.identity import identity_number
from data_access.importing import run
from data_access.importing.jobs import Runner
from data_access.importing.run import SAME
from tests.data_access.importing.brought import BOW, SQUARE, feature, geojson, polygon, shapes, xlsx
from tests.people import somebody

Receive = Callable[..., Runner]
PLACES = ("场所名称", "类型", "地址", "所属街道", "所属社区", "经度", "纬度")
PHARMACY = ("新安药店", "药店", "松涛路8号", "长庆街道", None, 120.1695, 30.2650)
OTHER = ("旧安药店", "药店", "松涛路9号", "长庆街道", None, 120.1695, 30.2650)


@pytest.fixture
def jia(database: Database) -> Actor:
    """Jia keeps the inventory."""
    return somebody(database, "data_officer")


@pytest.fixture
def received(database: Database, jia: Actor) -> Receive:
    def receive(path: Path, kind: str = "places") -> Runner:
        with database.work(jia) as work:
            return Runner(database, jia, acts.receive(work, kind, path.name, {}).id, path)

    return receive


def csv(path: Path, *rows: tuple[Any, ...], header: tuple[str, ...] = PLACES) -> Path:
    path.write_text("\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in (header, *rows)))
    return path


def confirmed(runner: Runner) -> Runner:
    with runner.database.work(runner.by) as work:
        acts.confirm_here(work, runner.check().id)
    return runner


def told(runner: Runner, verdict: str = "refused") -> list[dict[str, Any]]:
    """What the page tells of its rows, the first problem of each."""
    with runner.database.work(runner.by) as work:
        rows = acts.rows(work, runner.number, verdict)
    return [{"line": row.line, **(row.told["problems"][0] if verdict == "refused" else row.told)} for row in rows]


def sentences(runner: Runner) -> list[tuple[int, str, str]]:
    return [(one["line"], one["field"], one["why"].format(value=one["value"])) for one in told(runner)]


def there(database: Database, name: str) -> int:
    with database.connection() as connection:
        return int(
            connection.execute(text("select count(*) from place where name = :name"), {"name": name}).scalar_one()
        )


# A run that is stopped


@pytest.fixture
def chunk_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "CHUNK", 1)


@pytest.mark.many
@pytest.mark.usefixtures("chunk_of_one")
def test_a_run_that_is_stopped_on_its_way_has_written_nothing(
    database: Database, jia: Actor, received: Receive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = confirmed(received(csv(tmp_path / "a.csv", PHARMACY, OTHER)))
    heard: list[int] = []

    def telling(of: int) -> Callable[[int], None]:
        """Jia presses stop when the first row is written."""
        tell = Runner._telling(runner, of)

        def told(done: int) -> None:
            heard.append(done)
            with database.work(jia) as work:
                acts.stop(work, runner.number)
            tell(done)

        return told

    monkeypatch.setattr(runner, "_telling", telling)
    batch = runner.apply()
    assert (batch.state, heard) == (State.STOPPED, [1])
    assert there(database, "新安药店") + there(database, "旧安药店") == 0
    with database.connection() as connection:
        assert connection.execute(text("select count(*) from history")).scalar_one() == 0


# Rows


def test_the_same_person_twice_in_one_file_is_refused_the_second_time(
    database: Database, received: Receive, district: District, tmp_path: Path
) -> None:
    from datetime import date

    names = [place.name for place in district.places]
    compound = next(p.name for p in district.places if p.kind == "compound" and names.count(p.name) == 1)
    number, door = identity_number(880_001, date(1980, 5, 17), False), f"{compound}90幢2单元501室"
    header = ("姓名", "公民身份号码", "联系电话", "现住址", "居住方式", "入住日期")
    rows = [("王测试", number, phone, door, "租赁", "2019-05-01") for phone in ("10088000111", "10088000222")]
    runner = confirmed(received(csv(tmp_path / "a.csv", *rows, header=header), "persons"))
    batch = runner.apply()
    assert (batch.state, batch.counts) == (State.APPLIED, Counts(added=1, refused=1))
    assert sentences(runner) == [(3, "", SAME.format(value=2))]
    with database.connection() as connection:
        assert connection.execute(text("select count(*) from history where subject = 'person'")).scalar_one() == 1


def test_a_header_in_row_5_is_found_and_lines_are_those_of_the_sheet(
    database: Database, received: Receive, tmp_path: Path
) -> None:
    title = [("长庆街道药店情况",), ("填报日期:2020年2月1日",), (), ("单位:长庆街道",)]
    at_sea = ("海上药店", "药店", "松涛路9号", "长庆街道", None, 0, 0)
    runner = confirmed(received(xlsx(tmp_path / "a.xlsx", 药店=[*title, PLACES, PHARMACY, at_sea])))
    assert runner.apply().counts == Counts(added=1, refused=1)
    assert [(line, field) for line, field, _why in sentences(runner)] == [(7, "lon")]
    assert there(database, "新安药店") == 1


def test_a_formula_that_failed_refuses_its_row_alone(database: Database, received: Receive, tmp_path: Path) -> None:
    failed = ("旧安药店", "药店", "松涛路9号", "长庆街道", None, "=A1/0", 30.2650)
    runner = confirmed(received(xlsx(tmp_path / "a.xlsx", 药店=[PLACES, PHARMACY, failed])))
    assert runner.apply().counts == Counts(added=1, refused=1)
    assert sentences(runner) == [(3, "lon", "the formula in this cell failed")]
    assert there(database, "旧安药店") == 0


def test_a_community_that_does_not_exist_is_refused_by_its_name(received: Receive, tmp_path: Path) -> None:
    runner = received(csv(tmp_path / "a.csv", PHARMACY, (*OTHER[:4], "天上社区", *OTHER[5:])))
    assert runner.check().counts == Counts(added=1, refused=1)
    ((line, field, why),) = sentences(runner)
    assert (line, field) == (3, "community") and why and told(runner)[0]["value"] == "天上社区"


def test_a_polygon_that_crosses_itself_is_refused_and_the_others_go_on(received: Receive, tmp_path: Path) -> None:
    good, bad = (feature(polygon(ring), 街道代码=code, 街道名称=name) for ring, code, name in STREETS)
    runner = received(geojson(tmp_path / "街道.geojson", good, bad), "streets")
    assert runner.check().counts == Counts(added=1, refused=1)
    assert sentences(runner) == [(3, "", "its outline crosses itself")]


STREETS = ((SQUARE, "330103077", "新街道"), (BOW, "330103078", "结街道"))


def test_what_was_left_out_of_a_row_that_is_read_is_told(received: Receive, tmp_path: Path) -> None:
    hole = [[120.162, 30.262], [120.162, 30.264], [120.164, 30.264], [120.162, 30.262]]
    path = geojson(tmp_path / "a.geojson", feature(polygon(SQUARE, hole), 街道代码="330103077", 街道名称="新街道"))
    runner = received(path, "streets")
    assert runner.check().counts == Counts(added=1)
    assert told(runner, "noted") == [{"line": 2, "why": "it has holes: they were left out"}]


# What coordinates


def test_a_shapefile_without_a_prj_waits_until_somebody_says_which_coordinates_it_has(
    database: Database, jia: Actor, received: Receive, tmp_path: Path
) -> None:
    runner = received(shapes(tmp_path / "药店.zip", [((120.1740, 30.2626), "新安药店")], prj=""))
    batch = runner.check()
    assert batch.state is State.ASKED
    assert batch.told_why().startswith("Nothing in this file says which coordinate system its points are in.")

    def said(system: str) -> Batch:
        with database.work(jia) as work:
            fields = [one.field for one in Columns.from_json(work.imports.get(runner.number).columns).columns]
            acts.choose_columns_here(work, runner.number, fields, system)
        return runner.check()

    assert said("").state is State.ASKED
    answered = said("gcj02")
    assert answered.state is State.CHECKED
    assert [(line, field) for line, field, _why in sentences(runner)] == [(2, "name")], (
        "of a place, its kind is missing"
    )


def test_what_somebody_says_of_the_coordinates_is_what_they_are(
    database: Database, jia: Actor, received: Receive, tmp_path: Path
) -> None:
    path = csv(tmp_path / "a.csv", PHARMACY)
    runner = received(path)
    runner.check()
    with database.work(jia) as work:
        fields = [one.field for one in Columns.from_json(work.imports.get(runner.number).columns).columns]
        acts.choose_columns_here(work, runner.number, fields, "gcj02")
    confirmed(runner).apply()
    with database.connection() as connection:
        lon = connection.execute(text("select lon from place where name = '新安药店'")).scalar_one()
    assert 0.004 < 120.1695 - lon < 0.006, "some 500 m further west, as GCJ-02 is east of it here"


# Whole files


def test_of_two_sheets_the_one_that_is_said_is_read(
    database: Database, jia: Actor, received: Receive, tmp_path: Path
) -> None:
    runner = received(xlsx(tmp_path / "a.xlsx", 长庆=[PLACES, PHARMACY], 旧=[PLACES, OTHER]), "")
    asked = runner.check()
    assert (asked.state, asked.sheets) == (State.ASKED, ("长庆", "旧"))
    assert asked.told_why().startswith("This file has several tables: 长庆、旧.")
    with database.work(jia) as work:
        before = work.imports.get(runner.number)
        work.imports.keep(before.read_again({}, "", "旧"), before)
    confirmed(runner).apply()
    assert (there(database, "新安药店"), there(database, "旧安药店")) == (0, 1)


@pytest.fixture
def too_large(tmp_path: Path) -> Iterator[Path]:
    """Of a kind that is not streamed."""
    path = tmp_path / "large.geojson"
    with path.open("wb") as file:
        file.write(b'{"type": "FeatureCollection"')
        file.truncate((200 << 20) + 1)
    yield path
    path.unlink()


def test_200_mb_and_a_byte_are_too_many(received: Receive, too_large: Path) -> None:
    batch = received(too_large).check()
    assert batch.state is State.UNREADABLE
    assert batch.why["refusal"] == "TooBig" and batch.why["why"] == "it has more than 200 MB"


# Two at once


@pytest.mark.many
def test_two_who_write_the_same_things_at_once_leave_each_of_them_once(
    database: Database, received: Receive, tmp_path: Path
) -> None:
    """In opposite order, so that each would wait for what the other holds."""
    runners = [
        confirmed(received(csv(tmp_path / f"{number}.csv", *rows)))
        for number, rows in enumerate(((PHARMACY, OTHER), (OTHER, PHARMACY)))
    ]
    ends: list[Batch] = []
    threads = [threading.Thread(target=lambda one=one: ends.append(one.apply())) for one in runners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(end.state for end in ends) == [State.APPLIED, State.CHECKED], "the slower one looks at it again"
    assert next(end for end in ends if end.state is State.CHECKED).counts == Counts(unchanged=2)
    assert (there(database, "新安药店"), there(database, "旧安药店")) == (1, 1)
