"""Drafting 试算: what other weights would do, reckoned on what is known now, with nothing written."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.people import ShownPerson
from cockpit.policy import misfit
from cockpit.refusals import Invalid
from cockpit.screening.risk.assess import assess
from cockpit.screening.risk.facts import facts_of
from cockpit.screening.risk.level import Level
from cockpit.screening.risk.rounds import KIND, since, weights_in
from cockpit.screening.risk.weights import ANY, Weights
from cockpit.sight import Tie
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

AT_ONCE = 500  # so that others are served between one lot and the next
SHOWN = 20
MOST = 10_000.0

# What may be drafted, each by its way through the body of the rule.
DRAFTED = (
    "minutes", "lasts", "course.before", "course.after", "course.peak", "course.rise", "course.fall", "course.unknown",
    "closeness.to_ask", "closeness.general",
    *(f"settings.{name}" for name in ("household", "care", "meal", "lift", "class", "workplace")),
    *("vehicles.sealed", "vehicles.other", "places.any", "places.hospital"),
    *("additions.stay.high", "additions.stay.any", "additions.symptom.any", "additions.visit.any", "additions.purchase.any"),
    *("vulnerable.age", "vulnerable.more", "levels.high", "levels.medium", "levels.low"),
    *("visits.high", "visits.medium", "visits.low"),
)  # fmt: skip
AT_LEAST = {"minutes": 1.0, "lasts": 1.0, "course.rise": 0.1, "course.fall": 0.1}  # what is divided by
WHOLE_DAYS = ("lasts",)


@dataclass(frozen=True)
class Moved:
    person: ShownPerson
    was: Level
    now: Level


@dataclass
class Preview:
    """`moves`: (was, now) -> people; `visits`: street -> a day, before and after. `who`: those who moved furthest."""

    people: int = 0
    moves: Counter[tuple[Level, Level]] = field(default_factory=Counter)
    visits: dict[str, tuple[float, float]] = field(default_factory=dict)
    who: tuple[Moved, ...] = ()

    @property
    def up(self) -> int:
        return sum(count for (was, now), count in self.moves.items() if now > was)

    @property
    def down(self) -> int:
        return sum(count for (was, now), count in self.moves.items() if now < was)


@dataclass(frozen=True)
class _Person:
    person: int
    street: str
    was: Level
    now: Level


@allowed_to("draft_risk")
def draft(work: "Work") -> dict[str, float]:
    """What may be drafted, as it is now in the whole district."""
    return {way: value_of(weights_in(work, work.by.area).body, way) for way in DRAFTED}


@allowed_to("draft_risk")
def preview(work: "Work", asked: Mapping[str, float]) -> Preview:
    """What would change, had the rule of the district these weights; streets with a rule of their own keep it."""
    rule = weights_in(work, work.by.area)
    other = Weights(rule.policy, drafted(work, rule.body, asked))
    found, moved = Preview(), []
    visits: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for one, before, after in _stand(work, rule, other):
        found.people += 1
        was, now = visits[one.street]
        visits[one.street] = (was + before.visits(one.was), now + after.visits(one.now))
        if one.was is not one.now:
            found.moves[one.was, one.now] += 1
            moved.append(one)
    found.visits = dict(sorted(visits.items()))
    found.who = _shown(work, moved)
    return found


def drafted(work: "Work", body: Mapping[str, Any], asked: Mapping[str, float]) -> dict[str, Any]:
    """The body with what was asked for; refuses what is no such rule."""
    new = deepcopy(dict(body))
    for way, value in asked.items():
        if way not in DRAFTED:
            raise Invalid("weight", N_("choose one of the list"))
        if not isfinite(value) or not AT_LEAST.get(way, 0.0) <= value <= MOST:
            raise Invalid("weight", N_("a number that is not negative, and not out of all proportion"))
        *into, last = way.split(".")
        table = new
        for name in into:
            table = table[name]
        table[last] = int(value) if way in WHOLE_DAYS else value
    levels = [new["levels"][level.name.lower()] for level in Level.rising()]
    if sorted(set(levels)) != levels or levels[0] <= 0:
        raise Invalid("levels", N_("each level begins above the one before it"))
    if misfit(work.policy, KIND, ANY, new):
        raise Invalid("weight", N_("choose one of the list"))
    return new


def value_of(body: Mapping[str, Any], way: str) -> float:
    found: Any = body
    for name in way.split("."):
        found = found[name]
    return float(found)


def _stand(work: "Work", rule: Weights, other: Weights) -> Iterator[tuple[_Person, Weights, Weights]]:
    """Everybody of whom anything is known, by the rule as it is and as it would be, so many at a time."""
    oldest, known = min(since(work, rule), since(work, other)), dict[str, Weights]()
    for persons in in_lots([*{*work.risk.everybody(), *work.risk_facts.anybody(oldest)}]):
        for person, one in facts_of(work, persons, oldest).items():
            now = known.get(one.street) or known.setdefault(one.street, weights_in(work, one.street))
            then = other if now.policy == rule.policy else now
            was, would = (assess(one, weights, work.at, work.zone).level for weights in (now, then))
            yield _Person(person, one.street, was, would), now, then


def in_lots(persons: Iterable[int]) -> Iterator[Collection[int]]:
    all_of = sorted(persons)
    for start in range(0, len(all_of), AT_ONCE):
        yield all_of[start : start + AT_ONCE]


def _shown(work: "Work", moved: list[_Person]) -> tuple[Moved, ...]:
    """Those who moved furthest, as one's role may see them; a look."""
    furthest = sorted(moved, key=lambda one: (-abs(one.now - one.was), -max(one.now, one.was), one.person))[:SHOWN]
    if not furthest:
        return ()
    work.people.admit(*(one.person for one in furthest), tie=Tie.CASE)
    people = work.people.of_ids([one.person for one in furthest])
    shown = {one.id: one for one in work.looks.listing(people, {"risk": "preview"})}
    return tuple(Moved(shown[one.person], one.was, one.now) for one in furthest if one.person in shown)
