"""What became of a thing of the inventory: each change of a field with what it was, what it became, when and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Told = dict[str, str]
ADDED = ""


@dataclass(frozen=True)
class Was:
    """A line of the history: `value` is a list of the field's columns, or of what is sealed its words by name.

    Without a `batch` somebody wrote it by hand; an empty `field` says that the thing was added.
    """

    id: int
    field: str
    value: Any
    at: datetime
    account: int | None
    batch: int | None


@dataclass(frozen=True)
class Change:
    """`became` is what the field said after it; `file` that of the import, for whoever may know it."""

    field: str
    was: Any
    became: Any
    at: datetime
    who: str | None
    batch: int | None
    file: str = ""


def changes(
    past: Sequence[Was], now: Mapping[str, Any], people: Mapping[int, str], files: Mapping[int, str]
) -> list[Change]:
    """The lines, newest first, each with what came after it; `now` are the fields as they stand."""
    after, found = dict(now), []
    for one in past:
        who = people.get(one.account) if one.account else None
        became = after.get(one.field)
        found.append(Change(one.field, one.value, became, one.at, who, one.batch, files.get(one.batch or 0, "")))
        after[one.field] = one.value
    return found
