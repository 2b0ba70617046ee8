"""What follows from an alarm that changed: a warning with its incident, a recovery, or only a watchful eye."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.incidents.acts import report
from cockpit.incidents.incident import Kind, Source
from cockpit.places import Place
from cockpit.policy import Policy
from cockpit.warnings.alarm import Alarm, AlarmState, Reading, WarningRule
from cockpit.warnings.readings import moved
from cockpit.warnings.warning import (
    SLOT,
    Band,
    Calmed,
    EarlyWarning,
    Raised,
    RaisedAgain,
    Recovered,
    Watched,
    slot_of,
    usual,
)

if TYPE_CHECKING:
    from data_access.work import Work

TOO_OLD_TO_RAISE = timedelta(minutes=15)
EVIDENCE_SPAN = timedelta(minutes=45)


@dataclass(frozen=True)
class Watch:
    """A watched place with its alarm, as a subject that others follow on the map."""

    place: Place
    alarm: Alarm

    @property
    def spot(self) -> Any:
        return self.place.spot

    @property
    def id(self) -> int:
        return self.place.id

    subject = "watch"

    def shown(self) -> dict[str, Any]:
        return {
            "place": self.place.name,
            "place_id": self.place.id,
            "lon": self.place.spot.lon,
            "lat": self.place.spot.lat,
            "state": self.alarm.state.value,
            "since": self.alarm.since.isoformat() if self.alarm.since else None,
            "count": self.alarm.last_count,
        }


@allowed_to("see_cockpit")
def near(work: "Work", area: str) -> list[dict[str, Any]]:
    """Places over the threshold that did not hold it yet, as viewers may have them; `alerts_at` is when they will have."""
    rows = []
    for place, alarm in work.alarms.watched(area, [AlarmState.PENDING]):
        rule = rule_for(work, place)
        if rule and alarm.since and alarm.state_at(work.at, rule) is AlarmState.PENDING:
            spot = [place.spot.street, place.spot.community, place.spot.grid]
            rows.append(
                Watch(place, alarm).shown() | {"area": spot, "alerts_at": (alarm.since + rule.hold).isoformat()}
            )
    return rows


def rule_for(work: "Work", place: Place) -> WarningRule | None:
    """The rule in force for this kind of place here; None where it is not watched."""
    policy = work.policy.find("warning", place.kind, place.spot.grid)
    return WarningRule.of(policy) if policy else None


def follow_alarms(work: "Work", places: dict[int, Place], readings: list[Reading]) -> None:
    """Move the alarms of all places that got new readings; rows are taken in order of place, so no two posts wait for each other in a ring."""
    by_place: dict[int, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_place[reading.place_id].append(reading)
    rules = {place_id: rule for place_id in by_place if (rule := rule_for(work, places[place_id]))}
    alarms = work.alarms.take(sorted(rules))
    after = {
        place_id: _settled(work, places[place_id], alarm, moved(work, alarm, by_place[place_id], rules[place_id]), rules[place_id])
        for place_id, alarm in alarms.items()
    }  # fmt: skip
    work.alarms.keep([alarm for place_id, alarm in after.items() if alarm != alarms[place_id]])


def _settled(work: "Work", place: Place, before: Alarm, after: Alarm, rule: WarningRule) -> Alarm:
    """Tell what the move means; returns the alarm with the warning it belongs to."""
    if after.state is AlarmState.ALERTING and after.warning_id is None and _recent(work, after):
        return replace(after, warning_id=_raise(work, place, after, rule).id)
    if after.state is AlarmState.NORMAL and after.warning_id is not None:
        _recover(work, after.warning_id, before.peak)
        return replace(after, warning_id=None)
    if after.state is not before.state and after.warning_id is None:
        _tell_watch(work, Watch(place, after), rule)
    return after


def _recent(work: "Work", alarm: Alarm) -> bool:
    return alarm.last_at is not None and work.at - alarm.last_at <= TOO_OLD_TO_RAISE


def _tell_watch(work: "Work", watch: Watch, rule: WarningRule) -> None:
    count = watch.alarm.last_count or 0
    if watch.alarm.state is AlarmState.PENDING and watch.alarm.since:
        work.tell(watch, Watched(count, watch.alarm.since + rule.hold))
    elif watch.alarm.state is AlarmState.NORMAL:
        work.tell(watch, Calmed(count))


def _raise(work: "Work", place: Place, alarm: Alarm, rule: WarningRule) -> EarlyWarning:
    """Raise the warning and report its incident, or join what stands there since less than the dedupe window."""
    count = alarm.last_count or 0
    last = work.warnings.last_at_place(place.id, since=work.at - rule.dedupe)
    if last and not work.incidents.get(last.incident).over:
        again = replace(last, recovered_at=None, count=count, peak=max(last.peak, alarm.peak))
        return work.save(again, RaisedAgain(count))
    incident = report(work, Kind(rule.incident), Source.WARNING, place, priority=rule.priority, count=count)
    new = EarlyWarning(
        place.id, place.name, place.spot, rule.policy_id, alarm.over_since or work.at, work.at, count, alarm.peak, incident.id
    )  # fmt: skip
    return work.save(new, Raised(count, rule.threshold, rule.policy_id))


def _recover(work: "Work", warning_id: int, peak: int) -> None:
    warning = work.warnings.take(warning_id)
    work.save(replace(warning, recovered_at=work.at, peak=max(warning.peak, peak)), Recovered(peak))


@dataclass(frozen=True)
class Evidence:
    """Why a place is warned of: counts, the usual band of those quarter hours, the rule and its source."""

    place: Place
    series: tuple[Reading, ...]
    bands: tuple[Band, ...]
    rule: WarningRule
    policy: Policy
    since: datetime | None
    alarm: Alarm


@allowed_to("see_cockpit")
def evidence(work: "Work", place_id: int, until: datetime | None = None) -> Evidence | None:
    """The evidence of a watched place up to `until` (now); None where no rule watches it."""
    place = work.places.get(place_id)
    policy = work.policy.find("warning", place.kind, place.spot.grid)
    if policy is None:
        return None
    end = until or work.at
    start = end - EVIDENCE_SPAN
    series = tuple(one for one in work.readings.since(place_id, start) if one.at <= end)
    alarm = work.alarms.get(place_id)
    return Evidence(
        place, series, _bands(work, place_id, start, end), WarningRule.of(policy), policy, alarm.over_since, alarm
    )


def _bands(work: "Work", place_id: int, start: datetime, end: datetime) -> tuple[Band, ...]:
    slots = [slot_of(start) + SLOT * index for index in range(int((end - slot_of(start)) / SLOT) + 1)]
    means = work.readings.slot_means(place_id, slots)
    return tuple(band for slot in slots if (band := usual(means, slot)))
