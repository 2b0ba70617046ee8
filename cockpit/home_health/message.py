"""A message of a gateway: whose it is follows from the telephone, and nobody is told whether that is known."""

from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.home_health.heard import Heard
from cockpit.home_health.make import keep, today_of
from cockpit.home_health.report import Channel
from cockpit.refusals import Invalid
from cockpit.sight import Tie
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

BY_TELEPHONE = (Channel.SMS, Channel.VOICE)


class Answer(StrEnum):
    """What the sender is told; `HEARD` whether or not somebody has that telephone."""

    HEARD = "heard"
    WHICH = "which"  # several have it, and the day of birth does not say which of them


@allowed_to("report_health")
def hear(work: "Work", phone: str, heard: Heard, message: str, channel: Channel) -> Answer:
    """The same message once more is the same report; of two whose telephone it is, none is guessed."""
    if channel not in BY_TELEPHONE:
        raise Invalid("channel", N_("choose one of the list"))
    found = work.reports.of_phone(phone, today_of(work))
    work.people.admit(*(person for person, _ in found), tie=Tie.SELF)
    if heard.born:
        born = {one.id for one in work.people.of_ids([person for person, _ in found]) if one.born == heard.born}
        fitting = [one for one in found if one[0] in born]
    else:
        fitting = found
    if len(found) > 1 and len(fitting) != 1:
        return Answer.WHICH
    for _, episode in fitting:
        keep(work, work.quarantine.get(episode), heard.said, _key(work, message, channel), channel)
    return Answer.HEARD


def _key(work: "Work", message: str, channel: Channel) -> str:
    """Of the gateway's own number for the message, which is in none of ours."""
    return work.signature({"message": message, "channel": channel})[:40]
