"""What a phone says of a job that the desk took back: for a while, with the reason."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from cockpit.recalled import TakenBack, Why, taken_back
from cockpit.texts import N_
from data_access.work import Work
from entrypoints.field.words import kind_for

SAYS = {
    Why.MISTAKE: N_("It was sent by mistake."),
    Why.FALSE_ALARM: N_("It was a false alarm."),
    Why.CANCELLED: N_("The incident was cancelled."),
    Why.DUPLICATE: N_("It is seen to under another number."),
    Why.RECALLED: N_("The desk recalled your team."),
}


@dataclass(frozen=True)
class Gone:
    code: str
    title: str
    why: str
    at: datetime


def gone_of(work: Work) -> tuple[Gone, ...]:
    return tuple(_told(one, work.by.role) for one in taken_back(work))


def _told(one: TakenBack, role: str) -> Gone:
    incident, kind = one.incident, _(kind_for(role, one.incident.kind))
    title = f"{incident.place_name} · {kind}" if incident.place_name else kind
    return Gone(incident.code, title, _(SAYS[one.why]), one.at)
