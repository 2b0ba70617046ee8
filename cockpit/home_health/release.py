"""Release 解除核验: who stays apart to the end of a day, and what speaks for or against letting them go on the next.

Each check is yes or no, with its fact. A quarantine ends by its own days, or by an act of `cockpit.quarantine`; nothing ends it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.figures import must_see
from cockpit.home_health.board import SICK, Home, grouped, with_names
from cockpit.home_health.care_fact import CareFact, FactKind, Swab
from cockpit.home_health.daily import windows
from cockpit.home_health.daily_heard import Heard
from cockpit.home_health.make import today_of
from cockpit.home_health.task import Desk
from cockpit.home_health.window import Slot, expected
from cockpit.policy import Policy
from cockpit.quarantine import Episode, ReleasePaper, release_paper

if TYPE_CHECKING:
    from data_access.work import Work


class Check(StrEnum):
    LAST_DAY = "last_day"  # 期满
    QUIET = "quiet"  # 无发热
    REPORTS = "reports"  # 末日上报齐全
    TASKS = "tasks"  # 无未结医疗待办
    SWAB = "swab"  # 核酸阴性


@dataclass(frozen=True)
class Verdict:
    """`desk` sees to it where it is a no; none: time does. `heat` in degrees Celsius, the highest; `slots` not in; `open` tasks;
    `days` of the quarantine that are over, or negative tests."""

    check: Check
    passed: bool
    desk: Desk | None = None
    heat: float | None = None
    slots: tuple[Slot, ...] = ()
    open: int = 0
    days: int = 0


@dataclass(frozen=True)
class ReleaseRule:
    """`quiet` days without fever, the last one among them; `swab` negative tests are asked for, 0: none."""

    policy: int
    quiet: int
    swab: int


@dataclass(frozen=True)
class Due:
    home: Home
    answers: tuple[Verdict, ...]

    @property
    def passed(self) -> bool:
        return all(one.passed for one in self.answers)

    @property
    def against(self) -> tuple[Verdict, ...]:
        return tuple(one for one in self.answers if not one.passed)


@dataclass(frozen=True)
class Releases:
    """Of those whose last day is `last`; who is not cleared comes first."""

    dues: tuple[Due, ...]
    last: date
    today: date
    rule: ReleaseRule

    @property
    def passed(self) -> int:
        return sum(one.passed for one in self.dues)

    @property
    def over(self) -> bool:
        """Their slips can be printed."""
        return self.last < self.today


def release_rule(version: Policy) -> ReleaseRule:
    return ReleaseRule(version.id, version.body["quiet"], version.body["swab"])


@allowed_to("see_releases")
def releases(work: "Work", area: str = "", *, over: bool = False) -> Releases:
    """Whose last day is today; with `over`, whose last day was yesterday."""
    where = area or work.by.area
    must_see(work, where)
    found = _checked(work, where, today_of(work) - timedelta(days=over))
    homes = with_names(work, [one.home for one in found.dues], {"area": where, "list": "release"})
    dues = tuple(Due(home, one.answers) for home, one in zip(homes, found.dues, strict=True))
    return Releases(dues, found.last, found.today, found.rule)


@allowed_to("print_release")
def release_papers(work: "Work", area: str = "") -> list[ReleasePaper]:
    """Slips of all whose last day was yesterday and against whom nothing speaks."""
    where = area or work.by.area
    must_see(work, where)
    found = _checked(work, where, today_of(work) - timedelta(days=1))
    work.looked(
        "person", "list", ["health"], "listed", filter={"area": where, "list": "release"}, count=len(found.dues)
    )
    return [release_paper(work, one.home.episode.id) for one in found.dues if one.passed]


def _checked(work: "Work", area: str, last: date) -> Releases:
    rule = release_rule(work.policy.get("care", "release", area))
    homes = _homes(work, [one for one in work.quarantine.at_home(area, last) if one.until == last])
    heard = work.day_lists.all_of([one.lives.id for one in homes])
    dues = [Due(one, checks(work, one, rule, heard.get(one.lives.id, ()))) for one in homes]
    dues.sort(key=lambda one: (one.passed, -len(one.against), one.home.lives.grid, one.home.lives.id))
    return Releases(tuple(dues), last, today_of(work), rule)


def _homes(work: "Work", episodes: Sequence[Episode]) -> list[Home]:
    """By what is plain of them, with what is open for them."""
    people = {one.id: one for one in work.people.of_ids([one.person for one in episodes])}
    tasks, today = grouped(work.care_tasks.open_of_many(list(people))), today_of(work)
    return [
        Home(one, people[one.person], one.day(today), {}, tasks=tasks.get(one.person, ()))
        for one in episodes
        if one.person in people
    ]


def checks(work: "Work", one: Home, rule: ReleaseRule, heard: Sequence[Heard]) -> tuple[Verdict, ...]:
    last = one.episode.until
    assert last is not None
    fever = work.policy.get("triage", "any", one.lives.community).body["fever"]
    reached = Verdict(Check.LAST_DAY, today_of(work) >= last, days=one.episode.day(min(last, today_of(work))))
    swabs = work.care_facts.of_person(one.lives.id, FactKind.SWAB) if rule.swab else []
    wanted = [tested(swabs, one.episode.id, rule)] if rule.swab else []
    return (reached, quiet(heard, last, rule, fever), _reported(work, one, last), _closed(one), *wanted)


def quiet(heard: Sequence[Heard], last: date, rule: ReleaseRule, fever: float) -> Verdict:
    lately = [one.temperature for one in heard if last - timedelta(days=rule.quiet) < one.day <= last]
    heat = max((one for one in lately if one is not None), default=None)
    return Verdict(Check.QUIET, heat is not None and heat < fever, Desk.HEALTH, heat=heat)


def _reported(work: "Work", one: Home, last: date) -> Verdict:
    said = {report.slot for report in work.reports.of_day([one.lives.id], last)}
    asked = [slot for slot in windows(work, last)[one.lives.street] if expected(one.episode, slot)]
    missing = tuple(slot.slot for slot in asked if slot.slot not in said)
    return Verdict(Check.REPORTS, not missing, Desk.COMMUNITY, slots=missing)


def _closed(one: Home) -> Verdict:
    grave = [task for task in one.tasks if task.desk is Desk.HEALTH or task.gravity in SICK]
    return Verdict(Check.TASKS, not grave, grave[0].desk if grave else None, open=len(grave))


def tested(swabs: Sequence[CareFact], episode: int, rule: ReleaseRule) -> Verdict:
    """So many negative results of this quarantine, and none but such after the last positive one; by the day of the swab."""
    results = sorted((one for one in swabs if one.episode == episode and one.day), key=lambda one: (one.day, one.id))
    negative = 0
    for one in results:
        words = set(one.words)
        negative = 0 if Swab.POSITIVE in words else negative + (Swab.NEGATIVE in words)
    return Verdict(Check.SWAB, negative >= rule.swab, Desk.HEALTH, days=negative)
