"""What is written down of a person at home beside their reports: what weighs in with them, and tests; all of it sealed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.follow_up import age_on
from cockpit.home_health.told import ConditionsSaid, SwabSaid
from cockpit.home_health.triage import Condition, Reason, TriageRule
from cockpit.people import Person
from cockpit.refusals import Invalid
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


class FactKind(StrEnum):
    CONDITIONS = "conditions"
    SWAB = "swab"  # 核酸检测


class Swab(StrEnum):
    """A PCR test: that it was ordered, or what came of it."""

    ORDERED = "ordered"
    POSITIVE = "positive"
    NEGATIVE = "negative"


CONDITIONS = {Condition.CHRONIC: N_("A chronic illness"), Condition.PREGNANT: N_("Pregnant")}
SWABS = {
    Swab.ORDERED: N_("PCR test ordered"),
    Swab.POSITIVE: N_("PCR test positive"),
    Swab.NEGATIVE: N_("PCR test negative"),
}


@dataclass(frozen=True)
class CareFact:
    """`words` and `day` are sealed: the conditions as they are now, or one result with the day of its swab."""

    kind: FactKind
    person: int
    episode: int
    at: datetime
    by: int | None
    words: tuple[str, ...] = ()
    day: date | None = None
    id: int = 0


@allowed_to("say_conditions")
def say_conditions(work: "Work", episode_id: int, found: tuple[Condition, ...]) -> None:
    """All that holds now; the newest word counts."""
    person = _add(work, episode_id, FactKind.CONDITIONS, tuple(one.value for one in found), None)
    work.tell_area(person.community, "care_fact", person.id, ConditionsSaid())


@allowed_to("keep_swabs")
def say_swab(work: "Work", episode_id: int, found: Swab, day: date) -> None:
    if day > work.at.astimezone(work.zone).date():
        raise Invalid("day", N_("this day is still to come"))
    person = _add(work, episode_id, FactKind.SWAB, (found.value,), day)
    work.tell_area(person.community, "care_fact", person.id, SwabSaid())


def _add(work: "Work", episode_id: int, kind: FactKind, words: tuple[str, ...], day: date | None) -> Person:
    episode = work.quarantine.get(episode_id)
    person = work.people.get(episode.person)
    new = CareFact(kind, person.id, episode.id, work.at, work.by.id, words, day)
    work.care_facts.add(new, work.emergencies.at(person.grid))
    return person


def conditions_of(facts: list[CareFact]) -> tuple[Condition, ...]:
    """Of the newest word; `facts` the newest first."""
    latest = next((one for one in facts if one.kind is FactKind.CONDITIONS), None)
    return tuple(Condition(one) for one in latest.words) if latest else ()


def weighing(work: "Work", person: Person, rule: TriageRule) -> frozenset[Reason]:
    """What is known of the person that weighs in by this rule: the inventory's word, and what was written down."""
    facts = work.care_facts.of_person(person.id, FactKind.CONDITIONS)
    known = {Reason(one.value) for one in conditions_of(facts)}
    if rule.elderly and age_on(person.born, work.at.astimezone(work.zone).date()) >= rule.elderly:
        known.add(Reason.ELDERLY)
    if work.care_facts.lives_alone(person.id):
        known.add(Reason.ALONE)
    return frozenset(known & set(rule.weighs))
