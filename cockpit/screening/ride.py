"""Who rode with whom 同乘: the seat decides, by the rule of that kind of vehicle."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cockpit.screening.rule import ContactRule, Unit, Within


class Means(StrEnum):
    PLANE = "plane"
    SEALED_TRAIN = "sealed_train"  # 全封闭空调列车
    TRAIN = "train"  # 普通列车
    SEALED_COACH = "sealed_coach"  # 全封闭空调客车
    COACH = "coach"  # 通风客车
    SHIP = "ship"


@dataclass(frozen=True)
class Aboard:
    """Where two were on board together, as an exposure says it: `carriage` only where both were in it."""

    run: str
    means: str = ""
    carriage: str = ""

    def __str__(self) -> str:
        return AND.join((self.run, self.means, self.carriage))

    @classmethod
    def of(cls, text: str) -> "Aboard":
        """Of what was kept, before the vehicle and the carriage were kept too."""
        run, means, carriage = (*text.split(AND), "", "")[:3]
        return cls(run, means, carriage)

    @property
    def number(self) -> str:
        """Without the day of the run."""
        return self.run.partition("/")[0]


AND = ";"  # no number of a train, a flight or a carriage has one


def aboard(case: "Ride", other: "Ride") -> Aboard:
    return Aboard(case.run, case.means.value, case.carriage if case.carriage == other.carriage else "")


class Nearness(StrEnum):
    """`unsure`: of one of the two nobody knows the seat, so somebody has to ask."""

    CLOSE = "close"
    UNSURE = "unsure"
    OTHER = "other"
    NONE = "none"


@dataclass(frozen=True)
class Ride:
    """A person's part of one run of a vehicle (`run`: number and day), with as much of the seat as is known.

    `crew` served its carriage, on a plane its zone, and the whole of a coach.
    """

    person: int
    run: str
    means: Means
    boarded: datetime
    left: datetime
    carriage: str = ""
    row: int | None = None
    compartment: str = ""
    crew: bool = False


def nearness(case: Ride, other: Ride, rule: ContactRule) -> Nearness:
    """How near the other was to the case, on the same run."""
    within = rule.means[case.means]
    near = _same(case, other, within)
    if near is False:
        return Nearness.OTHER if within.others else Nearness.NONE
    return Nearness.CLOSE if near else Nearness.UNSURE


def _same(case: Ride, other: Ride, within: Within) -> bool | None:
    """None where that cannot be said."""
    if within.unit is Unit.VEHICLE:
        return True
    if case.crew or other.crew:
        return _carriage(case, other)
    if case.compartment or other.compartment or within.unit is Unit.COMPARTMENT:
        return _both(_equal(case.carriage, other.carriage), _equal(case.compartment, other.compartment))
    if within.unit is Unit.CARRIAGE:
        return _equal(case.carriage, other.carriage)
    return _both(_carriage(case, other), _rows(case, other, within.rows))


def _carriage(case: Ride, other: Ride) -> bool | None:
    """A plane and a coach have none."""
    return _equal(case.carriage, other.carriage) if case.carriage or other.carriage else True


def _rows(case: Ride, other: Ride, within: int) -> bool | None:
    return None if case.row is None or other.row is None else abs(case.row - other.row) <= within


def _equal(one: str, other: str) -> bool | None:
    return one == other if one and other else None


def _both(one: bool | None, other: bool | None) -> bool | None:
    """What is certainly apart is apart, whatever else is not known."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True
