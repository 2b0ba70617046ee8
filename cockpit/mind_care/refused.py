"""Why something is not done in psychological care."""

from dataclasses import dataclass

from cockpit.refusals import Refusal
from cockpit.texts import N_


@dataclass(eq=False)
class NowIsOver(Refusal):
    status = 409
    says = N_("This case is closed.")
    way_out = N_("Whoever needs a talk again answers the questions once more.")


@dataclass(eq=False)
class TakenAlready(Refusal):
    status = 409
    says = N_("A colleague has taken this case.")
    way_out = N_("Choose another that waits.")


@dataclass(eq=False)
class NotShownBetter(Refusal):
    status = 409
    says = N_("The tests do not show this outcome.")
    way_out = N_("Let the questions be answered again first, or choose another outcome.")


@dataclass(eq=False)
class CrisisStillWaits(Refusal):
    status = 409
    says = N_("Nobody has been reached since the crisis began.")
    way_out = N_("Call first, or hand over to the emergency services and note that.")
