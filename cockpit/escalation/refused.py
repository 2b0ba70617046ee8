"""What is refused on a chain."""

from dataclasses import dataclass
from datetime import datetime

from cockpit.refusals import Refusal
from cockpit.texts import N_


@dataclass(eq=False)
class NotCalledIn(Refusal):
    status = 409
    says = N_("{code} was not escalated to you.")
    way_out = N_("See to it all the same: confirm it, or send somebody.")
    code: str


@dataclass(eq=False)
class SeenToAlready(Refusal):
    status = 409
    says = N_("{who} sees to {code} by {at} already.")
    way_out = N_("Should that not come true, the chain goes on by itself.")
    code: str
    who: str
    at: datetime | None
