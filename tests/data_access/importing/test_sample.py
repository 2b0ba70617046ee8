"""The sample of a check on the map: points of things, and of homes no more than how many in each community."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cockpit.access import Actor
from cockpit.importing import acts
from cockpit.importing.batch import Counts
from cockpit.importing.sample import Point, Sample, sample_of
from cockpit.refusals import NotAllowed, NotFound
from data_access.database import Database
from data_access.demo.district import District
from data_access.demo.identity import identity_number
from data_access.importing import run
from data_access.importing.jobs import Runner
from tests.people import People, somebody

PLACES = "场所名称,类型,地址,所属街道,经度,纬度"
PHARMACY = "新安药店,药店,松涛路8号,长庆街道,120.1695,30.2650"
Check = Callable[..., int]


@pytest.fixture
def jia(database: Database) -> Actor:
    """Jia keeps the inventory."""
    return somebody(database, "data_officer")


@pytest.fixture
def checked(database: Database, jia: Actor, tmp_path: Path) -> Check:
    numbers = iter(range(100))

    def check(header: str, *rows: str, write: bool = False, by: Actor = jia) -> int:
        path = tmp_path / f"{next(numbers)}.csv"
        path.write_text("\n".join((header, *rows)))
        with database.work(by) as work:
            number = acts.receive(work, "", path.name, {}).id
        runner = Runner(database, by, number, path)
        runner.check()
        if write:
            with database.work(by) as work:
                acts.confirm_here(work, number)
            runner.apply()
        return number

    return check


def of(database: Database, by: Actor, number: int) -> Sample:
    with database.work(by) as work:
        return sample_of(work, number)


def test_what_is_new_lies_where_it_is_going_to_lie(database: Database, jia: Actor, checked: Check) -> None:
    found = of(database, jia, checked(PLACES, PHARMACY))
    assert found.points == (Point(2, "added", "新安药店", 120.1695, 30.2650),)


def test_what_moves_says_where_it_lay_before(database: Database, jia: Actor, checked: Check) -> None:
    checked(PLACES, PHARMACY, write=True)
    number = checked(PLACES, PHARMACY.replace("120.1695", "120.1705"))
    assert of(database, jia, number).points == (
        Point(2, "changed", "新安药店", 120.1705, 30.2650, was=(120.1695, 30.2650)),
    )


def test_what_changes_its_kind_alone_does_not_move(database: Database, jia: Actor, checked: Check) -> None:
    checked(PLACES, PHARMACY, write=True)
    (point,) = of(database, jia, checked(PLACES, PHARMACY.replace(",药店", ",医院", 1))).points
    assert (point.verdict, point.was) == ("changed", None)


def test_what_should_be_looked_at_is_marked_and_shown_however_late_it_comes(
    database: Database, jia: Actor, checked: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "SHOWN", 2)
    rows = [PHARMACY.replace("新安", f"第{number}") for number in range(5)]
    found = of(database, jia, checked(PLACES, *rows, PHARMACY.replace("长庆", "武林")))
    assert [(one.name, one.flagged) for one in found.points] == [
        ("第0药店", False),
        ("第1药店", False),
        ("新安药店", True),
    ]


def test_of_persons_no_pin_stands_anywhere_only_how_many_in_each_community(
    database: Database, jia: Actor, checked: Check, district: District
) -> None:
    names = [place.name for place in district.places]
    home = next(p for p in district.places if p.kind == "compound" and names.count(p.name) == 1)
    rows = [
        f"王测试,{identity_number(880_000 + nth, date(1980, 5, 17), False)},10088000111,{home.name}90幢2单元{nth}01室,租赁"
        for nth in (1, 2, 3)
    ]
    found = of(database, jia, checked("姓名,公民身份号码,联系电话,现住址,居住方式", *rows))
    assert found.points == ()
    assert found.areas == {home.spot.community: Counts(added=3)}
    households = of(database, jia, checked("小区,幢号,单元,室号,居住方式", f"{home.name},90,2,501,租赁"))
    assert (households.points, households.areas) == ((), {home.spot.community: Counts(added=1)})


def test_nobody_else_sees_it(database: Database, people: People, checked: Check) -> None:
    number = checked(PLACES, PHARMACY)
    other = system_officer(database)
    assert not of(database, other, number)
    for who in (people.rosa, people.eve):
        with pytest.raises(NotAllowed):
            of(database, who, number)


def system_officer(database: Database) -> Actor:
    """Another who may import, and did not bring this file: the cockpit itself."""
    from cockpit.access import system
    from tests.people import DISTRICT

    return system(DISTRICT)


def test_of_no_file_there_is_no_sample(database: Database, jia: Actor) -> None:
    with pytest.raises(NotFound):
        of(database, jia, 999_999)
