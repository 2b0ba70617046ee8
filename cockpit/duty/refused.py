"""How a roster says no: each sentence names who, and both things that do not go together."""

from dataclasses import dataclass

from cockpit.refusals import Refusal
from cockpit.texts import N_


@dataclass(eq=False)
class Overlapping(Refusal):
    status = 409
    says = N_("{name} is on duty {other} already; {mine} would be at the same time.")
    way_out = N_("Move or end the other shift first, or choose other hours.")
    name: str
    mine: str
    other: str


@dataclass(eq=False)
class AwayThen(Refusal):
    status = 409
    says = N_("{name} is on leave {leave}; {mine} falls into it.")
    way_out = N_("Choose somebody else, or end the leave first.")
    name: str
    mine: str
    leave: str


@dataclass(eq=False)
class TooLittleRest(Refusal):
    status = 409
    says = N_("{name} would have less than {hours} hours between {other} and {mine}.")
    way_out = N_("Let somebody else take it.")
    name: str
    mine: str
    other: str
    hours: int


@dataclass(eq=False)
class ShiftIsOver(Refusal):
    status = 409
    says = N_("{mine} is over: what was stays as it was.")
    way_out = N_("Plan a shift that is still to come.")
    mine: str


@dataclass(eq=False)
class NothingToUndo(Refusal):
    status = 409
    says = N_("There is no change of yours that can still be taken back.")
    way_out = N_("Correct the roster by hand.")


@dataclass(eq=False)
class AlreadyOffered(Refusal):
    status = 409
    says = N_("{mine} is offered already.")
    way_out = N_("Wait until somebody takes it, or take the offer back.")
    mine: str


@dataclass(eq=False)
class SwapIsOver(Refusal):
    status = 409
    says = N_("This offer is no longer open.")
    way_out = N_("Look at the roster as it is now.")


@dataclass(eq=False)
class NotForBoth(Refusal):
    status = 403
    says = N_("Who gives or takes a shift does not agree to it as the lead.")
    way_out = N_("Another lead agrees.")
