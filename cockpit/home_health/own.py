"""What a person at home sees of their own quarantine and reports, by the code of their paper."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.home_health.code import Code
from cockpit.home_health.make import window_now
from cockpit.home_health.report import Report, Said
from cockpit.home_health.window import Window
from cockpit.quarantine import Episode
from cockpit.sight import Tie

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Own:
    """`now` is the window that a word said now counts for; `reports` the newest first, each with what was said."""

    episode: Episode
    today: date
    now: Window
    reports: tuple[tuple[Report, Said], ...]

    @property
    def holds(self) -> bool:
        return self.episode.holds_on(self.today)

    @property
    def said_now(self) -> Said | None:
        """What was said in this window already."""
        now = (self.now.day, self.now.slot)
        return next((said for one, said in self.reports if (one.day, one.slot) == now), None)


@allowed_to("report_health")
def own_reports(work: "Work", code: Code) -> Own:
    """All of this episode; the view is a look of its own, like that at one's own copy."""
    work.people.admit(code.person, tie=Tie.SELF)
    episode, person = work.quarantine.get(code.episode), work.people.get(code.person)
    mine = [one for one in work.reports.of_person(person.id) if one.episode == episode.id]
    opened = work.reports.opened(person.id, mine)
    if opened:
        work.looked("person", person.id, ["health"])
    pairs = tuple((one, opened[one.id][0]) for one in mine if one.id in opened)
    return Own(episode, local_day_start(work.at, work.zone).date(), window_now(work, person.community), pairs)
