"""Supplies 生活保障: who brings what somebody needs who may not go out; that nobody does is what has to be seen first."""

from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.quarantine.episode import Episode, QuarantineKind, Supplies
from cockpit.quarantine.lift import AlreadyOver
from cockpit.quarantine.told import SuppliesSaid
from cockpit.refusals import Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


CARED_FOR = (QuarantineKind.INSTITUTIONAL, QuarantineKind.HOSPITAL)  # where meals are part of the place


class CaredFor(Refusal):
    status = 409
    says = N_("This person is cared for where they stay: nobody has to bring anything.")
    way_out = N_("Nothing is to be done.")


def ensured(episode: Episode) -> bool:
    """Whether somebody sees to it."""
    return episode.kind in CARED_FOR or episode.supplies not in (None, Supplies.NOBODY)


@allowed_to("follow_up")
def say_supplies(work: "Work", episode_id: int, who: Supplies) -> Episode:
    """The newest word counts."""
    was = work.quarantine.take(episode_id)
    if not was.holds_on(local_day_start(work.at, work.zone).date()):
        raise AlreadyOver()
    if was.kind in CARED_FOR:
        raise CaredFor()
    kept = work.quarantine.keep(was.supplied(who))
    work.tell_area(work.people.get(kept.person).community, kept.subject, kept.id, SuppliesSaid(who))
    return kept
