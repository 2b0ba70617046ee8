"""What is out of the ordinary 异常 among people at home today: named rules, dated, each with exactly those whom it is about."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import mean
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.figures import COMMUNITY, must_see
from cockpit.home_health.board import Home, homes_of, with_names
from cockpit.home_health.daily import day_of, windows
from cockpit.home_health.daily_figures import AreaDay, DayFigure
from cockpit.home_health.make import today_of
from cockpit.home_health.window import Window, expected
from cockpit.policy import Policy

if TYPE_CHECKING:
    from data_access.work import Work


class Oddity(StrEnum):
    """In the order in which they are to be looked at."""

    FEVERS = "fevers"  # 聚集性发热: several in one grid
    RISING = "rising"  # 体温连续上升
    LATE = "late"  # 待办严重超时
    SILENT = "silent"  # 连续未报
    FALL = "fall"  # 上报率下降


@dataclass(frozen=True)
class AnomalyRule:
    """`fall` in points of a percent against the mean of the last `days`, of at least so many windows; `fevers` people of one grid
    within `hours`; `rises` in a row; `silent` windows without a word; `late` seconds after a task was due."""

    policy: int
    fall: float
    days: int
    least: int
    fevers: int
    hours: int
    rises: int
    silent: int
    late: int


@dataclass(frozen=True)
class Anomaly:
    """Of one community, fevers of one grid; `count` people whose `episodes` they are. Of a fall: `now` and `was`, in percent."""

    kind: Oddity
    area: str
    count: int = 0
    episodes: tuple[int, ...] = ()
    now: float = 0
    was: float = 0

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.area}"


@dataclass(frozen=True)
class Anomalies:
    """`chosen` is the one that is asked for, and `homes` the people it is about, as the reader may see them."""

    found: tuple[Anomaly, ...]
    rule: AnomalyRule
    chosen: Anomaly | None = None
    homes: tuple[Home, ...] = ()


def anomaly_rule(version: Policy) -> AnomalyRule:
    names = [name for name in AnomalyRule.__dataclass_fields__ if name != "policy"]
    return AnomalyRule(version.id, **{name: version.body[name] for name in names})


@allowed_to("see_anomalies")
def anomalies(work: "Work", area: str = "", key: str = "") -> Anomalies:
    """Today's, of an area that one sees, and those whom one of them is about."""
    where = (area or work.by.area)[:COMMUNITY]
    must_see(work, where)
    rule = anomaly_rule(work.policy.get("care", "anomaly", where))
    every = homes_of(work, where)
    found = [*_of_people(work, every, rule), *falls(work, where, rule)]
    found.sort(key=lambda one: (list(Oddity).index(one.kind), -one.count, one.area))
    chosen = next((one for one in found if one.key == key), None)
    homes = [one for one in every if chosen and one.episode.id in chosen.episodes]
    return Anomalies(tuple(found), rule, chosen, with_names(work, homes, {"area": where, "list": "anomaly"}))


def _of_people(work: "Work", every: Sequence[Home], rule: AnomalyRule) -> list[Anomaly]:
    """What was measured of them is read for it: one line tells of the look."""
    if not every:
        return []
    work.looked("person", "list", ["health"], "listed", filter={"list": "anomalies"}, count=len(every))
    lists: dict[Oddity, Callable[[], Iterable[Home]]] = {
        Oddity.RISING: lambda: _rising(work, every, rule),
        Oddity.LATE: lambda: [one for one in every if _very_late(work, one, rule)],
        Oddity.SILENT: lambda: _silent(work, every, rule),
    }
    found = [one for kind, listed in lists.items() for one in _by(kind, listed(), COMMUNITY)]
    fevers = _by(Oddity.FEVERS, _feverish(work, every, rule), None)
    return found + [one for one in fevers if one.count >= rule.fevers]


def _by(kind: Oddity, homes: Iterable[Home], length: int | None) -> list[Anomaly]:
    areas: dict[str, list[int]] = defaultdict(list)
    for one in homes:
        areas[one.lives.grid[:length]].append(one.episode.id)
    return [Anomaly(kind, area, len(own), tuple(own)) for area, own in areas.items()]


def _feverish(work: "Work", every: Sequence[Home], rule: AnomalyRule) -> list[Home]:
    limit = work.policy.get("triage", "any", every[0].lives.community).body["fever"]
    heard = work.day_lists.sick_since([one.lives.id for one in every], work.at - timedelta(hours=rule.hours))
    hot = {number for number, said in heard.items() if any((one.temperature or 0) >= limit for one in said)}
    return [one for one in every if one.lives.id in hot]


def _rising(work: "Work", every: Sequence[Home], rule: AnomalyRule) -> list[Home]:
    """Who reported lately, and higher each time."""
    lately = [one for one in every if one.lately]
    heard = work.day_lists.last_of([one.lives.id for one in lately], rule.rises + 1)
    return [one for one in lately if rises([said.temperature for said in heard.get(one.lives.id, ())]) >= rule.rises]


def rises(heat: Sequence[float | None]) -> int:
    """How often in a row the temperature rose, up to the last one; a report without one ends the row."""
    count = 0
    for before, after in zip(heat[-2::-1], heat[:0:-1], strict=True):
        if before is None or after is None or after <= before:
            break
        count += 1
    return count


def _very_late(work: "Work", one: Home, rule: AnomalyRule) -> bool:
    return any(work.at - task.due_at > timedelta(seconds=rule.late) for task in one.tasks)


def _silent(work: "Work", every: Sequence[Home], rule: AnomalyRule) -> list[Home]:
    today = today_of(work)
    days = [windows(work, today - timedelta(days=back)) for back in range(rule.silent, -1, -1)]
    return [
        one for one in every if said_nothing(one, [slot for day in days for slot in day[one.lives.street]], work, rule)
    ]  # fmt: skip


def said_nothing(one: Home, both: Sequence[Window], work: "Work", rule: AnomalyRule) -> bool:
    """In each of the last windows that are over, nor since."""
    over = [slot for slot in both if slot.due < work.at and expected(one.episode, slot)][-rule.silent :]
    return len(over) == rule.silent and (one.latest is None or one.latest.at < over[0].opens)


def falls(work: "Work", area: str, rule: AnomalyRule, day: date | None = None) -> list[Anomaly]:
    """Communities whose share of what was due fell against their own last days."""
    today = day or today_of(work)
    now = day_of(work, area, today).areas
    before = [day_of(work, area, today - timedelta(days=back)).areas for back in range(1, rule.days + 1)]
    every = [fell(code, one, [day[code] for day in before if code in day], rule) for code, one in now.items()]
    return [one for one in every if one]


def fell(code: str, today: AreaDay, before: Sequence[AreaDay], rule: AnomalyRule) -> Anomaly | None:
    """None too where hardly anybody was asked, or there are no days to compare with."""
    if len(code) != COMMUNITY or today.of(DayFigure.DUE) < rule.least:
        return None
    was = [one.kept_share for one in before if one.kept_share is not None and one.of(DayFigure.DUE) >= rule.least]
    now = today.kept_share
    if not was or now is None or mean(was) - now <= rule.fall:
        return None
    return Anomaly(Oddity.FALL, code, today.of(DayFigure.MISSED), now=now, was=mean(was))
