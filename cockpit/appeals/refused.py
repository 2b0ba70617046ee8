"""Why an appeal is not taken, or not decided so."""

from dataclasses import dataclass

from cockpit.refusals import Refusal
from cockpit.texts import N_


@dataclass(eq=False)
class AlreadyAppealed(Refusal):
    status = 409
    says = N_("There is an appeal against this order already, and it waits for its decision.")
    way_out = N_("Wait for the decision, or take the appeal back and write another.")


@dataclass(eq=False)
class NothingOrdered(Refusal):
    status = 409
    says = N_("This quarantine is over already: there is nothing to appeal against.")
    way_out = N_("Ask your community worker for the slip of release.")


@dataclass(eq=False)
class TooManyAppeals(Refusal):
    status = 429
    says = N_("{limit} appeals were made against this order within a day; that is as many as one may.")
    way_out = N_("Try again tomorrow, or ask your community worker.")
    limit: int


@dataclass(eq=False)
class AlreadyDecided(Refusal):
    """`state` is a marked word of its own, translated before it is put in."""

    status = 409
    says = N_("This appeal is closed: {state}.")
    way_out = N_("Look at it as it is now.")
    state: str


@dataclass(eq=False)
class OrderedByYou(Refusal):
    status = 403
    says = N_("Who ordered a quarantine, or entered the case that it rests on, does not decide an appeal against it.")
    way_out = N_("A colleague decides: another investigator, a clinician or the shift lead.")


@dataclass(eq=False)
class EnteredByYou(Refusal):
    status = 403
    says = N_("Who wrote an appeal down for somebody does not decide it.")
    way_out = N_("A colleague decides: another investigator, a clinician or the shift lead.")
