"""What one report said that the lists of the day go by."""

from dataclasses import dataclass
from datetime import date, datetime

from cockpit.home_health.report import Outcome


@dataclass(frozen=True)
class Heard:
    """Of a report that counts: what was measured, in degrees Celsius, and whether any symptom was named."""

    day: date
    at: datetime
    outcome: Outcome
    temperature: float | None
    unwell: bool
