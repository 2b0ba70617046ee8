"""Lifting 解除: an episode ends before its last day, for a reason of the closed list."""

from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.override_note import Override, as_said, note_down
from cockpit.quarantine.episode import BY_HAND, Episode, Lifted
from cockpit.quarantine.told import QuarantineLifted
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


class AlreadyOver(Refusal):
    status = 409
    says = N_("This quarantine is over already.")
    way_out = N_("Look at it as it is now; a new one can be ordered.")


@allowed_to("order_quarantine")
def lift(work: "Work", episode_id: int, why: Lifted, note: str = "") -> Episode:
    """From today on it holds no more."""
    if why not in BY_HAND:
        raise Invalid("why", N_("choose one of the list"))
    said = as_said(note, needed=why is Lifted.OTHER)
    was = work.quarantine.take(episode_id)
    today = local_day_start(work.at, work.zone).date()
    if was.lifted_on or (was.until and today > was.until):
        raise AlreadyOver()
    note_down(work, work.people.get(was.person), Override.LIFTED, said, why=why, episode=was.id)
    return end(work, was, why)


def end(work: "Work", was: Episode, why: Lifted) -> Episode:
    kept = work.quarantine.keep(was.ended(local_day_start(work.at, work.zone).date(), why))
    work.tell_area(work.people.get(kept.person).community, kept.subject, kept.id, QuarantineLifted(why))
    return kept
