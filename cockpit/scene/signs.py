"""Signs of life: what begins a team's clock anew, and what happens once when none came."""

from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.duty import who_is_on
from cockpit.incidents.incident import Answer, Assignment, Incident
from cockpit.paging import page
from cockpit.refusals import NotInThisState
from cockpit.scene.clock import Clock, begun, rule_for
from cockpit.scene.told import Heard, Lapsed, SignGiven

if TYPE_CHECKING:
    from data_access.work import Work

TASK = "lapse"
DESK = ("officer", "street_officer", "shift_lead")


def sign(work: "Work", team_id: int, but: Incident | None = None, at: datetime | None = None) -> None:
    """The team was heard of, now or at `at`: a clock that runs begins anew, and a lapse is over.

    `but` is the incident that the caller holds and tells of by itself. A clock that did not lapse is begun anew without
    the incident's row, so that positions of a hundred phones wait for nobody.
    """
    clock = work.scene.running(team_id)
    if clock is None or (at and at < max(clock.sign_at, clock.lapsed_at or clock.sign_at)):
        return
    at = at or work.at
    if not clock.lapsed_at and work.scene.renew(_anew(work, clock, at)):
        return
    incident = but if but and but.id == clock.incident_id else work.incidents.take_of_team(clock.incident_id, team_id)
    _end_lapse(work, _anew(work, clock, at))
    work.save(incident, SignGiven(team_id))


def _anew(work: "Work", clock: Clock, at: datetime) -> Clock:
    kind, area = work.scene.kind_and_area(clock.incident_id)
    rule = rule_for(work.policy, kind, area)
    return begun(rule, at, clock.team_id, clock.incident_id, clock.assignment_id)


def _end_lapse(work: "Work", clock: Clock) -> None:
    work.scene.begin(clock)
    _wait(work, clock)


def _wait(work: "Work", clock: Clock) -> None:
    """One task a clock: while signs come it puts itself off, see `lapse`."""
    work.later(TASK, clock.red_at, incident=clock.incident_id, team=clock.team_id)


def arrived(work: "Work", incident: Incident, mine: Assignment) -> None:
    """From here on the team has a clock."""
    assert mine.id is not None
    rule = rule_for(work.policy, incident.kind, incident.spot.grid)
    clock = begun(rule, work.at, mine.team_id, incident.id, mine.id)
    work.scene.begin(clock)
    _wait(work, clock)


@allowed_to("keep_clocks")
def lapse(work: "Work", incident_id: int, team_id: int) -> None:
    """Told once when the clock is red; put off when a sign came meanwhile; the end of it when the team is gone."""
    incident = work.incidents.take(incident_id)
    mine = incident.of_team(team_id)
    clock = work.scene.running(team_id)
    if incident.over or mine is None or mine.state is not Answer.ON_SCENE or clock is None:
        return
    if clock.incident_id != incident_id or clock.lapsed_at:
        return
    if work.scene.mark_lapsed(clock, work.at):
        told = work.save(incident, Lapsed(team_id))
        page(work, desk_of(work, told), "lapsed", told, team=team_id)
    else:
        _wait(work, work.scene.running(team_id) or clock)


def desk_of(work: "Work", incident: Incident) -> list[int]:
    """Whom it concerns that a team may be in need: the desks of district and street, and the shift lead."""
    return [account for role in DESK for account in who_is_on(work, role, incident.spot.grid)]


@allowed_to("answer")
def all_well(work: "Work", incident_id: int, *, key: str, at: datetime | None = None) -> Incident:
    """The team itself says that all is well; `at`: when it said so, where its phone could not send it at once."""
    if work.once(key, "all_well", {"incident": incident_id}):
        return work.incidents.get_of_team(incident_id, work.by.team)
    incident = work.incidents.take_of_team(incident_id, work.by.team)
    mine = incident.of_team(work.by.team or 0)
    if mine is None or mine.state is not Answer.ON_SCENE:
        raise NotInThisState(code=incident.code, state=incident.state)
    sign(work, mine.team_id, incident, at)
    return work.incidents.get_of_team(incident_id, work.by.team)


@allowed_to("send")
def heard(work: "Work", incident_id: int, team_id: int) -> Incident:
    """The desk has heard of a team by radio or phone; who heard it is kept."""
    incident = work.incidents.take(incident_id)
    mine = incident.of_team(team_id)
    clock = work.scene.running(team_id)
    if mine is None or mine.state is not Answer.ON_SCENE or clock is None:
        raise NotInThisState(code=incident.code, state=incident.state)
    anew = _anew(work, clock, work.at)
    if clock.lapsed_at or not work.scene.renew(anew):
        _end_lapse(work, anew)
    return work.save(incident, Heard(team_id))


@allowed_to("see_incidents")
def clocks_of(work: "Work", incident_id: int) -> dict[int, Clock]:
    """Team -> its clock on this incident."""
    return {one.team_id: one for one in work.scene.of_incident(incident_id)}


@allowed_to("see_cockpit")
def lapsed(work: "Work") -> list[tuple[int, int]]:
    """(incident, team) of all in one's own area whose red was told and who were not heard of since."""
    return [(one.incident_id, one.team_id) for one in work.scene.running_in(work.by.area) if one.lapsed_at]
