"""The history 经过 of a case: what happened to it and to its contacts, in order of time, by whom, and never of whom.

It is read from what was told, so it says no more than that: how many, of which kind, by which order.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.screening.case import Case

if TYPE_CHECKING:
    from data_access.work import Work

ENTERED, REPORTED, TOLD, FOUND = "case_entered", "case_reported", "itinerary_told", "contacts_found"
ORDER = "quarantine"
ALIKE = ("kind", "why", "days", "setting")  # what makes two things that were told at once the same


@dataclass(frozen=True)
class Heard:
    """One row of the feed: `number` is that of the case, or of the order."""

    event: str
    facts: dict[str, Any]
    at: datetime
    account: int | None
    role: str
    subject: str
    number: int


@dataclass(frozen=True)
class Step:
    """What happened at one moment: `count` times the same; `orders` are the numbers of those that it was about."""

    event: str
    facts: dict[str, Any]
    at: datetime
    account: int | None
    role: str
    count: int = 1
    orders: tuple[int, ...] = ()

    def goes_with(self, other: "Step") -> bool:
        """Told of several areas or people by one act."""
        if not self.orders and self.event != FOUND:
            return False
        mine, theirs = ((one.event, one.at, one.account, _alike(one.facts)) for one in (self, other))
        return mine == theirs

    def and_so(self, other: "Step") -> "Step":
        facts = self.facts
        if self.event == FOUND:
            facts = facts | {name: facts[name] + other.facts[name] for name in ("found", "gone")}
        return replace(self, facts=facts, count=self.count + other.count, orders=(*self.orders, *other.orders))


@dataclass(frozen=True)
class History:
    """`people`: account -> name, of those who did it."""

    case: Case
    steps: tuple[Step, ...]
    people: dict[int, str]


@allowed_to("see_screening")
def history_of(work: "Work", case_id: int) -> History:
    """Of a case that one may read; of its contacts what lies in one's own area."""
    case = work.cases.get(case_id)
    steps = tuple(steps_of(case, work.histories.of_case(case)))
    return History(case, steps, work.accounts.names(sorted({one.account for one in steps if one.account})))


def steps_of(case: Case, told: Iterable[Heard]) -> list[Step]:
    """What was told at once of many is one step. A case that came by a file, or whose beginning is kept no more, begins with
    its report."""
    found: list[Step] = []
    for one in _steps(told):
        same = next((n for n in range(len(found) - 1, -1, -1) if found[n].goes_with(one)), None)
        if same is None:
            found.append(one)
        else:
            found[same] = found[same].and_so(one)
    if not any(one.event == ENTERED for one in found) and case.reported_at:
        found.insert(0, Step(REPORTED, {}, case.reported_at, None, ""))
    return found


def _steps(told: Iterable[Heard]) -> Iterator[Step]:
    known = Counter[str]()
    for one in told:
        facts = one.facts
        if one.event == TOLD:  # how many pieces came, or went, tells what was done
            facts = facts | {"added": facts["stops"] - known["stops"]}
            known["stops"] = facts["stops"]
        orders = (one.number,) if one.subject == ORDER else ()
        yield Step(one.event, facts, one.at, one.account, one.role, 1, orders)


def _alike(facts: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(facts.get(name) for name in ALIKE)
