"""Who is meant by a step, by role and area as they are on duty now, and how they are told."""

from typing import TYPE_CHECKING

from cockpit.desk import Seat
from cockpit.duty import who_is_on
from cockpit.escalation.chain import Step, Timer, Whom
from cockpit.escalation.told import CalledIn, Escalated
from cockpit.incidents.incident import Answer, Incident
from cockpit.incidents.told import PassedOn
from cockpit.paging import page

if TYPE_CHECKING:
    from data_access.work import Work

SEATS = {Whom.DESK: set(Seat), Whom.SECOND_DESK: {Seat.SECOND}}


def meant(work: "Work", to: Whom, incident: Incident) -> tuple[int, ...]:
    """Accounts; of a seat that nobody sits at, the officers on duty."""
    if to in SEATS:
        return _seated(work, to, incident) or who_is_on(work, "officer", incident.spot.grid)
    return who_is_on(work, to.value, incident.spot.grid)


def _seated(work: "Work", to: Whom, incident: Incident) -> tuple[int, ...]:
    areas = (work.areas.district().code, incident.spot.street)
    watches = [watch for area in areas for watch in work.desk.now(area)]
    return tuple(dict.fromkeys(one.account for one in watches if one.seat in SEATS[to]))


def tell(work: "Work", incident: Incident, step: Step) -> int:
    """Tell whoever is meant; returns how many were told."""
    if step.to is Whom.TEAM:
        return _tell_teams(work, incident, step)
    told = page(work, meant(work, step.to, incident), "escalated", incident, to=step.to, after=step.after)
    say(work, incident, step, len(told))
    for account in told:
        work.chains.call(incident.id, step.number, account, work.at)
        work.tell(incident, CalledIn(step.number, account))
    return len(told)


def say(work: "Work", incident: Incident, step: Step, count: int) -> None:
    """What nobody has taken up in its time is passed on, as the desk calls it; all else is escalated."""
    in_time = step.timer is Timer.TAKE_UP and (work.at - incident.received_at).total_seconds() >= step.after
    if in_time and count:
        work.tell(incident, PassedOn(step.to.value, step.after))
    else:
        work.tell(incident, Escalated(step.number, step.timer, step.to, step.after, count))


def _tell_teams(work: "Work", incident: Incident, step: Step) -> int:
    """Whoever was sent and has not answered is told once more, by every channel there is; they answer on their phones."""
    silent = [one for one in incident.counting if one.state is Answer.DISPATCHED]
    for one in silent:
        page(work, work.chains.members(one.team_id), "unanswered", incident, by=one.answer_by)
    if silent:
        say(work, incident, step, len(silent))
    return len(silent)
