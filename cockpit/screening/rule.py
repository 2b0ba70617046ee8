"""Who is a close contact 密切接触者, as one version of the policy `contact` says it.

The figures changed with every edition of the national plan, and the transport rules with them: each is data of a version,
and a case is looked at by the version that held on the day it was reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cockpit.policy import Policy


class Unit(StrEnum):
    """Within what of a vehicle somebody was close."""

    ROW = "row"  # 前后排; of an ordinary train a bay counts as a row
    COMPARTMENT = "compartment"  # 包厢, 客舱
    CARRIAGE = "carriage"  # 车厢
    VEHICLE = "vehicle"  # 全车


@dataclass(frozen=True)
class Within:
    """`rows` before and behind; `others` of the same vehicle are general contacts or none at all.

    Who sat in a compartment met those in it, whatever is said of the whole carriage.
    """

    unit: Unit
    rows: int = 0
    others: bool = False


@dataclass(frozen=True)
class ContactRule:
    """`look_back`: whole days before onset, before sampling for whoever has no symptoms. `minutes` in the same place, where
    nobody knows how near; `observation` days from the last contact, whose own day is day 0."""

    policy: int
    look_back: int
    minutes: int
    observation: int
    means: Mapping[str, Within]


def rule_of(version: Policy) -> ContactRule:
    body = version.body
    return ContactRule(
        version.id,
        body["look_back"],
        body["minutes"],
        body["observation"],
        {name: _within(facts) for name, facts in body["means"].items()},
    )


def _within(facts: Mapping[str, Any]) -> Within:
    return Within(Unit(facts["unit"]), facts.get("rows", 0), facts.get("others", False))
