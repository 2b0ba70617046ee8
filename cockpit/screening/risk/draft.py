"""Drafting 试算: what other weights would do, reckoned on what is known now, with nothing written."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.people import ShownPerson
from cockpit.policy import Policy, misfit
from cockpit.refusals import Invalid
from cockpit.screening.risk.assess import assess
from cockpit.screening.risk.bounds import NAMES, must_be_within
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
    """What may be drafted, as the last version of the whole district says it."""
    body = base_of(work).body
    return {way: value_of(body, way) for way in NAMES}


def base_of(work: "Work") -> Policy:
    """The version that a draft goes out from: the last one published of those that are not over, also where it is still to
    begin. Whatever is published next goes before it, so nothing but it can be meant."""
    area, known = work.by.area, work.policy.versions
    mine = [one for one in known if (one.kind, one.key) == (KIND, ANY) and area.startswith(one.area)]
    last = [one for one in mine if one.published_at <= work.at and (one.holds_to is None or one.holds_to > work.at)]
    return max(last, key=lambda one: (len(one.area), one.published_at, one.id))


@allowed_to("draft_risk")
def preview(work: "Work", asked: Mapping[str, float]) -> Preview:
    """What would change, had the rule of the district these weights; streets with a rule of their own keep it."""
    rule = weights_in(work, work.by.area)
    other = Weights(rule.policy, drafted(work, base_of(work).body, asked))
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
        if way not in NAMES:
            raise Invalid("weight", N_("choose one of the list"))
        *into, last = way.split(".")
        table = new
        for name in into:
            table = table[name]
        table[last] = must_be_within(way, value)
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
