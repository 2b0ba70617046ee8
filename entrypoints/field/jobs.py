"""A team's jobs as its phone shows them: what it is, where, until when, who goes along, which step is next."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from cockpit.access import system
from cockpit.attachments import Attachment, of_incident
from cockpit.dispatch.walk import walk
from cockpit.follow_up import Errand, visits_of_team
from cockpit.incidents import PROGRESS, Answer, Assignment, Incident
from cockpit.incidents.tasks import Task
from cockpit.needs import Errands, errands_of_team
from cockpit.places import Place
from cockpit.refusals import NotFound
from cockpit.teams import Team
from cockpit.warnings import slot_of, usual
from data_access import feed
from data_access.places import PlaceShelf
from data_access.work import Work
from entrypoints.field.gone import Gone, gone_of
from entrypoints.field.ward import Ward, ward_of
from entrypoints.field.words import OTHERS, PROTECTION, kind_for


@dataclass(frozen=True)
class Job:
    """One assignment of the team; `count` and `usual` are people at the door, `metres` from the job before it."""

    incident: Incident
    mine: Assignment
    title: str
    address: str
    grid: str
    count: int | None
    usual: int | None
    others: tuple[str, ...]
    protection: str
    metres: int
    attached: tuple[Attachment, ...] = ()
    tasks: tuple[Task, ...] = ()

    @property
    def steps_left(self) -> tuple[Answer, ...]:
        return PROGRESS[PROGRESS.index(self.mine.state) + 1 :]

    @property
    def urgent(self) -> bool:
        return self.incident.priority == 1

    @property
    def arrived(self) -> bool:
        return self.incident.arrived_at is not None


@dataclass(frozen=True)
class Phone:
    """All that the page of one team shows, as of district time `at` and the change `change`; `machine` in milliseconds."""

    team: Team | None
    on_duty: bool
    jobs: tuple[Job, ...]
    at: datetime
    speed: float
    change: int
    machine: int
    ward: Ward | None = None
    gone: tuple[Gone, ...] = ()
    visits: tuple[Errand, ...] = ()
    errands: Errands | None = None

    @property
    def whose(self) -> str:
        return self.team.name if self.team else self.ward.community.name if self.ward else ""


def phone_of(work: Work, here: tuple[float, float] | None = None) -> Phone:
    """The page of the team of whoever is signed in; read after the change it carries, so that none is missed.

    `here`: longitude and latitude of the phone, where it told them; else the walk begins at the stand-by point.
    """
    change = feed.last_change(work.connection)
    speed, machine = float(work.clock.speed), int(work.machine_at.timestamp() * 1000)
    if work.by.may("send_own"):
        ward = ward_of(work)
        return Phone(None, ward.on_duty, (), work.at, speed, change, machine, ward)
    if work.by.team is None:
        return Phone(None, False, (), work.at, speed, change, machine)
    team = work.teams.get(work.by.team)
    jobs = jobs_of(work, team, here)
    return Phone(
        team,
        on_duty(work, team),
        jobs,
        work.at,
        speed,
        change,
        machine,
        gone=gone_of(work),
        visits=visits_of_team(work),
        errands=errands_of_team(work) if work.by.may("claim_need") else None,
    )


def on_duty(work: Work, team: Team) -> bool:
    candidates = work.teams.candidates(team.spot.street, work.at)
    return any(one.on_duty for one in candidates if one.team.id == team.id)


def jobs_of(work: Work, team: Team, here: tuple[float, float] | None = None) -> tuple[Job, ...]:
    """As a walk: what is under way comes first, since nothing else can be begun before it ends."""
    found = [(one, one.of_team(team.id)) for one in work.incidents.of_team(team.id)]
    mine = [(one, assignment) for one, assignment in found if assignment and assignment.open]
    start = here or (team.spot.lon, team.spot.lat)
    return tuple(_job(work, incident, assignment, metres) for (incident, assignment), metres in walk(mine, start))


def _job(work: Work, incident: Incident, mine: Assignment, metres: int) -> Job:
    place = place_of(work, incident)
    count, normal = at_the_door(work, incident)
    what = _(kind_for(work.by.role, incident.kind))
    return Job(
        incident,
        mine,
        title=f"{incident.place_name} · {what}" if incident.place_name else what,
        address=place.address if place else "",
        grid=work.areas.get(incident.spot.grid).name,
        count=count,
        usual=normal,
        others=_others(work, incident, mine.team_id),
        protection=_(PROTECTION[incident.kind]),
        metres=round(metres, -1),
        attached=tuple(of_incident(work, incident.id)),
        tasks=tuple(one for one in work.tasks.of(incident.id) if one.team == mine.team_id and one.open),
    )


def place_of(work: Work, incident: Incident) -> Place | None:
    """The place of one's own job: the assignment opens it, though it may lie outside the team's own area."""
    if incident.place_id is None:
        return None
    try:
        return PlaceShelf(work.connection, system(work.areas.district().code)).get(incident.place_id)
    except NotFound:
        return None


def at_the_door(work: Work, incident: Incident) -> tuple[int | None, int | None]:
    """How many people are there, and the usual number at this quarter of an hour, where it is known."""
    if incident.place_id is None or incident.at_home:
        return incident.count, None
    slot = slot_of(work.at)
    band = usual(work.readings.slot_means(incident.place_id, [slot]), slot)
    return incident.count, round(band.middle) if band else None


def _others(work: Work, incident: Incident, own: int) -> tuple[str, ...]:
    others = [one for one in incident.counting if one.team_id != own]
    names = work.teams.names([one.team_id for one in others])
    return tuple(f"{names[one.team_id]} · {_(OTHERS[one.state])}" for one in others)
