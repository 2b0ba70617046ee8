"""What is told of rounds: how many homes, which result at which visit; never whose home it is."""

from dataclasses import dataclass

from cockpit.canvass.visit import Result
from cockpit.events import Event


@dataclass(frozen=True)
class RoundOpened(Event):
    homes: int


@dataclass(frozen=True)
class RoundRepeated(Event):
    """A second round was opened out of the round `first`."""

    homes: int
    first: int


@dataclass(frozen=True)
class RoundClosed(Event):
    """`left`: at so many homes nobody was met."""

    left: int


@dataclass(frozen=True)
class HomesShared(Event):
    """So many homes have somebody who goes there."""

    homes: int


@dataclass(frozen=True)
class HomeAnswered(Event):
    """`found`: how many of the home have to stay apart."""

    visit: int
    result: Result
    found: int


@dataclass(frozen=True)
class AnswerTakenBack(Event):
    """`result` is what counts again."""

    visit: int
    result: Result


@dataclass(frozen=True)
class FoundOrdered(Event):
    """Of a round: so many of those found were ordered to stay apart."""

    ordered: int
