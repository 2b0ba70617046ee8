"""Contacts of contacts 次密接 by records: whom close contacts met since they were exposed themselves.

Listed apart, ordered nothing, and counted nowhere. Whether they are looked for, for how many days and how many of a case is
said by the rule by which the case itself is looked at.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.people import ShownPerson
from cockpit.screening.case import Case
from cockpit.screening.contact import Exposure
from cockpit.screening.rule import ContactRule, rule_of

if TYPE_CHECKING:
    from data_access.work import Work


SPARE = 3  # times the limit are kept: who is a contact already is not listed
Seen = dict[int, tuple[int, Exposure | None]]


@dataclass(frozen=True)
class Through:
    """A close contact of a case, whose own meetings count from the day on which the case exposed them first."""

    case: int
    person: int
    began: datetime
    ended: datetime
    rule: ContactRule


@dataclass(frozen=True)
class SecondSeen:
    """Somebody who met a close contact, and how; without `near` they live together."""

    person: ShownPerson
    through: int
    near: Exposure | None = None


@allowed_to("screen")
def whom_to_look_beyond(work: "Work", case: int | None = None) -> list[Through]:
    """Of each case whose rule asks for it its close contacts, no more than the rule says: those who were exposed last."""
    cases = {one.id: one for one in work.cases.exposing() if case in (None, one.id)}
    rules = {one.policy: rule_of(work.policy.version(one.policy)) for one in cases.values()}
    found: list[Through] = []
    for number, contacts in work.second.contacts(cases).items():
        rule = rules[cases[number].policy]
        if rule.beyond:
            for person, first in contacts[: rule.beyond.most]:
                began = local_day_start(first, work.zone)
                ended = local_day_start(began + timedelta(days=rule.beyond.days, hours=12), work.zone)
                found.append(Through(number, person, began, ended, rule))
    return found


@allowed_to("screen")
def cases_beyond(work: "Work") -> list[int]:
    """Of which anything is kept."""
    return work.second.cases()


@allowed_to("screen")
def keep_second(work: "Work", case: int, anew: Collection[int] | None, found: Iterable[tuple[int, Exposure]]) -> None:
    """(contact between, meeting): beside those that are known; those of the contacts `anew`, of all where it is None, are let
    go before."""
    if (one := next(iter(work.cases.of_ids([case]).values()), None)) and one.exposes:
        rule = rule_of(work.policy.version(one.policy))
        work.second.keep(case, anew, found, SPARE * rule.beyond.most if rule.beyond else 0)
    else:
        work.second.keep(case, None, (), 0)


def second_of(work: "Work", case: Case) -> tuple["Seen", int]:
    """Person -> the contact between and their meeting, none of who live together; and the limit, where it was reached."""
    rule = rule_of(work.policy.version(case.policy))
    homes: Seen = {person: (through, None) for person, through in work.exposures.second_ring(case.id).items()}
    if not rule.beyond:
        return homes, 0
    most = rule.beyond.most
    met = list(work.second.of_case(case.id, most + 1).items())
    contacts = len(work.second.contacts([case.id]).get(case.id, ()))
    reached = max(len(met), contacts) > most or work.second.count(case.id) >= SPARE * most
    return {**dict(met[:most]), **homes}, most if reached else 0
