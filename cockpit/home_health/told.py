"""What is told of people at home: that somebody reported and what it calls for, never what was said or by whom."""

from dataclasses import dataclass

from cockpit.events import Event
from cockpit.home_health.report import Channel, Outcome
from cockpit.home_health.window import Slot


@dataclass(frozen=True)
class HealthReported(Event):
    slot: Slot
    channel: Channel
    outcome: Outcome
    again: bool
