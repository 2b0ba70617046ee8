"""Help me 求助: a team that needs somebody at once. It is a red incident of its own, and not a mark on the job.

So it sounds at the desk as every new red, goes on to the second desk when nobody touches it, is sent to with its own run
card, and outlives the job it came from. Who calls stands on it: its own team is not proposed for it.
"""

from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Spot
from cockpit.incidents.acts import report
from cockpit.incidents.incident import Incident, Kind, Source
from cockpit.paging import page
from cockpit.refusals import Invalid, NotFound
from cockpit.scene.signs import desk_of, sign
from cockpit.scene.told import HelpCalled
from cockpit.teams import Team
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

RED = 1


@allowed_to("call_help")
def call_help(work: "Work", *, key: str, lon: float | None = None, lat: float | None = None) -> Incident | None:
    """Call for the whole team; None when this very call came before. A call nobody has answered yet is not doubled.

    Whatever the phone says of its place, the call is taken: a point that cannot be is passed over.
    """
    if work.by.team is None:
        raise Invalid("team", N_("your account belongs to no team"))
    if work.once(key, "call_help", {}):
        return None
    team = work.teams.get(work.by.team)
    sign(work, team.id)
    incident = work.scene.unanswered_help(team.id) or _called(work, team, lon, lat)
    told = work.save(incident, HelpCalled(team.id, team.members))
    page(work, desk_of(work, told), "help", told, team=team.id)
    return told


def _called(work: "Work", team: Team, lon: float | None, lat: float | None) -> Incident:
    job = work.scene.job_of(team.id)
    where = _where(work, team, job, lon, lat)
    at_home = job is not None and job.at_home
    people = team.members or None
    return report(work, Kind.HELP, Source.PATROL, where, priority=RED, count=people, at_home=at_home, caller=team)


def _where(work: "Work", team: Team, job: Incident | None, lon: float | None, lat: float | None) -> Spot:
    """Where the phone says it is, where it last said so, where the job is, where the team stands by."""
    last = work.scene.last_position(team.id, job.id) if job else None
    for point in ((lon, lat), (last.lon, last.lat) if last else (None, None)):
        if point[0] is not None and point[1] is not None:
            try:
                return work.areas.spot(point[0], point[1])
            except NotFound:
                continue
    return job.spot if job else team.spot
