"""The code of a report 上报码: on the paper of the order, it opens the reports of one person at home and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.home_health.window import reports_from_home
from cockpit.people import ShownPerson
from cockpit.quarantine import Episode
from cockpit.receipts import let_in
from cockpit.refusals import Refusal

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Code:
    """What a code opens; the code itself stands on its paper alone."""

    episode: int
    person: int
    given_at: datetime
    id: int = 0


@dataclass(frozen=True)
class CodePaper:
    """The slip for whoever lost the order's paper; `code` is empty where nothing is to be reported any more."""

    episode: Episode
    person: ShownPerson
    code: str
    at: datetime


@allowed_to("give_report_code")
def give_code(work: "Work", episode: Episode) -> str:
    """A fresh code for the paper that is printed now; empty for who has nothing to report. The last few papers' codes hold."""
    today = local_day_start(work.at, work.zone).date()
    if not reports_from_home(episode) or not episode.holds_on(max(today, episode.since)):
        return ""
    rule = work.policy.get("report", "code", work.people.get(episode.person).community).body
    code = work.reports.give_code(episode.id, work.at, most=rule["codes"])
    work.note_act("report_code_given", episode.subject, str(episode.id), {})
    return code


@allowed_to("give_report_code")
def code_paper(work: "Work", episode_id: int) -> CodePaper:
    """Printed for one person of one's own area, whom one has before one at the door; the latest few papers' codes hold."""
    episode = work.quarantine.get(episode_id)
    shown = work.looks.person(work.people.get(episode.person))
    return CodePaper(episode, shown, give_code(work, episode), work.at)


@allowed_to("report_health")
def knock(work: "Work", written: str, origin: str) -> Code | Refusal:
    """What the code on the paper opens; guesses count with those at receipts, by the same limit."""
    rule = work.policy.get("report", "code", work.areas.district().code).body
    since = local_day_start(work.at, work.zone).date()
    return let_in(work, written, origin, lambda code: work.reports.that_opens(code, since, rule["days"]))
