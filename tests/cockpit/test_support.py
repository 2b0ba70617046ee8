"""Calls for support, as the assignments imply them; which of two goes on; and what lies near what."""

from dataclasses import replace
from datetime import timedelta

from cockpit.areas import Spot
from cockpit.dispatch import plan
from cockpit.incidents import Answer, Assignment, Incident, Kind, Source, State
from cockpit.incidents.alike import Near, Seen, box_around, nearness, survivor
from tests.cockpit.test_incident import RECEIVED, RED, SPOT, due_instants
from tests.cockpit.test_plan import AUNTIES, OWN, SQUAD

CROWD = Incident(Kind.CROWD, Source.WARNING, 1, SPOT, RECEIVED, **due_instants(RED, RECEIVED), id=1)
MINUTE = timedelta(minutes=1)


def there(team: int, role: str, minute: int = 0, **facts: object) -> Assignment:
    at = RECEIVED + minute * MINUTE
    return replace(Assignment(team, role, Answer.ON_SCENE, at, at, id=team), **facts)  # type: ignore[arg-type]


CALLS = there(1, "police", support="volunteer", support_at=RECEIVED + 5 * MINUTE)


def with_teams(*teams: Assignment) -> Incident:
    return replace(CROWD, said=State.CONFIRMED, assignments=teams)


# A call


def test_a_call_stands_until_a_team_of_that_role_is_sent_after_it() -> None:
    before, after = there(2, "volunteer", 3), there(3, "volunteer", 6)

    assert with_teams(CALLS).support_wanted == ("volunteer",)
    assert with_teams(CALLS, before).support_wanted == ("volunteer",)
    assert with_teams(CALLS, before, after).support_wanted == ()


def test_the_call_is_open_again_when_the_team_that_was_sent_declines() -> None:
    out = there(3, "volunteer", 6, state=Answer.DECLINED)

    assert with_teams(CALLS, out).support_wanted == ("volunteer",)


def test_who_is_done_or_recalled_needs_nobody_any_more() -> None:
    for state in (Answer.RESOLVED, Answer.RECALLED):
        assert with_teams(replace(CALLS, state=state)).support_wanted == ()


def test_what_is_over_calls_for_nobody() -> None:
    assert replace(with_teams(CALLS), said=State.FALSE_ALARM).support_wanted == ()


def test_a_call_waits_for_the_desk_as_a_fresh_report_does() -> None:
    assert with_teams(CALLS).tally()["incidents_waiting"] == 1
    assert with_teams(CALLS).shown()["support"] is True
    assert with_teams(there(1, "police")).tally()["incidents_waiting"] == 0


def test_the_plan_of_a_call_proposes_one_more_of_the_role() -> None:
    on_it = with_teams(replace(CALLS, team_id=OWN.team.id))

    assert [one.team.id for one in plan(on_it, {"volunteer": 1}, [OWN, SQUAD, AUNTIES]).proposals] == [AUNTIES.team.id]


# Alike


def at(metres_east: float, grid: str = SPOT.grid, place: int | None = None) -> Seen:
    lon = SPOT.lon + metres_east / 96_000
    return Seen(Kind.CROWD, Spot(SPOT.street, SPOT.community, grid, lon, SPOT.lat), (lon, SPOT.lat), place)


def test_near_is_the_same_place_then_so_many_metres_then_the_same_grid() -> None:
    other = "330103001001002"

    assert nearness(at(0, place=7), at(900, other, place=7), 200)[0] is Near.PLACE
    assert nearness(at(0), at(150, other), 200)[0] is Near.METRES
    assert nearness(at(0), at(900), 200)[0] is Near.GRID
    assert nearness(at(0), at(900, other), 200)[0] is None


def test_a_home_is_compared_by_what_everybody_sees_of_it() -> None:
    """Its door must not be found by asking what is near."""
    home = replace(CROWD, at_home=True, place_id=7, pin=(SPOT.lon + 0.01, SPOT.lat))

    assert Seen.of(home).place is None
    assert nearness(Seen.of(CROWD), Seen.of(home), 200)[1] > 900


def test_the_box_holds_what_is_near_enough() -> None:
    box = box_around(SPOT.lon, SPOT.lat, 200)

    assert box.west < at(-195).spot.lon and at(195).spot.lon < box.east
    assert box.east < at(230).spot.lon


def test_of_two_that_are_the_same_the_one_with_teams_goes_on_else_the_first() -> None:
    later = replace(CROWD, id=2, received_at=RECEIVED + MINUTE)

    assert survivor(CROWD, later) is survivor(later, CROWD) is CROWD
    busy = replace(later, said=State.CONFIRMED, assignments=(there(1, "police"),))
    assert survivor(CROWD, busy) is survivor(busy, CROWD) is busy
