"""The board and what comes onto it by hand: calls at the desk, places by a few letters, who else is looking."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cockpit.incidents import Kind, Source, call_false
from cockpit.incidents.board import day_of, number_of, on_board
from cockpit.incidents.by_hand import Taken, Typed, places_like, take_report
from cockpit.incidents.packed import unpacked
from cockpit.refusals import Invalid, KeyReused, NotAllowed, NotFound
from cockpit.viewers import FORGOTTEN_AFTER, look_on
from tests.morning import Morning


def call(morning: Morning, key: str = "", **facts: object) -> Taken | None:
    place = morning.watched[0].id
    typed = Typed(**{"kind": "crowd", "priority": 2, "source": "phone", "place": place} | facts)  # type: ignore[arg-type]
    found: Taken | None = morning.do(morning.people.rosa, take_report, typed, key=key or morning.key())
    return found


def test_a_call_becomes_an_incident_and_a_second_one_joins_it(morning: Morning) -> None:
    first = call(morning, count=12, note="Queue at the door")
    second = call(morning.later(minutes=3))
    assert first and second and not first.joined and second.joined
    assert first.incident.id == second.incident.id and first.incident.source is Source.PHONE


def test_the_same_click_sent_twice_reports_once(morning: Morning) -> None:
    first = call(morning, key="one click", place=None, lon=morning.watched[0].spot.lon, lat=morning.watched[0].spot.lat)
    again = call(morning, key="one click", place=None, lon=morning.watched[0].spot.lon, lat=morning.watched[0].spot.lat)
    assert first and again is None
    with pytest.raises(KeyReused):
        call(morning, key="one click", kind="fever")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "ufo"}, {"kind": ["crowd"]}, {"priority": 9}, {"source": "warning"}, {"source": None}, {"count": -1},
        {"count": 1.5}, {"count": True}, {"place": None}, {"place": None, "lon": 120.17}, {"note": "x" * 2001},
        {"place": None, "lon": 0.0, "lat": 0.0}, {"place": None, "lon": float("nan"), "lat": 30.28},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_the_field_named(shared_morning: Morning, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        call(shared_morning, **wrong)


def test_a_street_officer_reports_in_her_own_street_only(shared_morning: Morning) -> None:
    place = shared_morning.watched[0]
    xia = shared_morning.people.xia
    with pytest.raises(NotFound):
        shared_morning.do(xia, take_report, Typed("crowd", 2, "phone", place.id), key="1")
    with pytest.raises(Invalid):
        typed = Typed("crowd", 2, "phone", lon=place.spot.lon, lat=place.spot.lat)
        shared_morning.do(xia, take_report, typed, key="2")


def test_a_place_is_found_by_part_of_its_name_its_pinyin_or_its_code(shared_morning: Morning) -> None:
    place = shared_morning.watched[0]
    for words in (place.name[1:], "anheyao", place.code.lower(), f"{place.name[:2]} 药"):
        found = shared_morning.do(shared_morning.people.rosa, places_like, words)
        assert place.id in {one.id for one in found} and len(found) <= 12


@pytest.mark.parametrize("words", ["", "   ", None, "a\0b", "100%", "_", "'; drop table place; --", "\ud800"[:0]])
def test_odd_words_find_nothing(shared_morning: Morning, words: object) -> None:
    assert shared_morning.do(shared_morning.people.rosa, places_like, words) == []


def test_places_of_another_street_are_not_found(shared_morning: Morning) -> None:
    assert shared_morning.do(shared_morning.people.xia, places_like, shared_morning.watched[0].name) == []


def test_what_ended_stays_on_the_board_for_a_day(morning: Morning) -> None:
    incident = morning.report()
    morning.do(morning.people.rosa, call_false, incident.id)
    assert incident.id in numbers(morning)
    morning.later(hours=24, seconds=1)
    assert incident.id not in numbers(morning)
    assert [row["id"] for row in on(morning, date(2020, 2, 1))].count(incident.id) == 1


def test_a_day_begins_and_ends_at_the_districts_own_midnight(morning: Morning) -> None:
    morning.later(hours=16, minutes=39, seconds=59)  # 23:59:59 on 1 February
    late = morning.report()
    early = morning.later(seconds=1).report(1, by=morning.people.rosa)
    found = {day: numbers(morning, date(2020, 2, day)) for day in (1, 2)}
    assert late.id in found[1] and late.id not in found[2]
    assert early.id in found[2] and early.id not in found[1]


def on(morning: Morning, *day: date) -> list[dict[str, Any]]:
    return unpacked(morning.do(morning.people.rosa, on_board, *day))


def numbers(morning: Morning, *day: date) -> set[int]:
    return {row["id"] for row in on(morning, *day)}


def test_a_packed_row_says_what_every_change_of_the_incident_says(morning: Morning) -> None:
    """At a door, at a home, reopened and sent twice, ended: to the last field, and nothing of the home."""
    first = morning.sent_to_own(0)
    home = morning.report(1, at_home=True)
    ended = morning.report(2)
    morning.do(morning.people.rosa, call_false, ended.id)
    morning.resolved(3)
    rows = {row["id"]: row for row in on(morning)}
    for one in (morning.now(found) for found in (first, home, ended)):
        spot = one.spot
        told = one.shown() | {"id": one.id, "area": [spot.street, spot.community, spot.grid]}
        assert in_time(rows[one.id]) == in_time(told)
    assert all(
        in_time(rows[one.id]) == in_time(one.shown() | {"id": one.id, "area": rows[one.id]["area"]})
        for one in opened(morning)
    )
    assert morning.watched[1].name not in str(rows[home.id])
    with morning.work(morning.people.rosa) as work:
        told_open = [row["id"] for row in unpacked(work.incidents.packed_open("330103"))]
        assert told_open == sorted(one.id for one in work.incidents.open_in("330103"))


def opened(morning: Morning) -> list[Any]:
    with morning.work(morning.people.rosa) as work:
        found: list[Any] = work.incidents.open_in("330103")
        return found


def in_time(row: dict[str, Any]) -> dict[str, Any]:
    """Instants as instants, whichever zone they are written in."""
    instants = ("received_at", "arrive_by", "close_by", "closed_at")
    return row | {name: datetime.fromisoformat(row[name]) for name in instants if row[name]}


def test_each_sees_packed_what_is_of_the_own_street(morning: Morning) -> None:
    mine = morning.report(0)
    for who, seen in ((morning.people.shen, True), (morning.people.xia, False)):
        with morning.work(who) as work:
            packed = unpacked(work.incidents.packed_open("330103"))
        assert (mine.id in {row["id"] for row in packed}) is seen


def test_the_board_is_for_those_who_may_read_incidents(shared_morning: Morning) -> None:
    for somebody in (shared_morning.people.eve, shared_morning.people.wu):
        with pytest.raises(NotAllowed):
            shared_morning.do(somebody, on_board)


def test_codes_and_days_as_people_write_them() -> None:
    assert [number_of(code) for code in ("I-0127", "i0127", " 127 ")] == [127, 127, 127]
    for wrong in ("", "I-", "-5", "१२७", "I-1e3", None, "9" * 30):
        with pytest.raises(Invalid):
            number_of(wrong)
    assert day_of("2020-02-01") == date(2020, 2, 1)
    assert [day_of(wrong) for wrong in ("2020-02-30", "0001-01-01", "today", None, 3)] == [None] * 5


def test_two_officers_at_one_incident_see_each_other_for_a_minute(morning: Morning) -> None:
    incident = morning.report()
    rosa, hana = morning.people.rosa, morning.people.hana
    assert morning.do(rosa, look_on, incident.id) == ()
    assert [one.name for one in morning.do(hana, look_on, incident.id)] == [rosa.name]
    assert [one.name for one in morning.do(rosa, look_on, incident.id)] == [hana.name]
    with morning.work(rosa) as work:
        work.machine_at += FORGOTTEN_AFTER + timedelta(seconds=1)
        assert look_on(work, incident.id) == ()


def test_looking_leaves_no_audit_line_and_no_change(morning: Morning) -> None:
    incident = morning.report()
    with morning.work(morning.people.rosa) as work:
        before = len(work.timeline("incident", incident.id))
    morning.do(morning.people.rosa, look_on, incident.id)
    with morning.work(morning.people.rosa) as work:
        assert len(work.timeline("incident", incident.id)) == before
    with pytest.raises(NotFound):
        morning.do(morning.people.xia, look_on, incident.id)


def test_kinds_that_can_be_typed_are_those_that_exist(shared_morning: Morning) -> None:
    for kind in Kind:
        assert call(shared_morning, kind=kind.value, key=f"each kind: {kind}")
