"""A row of a file as a check, or an undo, tells of it."""

from dataclasses import dataclass
from typing import Any

from cockpit.importing.kinds import FIELD

PERSONAL = {kind.value: {name for name, one in fields.items() if one.personal} for kind, fields in FIELD.items()}


@dataclass(frozen=True)
class FoundRow:
    """`told` is what the page shows, masked for who looks by the page's maker."""

    line: int
    verdict: str
    told: dict[str, Any]

    def personal(self, kind: str) -> set[str]:
        """Which personal fields it tells of."""
        names = {one["field"] for one in self.told.get("problems", ())} | {*self.told.get("changes", ())}
        return {name for name in names if name in PERSONAL.get(kind, ())} | {*self.told.get("personal", ())}
