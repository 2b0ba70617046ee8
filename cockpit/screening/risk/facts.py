"""What is known of one person that says something about the risk: meetings of cases, and what others reported.

`Stay`, `Symptom`, `Visit`, `Purchase` come from subjects of their own, by `RiskFacts`: what a subject does not keep yet is
an empty list.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from cockpit.screening.case import Case
from cockpit.screening.contact import Exposure
from cockpit.screening.meeting import Setting

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class Met:
    """`kind`: of the place in which they met."""

    exposure: Exposure
    case: Case
    kind: str = ""


@dataclass(frozen=True)
class Stay:
    """In a key region 重点地区, whose level is a word of the policy, until that day of the district."""

    level: str
    until: date


@dataclass(frozen=True)
class Symptom:
    """Reported 自报症状 on that day."""

    on: date


@dataclass(frozen=True)
class Visit:
    """To a fever clinic 发热门诊."""

    on: date


@dataclass(frozen=True)
class Purchase:
    """Of a watched drug 退热药."""

    on: date


@dataclass(frozen=True)
class Facts:
    """All of one person; `street`: where the person lives, whose rule holds."""

    met: tuple[Met, ...] = ()
    born: date | None = None
    stays: tuple[Stay, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    visits: tuple[Visit, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    street: str = ""


class RiskFacts(Protocol):
    """Person -> what is known of the last `lasts` days, of those of them of whom anything is."""

    def stays(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Stay]]: ...
    def symptoms(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Symptom]]: ...
    def visits(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Visit]]: ...
    def purchases(self, persons: Collection[int], since: date) -> Mapping[int, Sequence[Purchase]]: ...
    def anybody(self, since: date) -> Collection[int]:
        """Of whom any of it is known."""


def facts_of(work: "Work", persons: Collection[int], since: date) -> dict[int, Facts]:
    """Person -> facts, of those whom the unit of work may see; whoever is a case already is at no risk any more."""
    ill = work.cases.of_persons(persons)
    people = {one.id: one for one in work.people.of_ids(persons) if one.id not in ill}
    met = _met(work, people)
    known: RiskFacts = work.risk_facts
    stays, symptoms = known.stays(people, since), known.symptoms(people, since)
    visits, purchases = known.visits(people, since), known.purchases(people, since)
    return {
        person: Facts(
            tuple(met.get(person, ())), one.born, tuple(stays.get(person, ())), tuple(symptoms.get(person, ())),
            tuple(visits.get(person, ())), tuple(purchases.get(person, ())), one.street,
        )
        for person, one in people.items()
    }  # fmt: skip


def _met(work: "Work", persons: Collection[int]) -> dict[int, list[Met]]:
    exposures = work.exposures.of_persons(persons, work.at)
    cases = work.cases.of_ids({one.case for one in exposures})
    kinds = work.places.kinds({int(one.where) for one in exposures if one.setting is Setting.PLACE})
    found: dict[int, list[Met]] = {}
    for one in exposures:
        kind = kinds.get(int(one.where), "") if one.setting is Setting.PLACE else ""
        if one.case in cases:
            found.setdefault(one.person, []).append(Met(one, cases[one.case], kind))
    return found
