"""What a community worker's tablet shows: what is open in the own community, its volunteers, and who of them can go."""

from dataclasses import dataclass

from flask_babel import gettext as _

from cockpit.areas import Area
from cockpit.dispatch import Candidate
from cockpit.dispatch.acts import own_volunteers
from cockpit.dispatch.walk import metres, point
from cockpit.incidents import Incident, State
from cockpit.teams import TeamRole
from data_access.work import Work
from pages.parts import KINDS, STATES

MOST = 60  # incidents on one tablet
NOT_NOW = (State.ON_HOLD, State.VERIFIED, State.REPORTED)


@dataclass(frozen=True)
class Choice:
    """A team of volunteers that can be sent, `metres` away by its stand-by point."""

    team: int
    name: str
    jobs: int
    metres: int


@dataclass(frozen=True)
class Item:
    """One open incident; `going` are the teams on it, each with its state in words, `choices` who can be sent."""

    incident: Incident
    title: str
    address: str
    grid: str
    state: str
    going: tuple[str, ...]
    choices: tuple[Choice, ...]

    @property
    def urgent(self) -> bool:
        return self.incident.priority == 1

    @property
    def alone(self) -> bool:
        """Nobody of the volunteers goes."""
        return not any(one.role == TeamRole.VOLUNTEER for one in self.incident.counting)


@dataclass(frozen=True)
class Ward:
    community: Area
    items: tuple[Item, ...]
    teams: tuple[Candidate, ...]

    @property
    def on_duty(self) -> bool:
        return any(one.on_duty for one in self.teams)


def ward_of(work: Work) -> Ward:
    """What nobody of the own volunteers goes to comes first, then as the desk has it: the most urgent, the oldest."""
    teams = own_volunteers(work, work.by.area[:9])
    items = [_item(work, one, teams) for one in work.incidents.open_in(work.by.area, MOST)]
    items.sort(key=lambda one: (one.incident.priority, not one.alone))
    return Ward(work.areas.get(work.by.area), tuple(items), tuple(teams))


def _item(work: Work, one: Incident, teams: list[Candidate]) -> Item:
    names = work.teams.names([each.team_id for each in one.counting])
    what = _(KINDS[one.kind])
    return Item(
        one,
        title=f"{one.place_name} · {what}" if one.place_name else what,
        address=work.places.get(one.place_id).address if one.place_id else "",
        grid=work.areas.get(one.spot.grid).name,
        state=_(STATES[one.state]),
        going=tuple(f"{names[each.team_id]} · {_(STATES[State(each.state)])}" for each in one.counting),
        choices=() if one.state in NOT_NOW else _choices(one, teams),
    )


def _choices(one: Incident, teams: list[Candidate]) -> tuple[Choice, ...]:
    free = [each for each in teams if each.on_duty and one.of_team(each.team.id) is None]
    found = [
        Choice(each.team.id, each.team.name, each.jobs, metres(point(each.team.spot), point(one.spot))) for each in free
    ]
    return tuple(sorted(found, key=lambda each: (each.jobs, each.metres)))
