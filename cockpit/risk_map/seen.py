"""One day of the risk map as its reader may see it.

Who sees people as numbers alone gets no grid, small numbers as cells, and of reasons those alone that say no hidden number:
what can be reckoned then is what the colour itself says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cockpit.risk_map.colour import HAPPENED, SHARES, Colour, Facts, Level, Reason, RiskMapRule, What, coloured
from cockpit.small_cells import Cell, shown_cells
from cockpit.sources import SHARE_FROM, SHARE_STEP

COMMUNITY, GRID = 12, 15  # digits of a code
BELOW = {6: 9, 9: 12, 12: 15}
POINTS = {6: 12, 9: 15, 12: 15, 15: 15}  # lists of points tell of areas so fine
MOST = 10  # of risk points, of weak points
RESIDENTS = "residents"
PEOPLE = (RESIDENTS, *(one.value for one in HAPPENED if one is not What.CROWDS))


@dataclass(frozen=True)
class AreaRisk:
    """`counts` as the reader may see them; `shares` in per cent, None where they are not told or there is nothing."""

    area: str
    colour: Colour
    counts: Mapping[str, Cell]
    shares: Mapping[What, int | None]


@dataclass(frozen=True)
class Seen:
    """`bare`: the reader sees people as numbers alone; then `cells` hold those of each area."""

    facts: Mapping[str, Facts]
    colours: Mapping[str, Colour]
    points: Mapping[str, float]
    cells: Mapping[str, Mapping[str, Cell]]
    bare: bool

    @classmethod
    def of(cls, facts: Mapping[str, Facts], rules: Mapping[str, RiskMapRule], bare: bool) -> "Seen":
        points = {code: rules[code].points_of(one) for code, one in facts.items()}
        return cls(facts, coloured(facts, rules), points, _cells(facts) if bare else {}, bare)

    @property
    def levels(self) -> dict[str, Level | None]:
        """Of all areas that are told of."""
        return {code: one.level for code, one in self.colours.items() if len(code) <= self._finest}

    def area(self, code: str) -> AreaRisk:
        facts, colour = self.facts[code], self.colours[code]
        shares = {what: self._share(facts, what) for what in SHARES}
        if not self.bare:
            counts = {name: Cell(getattr(facts, name)) for name in (RESIDENTS, *HAPPENED)}
            return AreaRisk(code, colour, counts, shares)
        told = {name: self.cells[name].get(code, Cell(None, small=True)) for name in PEOPLE}
        counts = {**told, What.CROWDS: Cell(facts.crowds)}
        reasons = [self._told(one, counts, shares) for one in colour.reasons]
        return AreaRisk(code, Colour(colour.level, tuple(one for one in reasons if one)), counts, shares)

    def below(self, area: str) -> list[AreaRisk]:
        return [self.area(code) for code in self._inside(area, BELOW.get(len(area), GRID)) if code != area]

    def risk_points(self, area: str) -> list[AreaRisk]:
        """The worst first; among numbers that are hidden the order tells nothing."""
        found = [code for code in self._inside(area, POINTS[len(area)]) if self.colours[code].level]
        return [self.area(code) for code in sorted(found, key=self._worst)[:MOST]]

    def weak_points(self, area: str) -> list[AreaRisk]:
        """Where too little is known, the thinnest first."""
        found = [self.area(code) for code in self._inside(area, POINTS[len(area)]) if self.colours[code].thin]
        return sorted((one for one in found if one.colour.thin), key=_thinnest)[:MOST]

    @property
    def _finest(self) -> int:
        return COMMUNITY if self.bare else GRID

    def _inside(self, area: str, length: int) -> list[str]:
        digits = min(length, self._finest)
        return [code for code in sorted(self.facts) if len(code) == digits and code.startswith(area)]

    def _worst(self, code: str) -> tuple[float, float, str]:
        return (-(self.colours[code].level or 0), 0 if self.bare else -self.points[code], code)

    def _share(self, facts: Facts, what: What) -> int | None:
        """Of few things in steps, or not at all: how many lack something could be reckoned from it."""
        share = facts.share(what)
        if share is None or not self.bare or what is What.FRESH:
            return share
        return SHARE_STEP * round(share / SHARE_STEP) if getattr(facts, SHARES[what]) >= SHARE_FROM else None

    def _told(self, one: Reason, counts: Mapping[str, Cell], shares: Mapping[What, int | None]) -> Reason | None:
        """As who sees cells may hear it: a number that is not shown takes its reason with it, or its place is left empty."""
        if one.what is What.TOGETHER:
            return replace(one, number=None)
        if one.what is What.INSIDE:
            return one if len(one.area) <= COMMUNITY else replace(one, area="")
        if one.what in SHARES:
            return None if shares[one.what] is None else replace(one, number=shares[one.what])
        return one if counts[one.what].exact else None


def _cells(facts: Mapping[str, Facts]) -> dict[str, dict[str, Cell]]:
    """Number of people -> area -> cell."""
    communities = {code: one for code, one in facts.items() if len(code) == COMMUNITY}
    return {name: shown_cells({code: getattr(one, name) for code, one in communities.items()}) for name in PEOPLE}


def _thinnest(one: AreaRisk) -> tuple[int, float, str]:
    thin = one.colour.thin
    return -len(thin), min(reason.number or 0 for reason in thin), one.area
