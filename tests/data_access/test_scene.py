"""Teams on the scene: a clock that lapses once, a call for help that is never lost, a phone's place only with a yes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from cockpit import incidents, scene
from cockpit.clock import Clock as District
from cockpit.escalation.chain import Whom
from cockpit.incidents import Answer, Incident, Kind, State
from cockpit.incidents.packed import unpacked
from cockpit.refusals import Invalid, NotAllowed, NotFound, NotInThisState
from cockpit.scene import Clock, Colour
from data_access import clock as clocks
from data_access import retention
from data_access.scene import team_position
from data_access.scope import reading
from tests.morning import Morning
from tests.people import DISTRICT


@pytest.fixture
def there(morning: Morning) -> Incident:
    """Wu's team is on the scene of the first pharmacy."""
    return morning.answer(morning.people.wu, morning.sent_to_own(), Answer.ON_SCENE)


def wus(morning: Morning) -> int:
    assert morning.people.wu.team
    return morning.people.wu.team


def clock(morning: Morning, incident: Incident) -> Clock:
    found: dict[int, Clock] = morning.do(morning.people.rosa, scene.clocks_of, incident.id)
    return found[wus(morning)]


def lapse(morning: Morning, incident: Incident) -> None:
    morning.do(morning.people.cockpit, scene.lapse, incident.id, wus(morning))


def told(morning: Morning, incident: Incident) -> list[str]:
    with morning.work(morning.people.rosa) as work:
        return [one.event for one in work.timeline("incident", incident.id)]


# The clock


def test_a_team_has_a_clock_from_when_it_is_there(morning: Morning) -> None:
    incident = morning.answer(morning.people.wu, morning.sent_to_own(), Answer.EN_ROUTE)
    assert morning.do(morning.people.rosa, scene.clocks_of, incident.id) == {}
    morning.answer(morning.people.wu, incident, Answer.ON_SCENE)
    begun = clock(morning, incident)
    assert (begun.sign_at, begun.red_at) == (morning.at, morning.at + timedelta(minutes=15))
    assert begun.colour(morning.at) is Colour.GREEN


def test_a_lapse_is_told_once_and_not_again(morning: Morning, there: Incident) -> None:
    lapse(morning.later(minutes=15, seconds=-1), there)
    assert "lapsed" not in told(morning, there)
    for _ in range(3):
        lapse(morning.later(seconds=1), there)
    assert told(morning, there).count("lapsed") == 1


def test_a_tap_ends_the_lapse_and_begins_a_new_clock_that_lapses_anew(morning: Morning, there: Incident) -> None:
    lapse(morning.later(minutes=15), there)
    morning.do(morning.people.wu, scene.all_well, there.id, key=morning.key())
    assert told(morning, there)[-2:] == ["lapsed", "sign_given"]
    assert clock(morning, there).colour(morning.at) is Colour.GREEN
    lapse(morning, there)
    assert told(morning, there).count("lapsed") == 1
    lapse(morning.later(minutes=15), there)
    assert told(morning, there).count("lapsed") == 2


def test_any_answer_is_a_sign_of_life_also_one_about_another_job(morning: Morning, there: Incident) -> None:
    other = morning.send(morning.report(1), wus(morning))
    morning.answer(morning.people.wu, morning.later(minutes=12) and other, Answer.ACKNOWLEDGED)
    assert clock(morning, there).sign_at == morning.at
    lapse(morning.later(minutes=14), there)
    assert "lapsed" not in told(morning, there)
    lapse(morning.later(minutes=1), there)
    assert told(morning, there).count("lapsed") == 1


def test_colours_follow_from_the_last_sign(morning: Morning, there: Incident) -> None:
    begun = clock(morning, there)
    colours = [begun.colour(morning.at + timedelta(minutes=at)) for at in (0, 9, 10, 14, 15, 60)]
    assert colours == [Colour.GREEN] * 2 + [Colour.AMBER] * 2 + [Colour.RED] * 2


def test_who_has_left_the_scene_is_not_missed(morning: Morning, there: Incident) -> None:
    morning.resolve(morning.people.wu, there)
    lapse(morning.later(hours=1), there)
    assert "lapsed" not in told(morning, there)
    assert morning.do(morning.people.rosa, scene.clocks_of, there.id) == {}


def test_a_job_that_was_called_false_has_no_clock_any_more(morning: Morning, there: Incident) -> None:
    morning.do(morning.people.rosa, incidents.call_false, there.id)
    lapse(morning.later(hours=1), there)
    assert "lapsed" not in told(morning, there)


def test_rosa_hears_of_them_by_radio(morning: Morning, there: Incident) -> None:
    lapse(morning.later(minutes=15), there)
    morning.do(morning.people.rosa, scene.heard, there.id, wus(morning))
    assert told(morning, there)[-1] == "heard"
    assert clock(morning, there).colour(morning.at) is Colour.GREEN
    lapse(morning.later(minutes=15), there)
    assert told(morning, there).count("lapsed") == 2


def test_the_kinds_own_rule_goes_before_the_general_one(morning: Morning) -> None:
    publish(morning, "accountability", "crowd", '{"amber": 60, "red": 120}')
    there = morning.answer(morning.people.wu, morning.sent_to_own(), Answer.ON_SCENE)
    assert clock(morning, there).red_at == morning.at + timedelta(seconds=120)


def test_a_tap_sent_twice_is_one(morning: Morning, there: Incident) -> None:
    key = morning.key()
    morning.do(morning.people.wu, scene.all_well, there.id, key=key)
    first = morning.at
    morning.do(morning.people.wu, scene.all_well, morning.later(minutes=5) and there.id, key=key)
    assert clock(morning, there).sign_at == first


def test_only_who_is_there_says_that_all_is_well(morning: Morning) -> None:
    incident = morning.sent_to_own()
    with pytest.raises(NotInThisState):
        morning.do(morning.people.wu, scene.all_well, incident.id, key=morning.key())
    elsewhere = morning.send(morning.report(1), morning.people.mei.team or 0)
    with pytest.raises(NotFound):
        morning.do(morning.people.wu, scene.all_well, elsewhere.id, key=morning.key())
    for nobody in (morning.people.rosa, morning.people.lin, morning.people.eve):
        with pytest.raises(NotAllowed):
            morning.do(nobody, scene.all_well, incident.id, key=morning.key())


def test_another_street_hears_of_nobody_here(morning: Morning, there: Incident) -> None:
    with pytest.raises(NotFound):
        morning.do(morning.people.xia, scene.heard, there.id, wus(morning))
    assert morning.do(morning.people.xia, scene.clocks_of, there.id) == {}


def publish(morning: Morning, kind: str, key: str, body: str) -> None:
    with morning.database.connection() as connection:
        connection.execute(
            text(
                "insert into policy (kind, key, area, holds_from, published_at, source, body)"
                " values (:kind, :key, :area, :at, :at, 'a test', cast(:body as jsonb))"
            ),
            {"kind": kind, "key": key, "area": DISTRICT, "at": morning.at, "body": body},
        )


# Help me


def call(morning: Morning, by: Any = None, **facts: Any) -> Incident:
    found: Incident = morning.do(by or morning.people.wu, scene.call_help, **({"key": morning.key()} | facts))
    return found


def test_a_call_for_help_is_a_red_incident_of_its_own_with_team_and_people(morning: Morning, there: Incident) -> None:
    called = morning.now(call(morning))
    with morning.work(morning.people.rosa) as work:
        team = work.teams.get(wus(morning))
    assert (called.kind, called.priority, called.state) == (Kind.HELP, 1, State.REPORTED)
    assert (called.caller, called.place_name, called.count) == (team.id, team.name, team.members)
    assert called.spot.grid == there.spot.grid
    assert told(morning, called) == ["reported", "help_called"]
    assert told(morning, there)[-1] == "on_scene"


def test_it_lies_where_the_phone_says_it_is(morning: Morning, there: Incident) -> None:
    called = call(morning, lon=120.1695, lat=30.2650)
    assert (called.spot.lon, called.spot.lat) == (120.1695, 30.2650)


@pytest.mark.parametrize("point", [(float("nan"), 30.0), (121.5, 31.2), (None, None), (1e300, -1e300)])
def test_no_point_keeps_a_call_from_the_desk(morning: Morning, there: Incident, point: tuple[Any, Any]) -> None:
    called = call(morning, lon=point[0], lat=point[1])
    assert called.spot == there.spot


def test_without_a_job_the_call_comes_from_the_stand_by_point(morning: Morning) -> None:
    called = call(morning)
    with morning.work(morning.people.rosa) as work:
        assert called.spot == work.teams.get(wus(morning)).spot


def test_the_same_press_counts_once_and_a_second_press_joins_the_first(morning: Morning, there: Incident) -> None:
    key = morning.key()
    first = call(morning, key=key)
    assert call(morning, key=key) is None
    again = call(morning)
    assert again.id == first.id
    assert told(morning, first) == ["reported", "help_called", "help_called"]


def test_it_stands_until_a_person_of_the_desk_answers_and_then_the_team_is_told(morning: Morning) -> None:
    called = call(morning)
    morning.do(morning.people.rosa, incidents.confirm, called.id)
    assert told(morning, called)[-2:] == ["confirmed", "help_answered"]
    with morning.work(morning.people.wu) as work:
        assert work.scene.unanswered_help(wus(morning)) is None
        standing = work.scene.standing_help(wus(morning))
        assert standing and standing.id == called.id
    again = call(morning)
    assert again.id != called.id


def test_sending_somebody_answers_it_and_its_own_team_is_not_proposed(morning: Morning) -> None:
    called = call(morning)
    proposed = morning.proposed(called)
    assert proposed and wus(morning) not in proposed
    morning.send(called, *proposed)
    assert "help_answered" in told(morning, called)


def test_not_taken_up_it_goes_to_the_second_desk_like_every_red_item(morning: Morning) -> None:
    called = call(morning)
    with morning.work(morning.people.rosa) as work:
        chain = work.chains.find(called.id)
    assert chain and (chain.steps[0].to, chain.steps[0].due) == (Whom.SECOND_DESK, morning.at + timedelta(seconds=60))


def test_help_called_from_a_home_names_the_team_and_not_the_home(morning: Morning) -> None:
    spot = morning.watched[0].spot
    job = morning.do(
        morning.people.rosa, incidents.report, Kind.FEVER, incidents.Source.PHONE, spot, at_home=True, priority=1
    )
    morning.answer(morning.people.wu, morning.send(job, wus(morning)), Answer.ON_SCENE)
    called = call(morning)
    assert called.at_home and called.shown_at == job.shown_at != (spot.lon, spot.lat)
    assert called.shown()["place"] == called.place_name
    with morning.work(morning.people.rosa) as work:
        row = next(one for one in unpacked(work.incidents.packed_open(DISTRICT)) if one["id"] == called.id)
    assert row["place"] == called.place_name


def test_another_team_does_not_read_whose_help_was_called(morning: Morning) -> None:
    called = call(morning)
    with morning.work(morning.people.mei) as work:
        assert work.scene.standing_help(wus(morning)) is None
        with pytest.raises(NotFound):
            work.incidents.take_called(called.id, wus(morning))


def test_a_call_for_help_is_a_sign_of_life(morning: Morning, there: Incident) -> None:
    lapse(morning.later(minutes=15), there)
    call(morning)
    assert told(morning, there)[-1] == "sign_given"


def test_only_teams_call_for_help(morning: Morning) -> None:
    for nobody in (morning.people.rosa, morning.people.lin, morning.people.eve):
        with pytest.raises(NotAllowed):
            call(morning, nobody)


# Positions


LON, LAT = 120.1695, 30.2650
FIFTY_METRES = 0.00052


def agree(morning: Morning, by: Any = None) -> None:
    who = by or morning.people.wu
    version = morning.do(who, scene.consent_to).notice.version
    morning.do(who, scene.allow_position, version, key=morning.key())


def move(morning: Morning, lon: float = LON, accuracy: float = 10.0, by: Any = None) -> bool:
    return bool(morning.do(by or morning.people.wu, scene.take_position, lon, LAT, accuracy))


def kept(morning: Morning, by: Any = None) -> list[Any]:
    with morning.work(by or morning.people.rosa) as work:
        return list(work.connection.execute(select(team_position)))


def test_nothing_is_kept_before_a_yes_and_nothing_after_it_was_taken_back(morning: Morning, there: Incident) -> None:
    assert not move(morning)
    assert not morning.do(morning.people.wu, scene.consent_to).asked
    agree(morning)
    assert move(morning)
    assert len(kept(morning)) == 1
    morning.do(morning.people.wu, scene.stop_position, key=morning.key())
    assert kept(morning) == []
    assert not move(morning.later(minutes=1), LON + 1e-3)


def test_a_yes_to_a_notice_that_changed_is_asked_anew(morning: Morning, there: Incident) -> None:
    agree(morning)
    publish(morning, "notice", "position", '{"who": "a", "what_for": "b", "what": "c", "how_long": "d", "whom": "e"}')
    morning.later(seconds=1)
    consent = morning.do(morning.people.wu, scene.consent_to)
    assert not consent.asked and consent.given_at is None
    assert not move(morning)


def test_a_version_that_nobody_shows_now_cannot_be_agreed_to(morning: Morning) -> None:
    with pytest.raises(Invalid):
        morning.do(morning.people.wu, scene.allow_position, 1, key=morning.key())


@pytest.mark.parametrize("state", [None, Answer.ACKNOWLEDGED, Answer.RESOLVED])
def test_only_on_the_way_and_there_is_anything_kept(morning: Morning, state: Answer | None) -> None:
    agree(morning)
    incident = morning.sent_to_own()
    if state is Answer.RESOLVED:
        morning.resolve(morning.people.wu, incident)
    elif state:
        morning.answer(morning.people.wu, incident, state)
    assert not move(morning)
    assert kept(morning) == []


def test_positions_are_thinned_and_the_newest_alone_is_kept(morning: Morning, there: Incident) -> None:
    agree(morning)
    assert move(morning)
    assert not move(morning.later(seconds=19), LON + FIFTY_METRES), "too soon"
    assert not move(morning.later(seconds=10), LON + FIFTY_METRES / 5), "too near"
    assert not move(morning, LON + FIFTY_METRES, accuracy=80.0), "within its own doubt"
    assert move(morning, LON + FIFTY_METRES)
    (row,) = kept(morning)
    assert (row.lon, row.at) == (LON + FIFTY_METRES, morning.at)


def test_a_phone_that_is_moved_is_a_sign_of_life_and_one_that_lies_still_is_none(
    morning: Morning, there: Incident
) -> None:
    agree(morning)
    move(morning)
    assert not move(morning.later(minutes=10))
    lapse(morning.later(minutes=5), there)
    assert told(morning, there)[-1] == "lapsed"
    assert move(morning, LON + FIFTY_METRES)
    assert told(morning, there)[-1] == "sign_given"


def test_a_position_leaves_no_line_and_no_change(morning: Morning, there: Incident) -> None:
    agree(morning)
    count = text("select (select count(*) from audit_entry), (select count(*) from change)")
    with morning.database.connection() as connection:
        before = connection.execute(count).one()
    assert move(morning) and move(morning.later(minutes=1), LON + FIFTY_METRES)
    with morning.database.connection() as connection:
        assert connection.execute(count).one() == before


def test_positions_stand_behind_the_wall_of_their_job(morning: Morning, there: Incident) -> None:
    agree(morning)
    move(morning)
    assert len(kept(morning, morning.people.shen)) == len(kept(morning, morning.people.wu)) == 1
    assert kept(morning, morning.people.xia) == kept(morning, morning.people.mei) == []


def test_a_last_position_goes_a_day_after_its_job_was_closed(morning: Morning) -> None:
    agree(morning)
    incident = morning.answer(morning.people.wu, morning.send(morning.crowd(), wus(morning)), Answer.ON_SCENE)
    move(morning)
    morning.resolve(morning.people.wu, incident)
    morning.do(morning.people.hana, incidents.verify, incident.id)
    morning.do(morning.people.hana, incidents.close, incident.id, "dispersed")
    for hours, left in ((23, 1), (3, 0)):
        with morning.database.connection() as connection:
            clocks.keep(connection, District(datetime.now(UTC), morning.later(hours=hours).at))
        retention.expire(morning.database, morning.people.cockpit)
        with morning.database.connection() as connection, reading(connection):
            assert len(list(connection.execute(select(team_position)))) == left


@pytest.mark.parametrize(
    "place", [(float("nan"), 30.0, 5.0), (120.0, float("inf"), 5.0), (120.0, 30.0, -1.0), (181.0, 30.0, 1.0)]
)
def test_a_position_that_cannot_be_is_refused(morning: Morning, there: Incident, place: tuple[float, ...]) -> None:
    agree(morning)
    with pytest.raises(Invalid):
        morning.do(morning.people.wu, scene.take_position, *place)
