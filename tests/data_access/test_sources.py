"""Sources reckoned from the facts: what is known of each grid, what an import and a hand leave, and who may see it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.clock import Clock
from cockpit.importing import acts
from cockpit.importing.kinds import Kind
from cockpit.inventory import correct_person
from cockpit.refusals import NotAllowed, NotFound
from cockpit.sources import NEEDED, Board, Freshness, Standing, board
from data_access import clock, sources
from data_access.database import Database
from data_access.demo.sources import IN_NONE, WENHUI
from data_access.demo.sources import bring as bring_demo
from data_access.importing.jobs import Runner
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People, somebody

JIN = 1
PHARMACY = "场所名称,类型,地址,所属街道,经度,纬度,负责人,联系电话\n新安药店,药店,松涛路8号,长庆街道,120.1695,30.2650,王小明,10012345678\n"


@pytest.fixture
def jia(database: Database) -> Actor:
    return somebody(database, "data_officer")


@pytest.fixture
def bring(morning: Morning, jia: Actor, tmp_path: Path) -> Callable[..., int]:
    """Jia brings one pharmacy of 长庆, and it is written."""

    def brought(also: str = "") -> int:
        file = tmp_path / "places.csv"
        file.write_text(PHARMACY + also)
        batch = morning.do(jia, acts.receive, "places", "places.csv", {})
        with morning.database.connection() as connection:
            clock.keep(connection, Clock(datetime.now(UTC), morning.at))
        runner = Runner(morning.database, jia, batch.id, file)
        runner.check()
        morning.do(jia, acts.confirm_here, batch.id)
        runner.apply()
        return int(batch.id)

    return brought


def reckoned(morning: Morning) -> bool:
    return sources.reckon(morning.database, morning.people.cockpit)


def seen(morning: Morning, by: Actor, area: str = "", kind: Kind | None = None) -> Board:
    found: Board = morning.do(by, board, area or by.area, kind)
    return found


def standing(found: Board, area: str, kind: Kind) -> Standing:
    return next(line for line in found.lines if line.area.code == area).standings[kind]


def test_the_district_shows_every_street_with_what_the_facts_say(morning: Morning, people: People) -> None:
    found = seen(morning, people.rosa)
    with morning.database.connection() as connection:
        facts = connection.execute(text("select street, count(*) from household group by street")).tuples().all()
    assert {line.area.code for line in found.lines} >= {CHANGQING, WULIN}
    for street, count in facts:
        assert standing(found, street, Kind.HOUSEHOLDS).count.value == count
    assert standing(found, CHANGQING, Kind.PERSONS).shares["number"] == 100


def test_nothing_is_reckoned_twice_and_an_import_is_known_by_kind_and_role(
    morning: Morning, people: People, bring: Callable[..., int]
) -> None:
    assert not reckoned(morning), "the district was planted with it"
    bring()
    assert reckoned(morning) and not reckoned(morning)
    one = standing(seen(morning, people.rosa), CHANGQING, Kind.PLACES)
    assert one.brought and (one.brought.role, one.brought.file) == ("data_officer", "places")
    communities = seen(morning, people.rosa, CHANGQING)
    fresh = [line for line in communities.lines if line.standings[Kind.PLACES].freshness is Freshness.FRESH]
    assert len(fresh) == 1 and fresh[0] is communities.lines[-1], "what needs nobody comes last"
    assert fresh[0].never == ()


def test_a_file_that_says_nothing_new_of_a_community_has_brought_it_all_the_same(
    morning: Morning, people: People, bring: Callable[..., int]
) -> None:
    """A yearly review finds most as it was."""
    bring()
    morning.later(days=400)
    bring(also="新安分店,药店,松涛路9号,武林街道,120.1600,30.2655,,\n")
    reckoned(morning)
    for street in (CHANGQING, WULIN):
        one = standing(seen(morning, people.rosa), street, Kind.PLACES)
        assert one.brought and one.brought.at >= morning.at


def test_what_is_taken_back_was_never_brought(
    morning: Morning, people: People, jia: Actor, bring: Callable[..., int]
) -> None:
    number = bring()
    morning.do(jia, acts.undo_here, number)
    Runner(morning.database, jia, number, Path()).undo()
    reckoned(morning)
    assert standing(seen(morning, people.rosa), CHANGQING, Kind.PLACES).brought is None


def test_a_correction_by_hand_is_told_with_its_role_and_what_is_emptied_counts_no_more(
    morning: Morning, people: People, jia: Actor
) -> None:
    before = standing(seen(morning, people.lin), people.lin.area, Kind.PERSONS)
    morning.later(days=1).do(jia, correct_person, JIN, {"phone": ""})
    reckoned(morning)
    after = standing(seen(morning, people.lin), people.lin.area, Kind.PERSONS)
    assert after.edited and (after.edited.role, after.edited.at) == ("data_officer", morning.at)
    assert (before.shares["phone"] or 0) > (after.shares["phone"] or 0)


def test_a_year_later_it_is_overdue_by_the_rule(morning: Morning, people: People, bring: Callable[..., int]) -> None:
    bring()
    reckoned(morning)
    morning.later(days=366)
    states = {line.standings[Kind.PLACES].freshness for line in seen(morning, people.rosa, CHANGQING).lines}
    assert states == {Freshness.NEVER, Freshness.STALE}


def test_a_leader_gets_cells_and_no_grid(morning: Morning, people: People, database: Database) -> None:
    found = seen(morning, somebody(database, "leader"))
    cells = [str(line.standings[Kind.PERSONS].count) for line in found.lines]
    assert not found.grids and all(line.empty == () for line in found.lines)
    of_rosa = seen(morning, people.rosa)
    exact = {line.area.code: line.standings[Kind.PERSONS].count.value for line in of_rosa.lines}
    for line in found.lines:
        shown = line.standings[Kind.PERSONS].count
        assert not shown.exact or shown.value == exact[line.area.code], cells
    hidden = [
        line.standings[Kind.HOUSEHOLDS]
        for street in found.lines
        for line in seen(morning, somebody(database, "leader"), street.area.code).lines
        if not line.standings[Kind.HOUSEHOLDS].count.exact
    ]
    assert hidden and all(set(one.shares.values()) == {None} for one in hidden)


def test_each_sees_the_own_area_alone(morning: Morning, people: People) -> None:
    assert [line.area.code for line in seen(morning, people.lin).lines] == [people.lin.area]
    assert {line.area.code[:9] for line in seen(morning, people.shen).lines} == {CHANGQING}
    for area in (WULIN, DISTRICT, "330103999", "x"):
        with pytest.raises(NotFound):
            seen(morning, people.shen, area)
    for nobody in (people.eve, people.wu, people.chen):
        with pytest.raises(NotAllowed):
            seen(morning, nobody, CHANGQING)


def test_a_grid_without_a_household_is_missed(morning: Morning, people: People) -> None:
    with morning.database.connection() as connection:
        bare = connection.execute(
            text("select code from grid where code not in (select grid from household) order by code")
        ).scalars()
        known = {str(code) for code in bare}
    found = seen(morning, people.rosa)
    assert {one.code for line in found.lines for one in line.empty} == known
    assert all(kind in line.standings for line in found.lines for kind in NEEDED)


def test_the_check_finds_a_source_that_somebody_changed(morning: Morning) -> None:
    with morning.database.connection() as connection:
        assert sources.differences(connection) == []
        connection.execute(text("update source set things = things + 1 where kind = 'places' and things > 0"))
        assert sources.differences(connection)[0][1] == "places"


def test_the_demo_has_a_street_overdue_one_nearly_due_and_a_community_in_no_import(
    morning: Morning, people: People, jia: Actor
) -> None:
    bring_demo(morning.database, morning.at)
    found = seen(morning, people.rosa)
    states = {line.area.code: line.standings[Kind.PERSONS].freshness for line in found.lines}
    assert (states[WENHUI], states[WULIN], states[CHANGQING]) == (Freshness.STALE, Freshness.DUE, Freshness.FRESH)
    assert [one.code for line in found.lines for one in line.never] == [IN_NONE]
    heaviest = seen(morning, people.rosa, "", Kind.PERSONS).lines[0]
    assert heaviest.standings[Kind.PERSONS].freshness in (Freshness.STALE, Freshness.NEVER)
    kinds = {one.kind for one in morning.do(jia, acts.latest)}
    assert kinds == {"persons", "households", "enterprises", "places"}
