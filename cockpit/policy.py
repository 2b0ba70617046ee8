"""Rules are dated policy: append-only versions with the time they hold for and the time they were published.

In force at T is the latest published by T that holds for T; a street's own version goes before the
district's. A decision keeps the id of the version it followed.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any


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


@cache
def defaults() -> list[dict[str, Any]]:
    """The versions a new district starts with, each with kind, key, source and body."""
    text = files("cockpit").joinpath("policy.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["policy"])
