"""What is done with a pair: looked at, merged, kept apart; and a merge undone."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.linking.merge import AlreadyDecided, KeptApart, Merge, MergeUndone, PersonsMerged
from cockpit.linking.pair import Pair, State, parts
from cockpit.people import ShownPerson
from cockpit.policy import Policy
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 100  # for one screen; the surest come first
SYSTEM = "system"


@dataclass(frozen=True)
class Opened:
    """A pair with both records as the reader may see them; `bits` says what each field adds to the weight."""

    pair: Pair
    one: ShownPerson
    other: ShownPerson
    born: tuple[date, date]
    bits: dict[str, float]
    rule: Policy


@allowed_to("merge_persons")
def alike(work: "Work") -> list[Pair]:
    """The pairs that wait for somebody, the surest first; nothing of a person is in them."""
    return work.links.waiting(MOST)


@allowed_to("merge_persons")
def merges(work: "Work") -> list[Merge]:
    """The merges of last, newest first, those undone among them."""
    return work.links.merges(MOST)


@allowed_to("merge_persons")
def open_pair(work: "Work", pair_id: int) -> Opened:
    """One pair side by side: a look at either."""
    pair = work.links.pair(pair_id)
    rule = work.policy.version(pair.rule)
    one, other = (work.people.get(number) for number in (pair.one, pair.other))
    bits = {field.value: found for field, found in parts(pair.levels, rule.body).items()}
    return Opened(pair, work.looks.person(one), work.looks.person(other), (one.born, other.born), bits, rule)


@allowed_to("merge_persons")
def merge(work: "Work", pair_id: int) -> Merge:
    """They are one person: the survivor has both histories from now on."""
    return _merge(work, pair_id)


@allowed_to("link")
def merge_surely(work: "Work", pair_id: int) -> Merge:
    """The same by the cockpit itself, where the rule says that nobody need be asked."""
    return _merge(work, pair_id)


def _merge(work: "Work", pair_id: int) -> Merge:
    pair = _waiting(work, pair_id)
    done = work.links.join(pair.decided(State.MERGED, work.by.id, work.at))
    event = PersonsMerged(done.absorbed, round(pair.weight), work.by.role == SYSTEM)
    work.tell_area(work.people.get(done.survivor).grid, "person", done.survivor, event)
    return done


@allowed_to("merge_persons")
def keep_apart(work: "Work", pair_id: int) -> Pair:
    """They are two persons: said once, and never proposed again."""
    pair = _waiting(work, pair_id)
    after = work.links.keep(pair.decided(State.APART, work.by.id, work.at))
    work.tell_area(work.people.get(after.one).grid, "person", after.one, KeptApart(after.other))
    return after


@allowed_to("merge_persons")
def undo_merge(work: "Work", merge_id: int) -> Merge:
    """Two records again, each as it was; they are kept apart from then on."""
    before = work.links.take_merge(merge_id)
    if before.undone_at:
        raise AlreadyDecided(_name(work, before.undone_by), before.undone_at)
    after = before.undone(work.by.id, work.at)
    work.links.part(after)
    work.tell_area(work.people.get(after.survivor).grid, "person", after.survivor, MergeUndone(after.absorbed))
    return after


def _waiting(work: "Work", pair_id: int) -> Pair:
    """The pair, held until the commit; refuses when somebody else was faster."""
    pair = work.links.take(pair_id)
    if not pair.waits:
        raise AlreadyDecided(_name(work, pair.decided_by), pair.decided_at or work.at)
    return pair


def _name(work: "Work", account: int | None) -> str:
    return work.accounts.name_of(account) or N_("The cockpit")
