"""One person at home as a desk opens them: day N, every report with its reasons, what is to be done, when they were reached."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.greeting import Greeting, seen_since
from cockpit.home_health.care_fact import CareFact, FactKind, Swab, conditions_of
from cockpit.home_health.report import Report, Said
from cockpit.home_health.task import Task
from cockpit.home_health.triage import Condition, Reason
from cockpit.people import Person, ShownPerson
from cockpit.quarantine import Episode
from cockpit.sight import Tie, sight

if TYPE_CHECKING:
    from data_access.work import Work

GREETINGS = 10


@dataclass(frozen=True)
class Told:
    """One report, with what was said where the reader sees it in full."""

    report: Report
    said: Said | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class OpenedHome:
    """`reports`, `tasks` and `greetings` the newest first; `names` of the accounts that stand in them; `undo_until` of each task
    that the reader may take back."""

    episode: Episode
    person: ShownPerson
    today: date
    reports: tuple[Told, ...]
    tasks: tuple[Task, ...]
    notes: dict[int, str]
    greetings: tuple[Greeting, ...]
    unseen: bool
    conditions: tuple[Condition, ...]
    swabs: tuple[tuple[date, Swab], ...]
    names: dict[int, str]
    fever: float
    at: datetime

    @property
    def holds(self) -> bool:
        return self.episode.holds_on(self.today)

    @property
    def heat(self) -> list[tuple[datetime, float]]:
        """What was measured when, the oldest first."""
        return [
            (one.report.at, one.said.temperature) for one in self.reports[::-1] if one.said and one.said.temperature
        ]


@allowed_to("see_reports")
def open_home(work: "Work", episode_id: int) -> OpenedHome:
    """The view is a look of its own; what was said and noted is opened for who sees health in full alone."""
    episode = work.quarantine.get(episode_id)
    if work.by.may("keep_cases"):
        work.people.admit(episode.person, tie=Tie.CASE)
    person = work.people.get(episode.person)
    shown = work.looks.person(person)
    whole = sight(work.by.role, "health", work.people.ties(person)).whole
    reports = _reports(work, person, whole)
    tasks, greetings = work.care_tasks.of_person(person.id), work.greetings.of_person(person.id, GREETINGS)
    facts = work.care_facts.of_person(person.id) if whole else []
    if whole and (reports or facts):
        work.looked("person", person.id, ["health"])
    today = local_day_start(work.at, work.zone).date()
    unseen = person.id in work.greetings.unseen(person.community, today, seen_since(work, person.community))
    return OpenedHome(
        episode, shown, today, reports, tuple(tasks), work.care_tasks.notes(person.id) if whole else {}, tuple(greetings),
        unseen, conditions_of(facts), _swabs(facts), _names(work, tasks, greetings),
        work.policy.get("triage", "any", person.community).body["fever"], work.at,
    )  # fmt: skip


def _reports(work: "Work", person: Person, whole: bool) -> tuple[Told, ...]:
    theirs = work.reports.of_person(person.id)
    opened = work.reports.opened(person.id, theirs) if whole else {}
    return tuple(Told(one, *opened[one.id]) if one.id in opened else Told(one) for one in theirs)


def _swabs(facts: list[CareFact]) -> tuple[tuple[date, Swab], ...]:
    return tuple((one.day, Swab(one.words[0])) for one in facts if one.kind is FactKind.SWAB and one.day)


def _names(work: "Work", tasks: Collection[Task], greetings: Collection[Greeting]) -> dict[int, str]:
    accounts = {who for one in tasks for who in (one.opened_by, one.owner, one.approved_by, one.ended_by) if who}
    accounts |= {one.by for one in greetings if one.by}
    return {one: work.accounts.name_of(one) for one in sorted(accounts)}
