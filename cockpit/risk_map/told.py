"""What is told of the risk map: that colours changed, never why."""

from dataclasses import dataclass

from cockpit.events import Event


@dataclass(frozen=True)
class RiskMapMoved(Event):
    """Of so many areas in this community, itself among them, the colour is another; whoever looks sees it anew."""

    areas: int
