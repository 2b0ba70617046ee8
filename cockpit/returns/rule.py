"""How long who comes from a key region stays apart, and what counts as one journey, as a version of the policy `returns` says."""

from dataclasses import dataclass
from enum import StrEnum

from cockpit.policy import Policy


class DayZero(StrEnum):
    """What the observation is counted from."""

    ARRIVED = "arrived"
    LEFT = "left"  # the day on which the region was left; who does not know it counts from the arrival


@dataclass(frozen=True)
class ReturnRule:
    """`observation`: days from day 0. `window`: words about arrivals so many days apart are of one journey. `late`: days after
    the expected one from which on somebody is overdue; `visit`: days after the arrival within which somebody calls there."""

    policy: int
    observation: int
    day0: DayZero
    window: int
    late: int
    visit: int


def rule_of(version: Policy) -> ReturnRule:
    body = version.body
    return ReturnRule(
        version.id, body["observation"], DayZero(body["day0"]), body["window"], body["late"], body["visit"]
    )  # fmt: skip
