"""Counters beside the facts: they agree after anything that may happen in a morning."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import dispatch, figures, incidents
from cockpit.figures import Figure
from cockpit.incidents import Answer
from cockpit.places import Place
from cockpit.refusals import (
    AlreadyOver,
    AlreadySent,
    Invalid,
    NobodyToSend,
    NotAllowed,
    NotFound,
    NotInThisState,
    NotYourOwn,
    TeamNotFree,
    TeamOffDuty,
)
from data_access import feed
from data_access import figures as counters
from data_access.database import Database
from tests.at_once import at_once
from tests.conftest import SHANGHAI
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People

TODAY = date(2020, 2, 1)


def now(morning: Morning, area: str = DISTRICT) -> dict[Figure, int]:
    """Added up as screens do it."""
    with morning.work(morning.people.rosa) as work:
        counters = work.figures.by_community(morning.at.astimezone(work.zone).date())
    own = [values for community, values in counters.items() if community.startswith(area)]
    return {figure: sum(values.get(figure, 0) for values in own) for figure in Figure}


def trend(morning: Morning) -> dict[Figure, tuple[int, ...]]:
    found: dict[Figure, tuple[int, ...]] = morning.do(morning.people.rosa, figures.trend_of, DISTRICT)
    return found


def differences(database: Database) -> list[Any]:
    with database.connection() as connection:
        return list(counters.differences(connection))


# Stocks and flows


def test_a_new_district_counts_what_it_holds(shared_morning: Morning) -> None:
    found = now(shared_morning)

    assert found[Figure.RESIDENTS] == 1000
    assert found[Figure.RENTED] <= found[Figure.HOUSEHOLDS] <= found[Figure.RESIDENTS]
    assert found[Figure.INCIDENTS_OPEN] == 0
    assert differences(shared_morning.database) == []


def test_an_incident_is_counted_where_it_is_and_in_all_areas_above(morning: Morning) -> None:
    one = morning.crowd()

    for area in (DISTRICT, CHANGQING, one.spot.community):
        found = now(morning, area)
        assert [found[one] for one in (Figure.INCIDENTS_OPEN, Figure.INCIDENTS_WAITING, Figure.INCIDENTS_RECEIVED)] == [
            1,
            1,
            1,
        ]
    assert now(morning, WULIN)[Figure.INCIDENTS_OPEN] == 0


def test_who_was_sent_to_does_not_wait_and_who_was_closed_is_not_open(morning: Morning, people: People) -> None:
    one = morning.resolved()
    assert now(morning)[Figure.INCIDENTS_WAITING] == 0
    morning.do(people.hana, incidents.verify, one.id)
    morning.do(people.hana, incidents.close, one.id, "dispersed")

    found = now(morning)
    assert (found[Figure.INCIDENTS_OPEN], found[Figure.INCIDENTS_CLOSED]) == (0, 1)

    morning.do(people.hana, incidents.reopen, one.id, "not_solved")
    found = now(morning)
    assert [found[one] for one in (Figure.INCIDENTS_OPEN, Figure.INCIDENTS_WAITING, Figure.INCIDENTS_CLOSED)] == [
        1,
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("received", "day"),
    [("2020-01-31T23:59:59+08:00", 31), ("2020-02-01T00:00:00+08:00", 1), ("2020-02-01T23:59:59+08:00", 1)],
)
def test_flows_belong_to_the_districts_own_day(morning: Morning, received: str, day: int) -> None:
    morning.at = datetime.fromisoformat(received)
    morning.report()

    with morning.database.connection() as connection:
        days = list(
            connection.execute(text("select day from figure_day where figure = 'incidents_received'")).scalars()
        )
    assert [one.day for one in days] == [day]
    assert now(morning)[Figure.INCIDENTS_RECEIVED] == 1


def test_what_is_closed_after_midnight_is_taken_back_on_that_day(morning: Morning, people: People) -> None:
    morning.at = datetime.fromisoformat("2020-02-01T23:58:00+08:00")
    one = morning.report()
    morning.later(minutes=2).do(people.rosa, incidents.cancel, one.id)

    assert now(morning)[Figure.INCIDENTS_CLOSED] == 1
    assert now(morning)[Figure.INCIDENTS_RECEIVED] == 0
    assert trend(morning)[Figure.INCIDENTS_RECEIVED] == (1,)


def test_hours_of_the_day_are_the_districts_own(morning: Morning) -> None:
    for at, place in (("00:00:00", 0), ("07:59:59", 1), ("08:00:00", 2)):
        morning.at = datetime.fromisoformat(f"2020-02-01T{at}+08:00")
        morning.report(place)
    found = morning.do(morning.people.rosa, figures.hours_by_community, DISTRICT)

    hours = [sum(hour) for hour in zip(*found.values(), strict=True)]
    assert set(found) == {place.spot.community for place in morning.watched[:3]}
    assert (hours[0], hours[7], hours[8], sum(hours), len(hours)) == (1, 1, 1, 3, 24)


def test_reports_are_counted_by_quarters_for_every_zones_hour_begins_with_one(morning: Morning) -> None:
    """Kathmandu is five hours and three quarters ahead: its hours begin at a quarter past those of UTC."""
    for at, place in (("08:14:59", 0), ("08:15:00", 1)):
        morning.at = datetime.fromisoformat(f"2020-02-01T{at}+08:00")
        morning.report(place)
    with morning.work(morning.people.rosa) as work:
        found = work.incidents.received_since(DISTRICT, morning.at - timedelta(hours=2))

    assert sorted((at.astimezone(SHANGHAI).minute, count) for _, at, count in found) == [(0, 1), (15, 1)]


def frozen(morning: Morning, day: int) -> dict[str, int]:
    """Freeze the day, whatever the hour, and read its closing values of incidents."""
    with morning.database.connection() as connection:
        counters.freeze_day(connection, date(2020, 2, day), datetime(2020, 2, day + 1, tzinfo=SHANGHAI))
        query = "select figure, sum(value) from figure_day where day = :day and figure like 'incidents%' group by 1"
        return {figure: int(value) for figure, value in connection.execute(text(query), {"day": date(2020, 2, day)})}


def test_a_day_that_is_frozen_late_closes_with_what_stood_at_its_last_minute(morning: Morning) -> None:
    """At midnight one waits and one is in hand; by the time the day is frozen both are over and a third has come."""
    morning.at = datetime.fromisoformat("2020-02-01T23:30:00+08:00")
    waits, in_hand = morning.report(0), morning.send(morning.report(1), morning.people.wu.team or 0)
    morning.at = datetime.fromisoformat("2020-02-02T00:00:00+08:00")
    for one in (waits, in_hand):
        morning.do(morning.people.rosa, incidents.cancel, one.id)
    morning.report(2)
    closing = frozen(morning, 1)

    assert (closing["incidents_open"], closing["incidents_waiting"]) == (2, 1)
    assert frozen(morning, 2)["incidents_open"] == 1


def test_each_street_gets_its_own_counters_with_a_change_that_it_may_see(morning: Morning) -> None:
    """Two doors of different communities in one post: neither community's figures travel with the other's change."""
    first, second = morning.queue_at(*two_communities(morning))
    with morning.database.connection() as connection:
        told = connection.execute(text("select community, figures from change where figures <> '{}'")).all()

    assert {row.community for row in told} == {first.spot.community, second.spot.community}
    assert all(set(row.figures) == {row.community} for row in told)


def two_communities(morning: Morning) -> tuple[Place, Place]:
    first = morning.watched[0]
    return first, next(one for one in morning.watched if one.spot.community != first.spot.community)


def test_closing_values_are_frozen_once_a_day(morning: Morning) -> None:
    with morning.database.connection() as connection:
        counters.freeze_day(connection, date(2020, 1, 31), datetime(2020, 2, 1, tzinfo=SHANGHAI))
    morning.crowd()
    with morning.database.connection() as connection:
        counters.freeze_day(connection, date(2020, 1, 31), datetime(2020, 2, 1, tzinfo=SHANGHAI))

    assert trend(morning)[Figure.RESIDENTS] == (1000,)
    assert now(morning)[Figure.INCIDENTS_OPEN] == 1


# Scope


@pytest.mark.parametrize("area", [DISTRICT, CHANGQING, "3301030021", "330103002x", "330103002999", "", None, 330103002])
def test_an_area_outside_ones_scope_or_that_is_none_is_not_found(shared_morning: Morning, area: Any) -> None:
    for use_case in (figures.trend_of, figures.hours_by_community, figures.sources):
        with pytest.raises(NotFound):
            shared_morning.do(shared_morning.people.xia, use_case, area)


def test_eve_sees_no_figures(shared_morning: Morning) -> None:
    with pytest.raises(NotAllowed):
        shared_morning.do(shared_morning.people.eve, figures.trend_of, DISTRICT)


# Sources


def test_every_watched_place_is_named_with_its_last_count_and_its_limit(morning: Morning) -> None:
    morning.queue_at(*morning.watched)
    quiet = morning.later(minutes=3).watched[1]
    silent_since = morning.at.astimezone(UTC) - timedelta(minutes=3)
    morning.queue_at(morning.watched[0], *morning.watched[2:])

    found = {one["name"]: one for one in morning.do(morning.people.rosa, figures.sources, DISTRICT)}

    assert found.keys() >= {place.name for place in morning.watched}
    assert found[quiet.name] == {
        "kind": "pharmacy",
        "name": quiet.name,
        "area": [quiet.spot.street, quiet.spot.community, quiet.spot.grid],
        "at": silent_since.isoformat(),
        "limit": 300,
    }
    assert morning.do(morning.people.xia, figures.sources, WULIN) == []


# Counters and facts


def test_a_counter_that_was_tampered_with_is_found_and_rebuilt(morning: Morning) -> None:
    one = morning.crowd()
    with morning.database.connection() as connection:
        connection.execute(text("update figure_now set value = value + 5 where figure = 'incidents_open'"))
    assert differences(morning.database) == [(one.spot.community, "incidents_open", 6, 1)]

    with morning.database.connection() as connection:
        counters.rebuild(connection)
    assert differences(morning.database) == []


ORDINARY = (
    NotAllowed, NotFound, Invalid, AlreadyOver, AlreadySent, NobodyToSend, NotInThisState, NotYourOwn, TeamNotFree,
    TeamOffDuty,
)  # fmt: skip


def anything(morning: Morning, chance: Random) -> None:
    """One act by somebody, on anything; half of them are refused."""
    people = morning.people
    with morning.work(people.rosa) as work:
        known = work.incidents.find(DISTRICT, words=[])
    if not known or chance.random() < 0.15:
        morning.report(chance.randrange(4), by=chance.choice([people.rosa, people.lin, people.wu]))
        return
    one = chance.choice(known[:3])
    desk = chance.choice([people.rosa, people.hana, people.shen, people.xia, people.eve])
    team = chance.choice(morning.field_people())
    acts: list[Any] = [
        lambda: morning.send(one, by=desk, more=chance.random() < 0.5),
        lambda: morning.send(one, team.team or 0, by=desk, more=True),
        lambda: morning.answer(team, one, chance.choice([Answer.ACKNOWLEDGED, Answer.EN_ROUTE, Answer.ON_SCENE])),
        lambda: morning.answer(team, one, Answer.DECLINED, reason="busy"),
        lambda: morning.resolve(team, one),
        lambda: morning.do(desk, incidents.verify, one.id),
        lambda: morning.do(desk, incidents.close, one.id, "dispersed"),
        lambda: morning.do(desk, incidents.reopen, one.id, "not_solved"),
        lambda: morning.do(desk, chance.choice([incidents.hold, incidents.resume]), one.id),
        lambda: morning.do(desk, chance.choice([incidents.cancel, incidents.call_false]), one.id),
        lambda: morning.do(desk, incidents.merge, one.id, chance.choice(known).id),
        lambda: morning.do(people.cockpit, dispatch.time_out, one.id, team.team or 0),
    ]
    chance.choice(acts)()


@pytest.mark.many
@pytest.mark.parametrize("seed", [1, 2])
def test_after_a_random_morning_of_three_people_at_once_counters_are_what_the_facts_say(
    morning: Morning, seed: int
) -> None:
    def person(number: int) -> None:
        chance = Random(f"{seed} {number}")
        own = Morning(morning.database, morning.people, morning.watched, morning.at)
        own.keys = (f"{number} {n}" for n in range(1000))
        for _ in range(60):
            own.later(seconds=chance.randrange(60))
            with suppress(*ORDINARY):
                anything(own, chance)

    failed = [answer for answer in at_once(*[lambda n=n: person(n) for n in range(3)]) if answer is not None]

    assert failed == []
    assert differences(morning.database) == []
    with morning.database.connection() as connection:
        assert feed.last_change(connection) > 30
