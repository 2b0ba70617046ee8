"""Ways to say no about returnees."""

from dataclasses import dataclass

from cockpit.refusals import Refusal
from cockpit.texts import N_


@dataclass(eq=False)
class ReturnOver(Refusal):
    status = 409
    says = N_("{code} is over: nobody waits for it any more.")
    way_out = N_("Enter the journey anew, if there is another one.")
    code: str


@dataclass(eq=False)
class AlreadyArrived(Refusal):
    status = 409
    says = N_("{code} arrived on {day} already.")
    way_out = N_("Correct the entry, if it was another day.")
    code: str
    day: str


@dataclass(eq=False)
class NotThereYet(Refusal):
    status = 409
    says = N_("{code} has not arrived yet by what is known.")
    way_out = N_("Say first on which day they arrived.")
    code: str


@dataclass(eq=False)
class AlreadyVisited(Refusal):
    status = 409
    says = N_("{code} was met at home already.")
    way_out = N_("See what comes next.")
    code: str


@dataclass(eq=False)
class StillApart(Refusal):
    status = 409
    says = N_("{code} is in quarantine until {until}: an entry that is closed would hide that.")
    way_out = N_("Let the quarantine be lifted first, if it does not hold any more.")
    code: str
    until: str


@dataclass(eq=False)
class NobodyKnown(Refusal):
    status = 409
    says = N_("{code} is nobody of the inventory yet: only a known person can be ordered to stay apart.")
    way_out = N_("Let the person be entered in the inventory with this phone, and look {code} up again.")
    code: str


@dataclass(eq=False)
class NotDue(Refusal):
    status = 409
    says = N_("By the list of key regions {code} does not have to stay apart.")
    way_out = N_(
        "Look at the origin and the days again. Whoever has to stay apart for another reason is ordered for that."
    )
    code: str
