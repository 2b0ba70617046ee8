"""Who is a close contact 密切接触者, as one version of the policy `contact` says it.

The figures changed with every edition of the national plan, and the transport rules with them: each is data of a version,
and a case is looked at by the version that held on the day it was reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
class Together:
    """Of those who work, study or are cared for at one site: whether whoever shares the room is a close contact, and whether
    the others are general ones."""

    close: bool
    others: bool


@dataclass(frozen=True)
class Beyond:
    """Contacts of contacts by records: looked for so many `days` from that of the exposure on, at most so many of a case."""

    days: int
    most: int


@dataclass(frozen=True)
class ContactRule:
    """`look_back`: whole days before onset, before sampling for whoever has no symptoms. `minutes` in the same place, where
    nobody knows how near; `observation` days from the last contact, whose own day is day 0. Of a setting that `together` does
    not name nobody is found; where there is no `beyond`, no record is asked for contacts of contacts."""

    policy: int
    look_back: int
    minutes: int
    observation: int
    means: Mapping[str, Within]
    together: Mapping[str, Together] = field(default_factory=dict)
    beyond: Beyond | None = None


def rule_of(version: Policy) -> ContactRule:
    body = version.body
    return ContactRule(
        version.id,
        body["look_back"],
        body["minutes"],
        body["observation"],
        {name: _within(facts) for name, facts in body["means"].items()},
        {name: Together(facts["close"], facts["others"]) for name, facts in body.get("together", {}).items()},
        Beyond(**body["beyond"]) if body.get("beyond") else None,
    )


def _within(facts: Mapping[str, Any]) -> Within:
    return Within(Unit(facts["unit"]), facts.get("rows", 0), facts.get("others", False))
