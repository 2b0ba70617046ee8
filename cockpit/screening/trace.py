"""Tracing 追踪: who was near a case by what is known now; what was found before and does not hold any more is let go."""

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

from cockpit.screening.case import Case
from cockpit.screening.contact import Exposure, contacts_of
from cockpit.screening.rule import rule_of
from cockpit.screening.told import ContactsFound

if TYPE_CHECKING:
    from data_access.work import Work


def trace(work: "Work", case: Case) -> set[int]:
    """The exposures of one case, by the rule that it was entered under; all whom it concerns, now or before."""
    found, gone, stay = work.exposures.replace(case, exposures_of(work, case), work.at, work.zone)
    for community, counts in _by_community(work, found, gone).items():
        work.tell_area(community, "contact", case.id, ContactsFound(case.id, *counts), line=False)
    if found or gone:
        work.note_act("traced", case.subject, str(case.id), {"found": len(found), "gone": len(gone)})
    return found | gone | stay


def exposures_of(work: "Work", case: Case) -> list[Exposure]:
    """Those who lived with the case, in the days that count."""
    rule = rule_of(work.policy.version(case.policy))
    bonds = work.exposures.households(case, work.zone, work.at) if case.exposes else []
    found = contacts_of([case], [], [], bonds, rule, work.zone, work.at)
    return [one for contact in found.values() for one in contact.exposures]


def _by_community(
    work: "Work", found: Collection[int], gone: Collection[int]
) -> dict[str, tuple[int, int]]:  # fmt: skip
    lives = {one.id: one.community for one in work.people.of_ids([*found, *gone])}
    new, old = Counter(lives[one] for one in found if one in lives), Counter(lives[one] for one in gone if one in lives)
    return {community: (new[community], old[community]) for community in sorted(new | old)}
