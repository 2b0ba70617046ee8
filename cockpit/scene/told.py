"""What can happen to a team on the scene, as events; `team` is the id of the team."""

from dataclasses import dataclass

from cockpit.events import Event


@dataclass(frozen=True)
class Lapsed(Event):
    """Nothing was heard of it for so long that its clock turned red."""

    team: int


@dataclass(frozen=True)
class SignGiven(Event):
    """It was heard of again."""

    team: int


@dataclass(frozen=True)
class Heard(Event):
    """Somebody at the desk heard of it by radio or phone."""

    team: int


@dataclass(frozen=True)
class HelpCalled(Event):
    """`people`: how many belong to the team."""

    team: int
    people: int


@dataclass(frozen=True)
class DutyEnded(Event):
    team: int


@dataclass(frozen=True)
class DutyTakenUp(Event):
    team: int
