"""Tracing 追踪: who was near a case by what is known now; what was found before and does not hold any more is let go.

Whoever enters or changes a case hears at once of those who live with it. Who met it elsewhere, works or studies with it,
millions of records say, which a round asks: that of the hour, or the one that is asked for with each change.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from cockpit.screening.case import Case
from cockpit.screening.contact import Exposure, contacts_of
from cockpit.screening.meeting import BELONG, Setting
from cockpit.screening.rule import rule_of
from cockpit.screening.told import ContactsFound

if TYPE_CHECKING:
    from data_access.screening.found import Replaced
    from data_access.work import Work

ROUND = "screen_case"  # the worker's job, of one case
RECORDED = {Setting.PLACE, Setting.TRANSPORT, *BELONG}
SHARED = set(Setting) - RECORDED


def trace(work: "Work", case: Case) -> set[int]:
    """Those who live with the case, by the rule that it was entered under; all whom that concerns, now or before.

    What records say is asked for in a moment; of a case that exposes nobody nothing stays.
    """
    settings = SHARED if case.exposes else set(Setting)
    work.later(ROUND, work.at, queue="slow", lock=ROUND, case=case.id)
    return _replaced(work, case, exposures_of(work, case), settings)


def trace_records(work: "Work", case: Case, recorded: Iterable[Exposure]) -> set[int]:
    """The same with all that a round found of the case in stays and journeys."""
    return _replaced(work, case, [*exposures_of(work, case), *recorded], set(Setting))


def trace_more(work: "Work", case: Case, recorded: Iterable[Exposure]) -> set[int]:
    """What a round found besides."""
    return _told(work, case, work.exposures.add_found(case, recorded, work.at, work.zone))


def exposures_of(work: "Work", case: Case) -> list[Exposure]:
    """Those who lived with the case, in the days that count."""
    rule = rule_of(work.policy.version(case.policy))
    bonds = work.exposures.households(case, work.zone, work.at) if case.exposes else []
    found = contacts_of([case], [], [], bonds, rule, work.zone, work.at)
    return [one for contact in found.values() for one in contact.exposures]


def _replaced(work: "Work", case: Case, exposures: list[Exposure], settings: set[Setting]) -> set[int]:
    return _told(work, case, work.exposures.replace(case, exposures, settings, work.at, work.zone))


def _told(work: "Work", case: Case, done: "Replaced") -> set[int]:
    for community, counts in _by_community(work, done.found, done.gone).items():
        work.tell_area(community, "contact", case.id, ContactsFound(case.id, *counts), line=False)
    if done.found or done.gone:
        work.note_act("traced", case.subject, str(case.id), {"found": len(done.found), "gone": len(done.gone)})
    return done.found | done.gone | done.stay


def _by_community(work: "Work", found: Collection[int], gone: Collection[int]) -> dict[str, tuple[int, int]]:
    lives = {one.id: one.community for one in work.people.of_ids([*found, *gone])}
    new, old = Counter(lives[one] for one in found if one in lives), Counter(lives[one] for one in gone if one in lives)
    return {community: (new[community], old[community]) for community in sorted(new | old)}
