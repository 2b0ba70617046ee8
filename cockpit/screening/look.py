"""Reading cases and contacts: each person as one's role may see it, each contact with what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.override_note import Note, notes_on
from cockpit.people import ShownPerson
from cockpit.policy import Policy
from cockpit.screening.case import Case, CaseStatus
from cockpit.screening.risk.level import Level
from cockpit.screening.second import SecondSeen, second_of
from cockpit.screening.sites import places_of
from cockpit.screening.standing import Standing, standings
from cockpit.sight import Tie

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 200  # for one screen; the newest come first


@dataclass(frozen=True)
class CaseRow:
    """A case in the list: `close` contacts there are; `left` of them wait for their order, which must be none."""

    case: Case
    close: int
    left: int


@dataclass(frozen=True)
class ContactSeen:
    person: ShownPerson
    stands: Standing
    level: Level = Level.NONE


@dataclass(frozen=True)
class CaseSeen:
    """One case: `person` is None where whoever reads sees some of its contacts and not the case itself.

    `cases` are all that exposed its contacts, by their numbers; what goes on, went on until `at`. `denied`: who is no
    contact by an investigator's word, and why. `second`:
    who lives with one of its close contacts or met one: listed, and ordered nothing; `second_most` is how many the rule looks
    for, where it was reached. `notes`: person -> what was written beside words said by hand, by the `authors`.
    """

    case: Case
    person: ShownPerson | None
    rule: Policy
    contacts: tuple[ContactSeen, ...]
    cases: Mapping[int, Case]
    at: datetime
    today: date
    denied: tuple[tuple[ShownPerson, str], ...]
    places: Mapping[int, str]
    second: tuple[SecondSeen, ...] = ()
    second_most: int = 0
    notes: Mapping[int, tuple[Note, ...]] = field(default_factory=dict)
    authors: Mapping[int, str] = field(default_factory=dict)


@allowed_to("see_screening")
def list_cases(work: "Work", status: CaseStatus | None = None) -> list[CaseRow]:
    """The newest first, of what lies in one's scope."""
    return work.cases.listed(status, local_day_start(work.at, work.zone).date(), MOST)


@allowed_to("see_screening")
def open_case(work: "Work", case_id: int) -> CaseSeen:
    """The case and its contacts in one's scope; looking at them is written down."""
    case = work.cases.get(case_id)
    exposures = work.exposures.of_case(case.id, work.at)
    denied = work.exposures.denied(case.id)
    second, most = second_of(work, case)
    contacted = sorted({one.person for one in exposures} | denied.keys())
    everybody = [case.person, *contacted, *(second.keys() - {case.person, *contacted})]
    if work.by.may("keep_cases"):
        work.people.admit(*everybody, tie=Tie.CASE)
    shown = {one.id: one for one in work.looks.listing(work.people.of_ids(everybody), {"case": case.code})}
    today = local_day_start(work.at, work.zone).date()
    stands = standings(work, contacted)
    levels = work.risk.levels(stands)
    contacts = [
        ContactSeen(shown[person], one, levels.get(person, Level.NONE))
        for person, one in stands.items()
        if person in shown
    ]
    all_of = [one for each in stands.values() for one in each.contact.exposures]
    cases = work.cases.of_ids({one.case for one in all_of})
    rule, nearest = work.policy.version(case.policy), tuple(sorted(contacts, key=_nearest))
    not_so = tuple((shown[one], why) for one, why in sorted(denied.items()) if one in shown)
    beside = tuple(SecondSeen(shown[one], *second[one]) for one in everybody[len(contacted) + 1 :] if one in shown)
    places = places_of(work, [*all_of, *(one.near for one in beside if one.near)])
    notes = notes_on(work, case.id, contacted)
    authors = work.accounts.names(sorted({one.account for theirs in notes.values() for one in theirs if one.account}))
    return CaseSeen(
        case, shown.get(case.person), rule, nearest, cases, work.at, today, not_so, places, beside, most, notes, authors
    )


def _nearest(one: ContactSeen) -> tuple[int, int, int, int]:
    """Who is at the highest risk first, then the nearest, and of those the ones who were exposed last."""
    return (-one.level, -one.stands.contact.closeness, -one.stands.day.toordinal(), one.person.id)
