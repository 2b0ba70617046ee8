"""An event is one small fact with a name: what the audit line, the change row and the timeline hold.

Facts are ids, codes, counts, times and words of the trade; never a personal value and never free text.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


def plain(value: Any) -> Any:
    """The value as JSON holds it: instants in RFC 3339, enums as their word."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


@dataclass(frozen=True)
class Event:
    @classmethod
    def name(cls) -> str:
        """The class name in snake case: `OnScene` is told as `on_scene`."""
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in cls.__name__).lstrip("_")

    @property
    def facts(self) -> dict[str, Any]:
        return {key: plain(value) for key, value in asdict(self).items()}
