"""Readings come in: each judged on its own, the good ones kept, the alarms of their places moved on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.places import Place
from cockpit.texts import N_
from cockpit.warnings.alarm import Alarm, Reading, WarningRule, judge, step

if TYPE_CHECKING:
    from data_access.work import Work

AHEAD = timedelta(minutes=5)
OLDEST = timedelta(days=7)
LOOK_BACK = timedelta(hours=1)
HIGHEST = 1_000_000


@dataclass(frozen=True)
class Rejected:
    """`index` is the item's place in the posted list, from 0; `error` a marked sentence."""

    index: int
    error: str


@dataclass(frozen=True)
class Receipt:
    accepted: int
    rejected: tuple[Rejected, ...]


class Unfit(ValueError):
    """One item that cannot be taken; its message is a marked sentence."""


def read_item(item: Any, places: Mapping[str, Place], now: datetime) -> Reading:
    """One item of the list as a reading; raises Unfit with the reason."""
    if not isinstance(item, dict):
        raise Unfit(N_("is not an object with place, at and count"))
    code = item.get("place")
    place = places.get(code) if isinstance(code, str) else None
    if place is None:
        raise Unfit(N_("unknown place"))
    return Reading(place.id, _instant(item.get("at"), now), _count(item.get("count")))


def _instant(value: Any, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(value)
        late = now - at
    except (TypeError, ValueError, OverflowError):
        raise Unfit(N_("at is not an RFC 3339 time with zone")) from None
    if late < -AHEAD:
        raise Unfit(N_("at lies more than 5 minutes ahead of the district's clock"))
    if late > OLDEST:
        raise Unfit(N_("at is older than 7 days"))
    return at


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value or abs(value) > HIGHEST:
        raise Unfit(N_("count is not a number of people"))
    if value < 0:
        raise Unfit(N_("count is negative"))
    if value != int(value):
        raise Unfit(N_("count is not a whole number"))
    return int(value)


@allowed_to("send_readings")
def take_readings(work: "Work", items: list[Any]) -> Receipt:
    """Keep what is fit and move the alarms; the same place and time again is accepted and changes nothing."""
    from cockpit.warnings.acts import follow_alarms  # the two halves of one subject know each other

    places = work.places.by_code({item["place"] for item in items if _names_a_place(item)})
    good: list[Reading] = []
    rejected: list[Rejected] = []
    for index, item in enumerate(items):
        try:
            good.append(read_item(item, places, work.at))
        except Unfit as unfit:
            rejected.append(Rejected(index, str(unfit)))
    new = work.readings.add(good)
    follow_alarms(work, {place.id: place for place in places.values()}, new)
    return Receipt(len(good), tuple(rejected))


def _names_a_place(item: Any) -> bool:
    """A code that cannot be printed (NUL, half a surrogate) is no code, and no database takes it."""
    return isinstance(item, dict) and isinstance(item.get("place"), str) and item["place"].isprintable()


def moved(work: "Work", alarm: Alarm, readings: list[Reading], rule: WarningRule) -> Alarm:
    """The alarm after these new readings; what came late is judged within the whole last hour, by its own time."""
    ordered = sorted(readings, key=lambda one: one.at)
    if not alarm.follows(ordered[0]):
        start = min(ordered[0].at, alarm.last_at or ordered[0].at) - LOOK_BACK
        return judge(work.readings.since(alarm.place_id, start), rule, alarm.as_it_stood(start))
    for reading in ordered:
        alarm = step(alarm, reading, rule)
    return alarm
