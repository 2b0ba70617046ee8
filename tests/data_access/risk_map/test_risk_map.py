"""He falls ill in Lin's community: its colour, as each may see it; days stay as they were when they ended."""

from copy import deepcopy
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import Actor, system
from cockpit.policy import defaults
from cockpit.quarantine import QuarantineKind
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.risk_map import Facts, Level, RiskMap, What, keep_risk_map, risk_map, risk_map_file, risk_on_wall, summed
from cockpit.risk_map.count import counted_on
from cockpit.screening import CaseFacts, CaseStatus, change_case, order
from data_access.database import Database
from data_access.policy import publish
from data_access.risk_map import risk_map_day
from tests.data_access.screening.conftest import ZONE, Outbreak, outbreak
from tests.people import CHANGQING, DISTRICT, WULIN, People, somebody

__all__ = ["outbreak"]
COCKPIT = system(DISTRICT)


def look(outbreak: Outbreak, by: Actor | None = None, area: str = "", day: date | None = None) -> RiskMap:
    found: RiskMap = outbreak.do(risk_map, area, day, by=by)
    return found


def keep(outbreak: Outbreak) -> list[date]:
    found: list[date] = outbreak.do(keep_risk_map, by=COCKPIT)
    return found


def february(day: int) -> date:
    return date(2020, 2, day)


def counted(outbreak: Outbreak, area: str, day: date | None = None) -> Facts:
    """What is counted there, whoever may see it."""
    with outbreak.morning.work(COCKPIT) as work:
        found = counted_on(work, day or outbreak.morning.at.astimezone(ZONE).date())
        return summed(found or {}, [area])[area]


def level(outbreak: Outbreak, area: str, day: date | None = None) -> Level | None:
    return look(outbreak, day=day).levels[area]


@pytest.fixture
def home(database: Database, outbreak: Outbreak) -> str:
    """The community in which He lives."""
    with database.connection() as connection:
        query = text("select community from person where id = :id")
        return str(connection.execute(query, {"id": outbreak.he}).scalar_one())


def test_a_case_and_who_lives_with_it_colour_the_community_and_tell_why(outbreak: Outbreak, home: str) -> None:
    before = look(outbreak.on(3), area=home)
    outbreak.enter()
    after = look(outbreak, area=home)
    assert before.whole and after.whole
    assert (after.whole.colour.level or 0) > (before.whole.colour.level or 0)
    found = counted(outbreak, home)
    assert (found.cases, found.waiting, found.apart) == (1, 2, 0)
    assert {one.what for one in after.whole.colour.reasons} >= {What.TOGETHER, What.WAITING}
    assert home in {one.area for one in look(outbreak).points}


def test_all_areas_are_counted_and_the_sums_of_the_parts_are_the_whole(outbreak: Outbreak) -> None:
    outbreak.on(3).enter()
    with outbreak.morning.work(COCKPIT) as work:
        work.sources.reckon(work.at, 0)
        codes = list(work.areas.known)
        found = summed(counted_on(work, february(3)) or {}, codes)
        people = work.connection.execute(text("select count(*) from residence where until is null")).scalar_one()
    assert found[DISTRICT].residents == people and found[DISTRICT].cases == 1
    for code in (DISTRICT, CHANGQING):
        parts = [one for one in codes if len(one) == len(code) + 3 and one.startswith(code)]
        total = Facts()
        for one in parts:
            total = total.plus(found[one])
        assert total == found[code]
    assert look(outbreak).levels.keys() == set(codes)


def test_who_is_ordered_apart_weighs_less_and_a_case_ruled_out_nothing(outbreak: Outbreak, home: str) -> None:
    case = outbreak.on(3).enter(isolated_at=datetime(2020, 2, 3, 8, tzinfo=ZONE))
    outbreak.do(order, outbreak.su, QuarantineKind.HOME)
    found = counted(outbreak, home)
    assert (found.waiting, found.apart) == (1, 1)
    outbreak.do(change_case, case.id, CaseFacts(CaseStatus.NO_CASE, onset=february(1)))
    found = counted(outbreak, home)
    assert (found.cases, found.waiting) == (0, 0)


def test_a_case_counts_for_so_many_days_from_its_onset_as_the_rule_says(outbreak: Outbreak, home: str) -> None:
    outbreak.on(3).enter(onset=february(2))
    assert counted(outbreak.on(15), home).cases == 1
    assert counted(outbreak.on(16), home).cases == 0


def test_a_crowd_counts_on_the_days_on_which_it_is_open(outbreak: Outbreak) -> None:
    spot = outbreak.morning.crowd().spot
    before = counted(outbreak, spot.grid).crowds
    assert before >= 1
    day = outbreak.morning.at.astimezone(ZONE).date()
    assert counted(outbreak.on(day.day + 1), spot.grid).crowds >= 1  # nobody has closed it


def test_visits_of_the_last_days_that_nobody_made_are_a_weak_point(outbreak: Outbreak, home: str) -> None:
    outbreak.on(3).enter()
    planned = counted(outbreak.on(5), home)
    assert (planned.planned, planned.made) == (4, 0)
    weak = look(outbreak, area=home[:9]).weak
    assert What.MADE in {one.what for each in weak for one in each.colour.thin}


# Days


def test_a_day_that_ended_is_frozen_as_it_was_seen_in_its_last_minute(outbreak: Outbreak, home: str) -> None:
    outbreak.on(3).enter()
    last = outbreak.on(3, hour=23)
    seen, facts = look(last).levels, counted(last, DISTRICT)
    assert february(3) in keep(outbreak.on(4, hour=0))
    assert look(outbreak, day=february(3)).levels == seen
    assert counted(outbreak, DISTRICT, february(3)) == facts


def test_what_is_entered_later_changes_today_and_no_day_before(outbreak: Outbreak, home: str) -> None:
    outbreak.morning.crowd()  # on the first
    keep(outbreak.on(4))
    before = level(outbreak, home, february(3))
    outbreak.enter(onset=february(1))
    assert level(outbreak, home) != before
    assert level(outbreak, home, february(3)) == before == level(outbreak.on(6), home, february(3))


def test_a_day_that_the_worker_slept_through_is_counted_as_of_its_end(outbreak: Outbreak, home: str) -> None:
    outbreak.on(3).enter()
    seen = counted(outbreak.on(3, hour=23), home)
    outbreak.on(5).enter(outbreak.ma)
    assert counted(outbreak, home, february(3)) == seen
    assert keep(outbreak)[-2:] == [february(3), february(4)]
    assert counted(outbreak, home, february(3)) == seen and not keep(outbreak)


def test_what_retention_takes_away_leaves_past_days_as_they_were(
    database: Database, outbreak: Outbreak, home: str
) -> None:
    outbreak.on(3).enter()
    keep(outbreak.on(4))
    seen = look(outbreak, area=home, day=february(3))
    with outbreak.morning.work(COCKPIT) as work:
        for table in ("follow_up", "exposure", "case_record"):
            work.connection.execute(text(f"delete from {table}"))
    assert level(outbreak, home) != Level.RED
    assert look(outbreak, area=home, day=february(3)) == seen


def test_a_day_keeps_the_colour_of_the_rule_that_held_then(database: Database, outbreak: Outbreak, home: str) -> None:
    outbreak.on(3).enter()
    keep(outbreak.on(4))
    before = look(outbreak, day=february(3)).levels
    body = deepcopy(next(one["body"] for one in defaults() if one["kind"] == "risk_map"))
    body["points"] = {"red": 1}
    body["counts"] = {}
    since = datetime(2020, 2, 4, tzinfo=ZONE)
    with database.connection() as connection:
        publish(connection, {
            "kind": "risk_map", "key": "any", "area": DISTRICT, "holds_from": since, "published_at": since,
            "source": "stricter", "body": body,
        })  # fmt: skip
    after = look(outbreak)
    assert after.levels[home] is Level.RED and after.rule and after.rule.source == "stricter"
    assert look(outbreak, day=february(3)).levels == before


def test_before_the_cockpit_was_there_and_after_today_there_is_no_day(outbreak: Outbreak) -> None:
    nothing = look(outbreak.on(3), day=date(2020, 1, 21))
    assert not nothing.levels and nothing.whole is None
    for day in (february(4), date(2020, 1, 20)):
        with pytest.raises(Invalid):
            look(outbreak, day=day)


# What the cockpit tells


def told(database: Database) -> list[Any]:
    with database.connection() as connection:
        query = text("select community, facts from change where subject = 'risk_map' order by id")
        return [tuple(row) for row in connection.execute(query)]


def test_who_looks_hears_that_a_colour_moved_in_a_community_and_not_why(
    database: Database, outbreak: Outbreak, home: str
) -> None:
    keep(outbreak.on(3))
    keep(outbreak)
    assert told(database) == []
    outbreak.enter()
    keep(outbreak)
    (row,) = told(database)
    assert row[0] == home and row[1].keys() == {"areas"} and row[1]["areas"] >= 2
    keep(outbreak)
    assert len(told(database)) == 1


def test_two_workers_at_once_keep_one_day_once(database: Database, outbreak: Outbreak) -> None:
    keep(outbreak.on(4))
    keep(outbreak)
    with database.connection() as connection:
        twice = text("select count(*) from (select from risk_map_day group by day, area having count(*) > 1) d")
        assert connection.execute(twice).scalar_one() == 0


# Who sees what


def test_a_street_sees_itself_and_nothing_beside(outbreak: Outbreak, people: People) -> None:
    outbreak.on(3).enter()
    seen = look(outbreak, by=people.shen)
    assert seen.area == CHANGQING and all(code.startswith(CHANGQING) for code in seen.levels)
    for area in (WULIN, DISTRICT, "330103999", "nowhere"):
        with pytest.raises(NotFound):
            look(outbreak, by=people.shen, area=area)
    assert {code for code in look(outbreak, by=people.lin).levels if len(code) < 15} == {people.lin.area}


def test_her_own_community_has_the_same_colour_for_lin_as_for_the_district(outbreak: Outbreak, people: People) -> None:
    outbreak.on(3).enter()
    for day in (None, february(3)):
        keep(outbreak.on(4) if day else outbreak)
        district = look(outbreak, day=day).levels
        lin = look(outbreak, by=people.lin, day=day).levels
        assert lin == {code: one for code, one in district.items() if code.startswith(people.lin.area)}


def test_rows_of_a_kept_day_are_walled_by_area(outbreak: Outbreak, people: People) -> None:
    keep(outbreak.on(4))
    with outbreak.morning.work(people.shen) as work:
        areas = work.connection.execute(risk_map_day.select()).all()
    assert areas and all(row.area.startswith(CHANGQING) for row in areas)


def test_who_has_no_business_with_it_is_refused(outbreak: Outbreak, people: People) -> None:
    for by in (people.eve, people.wu, people.chen):
        with pytest.raises(NotAllowed):
            look(outbreak, by=by)
    with pytest.raises(NotAllowed):
        outbreak.do(keep_risk_map)


def test_the_leader_and_the_wall_get_cells_and_no_grid(database: Database, outbreak: Outbreak, home: str) -> None:
    outbreak.on(3).enter()
    leader, wall = somebody(database, "leader"), somebody(database, "wall")
    seen = look(outbreak, by=leader, area=home)
    assert seen.whole and str(seen.whole.counts[What.CASES]) == "<5" and not seen.parts
    assert {len(code) for code in seen.levels} == {6, 9, 12}
    with pytest.raises(NotFound):
        look(outbreak, by=leader, area=home + "001")
    on_wall = outbreak.do(risk_on_wall, by=wall)
    assert on_wall.levels == seen.levels
    everybody_reads = outbreak.do(risk_on_wall, by=somebody(database, "officer"))
    assert everybody_reads == on_wall  # whoever opens it
    numbers = [one.number for each in (*on_wall.points, seen.whole) for one in each.colour.reasons if one.what in set(What) - {What.INSIDE, What.FILLED, What.FRESH, What.MADE}]  # fmt: skip
    assert all(one is None or one >= 5 for one in numbers)


def test_the_file_has_the_rows_of_the_page_and_that_it_was_taken_is_told(
    database: Database, outbreak: Outbreak, people: People
) -> None:
    seen, rows = outbreak.on(3).do(risk_map_file, by=people.shen)
    assert [one.area for one in rows] == [*(one.area for one in seen.parts), CHANGQING]
    _, (grid,) = outbreak.do(risk_map_file, seen.parts[0].area + "001", by=people.shen)
    assert len(grid.area) == 15
    with database.connection() as connection:
        query = text("select count(*) from audit_entry where action = 'risk_map_taken'")
        connection.execute(text("set local role cockpit_reader"))
        assert connection.execute(query).scalar_one() == 2
