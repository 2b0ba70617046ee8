"""The day 每日分析 of people at home, by district, street and community: numbers alone, and nobody is opened for them.

Today's are reckoned from the facts as they stand; a day that ended is kept with its numbers, which stay when its facts are gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Level
from cockpit.figures import COMMUNITY, must_see
from cockpit.home_health.daily_cells import Cells, cells_of
from cockpit.home_health.daily_figures import SPANS, AreaDay, DayFigure
from cockpit.home_health.make import today_of
from cockpit.home_health.window import Window, at_second, windows_of
from cockpit.refusals import Invalid
from cockpit.sight import only_aggregates
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

MOST_DAYS = 40  # that are kept in one go, where the clock leapt


@dataclass(frozen=True)
class Day:
    """`areas`: code of the district, street or community -> its numbers, of where anybody was. `until`: the instant they are of.

    `cells` for who sees people as numbers alone: they get nothing else; None for all others.
    """

    day: date
    area: str
    areas: Mapping[str, AreaDay]
    until: datetime
    kept: bool
    today: date
    cells: Cells | None = None


@allowed_to("see_care_day")
def daily(work: "Work", area: str = "", day: date | None = None) -> Day:
    """Of an area that one sees, of one's own where none is named; of today where no day is."""
    where, today = area or work.by.area, today_of(work)
    must_see(work, where)
    asked = day or today
    if asked > today:
        raise Invalid("day", N_("this day is still to come"))
    return _as_seen(work, day_of(work, where[:COMMUNITY], asked))


def _as_seen(work: "Work", found: Day) -> Day:
    if not only_aggregates(work.by.role):
        return found
    every = [one.code for one in work.areas.of_level(Level.COMMUNITY, work.areas.district().code)]
    cells = cells_of(found.areas, every, found.area)
    return Day(found.day, found.area, {}, found.until, found.kept, found.today, cells)


def day_of(work: "Work", area: str, day: date) -> Day:
    until = end_of(work, day)
    kept = work.care_days.kept(day)
    found = work.care_days.of_day(day, area)
    if not kept:
        for code, figures in _reckoned(work, area, day, until).items():
            found[code] = found.get(code, {}) | figures
    return Day(day, area, summed(found, area), until, kept, today_of(work))


def end_of(work: "Work", day: date) -> datetime:
    """The last instant of the local day, or now."""
    return min(at_second(day + timedelta(days=1), 0, work.zone) - timedelta(microseconds=1), work.at)


def summed(by_area: Mapping[str, Mapping[DayFigure, int]], area: str) -> dict[str, AreaDay]:
    """Counts of communities added up to the areas above them, as far as `area`; spans stand as they are."""
    sums: dict[str, dict[DayFigure, int]] = {}
    for code, figures in by_area.items():
        for figure, value in figures.items():
            levels = (len(code),) if figure in SPANS else (6, 9, 12)
            for above in {code[:length] for length in levels if length >= len(area)}:
                own = sums.setdefault(above, {})
                own[figure] = own.get(figure, 0) + value
    return {code: AreaDay(own) for code, own in sums.items() if own.keys() - SPANS}


def _reckoned(work: "Work", area: str, day: date, until: datetime) -> dict[str, dict[DayFigure, int]]:
    hours = timedelta(hours=work.policy.get("care", "unseen", area).body["hours"])
    return work.care_days.reckoned(area, windows(work, day), until, until - hours)


def windows(work: "Work", day: date) -> dict[str, tuple[Window, Window]]:
    """Street -> its windows of that day, by the rule in force."""
    streets = work.areas.of_level(Level.STREET, work.areas.district().code)
    return {
        one.code: windows_of(work.policy.get("report", "windows", one.code)).of_day(day, work.zone) for one in streets
    }


@allowed_to("keep_clocks")
def keep_days(work: "Work") -> list[date]:
    """Whatever local day ended since the last one that is kept, also when the clock leapt over some; before its facts may go."""
    today, district = today_of(work), work.areas.district().code
    first = work.care_days.first_to_keep(today)
    days = [first + timedelta(days=n) for n in range(min((today - first).days, MOST_DAYS))]
    for day in days:
        work.care_days.keep(day, district, _reckoned(work, district, day, end_of(work, day)))
    return days
