"""The alarm of one watched place: counts come in, a state goes out. All times are the readings' own."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cockpit.policy import Policy


class AlarmState(StrEnum):
    NORMAL = "normal"
    PENDING = "pending"
    ALERTING = "alerting"
    RECOVERING = "recovering"
    NO_DATA = "no_data"


UP = {AlarmState.ALERTING, AlarmState.RECOVERING}


@dataclass(frozen=True)
class Reading:
    """`count` people at the place's door at `at`, as the sensor says."""

    place_id: int
    at: datetime
    count: int


@dataclass(frozen=True)
class WarningRule:
    """Figures of the policy `warning/<place kind>`; spans in seconds, counts in persons.

    Alerting needs `threshold` or more for `hold`; recovery needs less than `recover_below` for `recover_hold`;
    a silence of more than `gap` breaks a hold, one of more than `no_data_after` is No Data.
    """

    policy_id: int
    incident: str
    priority: int
    threshold: int
    recover_below: int
    hold: timedelta
    recover_hold: timedelta
    dedupe: timedelta
    no_data_after: timedelta
    gap: timedelta

    @classmethod
    def of(cls, policy: Policy) -> "WarningRule":
        body = policy.body
        spans = ("hold", "recover_hold", "dedupe", "no_data_after", "gap")
        return cls(
            policy.id,
            body["incident"],
            body["priority"],
            body["threshold"],
            body["recover_below"],
            *(timedelta(seconds=body[name]) for name in spans),
        )


@dataclass(frozen=True)
class Alarm:
    """`state` as of the last reading, `since` when that state began, `peak` the most counted since the threshold was met."""

    place_id: int
    state: AlarmState = AlarmState.NORMAL
    since: datetime | None = None
    last_at: datetime | None = None
    last_count: int | None = None
    over_since: datetime | None = None
    peak: int = 0
    warning_id: int | None = None

    def state_at(self, at: datetime, rule: WarningRule) -> AlarmState:
        """The state now: silence is not stored, it follows from the clock."""
        if self.last_at is None or at - self.last_at > rule.no_data_after:
            return AlarmState.NO_DATA
        return self.state

    def as_it_stood(self, start: datetime) -> "Alarm":
        """What to judge a series from `start` on with: a crowd that has lasted longer than the series is still one."""
        begun = Alarm(self.place_id, warning_id=self.warning_id)
        if self.over_since is None or self.over_since > start or self.state not in UP:
            return begun
        lasting = replace(begun, over_since=self.over_since, peak=self.peak)
        return replace(lasting, state=AlarmState.ALERTING, since=self.over_since)

    def follows(self, reading: Reading) -> bool:
        """Whether the reading comes after all that was judged already."""
        return self.last_at is None or reading.at > self.last_at


def step(alarm: Alarm, reading: Reading, rule: WarningRule) -> Alarm:
    """The alarm after one more reading, in order of the readings' own times.

    An alarm that came too late to be told is not carried over a silence: it has to hold anew.
    """
    seen = replace(alarm, last_at=reading.at, last_count=reading.count)
    broken = alarm.last_at is not None and reading.at - alarm.last_at > rule.gap
    if alarm.state in UP and not (broken and alarm.warning_id is None):
        return _step_down(seen, reading, rule, broken)
    return _step_up(seen, reading, rule, broken)


def _step_up(alarm: Alarm, reading: Reading, rule: WarningRule, broken: bool) -> Alarm:
    if reading.count < rule.threshold:
        return _calm(alarm, reading.at)
    if alarm.state is not AlarmState.PENDING or broken or alarm.since is None:
        pending = replace(alarm, state=AlarmState.PENDING, since=reading.at, over_since=reading.at, peak=reading.count)
        return _alert_if_held(pending, reading, rule)
    return _alert_if_held(replace(alarm, peak=max(alarm.peak, reading.count)), reading, rule)


def _alert_if_held(alarm: Alarm, reading: Reading, rule: WarningRule) -> Alarm:
    assert alarm.since is not None
    if reading.at - alarm.since < rule.hold:
        return alarm
    return replace(alarm, state=AlarmState.ALERTING, since=reading.at)


def _step_down(alarm: Alarm, reading: Reading, rule: WarningRule, broken: bool) -> Alarm:
    if reading.count >= rule.recover_below:
        peak = max(alarm.peak, reading.count)
        if alarm.state is AlarmState.ALERTING:
            return replace(alarm, peak=peak)
        return replace(alarm, state=AlarmState.ALERTING, since=reading.at, peak=peak)
    if alarm.state is AlarmState.ALERTING or broken or alarm.since is None:
        return replace(alarm, state=AlarmState.RECOVERING, since=reading.at)
    if reading.at - alarm.since >= rule.recover_hold:
        return _calm(alarm, reading.at)
    return alarm


def _calm(alarm: Alarm, at: datetime) -> Alarm:
    if alarm.state is AlarmState.NORMAL and alarm.since:
        return alarm
    return replace(alarm, state=AlarmState.NORMAL, since=at, over_since=None, peak=0)


def judge(readings: list[Reading], rule: WarningRule, alarm: Alarm) -> Alarm:
    """The alarm that a whole series leads to from `alarm` on; for readings that came late or out of order."""
    for reading in sorted(readings, key=lambda one: one.at):
        alarm = step(alarm, reading, rule)
    return alarm
