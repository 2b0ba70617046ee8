"""Quarantine 隔离: where somebody stays apart from others for a time; an episode has its own days, a person may have several."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class QuarantineKind(StrEnum):
    HOME = "home"  # 居家隔离
    INSTITUTIONAL = "institutional"  # 集中隔离
    HOSPITAL = "hospital"  # 住院隔离
    OTHER = "other"


@dataclass(frozen=True)
class Episode:
    """From the day `since` to the end of the day `until`, both the district's own; None while nobody says when."""

    id: int
    person: int
    kind: QuarantineKind
    since: date
    until: date | None = None
    place: int | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def day(self, today: date) -> int:
        """Day N of it: 0 on the day it began. Reckoned, never kept."""
        return (today - self.since).days
