"""The board 健康看板: who stays apart at home in an area, and who of them has reported today, and what it calls for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.home_health.report import Outcome, Report
from cockpit.home_health.window import Slot, Standing, Window, expected, standing, windows_of
from cockpit.people import ShownPerson
from cockpit.quarantine import Episode

if TYPE_CHECKING:
    from data_access.work import Work

GRAVEST = (Outcome.NONE, Outcome.LIVING, Outcome.BODY, Outcome.URGENT)


@dataclass(frozen=True)
class Home:
    """One person at home today: `standings` of the windows asked for, `worst` of what their reports call for."""

    episode: Episode
    person: ShownPerson
    day: int
    standings: dict[Slot, Standing]
    reports: tuple[Report, ...]

    @property
    def worst(self) -> Outcome:
        return max((one.outcome for one in self.reports), key=GRAVEST.index, default=Outcome.NONE)

    @property
    def silent(self) -> bool:
        return Standing.MISSED in self.standings.values()


@dataclass(frozen=True)
class Board:
    """Whoever calls for most comes first, then who is silent."""

    homes: tuple[Home, ...]

    @property
    def reported(self) -> int:
        return sum(bool(one.reports) for one in self.homes)

    @property
    def silent(self) -> int:
        return sum(one.silent for one in self.homes)


@allowed_to("see_reports")
def board(work: "Work", area: str = "") -> Board:
    """Today's, of an area that one sees; of one's own where none is named."""
    where = work.areas.get(area).code if area else work.by.area
    today = local_day_start(work.at, work.zone).date()
    episodes = {one.person: one for one in work.quarantine.at_home(where, today)}
    people = work.people.of_ids(list(episodes))
    windows = windows_of(work.policy.get("report", "windows", where)).of_day(today, work.zone)
    reports = work.reports.of_day(list(episodes), today)
    shown = work.looks.listing(people, {"area": where}, ["health"]) if people else []
    homes = [_home(work, episodes[one.id], one, windows, reports) for one in shown]
    return Board(tuple(sorted(homes, key=lambda one: (-GRAVEST.index(one.worst), not one.silent, one.person.grid))))


def _home(
    work: "Work", episode: Episode, person: ShownPerson, windows: tuple[Window, ...], reports: list[Report]
) -> Home:  # fmt: skip
    own = tuple(one for one in reports if one.person == person.id)
    said = {one.slot for one in own}
    standings = {
        one.slot: standing(one, one.slot in said, work.at) for one in windows if expected(episode, one)
    }  # fmt: skip
    return Home(episode, person, episode.day(windows[0].day), standings, own)
