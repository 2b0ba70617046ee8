"""Whose business a kind of file is: what is ruled, and who stays apart, are brought by others than the inventory."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cockpit.access import Actor, allowed_to
from cockpit.importing.kinds import SAYS, Kind
from cockpit.refusals import Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(eq=False)
class NotYours(Refusal):
    """`kind` in the words of `cockpit.importing.kinds`."""

    status = 403
    says = N_("Files of this kind are not yours to bring: {kind}.")
    way_out = N_("Give the file to whoever may; rules are brought at the terminal.")
    kind: str


@allowed_to("import")
def bring(work: "Work", kind: Kind) -> None:
    """Refuses a kind that is somebody else's business."""
    if not may_bring(work.by, kind):
        raise NotYours(SAYS[kind])
    OTHERS.get(kind, bring_inventory)(work)


def may_bring(by: Actor, kind: str) -> bool:
    return by.may(OTHERS.get(Kind(kind), bring_inventory).act)  # type: ignore[attr-defined]


@allowed_to("bring_inventory")
def bring_inventory(work: "Work") -> None:
    """What lies where, who lives where, and who may be sent."""


@allowed_to("publish_rules")
def bring_rules(work: "Work") -> None:
    """Until rules are drafted by one and published by another on a page, they come from the terminal alone."""


@allowed_to("bring_quarantine")
def bring_quarantine(work: "Work") -> None:
    """Who stays apart is no part of the inventory: its keeper sees nothing of anybody's health."""


@allowed_to("bring_records")
def bring_records(work: "Work") -> None:
    """Who was where, rode what, worked with whom, was ill or bought drugs: for those who look for contacts, and nobody else."""


@allowed_to("bring_key_regions")
def bring_key_regions(work: "Work") -> None:
    """Which regions count is said by disease control; who comes from there stays apart."""


@allowed_to("bring_returns")
def bring_returns(work: "Work") -> None:
    """Who comes back from where is no part of the inventory either."""


RECORDS = (Kind.PRESENCE, Kind.JOURNEYS, Kind.CLINIC_VISITS, Kind.PURCHASES, Kind.WORKPLACES)
OTHERS = {
    Kind.POLICIES: bring_rules,
    Kind.QUARANTINE: bring_quarantine,
    Kind.KEY_REGIONS: bring_key_regions,
    Kind.RETURNS: bring_returns,
    **dict.fromkeys((Kind.CASES, *RECORDS), bring_records),
}
