"""What is told of risk: how many, never who."""

from dataclasses import dataclass

from cockpit.events import Event


@dataclass(frozen=True)
class RiskChanged(Event):
    """Of an area: how many people's level rose, and how many people's fell."""

    up: int
    down: int
