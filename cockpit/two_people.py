"""Two people 双人: what one person alone must not do. One asks, another one with the same right confirms in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cockpit.refusals import Refusal
from cockpit.texts import N_


@dataclass(frozen=True)
class Asked:
    """The first person's word; `good` is false when that person may no longer give it."""

    by: int
    at: datetime
    good: bool = True


@dataclass(eq=False)
class NobodyAsked(Refusal):
    status = 409
    says = N_("Nobody has asked for this, or too long ago.")
    way_out = N_("One person asks, another one confirms within the hour.")


@dataclass(eq=False)
class SamePerson(Refusal):
    status = 403
    says = N_("Who asked for this does not confirm it too.")
    way_out = N_("A second person confirms.")


def must_be_second(asked: Asked | None, by: int | None, at: datetime, holds: timedelta) -> None:
    """Refuses a confirmation that is nobody's, late, or of the one who asked."""
    if asked is None or not asked.good or at - asked.at > holds:
        raise NobodyAsked()
    if by is None or asked.by == by:
        raise SamePerson()
