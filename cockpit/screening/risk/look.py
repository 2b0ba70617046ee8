"""Reading how people stand: the rule, how many at each level and where, who is at the highest, how often it erred."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Level as AreaLevel
from cockpit.figures import must_see
from cockpit.people import ShownPerson
from cockpit.policy import Policy
from cockpit.screening.case import Case
from cockpit.screening.risk.assess import OF_HEALTH, Assessment
from cockpit.screening.risk.level import Level
from cockpit.screening.risk.outcome import ILL, Outcome
from cockpit.screening.risk.rounds import KIND
from cockpit.screening.risk.weights import ANY, weights_of
from cockpit.screening.sites import places_of
from cockpit.sight import Tie, only_aggregates, sight
from cockpit.small_cells import ROUNDED_TO, Cell, shown_cells

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 50  # people on one screen
DEPTH = {6: 9, 9: 12, 12: 15}  # digits of an area's code, and of the areas that it is made of
COMMUNITY = 12
SHOWN = (Level.HIGH, Level.MEDIUM, Level.LOW)


@dataclass(frozen=True)
class AtRisk:
    person: ShownPerson
    stands: Assessment


@dataclass(frozen=True)
class Erred:
    """Of those who stood so: how many, and how many of them became cases; `stood` is None of cases nobody had listed."""

    stood: Level | None
    contacts: Cell
    ill: Cell


@dataclass(frozen=True)
class RiskSeen:
    """`counts`: level -> area -> people; `visits`: area -> a day, by the rule; empty for who sees numbers of people only.

    `cases` are all that the people met, by their numbers; what goes on, went on until `at`.
    """

    rule: Policy
    area: str
    counts: Mapping[Level, Mapping[str, Cell]]
    visits: Mapping[str, float]
    people: tuple[AtRisk, ...]
    cases: Mapping[int, Case]
    places: Mapping[int, str]
    erred: tuple[Erred, ...]
    at: datetime


@allowed_to("see_risk")
def open_risk(work: "Work", area: str = "", level: Level | None = None) -> RiskSeen:
    """Of one's own scope; of the people, those of `area` and at `level`, the highest first. Looking at them is written
    down."""
    where = area or work.by.area
    must_see(work, where)
    rule = work.policy.get(KIND, ANY, work.by.area)
    people = _people(work, where, level) if work.by.may("see_screening") else ()
    met = [part.exposure for one in people for part in one.stands.parts if part.exposure]
    cases = work.cases.of_ids({one.case for one in met})
    by_level = work.risk.by_level()
    counted = {one: by_level[one] for one in SHOWN}
    places = places_of(work, met)
    counts = {one: _cells(work, by_community) for one, by_community in counted.items()}
    visits = {} if only_aggregates(work.by.role) else _visits(work, counted)
    return RiskSeen(rule, where, counts, visits, people, cases, places, _erred(work), work.at)


def _people(work: "Work", area: str, level: Level | None) -> tuple[AtRisk, ...]:
    persons = work.risk.highest(area, level, MOST)
    if work.by.may("keep_cases"):
        work.people.admit(*persons, tie=Tie.CASE)
    stand = work.risk.of_persons(persons, work.at)
    asked = {"risk": level.name.lower() if level else "any", "area": area}
    shown = {one.id: one for one in work.looks.listing(work.people.of_ids(persons), asked)} if persons else {}
    ill = {one.id: sight(work.by.role, "health", work.people.ties(one)).whole for one in work.people.of_ids(persons)}
    return tuple(
        AtRisk(shown[one], stand[one] if ill[one] else _without_health(stand[one]))
        for one in persons
        if one in shown and one in stand
    )


def _without_health(stands: Assessment) -> Assessment:
    return replace(stands, parts=tuple(one for one in stands.parts if one.kind not in OF_HEALTH))


def _cells(work: "Work", by_community: Mapping[str, int]) -> dict[str, Cell]:
    """Area -> people, of one's own area and what it is made of; small numbers are hidden from who sees numbers only."""
    if only_aggregates(work.by.role):
        every = [one.code for one in work.areas.of_level(AreaLevel.COMMUNITY, work.areas.district().code)]
        cells = shown_cells({code: by_community.get(code, 0) for code in every})
        return {code: cell for code, cell in cells.items() if len(code) < COMMUNITY}
    summed = Counter[str]()
    for code, people in by_community.items():
        for length in {len(work.by.area), min(DEPTH.get(len(work.by.area), COMMUNITY), COMMUNITY)}:
            summed[code[:length]] += people
    return {code: Cell(people) for code, people in summed.items()}


def _visits(work: "Work", counted: Mapping[Level, Mapping[str, int]]) -> dict[str, float]:
    """By the rule of each street."""
    found: dict[str, float] = defaultdict(float)
    for level, by_community in counted.items():
        for code, people in by_community.items():
            a_day = people * weights_of(work.policy.get(KIND, ANY, code)).visits(level)
            for length in {len(work.by.area), min(DEPTH.get(len(work.by.area), COMMUNITY), COMMUNITY)}:
                found[code[:length]] += a_day
    return dict(found)


def _erred(work: "Work") -> tuple[Erred, ...]:
    outcomes = work.risk.outcomes([one.value for one in ILL])
    return tuple(
        Erred(stood, _sum(work, outcomes, stood, "contacts"), _sum(work, outcomes, stood, "ill"))
        for stood in (*SHOWN, Level.NONE, None)
    )


def _sum(work: "Work", outcomes: Iterable[Outcome], stood: Level | None, which: str) -> Cell:
    by_community = Counter[str]()
    for one in outcomes:
        if one.stood is stood:
            by_community[one.community] += getattr(one, which)
    cell = _cells(work, by_community).get(work.by.area, Cell(0))
    return _rounded(cell) if only_aggregates(work.by.role) else cell


def _rounded(cell: Cell) -> Cell:
    """Beside the numbers of now, those of whoever stood so ever would tell how few fell ill or went."""
    return cell if cell.value is None else Cell(ROUNDED_TO * round(cell.value / ROUNDED_TO), rounded=True)
