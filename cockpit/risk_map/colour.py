"""The colour of an area 五色图: what is counted there, the rule, and the reasons for the colour that follows.

1. Each thing that is counted may reach a level by its number alone.
2. All things weighed together, per so many residents, may reach one. A small area counts as one of the rule's least
   size, so that one returnee in a block of flats does not make it red.
3. An area of which too little is known is not called green: it is blue at least.
4. An area is at most so many steps better than the worst that it is made of (`coloured`). A street of 60,000 is not green
   while a block in it is red.

More of anything that is counted never makes it greener; where nobody lives there is no colour.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import IntEnum, StrEnum
from typing import Any

from cockpit.policy import Policy

PARENT = {15: 12, 12: 9, 9: 6}  # digits of a code: grid > community > street > district


class Level(IntEnum):
    GREEN = 0  # 低风险
    BLUE = 1  # 较低风险
    YELLOW = 2  # 中风险
    ORANGE = 3  # 较高风险
    RED = 4  # 高风险


class What(StrEnum):
    """What a reason speaks of: things that happened, all of them together, what is known too thinly, an area inside."""

    CASES = "cases"
    WAITING = "waiting"
    APART = "apart"
    RETURNEES = "returnees"
    CROWDS = "crowds"
    TOGETHER = "together"
    FILLED = "filled"
    FRESH = "fresh"
    MADE = "made"
    INSIDE = "inside"


HAPPENED = (What.CASES, What.WAITING, What.APART, What.RETURNEES, What.CROWDS)
SHARES = {What.FILLED: "needed", What.FRESH: "kinds", What.MADE: "planned"}  # what each is a part of


@dataclass(frozen=True)
class Facts:
    """Counts of one area on one day. `waiting`: close contacts who should be apart and are not; `returnees`: who came from
    a key region and should be. `filled` of `needed` fields of the inventory are there, `fresh` of its `kinds` were brought
    in lately, `made` of the `planned` visits were made."""

    residents: int = 0
    cases: int = 0
    waiting: int = 0
    apart: int = 0
    returnees: int = 0
    crowds: int = 0
    needed: int = 0
    filled: int = 0
    kinds: int = 0
    fresh: int = 0
    planned: int = 0
    made: int = 0

    def plus(self, other: "Facts") -> "Facts":
        return Facts(**{name: getattr(self, name) + getattr(other, name) for name in NAMES})

    def share(self, what: What) -> int | None:
        """Per cent, rounded down; None where there is nothing that it could be a part of."""
        whole = getattr(self, SHARES[what])
        return 100 * getattr(self, what) // whole if whole else None


NAMES = tuple(one.name for one in fields(Facts))


@dataclass(frozen=True)
class RiskMapRule:
    """`days`: a case counts for so long from its onset on; `visit_days`: so many days of visits that ended. Of `points` so
    many per `per` residents, of `counts` so many of one thing reach a level; below `shares` per cent too little is known."""

    policy: int
    days: int
    visit_days: int
    per: int
    least: int
    weights: Mapping[What, float]
    points: Mapping[Level, float]
    counts: Mapping[What, Mapping[Level, int]]
    shares: Mapping[What, int]
    steps: int

    def points_of(self, facts: Facts) -> float:
        """Per `per` residents."""
        weighed: float = sum(self.weights.get(what, 0) * getattr(facts, what) for what in HAPPENED)
        return weighed * self.per / max(facts.residents, self.least)


@dataclass(frozen=True)
class Reason:
    """`number` of `what` reaches the `level` from `least` on; of a share: is below `least`. `area`: the one inside. The number
    is None where the reader is not told."""

    what: What
    level: Level
    number: float | None
    least: float
    area: str = ""


@dataclass(frozen=True)
class Colour:
    """`level` is None where nobody lives; the reason that weighs most stands first."""

    level: Level | None
    reasons: tuple[Reason, ...] = ()

    @property
    def thin(self) -> tuple[Reason, ...]:
        """What is known too thinly."""
        return tuple(one for one in self.reasons if one.what in SHARES)


NO_COLOUR = Colour(None)


def rule_of(version: Policy) -> RiskMapRule:
    body = version.body
    return RiskMapRule(
        version.id, body["days"], body["visit_days"], body["per"], body["least"],
        {What(name): weight for name, weight in body["weights"].items()}, _by_level(body["points"]),
        {What(name): _by_level(one) for name, one in body["counts"].items()},
        {What(name): share for name, share in body["shares"].items()}, body["steps"],
    )  # fmt: skip


def _by_level(body: Mapping[str, Any]) -> dict[Level, Any]:
    return {Level[name.upper()]: value for name, value in body.items()}


def colour_of(facts: Facts, rule: RiskMapRule) -> Colour:
    """Of an area by itself, whatever it is made of."""
    if not facts.residents:
        return NO_COLOUR
    found = [*_by_number(facts, rule), *_together(facts, rule), *_thin(facts, rule)]
    return _of_reasons(found)


def coloured(facts: Mapping[str, Facts], rules: Mapping[str, RiskMapRule]) -> dict[str, Colour]:
    """Area -> colour, of areas of all levels with the rule of each: the finest first, since each looks at those inside."""
    found: dict[str, Colour] = {}
    inside: dict[str, list[Reason]] = {}
    for code in sorted(facts, key=lambda one: (-len(one), one)):
        alone = colour_of(facts[code], rules[code])
        reasons = [one for one in (*alone.reasons, *inside.get(code, ())) if alone.level is not None]
        found[code] = _of_reasons(reasons) if alone.level is not None else alone
        if (level := found[code].level) and len(code) in PARENT and code[: PARENT[len(code)]] in rules:
            above = code[: PARENT[len(code)]]
            if (lifted := level - rules[above].steps) > Level.GREEN:
                inside.setdefault(above, []).append(Reason(What.INSIDE, Level(lifted), level, level, code))
    return found


def summed(by_area: Mapping[str, Facts], codes: Iterable[str]) -> dict[str, Facts]:
    """What is counted in each of these areas, from what is counted in the smallest that each thing is known of."""
    found = {code: Facts() for code in codes}
    for area, facts in by_area.items():
        for length in (15, 12, 9, 6):
            if len(area) >= length and area[:length] in found:
                found[area[:length]] = found[area[:length]].plus(facts)
    return found


def _of_reasons(found: Iterable[Reason]) -> Colour:
    """Of many areas inside, the worst speaks for all of them."""
    ordered = sorted(found, key=lambda one: (-one.level, list(What).index(one.what), -(one.number or 0), one.area))
    first_inside = next((one for one in ordered if one.what is What.INSIDE), None)
    kept = tuple(one for one in ordered if one.what is not What.INSIDE or one is first_inside)
    return Colour(max((one.level for one in kept), default=Level.GREEN), kept)


def _by_number(facts: Facts, rule: RiskMapRule) -> Iterable[Reason]:
    for what, least in rule.counts.items():
        if reason := _reached(what, getattr(facts, what), least):
            yield reason


def _together(facts: Facts, rule: RiskMapRule) -> Iterable[Reason]:
    if reason := _reached(What.TOGETHER, round(rule.points_of(facts), 3), rule.points):
        yield reason


def _reached(what: What, number: float, least: Mapping[Level, float]) -> Reason | None:
    """The highest level that the number reaches."""
    level = max((one for one, enough in least.items() if number >= enough and number), default=None)
    return Reason(what, level, number, least[level]) if level else None


def _thin(facts: Facts, rule: RiskMapRule) -> Iterable[Reason]:
    for what, least in rule.shares.items():
        share = facts.share(what)
        if share is not None and share < least:
            yield Reason(what, Level.BLUE, share, least)
