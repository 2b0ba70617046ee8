"""Which teams should go, and why; which places on the run card stay empty, and why."""

from dataclasses import dataclass

from cockpit.areas import CODE_LENGTHS, metres_between
from cockpit.incidents.incident import MERGED, Incident
from cockpit.teams import Team, TeamRole
from cockpit.texts import N_

WALKING_METRES_PER_MINUTE = 75.0
RIDING_METRES_PER_MINUTE = 220.0


@dataclass(frozen=True)
class Candidate:
    """A team as seen at the moment: `on_duty`, jobs in its list, and whether it is under way to one."""

    team: Team
    on_duty: bool
    jobs: int = 0
    under_way: bool = False


@dataclass(frozen=True)
class Proposal:
    """A team that should go, with the facts that speak for it; `metres` as the crow flies, `minutes` an estimate."""

    team: Team
    nearness: str
    metres: int
    minutes: int
    jobs: int


@dataclass(frozen=True)
class Shortfall:
    """A place on the run card that nobody can fill, and why."""

    role: TeamRole
    reason: str


@dataclass(frozen=True)
class Plan:
    proposals: tuple[Proposal, ...]
    shortfalls: tuple[Shortfall, ...]


NONE_THERE = N_("no such team serves this area")
NONE_ON_DUTY = N_("none on duty now")
ALL_BUSY = N_("all are under way to something else")
ALL_DECLINED = N_("all who could have declined or not answered")
NO_OTHER = N_("no other such team serves this area")


def nearness(team: Team, incident: Incident) -> str:
    """The smallest area that the team serves and the incident lies in: grid, community, street or district."""
    shared = max(length for length in CODE_LENGTHS if incident.spot.grid.startswith(team.area[:length]))
    return CODE_LENGTHS[min(shared, len(team.area))].value


def proposal(candidate: Candidate, incident: Incident) -> Proposal:
    team = candidate.team
    metres = metres_between(team.spot.lon, team.spot.lat, incident.spot.lon, incident.spot.lat)
    pace = WALKING_METRES_PER_MINUTE if team.role is TeamRole.VOLUNTEER else RIDING_METRES_PER_MINUTE
    return Proposal(team, nearness(team, incident), round(metres), max(1, round(metres / pace)), candidate.jobs)


RANK = {"grid": 0, "community": 1, "street": 2, "district": 3}


def plan(incident: Incident, card: dict[str, int], candidates: list[Candidate]) -> Plan:
    """Fill the run card `card` (role -> how many): own area first, then free ones, then the nearest."""
    proposals: list[Proposal] = []
    gaps: list[Shortfall] = []
    candidates = [one for one in candidates if one.team.id != incident.caller]
    for role in TeamRole:
        missing = card.get(role, 0) - sum(one.role == role for one in incident.counting)
        able, reason = _able(incident, [one for one in candidates if one.team.role is role])
        proposals += able[:missing] if missing > 0 else []
        gaps += [Shortfall(role, reason)] * max(0, missing - len(able))
    return Plan(tuple(proposals), tuple(gaps))


def _able(incident: Incident, candidates: list[Candidate]) -> tuple[list[Proposal], str]:
    """Who can go, best first, and the reason to give when they are not enough."""
    of_round = [one for one in incident.assignments if one.round == incident.round]
    had = {one.team_id for one in of_round if one.outcome != MERGED}  # who came back for a merge may go after the split
    on_duty = [one for one in candidates if one.on_duty]
    fresh = [one for one in on_duty if one.team.id not in had]
    free = [one for one in fresh if not one.under_way]
    ranked = sorted(
        (proposal(one, incident) for one in free),
        key=lambda one: (RANK[one.nearness], one.jobs, one.metres, one.team.id),
    )
    out = had - {one.team_id for one in incident.counting}
    reasons = (
        (not candidates, NONE_THERE),
        (len(free) < len(fresh), ALL_BUSY),
        (any(one.team.id in out for one in on_duty), ALL_DECLINED),
        (len(on_duty) < len(candidates), NONE_ON_DUTY),
    )
    return ranked, next((reason for true, reason in reasons if true), NO_OTHER)
