"""What raises somebody's risk, and by how much, as one version of the policy `risk` says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from cockpit.policy import Policy
from cockpit.screening.case import Case, CaseStatus
from cockpit.screening.contact import Closeness
from cockpit.screening.meeting import Setting
from cockpit.screening.ride import Aboard
from cockpit.screening.risk.level import Level

ANY = "any"  # what holds of every kind that is not named


@dataclass(frozen=True)
class Course:
    """How infectious a case is on each day around its onset 发病: it rises before, is highest about then, and falls after.

    `before` and `after`: how many days count at all; `peak` days before the onset it is highest; it was half of that
    `rise` days earlier and is half of it `fall` days later. `unknown`: where no onset is known, on every day.
    """

    before: float
    after: float
    peak: float
    rise: float
    fall: float
    unknown: float

    def on(self, day: int) -> float:
        """Of that day, the onset being day 0; 1 at its highest."""
        if not -self.before <= day <= self.after:
            return 0.0
        late = day + self.peak
        return float(2.0 ** (-late / self.fall if late > 0 else late / self.rise))


@dataclass(frozen=True)
class Weights:
    """`sealed`: with which letter the numbers of trains with closed windows begin. All that is not a time is a hazard: what it adds, on a day that is as bad as it gets, to minus the logarithm of the
    chance that nothing happened.

    `minutes`: after so many minutes of one day together, the dose has reached two thirds of what it can be. `vulnerable`
    multiplies what is known of exposures; all else adds. What happened more than `lasts` days ago counts no more.
    """

    policy: int
    body: Mapping[str, Any]

    @cached_property
    def course(self) -> Course:
        return Course(**{name: float(value) for name, value in self.body["course"].items()})

    @property
    def minutes(self) -> float:
        return float(self.body["minutes"])

    @property
    def lasts(self) -> int:
        return int(self.body["lasts"])

    def infectious(self, case: Case, on: date) -> float:
        """Of the case on that day."""
        onset = self.onset(case)
        return self.status(case) * (self.course.on((on - onset).days) if onset else self.course.unknown)

    def onset(self, case: Case) -> date | None:
        """None where there was none, or nobody knows it."""
        return None if case.status is CaseStatus.ASYMPTOMATIC else case.onset

    def status(self, case: Case) -> float:
        return float(self.body["status"].get(case.status.value, 0.0)) if case.exposes else 0.0

    def closeness(self, closeness: Closeness) -> float:
        return float(self.body["closeness"][closeness.name.lower()])

    def setting(self, setting: Setting, where: str) -> float:
        """`where`: the kind of place, or what an exposure says of the vehicle."""
        if setting is Setting.PLACE:
            return _of(self.body["places"], where)
        if setting is Setting.TRANSPORT:
            sealed = Aboard.of(where).means in self.body["sealed"]
            return float(self.body["vehicles"]["sealed" if sealed else "other"])
        return float(self.body["settings"][setting.value])

    def addition(self, kind: str, which: str = ANY) -> float:
        return _of(self.body["additions"][kind], which)

    def faded(self, days: int) -> float:
        """What is left after so many days of something that is not an exposure."""
        return 0.0 if days > self.lasts else float(2.0 ** (-max(days, 0) / self.body["fades"]))

    def vulnerable(self, age: int) -> float:
        return float(self.body["vulnerable"]["more"]) if age >= self.body["vulnerable"]["age"] else 0.0

    def level(self, score: float) -> Level:
        reached = (one for one in Level.rising() if score >= self.body["levels"][one.name.lower()])
        return max(reached, default=Level.NONE)

    def visits(self, level: Level) -> float:
        """How many visits a day somebody of that level is given."""
        return float(self.body["visits"][level.name.lower()]) if level else 0.0


def weights_of(version: Policy) -> Weights:
    return Weights(version.id, version.body)


def _of(table: Mapping[str, Any], kind: str) -> float:
    return float(table.get(kind, table.get(ANY, 0.0)))
