"""The slip of release 解除隔离证明: that an episode is over, for whoever asks its person for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.people import ShownPerson
from cockpit.policy import Policy
from cockpit.quarantine.episode import Episode
from cockpit.refusals import Refusal
from cockpit.sight import Tie
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(eq=False)
class NotOverYet(Refusal):
    """`until` is empty where nobody says until when."""

    status = 409
    says = N_("This quarantine is not over: it lasts until the end of {until}.")
    way_out = N_("Print the slip on the day after, or lift it first.")
    until: str


@dataclass(frozen=True)
class ReleasePaper:
    """`last` is the last day that counted, `free` the first one that did not."""

    episode: Episode
    person: ShownPerson
    last: date
    free: date
    rule: Policy | None
    at: datetime


@allowed_to("print_release")
def release_paper(work: "Work", episode_id: int) -> ReleasePaper:
    """Only once it is over; that it was printed is a look."""
    episode = work.quarantine.get(episode_id)
    today = local_day_start(work.at, work.zone).date()
    free = _free_from(episode)
    if free is None or today < free:
        raise NotOverYet(until=episode.until.isoformat() if episode.until else "–")
    if work.by.may("keep_cases"):
        work.people.admit(episode.person, tie=Tie.CASE)
    shown = work.looks.person(work.people.get(episode.person))
    rule = work.policy.version(episode.policy) if episode.policy else None
    return ReleasePaper(episode, shown, max(episode.since, free - timedelta(days=1)), free, rule, work.at)


def _free_from(episode: Episode) -> date | None:
    ends = [one for one in (episode.lifted_on, episode.until and episode.until + timedelta(days=1)) if one]
    return min(ends, default=None)
