"""Incidents on their shelf: lists, scopes, joined reports, and rows that say what the rules imply."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import incidents
from cockpit.incidents import Answer, Incident, Kind, Source, State
from cockpit.refusals import AlreadyOver, Invalid, NotFound, NotInThisState, NotYourOwn
from data_access import policy
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People


def open_in(morning: Morning, by: Any, area: str) -> list[int]:
    with morning.work(by) as work:
        return [one.id for one in work.incidents.open_in(area)]


# Reporting


def test_a_second_report_of_the_same_place_joins_the_first(morning: Morning, people: People) -> None:
    one = morning.report()
    again = morning.later(minutes=29).report(by=people.mei, count=12)

    assert again.id == one.id
    with morning.database.connection() as connection:
        events = list(connection.execute(text("select event from change order by id")).scalars())
    assert events == ["reported", "joined"]


def test_another_kind_another_place_or_half_an_hour_later_is_another_incident(morning: Morning) -> None:
    one = morning.report()
    hazard = morning.do(morning.people.rosa, incidents.report, Kind.HAZARD, Source.PHONE, morning.watched[0])
    elsewhere = morning.report(1)
    later = morning.later(minutes=31).report()

    assert len({one.id, hazard.id, elsewhere.id, later.id}) == 4


def test_what_is_over_is_not_joined(morning: Morning, people: People) -> None:
    one = morning.report()
    morning.do(people.rosa, incidents.cancel, one.id)

    assert morning.report().id != one.id


def test_a_report_of_a_point_has_the_areas_that_hold_it(morning: Morning, people: People) -> None:
    where = morning.watched[0].spot
    with morning.work(people.rosa) as work:
        spot = work.areas.spot(where.lon, where.lat)
        told = incidents.report(work, Kind.OTHER, Source.PATROL, spot, priority=3)

    assert (told.spot, told.place_id) == (where, None)


@pytest.mark.parametrize(("lon", "lat"), [(0.0, 0.0), (120.0, 30.0), (float("nan"), 30.26), (120.17, float("inf"))])
def test_a_point_outside_the_district_is_not_found(shared_morning: Morning, lon: float, lat: float) -> None:
    with pytest.raises(NotFound), shared_morning.work(shared_morning.people.rosa) as work:
        work.areas.spot(lon, lat)


def test_the_due_clocks_follow_the_rule_of_the_priority(morning: Morning) -> None:
    red = morning.report(0, priority=1)
    plain = morning.report(1, priority=3)

    assert red.arrive_by - red.received_at == timedelta(minutes=15)
    assert plain.arrive_by - plain.received_at == timedelta(hours=2)


def test_a_new_rule_touches_nothing_already_begun(morning: Morning) -> None:
    before = morning.report(0, priority=1)
    rule = {"kind": "due", "key": "1", "area": CHANGQING, "source": "test", "body": {"arrive": 60, "close": 120}}
    with morning.database.connection() as connection:
        policy.publish(connection, rule | {"holds_from": morning.at, "published_at": morning.at})

    after = morning.later(seconds=1).report(1, priority=1)

    assert after.arrive_by - after.received_at == timedelta(minutes=1)
    assert morning.now(before) == before
    assert before.due_policy != after.due_policy


# Lists


def test_each_sees_what_is_open_in_the_own_scope(morning: Morning, people: People) -> None:
    ids = [one.id for one in morning.queue_at(*morning.watched)]

    assert sorted(open_in(morning, people.rosa, DISTRICT)) == sorted(ids)
    assert sorted(open_in(morning, people.shen, CHANGQING)) == sorted(ids)
    assert open_in(morning, people.xia, WULIN) == []
    assert open_in(morning, people.xia, CHANGQING) == []
    assert open_in(morning, people.xia, DISTRICT) == []


def test_the_most_urgent_is_first(morning: Morning) -> None:
    plain, red = morning.report(0, priority=3), morning.later(minutes=1).report(1, priority=1)

    assert open_in(morning, morning.people.rosa, DISTRICT) == [red.id, plain.id]


def test_a_teams_list_holds_what_it_still_has_to_do(morning: Morning, people: People) -> None:
    first, second = morning.sent_to_own(0), morning.sent_to_own(1)
    morning.resolve(people.wu, first)

    with morning.work(people.wu) as work:
        assert [one.id for one in work.incidents.of_team(people.wu.team or 0)] == [second.id]
    with morning.work(people.mei) as work:
        assert [one.id for one in work.incidents.of_team(people.mei.team or 0)] == [first.id, second.id]


# Words


def test_what_is_on_hold_goes_on_where_it_stood(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    morning.answer(people.wu, one, Answer.EN_ROUTE)
    assert morning.do(people.rosa, incidents.hold, one.id).state is State.ON_HOLD
    assert morning.answer(people.wu, one, Answer.ON_SCENE).state is State.ON_HOLD

    assert morning.do(people.rosa, incidents.resume, one.id).state is State.ON_SCENE


@pytest.mark.parametrize(
    ("word", "more"), [(incidents.resume, ()), (incidents.verify, ()), (incidents.reopen, ("not_solved",))]
)
def test_a_word_that_does_not_follow_is_refused(morning: Morning, word: Any, more: tuple[str, ...]) -> None:
    with pytest.raises(NotInThisState):
        morning.do(morning.people.rosa, word, morning.crowd().id, *more)


def test_nothing_is_confirmed_twice_or_held_twice(morning: Morning, people: People) -> None:
    one = morning.crowd()
    morning.do(people.rosa, incidents.confirm, one.id)
    with pytest.raises(NotInThisState):
        morning.do(people.hana, incidents.confirm, one.id)
    morning.do(people.rosa, incidents.hold, one.id)
    with pytest.raises(NotInThisState):
        morning.do(people.hana, incidents.hold, one.id)


@pytest.mark.parametrize("reason", ["", "because", None, 3])
def test_a_close_needs_one_of_the_reasons(morning: Morning, reason: Any) -> None:
    with pytest.raises(Invalid):
        morning.do(morning.people.rosa, incidents.close, morning.resolved().id, reason)


def test_only_what_was_verified_is_closed(morning: Morning, people: People) -> None:
    with pytest.raises(NotInThisState):
        morning.do(people.rosa, incidents.close, morning.resolved().id, "dispersed")


def test_where_the_rule_says_so_the_sender_does_not_verify(morning: Morning, people: People) -> None:
    rule = {"kind": "verify", "key": "any", "area": DISTRICT, "source": "test", "body": {"sender_may_verify": False}}
    with morning.database.connection() as connection:
        policy.publish(connection, rule | {"holds_from": morning.at, "published_at": morning.at})
    one = morning.resolved()

    with pytest.raises(NotYourOwn):
        morning.do(people.rosa, incidents.verify, one.id)
    assert morning.do(people.hana, incidents.verify, one.id).state is State.VERIFIED


def test_a_duplicate_names_the_one_it_was_merged_into(morning: Morning, people: People) -> None:
    one, other = morning.queue_at(*morning.watched[:2])
    merged = morning.do(people.rosa, incidents.merge, one.id, other.id)

    assert (merged.state, merged.merged_into, merged.closed_at) == (State.DUPLICATE, other.id, morning.at)
    assert not morning.now(other).over
    with pytest.raises(AlreadyOver):
        morning.do(people.rosa, incidents.merge, other.id, one.id)
    with pytest.raises(Invalid):
        morning.do(people.rosa, incidents.merge, other.id, other.id)


def test_reopened_work_is_sent_anew_to_the_same_teams_too(morning: Morning, people: People) -> None:
    one = morning.resolved()
    again: Incident = morning.do(people.hana, incidents.reopen, one.id, "not_solved")
    assert (again.state, again.round, again.closed_at) == (State.REOPENED, 1, None)

    sent = morning.send(one, people.wu.team or 0)

    assert sent.state is State.DISPATCHED
    assert morning.resolve(people.wu, one).state is State.RESOLVED
