"""Which teams should go, in which order, and why a place on the run card stays empty."""

from dataclasses import replace

import pytest

from cockpit.areas import Spot
from cockpit.dispatch import Candidate, nearness, plan
from cockpit.dispatch.plan import ALL_BUSY, ALL_DECLINED, NO_OTHER, NONE_ON_DUTY, NONE_THERE
from cockpit.incidents import Answer, Assignment, Incident, Kind, Source
from cockpit.teams import Team, TeamRole
from tests.cockpit.test_incident import RECEIVED, RED, SPOT, due_instants

CARD = {"police": 1, "enforcement": 1, "volunteer": 1}
NEXT_GRID = "330103001001002"
OTHER_COMMUNITY = "330103001002"
CROWD = Incident(Kind.CROWD, Source.WARNING, 1, SPOT, RECEIVED, **due_instants(RED, RECEIVED))


def team(number: int, role: TeamRole, area: str, east: float = 0.0) -> Team:
    """`east` in degrees of longitude from the incident; 0.001 is 96 m here."""
    spot = Spot(SPOT.street, SPOT.community, SPOT.grid, SPOT.lon + east, SPOT.lat)
    return Team(number, f"T{number}", f"Team {number}", role, area, spot)


def free(one: Team, jobs: int = 0) -> Candidate:
    return Candidate(one, on_duty=True, jobs=jobs)


OWN = free(team(1, TeamRole.POLICE, SPOT.grid, east=0.01))
NEIGHBOUR = free(team(2, TeamRole.POLICE, NEXT_GRID, east=0.001))
SQUAD = free(team(3, TeamRole.ENFORCEMENT, SPOT.street))
AUNTIES = free(team(4, TeamRole.VOLUNTEER, SPOT.community))


def had(one: Candidate, state: Answer, round: int = 0) -> Assignment:
    return Assignment(one.team.id, one.team.role, state, RECEIVED, RECEIVED, round=round, id=one.team.id)


def with_assignments(*assignments: Assignment, round: int = 0) -> Incident:
    return replace(CROWD, assignments=assignments, round=round)


def chosen(candidates: list[Candidate], card: dict[str, int] | None = None, incident: Incident = CROWD) -> list[int]:
    return [one.team.id for one in plan(incident, card or CARD, candidates).proposals]


def gaps(candidates: list[Candidate], card: dict[str, int], incident: Incident = CROWD) -> list[str]:
    return [one.reason for one in plan(incident, card, candidates).shortfalls]


# Order


def test_the_run_card_is_filled_role_by_role() -> None:
    found = plan(CROWD, CARD, [AUNTIES, SQUAD, OWN])

    assert [one.team.id for one in found.proposals] == [1, 3, 4]
    assert found.shortfalls == ()


def test_the_own_grid_goes_before_a_nearer_neighbour() -> None:
    assert chosen([NEIGHBOUR, OWN], {"police": 1}) == [1]


def test_who_has_an_empty_list_goes_before_who_is_nearer() -> None:
    near_but_loaded = free(team(5, TeamRole.VOLUNTEER, SPOT.community, east=0.0001), jobs=1)
    far_and_free = free(team(6, TeamRole.VOLUNTEER, SPOT.community, east=0.01))

    assert chosen([near_but_loaded, far_and_free], {"volunteer": 1}) == [6]


def test_of_equals_the_nearest_goes() -> None:
    far = free(team(5, TeamRole.ENFORCEMENT, SPOT.street, east=0.02))
    near = free(team(6, TeamRole.ENFORCEMENT, SPOT.street, east=0.01))

    assert chosen([far, near], {"enforcement": 2}) == [6, 5]


@pytest.mark.parametrize(
    ("area", "word"),
    [
        (SPOT.grid, "grid"),
        (NEXT_GRID, "community"),
        (SPOT.community, "community"),
        (OTHER_COMMUNITY, "street"),
        (OTHER_COMMUNITY + "001", "street"),
        (SPOT.street, "street"),
        ("330103002001001", "district"),
        ("330103", "district"),
    ],
)
def test_nearness_is_the_smallest_area_that_the_team_serves_and_the_incident_lies_in(area: str, word: str) -> None:
    assert nearness(team(1, TeamRole.POLICE, area), CROWD) == word


def test_a_proposal_says_how_far_and_how_long() -> None:
    walking, riding = plan(CROWD, CARD, [free(team(7, TeamRole.VOLUNTEER, SPOT.grid, east=0.01)), OWN]).proposals[::-1]

    assert (walking.metres, walking.minutes) == (960, 13)
    assert (riding.metres, riding.minutes) == (960, 4)


# Who cannot


def test_a_street_without_such_a_team_says_so() -> None:
    assert gaps([SQUAD], {"police": 1}) == [NONE_THERE]


def test_a_team_off_duty_is_not_proposed() -> None:
    off = replace(OWN, on_duty=False)

    assert chosen([off], {"police": 1}) == []
    assert gaps([off], {"police": 1}) == [NONE_ON_DUTY]


def test_a_team_under_way_is_not_proposed() -> None:
    busy = replace(OWN, under_way=True, jobs=1)

    assert chosen([busy], {"police": 1}) == []
    assert gaps([busy], {"police": 1}) == [ALL_BUSY]


@pytest.mark.parametrize("state", [Answer.DECLINED, Answer.TIMED_OUT, Answer.RECALLED])
def test_who_was_asked_already_is_not_asked_again(state: Answer) -> None:
    asked = with_assignments(had(OWN, state))

    assert chosen([OWN], {"police": 1}, asked) == []
    assert gaps([OWN], {"police": 1}, asked) == [ALL_DECLINED]


def test_after_a_reopening_everybody_is_asked_again() -> None:
    assert chosen([OWN], {"police": 1}, with_assignments(had(OWN, Answer.RESOLVED), round=1)) == [1]


def test_who_is_on_it_fills_the_place_on_the_card() -> None:
    on_it = with_assignments(had(OWN, Answer.DISPATCHED))

    assert plan(on_it, {"police": 1}, [OWN, NEIGHBOUR]) == plan(on_it, {}, [])


def test_each_place_that_stays_empty_is_said_once() -> None:
    assert gaps([OWN], {"police": 3}) == [NO_OTHER, NO_OTHER]


def test_nobody_is_called_busy_or_unwilling_who_is_on_it_already() -> None:
    assert gaps([OWN], {"police": 2}, with_assignments(had(OWN, Answer.ON_SCENE))) == [NO_OTHER]


def test_when_some_go_the_rest_of_the_gap_says_why_no_more() -> None:
    assert gaps([OWN, replace(NEIGHBOUR, under_way=True)], {"police": 2}) == [ALL_BUSY]
    assert gaps([OWN, replace(NEIGHBOUR, on_duty=False)], {"police": 2}) == [NONE_ON_DUTY]


def test_a_role_that_the_card_does_not_call_for_stays_at_home() -> None:
    assert chosen([OWN, SQUAD, AUNTIES], {"volunteer": 1}) == [4]
