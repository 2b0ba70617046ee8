"""What a report opens: a task for each desk that it calls for; one of the same person that is open is joined, or raised."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.greeting import How, greet
from cockpit.home_health.chain import watch
from cockpit.home_health.report import Outcome, Report
from cockpit.home_health.task import Task, TaskKind, TaskRule, Wanted, WhyRemoved, graver, task_rule, wanted_for
from cockpit.home_health.told import TaskJoined, TaskOpened, TaskRaised, TaskRemoved
from cockpit.people import Person

if TYPE_CHECKING:
    from cockpit.events import Event
    from data_access.work import Work


def after_report(work: "Work", one: Report, person: Person, *, call: bool, brought_by: Sequence[datetime]) -> None:
    """Whoever reported is knocked at no more; a report that is well closes nothing else by itself. The person's row is held."""
    for knock in work.care_tasks.open_of(person.id, TaskKind.KNOCK):
        keep(
            work, knock.removed(WhyRemoved.REPORTED, work.by.id, work.at), TaskRemoved(knock.kind, WhyRemoved.REPORTED)
        )
    if one.for_somebody:
        greet(work, person.id, How.REPORT)
    for wanted in wanted_for(one.outcome, call=call):
        needs = brought_by if one.outcome is Outcome.LIVING else ()
        _call_for(work, one, person, wanted, needs)


def _call_for(work: "Work", one: Report, person: Person, wanted: Wanted, needs: Sequence[datetime]) -> None:
    """Of needs the community sees to the first that is due: medicine is not left until the groceries are late."""
    rule = rule_of_tasks(work, person.community)
    due = min([rule.due(one.at, one.outcome), *needs])
    known = work.care_tasks.open_at(person.id, wanted.desk)
    if known is None:
        add(work, fresh(work, person, wanted, one.outcome, (rule, due), episode=one.episode, report=one.id), person)
    elif graver(one.outcome, known.gravity) or _is_more(known, wanted, due):
        raised = known.raised(one.outcome, wanted.kind, due, one.id)
        keep(work, watch(work, raised), TaskRaised(raised.kind, raised.desk, raised.gravity))
    else:
        work.care_tasks.join(known, one.id)
        work.tell_area(known.community, known.subject, known.id, TaskJoined(known.kind, known.desk))


def _is_more(known: Task, wanted: Wanted, due: datetime) -> bool:
    """As grave, and to be called besides, or sooner."""
    return known.kind is TaskKind.SUPPLY and (wanted.kind is TaskKind.CALL or due < known.due_at)


def fresh(
    work: "Work", person: Person, wanted: Wanted, gravity: Outcome, clock: tuple[TaskRule, datetime], *,
    episode: int, report: int | None = None,
) -> Task:  # fmt: skip
    rule, due = clock
    return Task(
        wanted.kind, wanted.desk, person.id, episode, gravity, work.at, due, rule.policy, report,
        opened_by=work.by.id, community=person.community,
    )  # fmt: skip


def add(work: "Work", new: Task, person: Person) -> Task:
    kept = work.care_tasks.add(watch(work, new), person, work.emergencies.at(person.grid))
    work.tell_area(kept.community, kept.subject, kept.id, TaskOpened(kept.kind, kept.desk, kept.gravity))
    return kept


def keep(work: "Work", one: Task, event: "Event") -> Task:
    work.care_tasks.keep(one)
    work.tell_area(one.community, one.subject, one.id, event)
    return one


def rule_of_tasks(work: "Work", area: str) -> TaskRule:
    return task_rule(work.policy.get("care", "task", area))
