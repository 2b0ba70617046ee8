"""What is told of returnees: never whose, and where from neither."""

from dataclasses import dataclass

from cockpit.events import Event
from cockpit.returns.entry import Closed, Visit
from cockpit.returns.word import Source


@dataclass(frozen=True)
class ReturnEntered(Event):
    entry: int
    source: Source


@dataclass(frozen=True)
class ReturnWordAdded(Event):
    """Another source said something of the same journey."""

    entry: int
    source: Source


@dataclass(frozen=True)
class ReturnArrived(Event):
    entry: int


@dataclass(frozen=True)
class ReturnCorrected(Event):
    entry: int


@dataclass(frozen=True)
class ReturnVisited(Event):
    entry: int
    result: Visit


@dataclass(frozen=True)
class ReturnClosed(Event):
    entry: int
    why: Closed


@dataclass(frozen=True)
class ReturnsBrought(Event):
    """A file said something of people of this area."""

    batch: int


@dataclass(frozen=True)
class KeyRegionsBrought(Event):
    """The list changed, and with it who has to stay apart."""

    batch: int


@dataclass(frozen=True)
class ReturnKnown(Event):
    """Whom the entry is about is somebody of the inventory from now on."""

    entry: int
