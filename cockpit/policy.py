"""Rules are dated policy: append-only versions with the time they hold for and the time they were published.

In force at T is the latest published by T that holds for T; a street's own version goes before the
district's. A decision keeps the id of the version it followed.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from cockpit.refusals import Invalid
from cockpit.texts import N_


@dataclass(frozen=True)
class Policy:
    """`kind` and `key` say what is ruled (warning, pharmacy); `body` holds the figures; `source` where they come from."""

    id: int
    kind: str
    key: str
    area: str
    holds_from: datetime
    holds_to: datetime | None
    published_at: datetime
    source: str
    body: dict[str, Any]

    def holds_at(self, at: datetime) -> bool:
        return self.published_at <= at and self.holds_from <= at and (self.holds_to is None or at < self.holds_to)


@dataclass(eq=False)
class NoPolicy(LookupError):
    """Nothing rules this: a mistake of set-up, not of whoever asked."""

    kind: str
    key: str
    at: datetime


@dataclass(frozen=True)
class Rules:
    """All versions, as seen at the moment `at`."""

    versions: tuple[Policy, ...]
    at: datetime

    def find(self, kind: str, key: str, area: str, at: datetime | None = None) -> Policy | None:
        """The version in force for the area `area` (any level), or None where nothing rules it."""
        when = at or self.at
        fitting = [
            version
            for version in self.versions
            if version.kind == kind and version.key == key and area.startswith(version.area) and version.holds_at(when)
        ]
        return max(fitting, key=lambda version: (len(version.area), version.published_at, version.id), default=None)

    def get(self, kind: str, key: str, area: str, at: datetime | None = None) -> Policy:
        """As `find`; raises NoPolicy."""
        found = self.find(kind, key, area, at)
        if found is None:
            raise NoPolicy(kind, key, at or self.at)
        return found

    def version(self, policy_id: int) -> Policy:
        """The version that a decision followed, whether it still holds or not."""
        return next(version for version in self.versions if version.id == policy_id)


# What a new version must be like. A street may have its own; what lies below it follows.

RUN_CARD = "run_card"
LEVELS = (6, 9)  # digits of the code of a district and of a street


def misfit(rules: Rules, kind: str, key: str, body: Mapping[str, Any]) -> tuple[str, str] | None:
    """Why `body` would be no rule of this kind, as a marked sentence, and the name of the figure that is meant.

    Who follows a rule counts on its figures: all that the others have, none besides, each of the same sort.
    """
    alike = [one.body for one in rules.versions if one.kind == kind]
    same = [one.body for one in rules.versions if (one.kind, one.key) == (kind, key)] or alike
    if not alike:
        return N_("no such kind of rule: {value}"), kind
    known = {name: value for one in (alike if kind == RUN_CARD else same) for name, value in one.items()}
    needed = set() if kind == RUN_CARD else set.intersection(*map(set, same))
    for name in sorted(needed - body.keys()):
        return N_("this rule needs the figure {value}"), name
    for name, value in body.items():
        if name not in known or not _like(value, known[name]):
            return N_("this rule has no such figure, or one of another sort: {value}"), name
    return None


def _like(value: Any, known: Any) -> bool:
    if isinstance(known, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(known, bool)
    if isinstance(known, int | float):
        return isinstance(value, int | float) and value >= 0
    if isinstance(known, list):
        return isinstance(value, list) and bool(value) and all(_like(one, known[0]) for one in value)
    return isinstance(value, type(known))


def must_begin_later(holds_from: datetime, holds_to: datetime | None, at: datetime) -> None:
    """What was ruled for a moment that is past stays ruled so."""
    if holds_from < at:
        raise Invalid("holds_from", N_("it would change the past: let it hold from a moment that is still to come"))
    if holds_to is not None and holds_to <= holds_from:
        raise Invalid("holds_to", N_("it ends before it begins"))


@cache
def defaults() -> list[dict[str, Any]]:
    """The versions a new district starts with, each with kind, key, source and body."""
    text = files("cockpit").joinpath("policy.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["policy"])
