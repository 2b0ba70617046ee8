"""The board 健康看板: who stays apart at home in an area, what each reported today, what waits, and when they were reached last.

The lists of it are queries over facts and never typed: symptomatic, non-reporting, asymptomatic, to be reviewed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.figures import must_see
from cockpit.greeting import seen_since
from cockpit.home_health.report import Outcome, Report
from cockpit.home_health.task import GRAVEST, Desk, Task, TaskKind
from cockpit.home_health.window import Slot, Standing, Window, expected, standing, windows_of
from cockpit.people import Person, ShownPerson
from cockpit.quarantine import Episode

if TYPE_CHECKING:
    from data_access.work import Work

T = TypeVar("T", Report, Task)
SHOWN = 200  # rows that a page can bear; whoever has more is asked for by area or list
SICK = (Outcome.BODY, Outcome.URGENT)


@dataclass(frozen=True)
class Home:
    """One person at home today: `standings` of the windows asked for, `reports` of today, `latest` the last of all; `tasks` open.

    `lately`: they reported within the rule's hours; `waited`: they were apart, and asked, for as long. `person` is what the reader
    may see of them, of those alone that are shown.
    """

    episode: Episode
    lives: Person
    day: int
    standings: dict[Slot, Standing]
    reports: tuple[Report, ...] = ()
    tasks: tuple[Task, ...] = ()
    knocked: tuple[Task, ...] = ()
    latest: Report | None = None
    greeted: datetime | None = None
    unseen: bool = False
    lately: bool = False
    waited: bool = True
    shown: ShownPerson | None = field(default=None, compare=False)

    @property
    def person(self) -> ShownPerson:
        assert self.shown is not None
        return self.shown

    @property
    def worst(self) -> Outcome:
        return max((one.outcome for one in self.reports), key=GRAVEST.index, default=Outcome.NONE)

    @property
    def gravity(self) -> Outcome:
        """Of what is open, and what today's reports call for."""
        return max((self.worst, *(one.gravity for one in self.tasks)), key=GRAVEST.index)

    @property
    def silent(self) -> bool:
        return Standing.MISSED in self.standings.values()

    def waits_at(self, desk: Desk) -> bool:
        return any(one.desk is desk for one in self.tasks)

    def has(self, kind: TaskKind) -> bool:
        return any(one.kind is kind for one in self.tasks)


class Only(StrEnum):
    ALL = ""
    SYMPTOMATIC = "symptomatic"  # 有症状
    NON_REPORTING = "non_reporting"  # 24 小时未报
    ASYMPTOMATIC = "asymptomatic"  # 无症状
    REVIEW = "review"  # 待复核
    SILENT = "silent"  # 当日漏报
    NEEDS = "needs"
    KNOCKS = "knocks"
    UNSEEN = "unseen"  # 24 小时无人问候


LISTS: dict[Only, Callable[[Home], bool]] = {
    Only.ALL: lambda one: True,
    Only.SYMPTOMATIC: lambda one: one.lately and bool(one.latest) and one.latest.outcome in SICK,  # type: ignore[union-attr]
    Only.NON_REPORTING: lambda one: not one.lately and one.waited,
    Only.ASYMPTOMATIC: lambda one: one.lately and bool(one.latest) and one.latest.outcome not in SICK,  # type: ignore[union-attr]
    Only.REVIEW: lambda one: one.waits_at(Desk.HEALTH),
    Only.SILENT: lambda one: one.silent,
    Only.NEEDS: lambda one: one.has(TaskKind.SUPPLY),
    Only.KNOCKS: lambda one: one.has(TaskKind.KNOCK),
    Only.UNSEEN: lambda one: one.unseen,
}


@dataclass(frozen=True)
class Board:
    """Whoever calls for most comes first, then who is silent; `counts` of each list, `total` of the one that is asked for."""

    homes: tuple[Home, ...]
    total: int
    counts: dict[Only, int]
    reported: int
    overdue: int
    at: datetime


@allowed_to("see_reports")
def board(work: "Work", area: str = "", only: Only = Only.ALL) -> Board:
    """Today's, of an area that one sees; of one's own where none is named."""
    where = area or work.by.area
    must_see(work, where)
    every = homes_of(work, where)
    wanted = sorted(filter(LISTS[only], every), key=_order)
    shown = with_names(work, wanted[:SHOWN], {"area": where, "only": only.value})
    counts = {name: sum(map(fits, every)) for name, fits in LISTS.items()}
    overdue = sum(task.overdue(work.at) for one in every for task in one.tasks)
    return Board(shown, len(wanted), counts, sum(bool(one.reports) for one in every), overdue, work.at)


def _order(one: Home) -> tuple[int, bool, bool, str, int]:
    return -GRAVEST.index(one.gravity), not one.tasks, not one.silent, one.lives.grid, one.lives.id


def homes_of(work: "Work", area: str) -> list[Home]:
    """All of an area, by what is plain of them: a few queries, however many they are."""
    today = local_day_start(work.at, work.zone).date()
    episodes = {one.person: one for one in work.quarantine.at_home(area, today)}
    people = {one.id: one for one in work.people.of_ids(list(episodes))}
    ids = list(people)
    reports, tasks = grouped(work.reports.of_day(ids, today)), grouped(work.care_tasks.open_of_many(ids))
    knocks, latest = grouped(work.care_tasks.knocked_on(ids, today)), work.report_lists.latest_of(ids)
    greeted, unseen = work.greetings.last_of(ids), work.greetings.unseen(area, today, seen_since(work, area))
    since = work.at - timedelta(hours=work.policy.get("care", "unseen", area).body["silent"])
    windows = _windows(work, people.values())
    return [
        replace(
            _home(work, episodes[number], one, windows[one.street], reports.get(number, ())),
            tasks=tasks.get(number, ()), knocked=knocks.get(number, ()), latest=latest.get(number),
            greeted=greeted.get(number), unseen=number in unseen,
            lately=number in latest and latest[number].at >= since,
            waited=episodes[number].ordered_at is None or episodes[number].ordered_at < since,  # type: ignore[operator]
        )
        for number, one in people.items()
    ]  # fmt: skip


def with_names(work: "Work", homes: Sequence[Home], asked: dict[str, str]) -> tuple[Home, ...]:
    """As the reader may see them: one look at a list."""
    if not homes:
        return ()
    shown = work.looks.listing([one.lives for one in homes], asked, ["health"])
    return tuple(replace(one, shown=person) for one, person in zip(homes, shown, strict=True))


def grouped(found: Iterable[T]) -> dict[int, tuple[T, ...]]:
    by_person: dict[int, list[T]] = defaultdict(list)
    for one in found:
        by_person[one.person].append(one)
    return {person: tuple(rows) for person, rows in by_person.items()}


def _windows(work: "Work", people: Iterable[Person]) -> dict[str, tuple[Window, ...]]:
    """Street -> its windows of today."""
    today = local_day_start(work.at, work.zone).date()
    streets = {one.street for one in people}
    return {one: windows_of(work.policy.get("report", "windows", one)).of_day(today, work.zone) for one in streets}


def _home(
    work: "Work", episode: Episode, lives: Person, windows: tuple[Window, ...], reports: tuple[Report, ...]
) -> Home:  # fmt: skip
    said = {one.slot for one in reports}
    standings = {
        one.slot: standing(one, one.slot in said, work.at) for one in windows if expected(episode, one)
    }  # fmt: skip
    return Home(episode, lives, episode.day(windows[0].day), standings, reports)
