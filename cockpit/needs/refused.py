"""Why something cannot be done with a need."""

from dataclasses import dataclass

from cockpit.refusals import Refusal
from cockpit.texts import N_


@dataclass(eq=False)
class AlreadyClaimed(Refusal):
    status = 409
    says = N_("{who} was faster and has this errand since {at}.")
    way_out = N_("Choose another one of the list.")
    who: str
    at: str


@dataclass(eq=False)
class NotOne(Refusal):
    status = 409
    says = N_("This errand stands otherwise by now: {state}.")
    way_out = N_("Look at it as it is now and decide again.")
    state: str


@dataclass(eq=False)
class NotNow(Refusal):
    status = 409
    says = N_("There is nothing of yours to take back here.")
    way_out = N_("Whoever took the last step takes it back, or the desk decides.")


@dataclass(eq=False)
class TooLateToUndo(Refusal):
    status = 409
    says = N_("It could be taken back within {minutes} minutes.")
    way_out = N_("Ask the community: the desk sees to it.")
    minutes: int


@dataclass(eq=False)
class NotAtHome(Refusal):
    status = 409
    says = N_("This person does not stay apart at home today: nothing is brought.")
    way_out = N_("Choose somebody of the list.")


@dataclass(eq=False)
class AskedAlready(Refusal):
    status = 409
    says = N_("This is asked for already and on its way.")
    way_out = N_("Look at it in the list.")


@dataclass(eq=False)
class NotServed(Refusal):
    status = 409
    says = N_("{who} does not serve this community.")
    way_out = N_("Choose a team of volunteers of this community.")
    who: str
