"""Assessing 评估: of what is known of one person, a score between 0 and 1, its level, and each thing's part in it.

Each day together with a case, and each thing reported, adds a hazard of its own; nothing is ever taken off. The score is
the chance that at least one of them did it, had each been alone in the world: 1 - exp(-sum of hazards). So the parts of an
explanation sum up to the whole where sums belong, in the logarithm of the chance that nothing happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from math import exp

from cockpit.screening.contact import Exposure
from cockpit.screening.meeting import Setting
from cockpit.screening.risk.facts import Facts, Met
from cockpit.screening.risk.level import Level
from cockpit.screening.risk.weights import Weights

DAY = timedelta(days=1)


class PartKind(StrEnum):
    MET = "met"
    STAY = "stay"
    SYMPTOM = "symptom"
    VISIT = "visit"
    PURCHASE = "purchase"
    AGE = "age"


OF_HEALTH = (PartKind.SYMPTOM, PartKind.VISIT, PartKind.PURCHASE)


@dataclass(frozen=True)
class Part:
    """One thing's `hazard`, and its `share` of all of it; with what one sentence needs.

    Of a meeting, the exposure, and `goes_on` while they are still together; of a report its day; of a stay the `level`
    of the region; of the age nothing: it is written where the person is.
    """

    kind: PartKind
    hazard: float
    share: float = 0.0
    exposure: Exposure | None = None
    goes_on: bool = False
    on: date | None = None
    level: str = ""

    @property
    def fact(self) -> tuple[object, ...]:
        """What it is about, without how much it adds; what goes on has no end yet."""
        one = self.exposure
        met = (
            (one.case, one.setting, one.closeness, one.began, None if self.goes_on else one.ended, one.where)
            if one
            else ()
        )
        return (self.kind, *met, self.on, self.level)


LITTLE = 0.01  # of a score


@dataclass(frozen=True)
class Assessment:
    """`policy` is the version of the rule; the greatest part comes first."""

    score: float
    level: Level
    parts: tuple[Part, ...]
    policy: int

    def stands_as(self, other: "Assessment") -> bool:
        """Whether nothing changed but a little of the score, as it does hour by hour for those who are still together."""
        alike = (self.level, self.policy) == (other.level, other.policy) and abs(self.score - other.score) < LITTLE
        return alike and {one.fact for one in self.parts} == {one.fact for one in other.parts}


def assess(facts: Facts, weights: Weights, at: datetime, zone: tzinfo) -> Assessment:
    """Of one person, as it stands at that moment. What adds nothing is no part."""
    today = at.astimezone(zone).date()
    parts = [*_meetings(facts, weights, at, today, zone), *_reports(facts, weights, today)]
    met = sum(one.hazard for one in parts if one.kind is PartKind.MET)
    if facts.born and (more := met * weights.vulnerable(_age(facts.born, today))):
        parts.append(Part(PartKind.AGE, more))
    total = sum(one.hazard for one in parts)
    shared = (_shared(one, total) for one in parts if one.hazard > 0)
    score = 1 - exp(-total)
    return Assessment(score, weights.level(score), tuple(sorted(shared, key=_greatest)), weights.policy)


def _shared(one: Part, total: float) -> Part:
    return Part(one.kind, one.hazard, one.hazard / total, one.exposure, one.goes_on, one.on, one.level)


def _greatest(one: Part) -> tuple[float, str, str]:
    met = one.exposure
    return (-one.hazard, one.kind, f"{met.began.isoformat()}/{met.case}/{met.setting}/{met.where}" if met else "")


def _meetings(facts: Facts, weights: Weights, at: datetime, today: date, zone: tzinfo) -> Iterator[Part]:
    for one in facts.met:
        ended = one.exposure.ended.astimezone(zone).date()
        if today - ended <= weights.lasts * DAY:
            yield Part(PartKind.MET, dose(one, weights, zone), exposure=one.exposure, goes_on=one.exposure.ended >= at)


def dose(met: Met, weights: Weights, zone: tzinfo) -> float:
    """Day by day: the longer they were together the more, up to what a day can do, and the more infectious the case was
    on that day."""
    one = met.exposure
    if not weights.status(met.case):
        return 0.0
    where = one.where if one.setting is Setting.TRANSPORT else met.kind
    worst = weights.closeness(one.closeness) * weights.setting(one.setting, where)
    doses = (
        (1 - exp(-minutes / weights.minutes)) * weights.infectious(met.case, day)
        for day, minutes in days_of(one.began, one.ended, zone)
    )
    return worst * sum(doses)


def days_of(began: datetime, ended: datetime, zone: tzinfo) -> Iterator[tuple[date, float]]:
    """(day of the district, minutes of it) of a span of time."""
    now, last = began.astimezone(zone), ended.astimezone(zone)
    while now < last:
        midnight = datetime.combine(now.date() + DAY, time(), zone)
        upto = min(midnight, last)
        yield now.date(), (upto - now) / timedelta(minutes=1)
        now = upto


def _reports(facts: Facts, weights: Weights, today: date) -> Iterator[Part]:
    """Of each kind the gravest: whoever coughs says so every day."""

    def left(day: date) -> float:
        return weights.faded((today - day).days)

    stays = [
        Part(PartKind.STAY, weights.addition(PartKind.STAY, one.level) * left(one.until), on=one.until, level=one.level)
        for one in facts.stays
    ]
    reported = {
        PartKind.SYMPTOM: [one.on for one in facts.symptoms],
        PartKind.VISIT: [one.on for one in facts.visits],
        PartKind.PURCHASE: [one.on for one in facts.purchases],
    }
    reports = [
        [Part(kind, weights.addition(kind) * left(day), on=day) for day in days] for kind, days in reported.items()
    ]
    for parts in (stays, *reports):
        yield from sorted(parts, key=_gravest)[:1]


def _gravest(one: Part) -> tuple[float, date, str]:
    return (-one.hazard, one.on or date.max, one.level)


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
