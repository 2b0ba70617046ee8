"""What will be needed tomorrow 明日需求预测: by how often people at home asked in the last days, and how many stay at home.

Of each kind: how many were asked for a day and person in the window, times how many are at home tomorrow; who is released by
then is not among them. The range holds what comes on eight of ten days, if people go on asking as often as they did: the
predictive distribution of a count after so many in so many person-days (Poisson with a gamma prior of one half, Jeffreys').
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.needs.need import NeedKind
from cockpit.needs.rule import today_of

if TYPE_CHECKING:
    from data_access.work import Work

PRIOR = 0.5
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Expected:
    """`mean` tomorrow, between `low` and `high` on eight of ten days; of `asked` in `person_days`, for `home` people."""

    mean: float
    low: int
    high: int
    asked: int
    person_days: int
    home: int


@dataclass(frozen=True)
class OfArea:
    """`kinds` is empty where too little is known: fewer person-days than the rule asks for."""

    area: str
    home: int
    person_days: int
    kinds: Mapping[NeedKind, Expected]


@dataclass(frozen=True)
class Forecast:
    """For the day `day`, by the window of `days` full days before today; `least` person-days are needed."""

    day: date
    days: int
    least: int
    whole: OfArea
    parts: tuple[OfArea, ...]
    policy: int


def expected(asked: int, person_days: int, home: int) -> Expected:
    """`person_days` is over 0."""
    mean = asked * home / person_days
    low, high = (quantile(asked, person_days, home, share) for share in (LOW, HIGH))
    return Expected(mean, low, high, asked, person_days, home)


def quantile(asked: int, person_days: int, home: int, share: float) -> int:
    """The least count that is not exceeded with that probability: negative binomial, added up term by term."""
    if home == 0:
        return 0
    size, stays = asked + PRIOR, person_days / (person_days + home)
    term = stays**size
    total, count = term, 0
    while total < share and count < 100_000:
        term *= (count + size) / (count + 1) * (1 - stays)
        count += 1
        total += term
    return count


def of_area(area: str, counts: Mapping[NeedKind, int], person_days: int, home: int, least: int) -> OfArea:
    enough = person_days >= max(1, least)
    kinds = {kind: expected(counts.get(kind, 0), person_days, home) for kind in NeedKind} if enough else {}
    return OfArea(area, home, person_days, kinds)


@allowed_to("see_needs")
def forecast(work: "Work", area: str = "") -> Forecast:
    """Of an area of one's own scope, and of each community in it."""
    where = work.areas.get(area).code if area else work.by.area
    rule = work.policy.get("need", "forecast", where)
    days, least, today = rule.body["days"], rule.body["least"], today_of(work)
    first, tomorrow = today - timedelta(days=days), today + timedelta(days=1)
    asked = work.needs.asked_between(where, _begin(work, first), _begin(work, today))
    home = work.needs.home_by_day(where, first, tomorrow)
    parts = tuple(
        _part(code, asked, home, today, least) for code in sorted({*(code for code, _ in asked), *(code for code, _ in home)})
    )  # fmt: skip
    counts = {kind: sum(n for (_, one), n in asked.items() if one is kind) for kind in NeedKind}
    known = sum(n for (_, day), n in home.items() if day < today)
    whole = of_area(where, counts, known, sum(n for (_, day), n in home.items() if day == tomorrow), least)
    return Forecast(tomorrow, days, least, whole, parts, rule.id)


def _part(
    code: str, asked: Mapping[tuple[str, NeedKind], int], home: Mapping[tuple[str, date], int], today: date, least: int
) -> OfArea:  # fmt: skip
    counts = {kind: n for (area, kind), n in asked.items() if area == code}
    known = sum(n for (area, day), n in home.items() if area == code and day < today)
    return of_area(code, counts, known, home.get((code, today + timedelta(days=1)), 0), least)


def _begin(work: "Work", day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=work.zone)
