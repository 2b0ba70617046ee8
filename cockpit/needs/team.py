"""Errands 跑腿代办 on a volunteers' phone: what is needed about them, without name or door until they claim it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.attachments import Ready
from cockpit.needs.need import BROUGHT, IN_HAND, SHOP_OF, STATES, Need, NeedKind, Shop, State, Why
from cockpit.needs.refused import AlreadyClaimed, NotOne
from cockpit.needs.rule import Relay, after_close, relay_of, step_of, tell, today_of, undo_within
from cockpit.needs.told import (
    NeedBought,
    NeedClaimed,
    NeedDelivered,
    NeedGivenBack,
    NeedNotExecutable,
    NeedPaid,
    NeedStepUndone,
)
from cockpit.people import ShownPerson
from cockpit.refusals import ChangedMeanwhile, Invalid, NotFound, Refusal
from cockpit.texts import N_

if TYPE_CHECKING:
    from cockpit.events import Event
    from data_access.work import Work

MOST_AT_ONCE = 30


@dataclass(frozen=True)
class OpenNeed:
    """What a volunteer may know before claiming: what, in which building or compound, until when."""

    id: int
    kind: NeedKind
    asked_at: datetime
    due_at: datetime
    place: str
    place_id: int | None
    grid: str

    def overdue(self, at: datetime) -> bool:
        return at > self.due_at


@dataclass(frozen=True)
class Near:
    """What is asked of needs that a team chose, before anything is opened to it: whose they are, and who has them."""

    id: int
    person: int
    state: State
    team: int | None
    claimed_at: datetime | None


@dataclass(frozen=True)
class Bundle:
    """Needs that one way serves: of a building, or of a shop; the first due first."""

    key: str
    place: str
    shop: Shop | None
    needs: tuple[OpenNeed, ...]


@dataclass(frozen=True)
class Errand:
    """A need that one's own team has; `person` as a volunteer may see them, `words` what was asked for in words."""

    need: Need
    person: ShownPerson
    words: str
    photo: bool
    undo: bool

    @property
    def over(self) -> bool:
        return self.need.closed_at is not None


@dataclass(frozen=True)
class Errands:
    by_place: tuple[Bundle, ...]
    by_shop: tuple[Bundle, ...]
    mine: tuple[Errand, ...]
    relay: Relay


@dataclass(frozen=True)
class Claimed:
    """What the team has now, and how many of those chosen somebody else had already."""

    needs: tuple[Need, ...]
    lost: int = 0
    who: str = ""


@allowed_to("claim_need")
def errands_of_team(work: "Work") -> Errands | None:
    """None for an account without a team."""
    if not work.by.team:
        return None
    found = work.needs.open_near(work.by.team, today_of(work))
    return Errands(by_place(found), by_shop(found), _mine(work), relay_of(work, work.by.area))


def by_place(found: Collection[OpenNeed]) -> tuple[Bundle, ...]:
    places = {(one.place_id, one.place) for one in found}
    bundles = [_bundle(f"place-{number or 0}", name, None, [one for one in found if one.place_id == number]) for number, name in places]  # fmt: skip
    return tuple(sorted(bundles, key=_first_due))


def by_shop(found: Collection[OpenNeed]) -> tuple[Bundle, ...]:
    shops = [shop for shop in Shop if any(SHOP_OF[one.kind] is shop for one in found)]
    bundles = [_bundle(f"shop-{shop}", "", shop, [one for one in found if SHOP_OF[one.kind] is shop]) for shop in shops]
    return tuple(sorted(bundles, key=_first_due))


def _bundle(key: str, place: str, shop: Shop | None, needs: list[OpenNeed]) -> Bundle:
    return Bundle(key, place, shop, tuple(sorted(needs, key=lambda one: (one.due_at, one.id))))


def _first_due(bundle: Bundle) -> tuple[datetime, str]:
    return bundle.needs[0].due_at, bundle.key


def _mine(work: "Work") -> tuple[Errand, ...]:
    """What is to be done, the first due first; then what is done and still open to the team."""
    needs = _opened(work)
    if not needs:
        return ()
    people = work.people.of_ids([one.person for one in needs])
    shown = {one.id: one for one in work.looks.listing(people, {"team": str(work.by.team)}, ["needs"])}
    words, photos = work.needs.words(needs), work.needs.with_photo([one.id for one in needs])
    within = undo_within(work, work.by.area)
    return tuple(
        Errand(
            one, shown[one.person], words.get(one.id, ""), one.id in photos,
            one.may_be_undone(work.by.id, work.at, within),
        )
        for one in sorted(needs, key=lambda one: (one.closed_at is not None, one.due_at, one.id))
        if one.person in shown
    )  # fmt: skip


def _opened(work: "Work") -> list[Need]:
    """Opened to this unit of work, with whom they are about: nothing else of the area is."""
    team, seconds = work.by.team, after_close(work, work.by.area)
    persons = work.needs.live_of_team(team, work.at, seconds) if team else []
    if not team or not persons:
        return []
    work.people.admit(*persons)
    return work.needs.of_team(team, work.at, seconds)


@allowed_to("claim_need")
def claim(work: "Work", numbers: Collection[int], *, key: str) -> Claimed:
    """Each that nobody has yet; who was faster is named. Refuses where there is none of them left."""
    if not numbers or len(numbers) > MOST_AT_ONCE:
        raise Invalid("need", N_("choose at least one, and at most 30 at once"))
    team, wanted = work.by.team, sorted(set(numbers))
    if work.once(key, "claim_need", {"needs": wanted}):
        return Claimed(tuple(one for one in _opened(work) if one.id in wanted))
    near = work.needs.near(team, wanted) if team else {}
    if not team or len(near) < len(wanted):
        raise NotFound()
    work.people.admit(*(near[one].person for one in wanted if near[one].state is State.OPEN))
    kept = [one for number in wanted if near[number].state is State.OPEN if (one := _claimed(work, number))]
    lost = [number for number in wanted if number not in {one.id for one in kept}]
    faster = _faster(work, team, lost) if lost else None
    if faster and not kept:
        raise faster
    return Claimed(tuple(kept), len(lost), faster.who if isinstance(faster, AlreadyClaimed) else "")


def _claimed(work: "Work", number: int) -> Need | None:
    """The conditional update is the lock: None where somebody was faster."""
    was = work.needs.get(number)
    if was.state is not State.OPEN:
        return None
    try:
        kept = work.needs.keep(was.claimed(step_of(work, work.by.team)), was)
    except ChangedMeanwhile:
        return None
    tell(work, kept, NeedClaimed(kept.kind, kept.team or 0))
    return kept


def _faster(work: "Work", team: int, numbers: list[int]) -> Refusal:
    """Who has the first of them; named by team, never by person."""
    one = work.needs.near(team, numbers)[numbers[0]]
    if one.state not in IN_HAND:
        return NotOne(state=STATES[one.state])
    at = one.claimed_at.astimezone(work.zone).strftime("%H:%M") if one.claimed_at else ""
    return AlreadyClaimed(who=work.teams.name_of(one.team) if one.team else N_("The community"), at=at)


@allowed_to("claim_need")
def give_back(work: "Work", number: int, *, key: str) -> Need | None:
    """Somebody else may claim it; the address is closed to the team at once. As with all steps of a phone: the same key comes
    twice where the network is bad, and does nothing then; None where it is the team's no more."""
    if work.once(key, "give_back", {"need": number}):
        return _still(work, number)
    was = _own(work, number)
    return _kept(work, was, was.given_back(step_of(work)), NeedGivenBack(was.kind))


@allowed_to("claim_need")
def bought(work: "Work", number: int, fen: int, *, key: str) -> Need | None:
    if work.once(key, "bought", {"need": number, "fen": fen}):
        return _still(work, number)
    was = _own(work, number)
    return _kept(work, was, was.bought(fen, step_of(work)), NeedBought(was.kind, fen))


@allowed_to("claim_need")
def delivered(work: "Work", number: int, photo: Ready | None = None, *, key: str) -> Need | None:
    """Put down at the door, with nobody met; the photo shows the door and what lies before it."""
    if work.once(key, "delivered", {"need": number}):
        return _still(work, number)
    was = _own(work, number)
    kept = _kept(work, was, was.delivered(step_of(work)), NeedDelivered(was.kind, photo is not None))
    if photo:
        work.needs.add_photo(kept, photo, work.at)
    return kept


@allowed_to("claim_need")
def not_executable(work: "Work", number: int, why: Why, *, key: str) -> Need | None:
    if work.once(key, "not_executable", {"need": number, "why": why}):
        return _still(work, number)
    was = _own(work, number)
    return _kept(work, was, was.not_executable(why, step_of(work)), NeedNotExecutable(was.kind, why))


@allowed_to("claim_need")
def note_paid(work: "Work", number: int, paid: bool, *, key: str) -> Need | None:
    """Whether the person paid back what was spent for them."""
    if work.once(key, "note_paid", {"need": number, "paid": paid}):
        return _still(work, number)
    was = _own(work, number)
    return _kept(work, was, was.paid(work.at if paid else None), NeedPaid(was.kind, paid))


@allowed_to("claim_need")
def undo(work: "Work", number: int, *, key: str) -> Need | None:
    """One's own last step; what was photographed goes with a delivery that was none."""
    if work.once(key, "undo_need", {"need": number}):
        return _still(work, number)
    was = _own(work, number)
    kept = _kept(work, was, was.undone(step_of(work), undo_within(work, was.community)), NeedStepUndone(was.kind))
    if was.state in BROUGHT:
        work.needs.drop_photo(was.id)
    return kept


def _still(work: "Work", number: int) -> Need | None:
    return next((one for one in _opened(work) if one.id == number), None)


def _own(work: "Work", number: int) -> Need:
    found = _still(work, number)
    if found is None:
        raise NotFound()
    return found


def _kept(work: "Work", was: Need, now: Need, event: "Event") -> Need:
    kept = work.needs.keep(now, was)
    tell(work, kept, event, was.team)
    return kept


@allowed_to("claim_need")
def own_photo(work: "Work", number: int) -> bytes:
    """What one's own team photographed, while the address is open to it."""
    one = _own(work, number)
    content = work.needs.photo(one)
    work.looked("need", number, ["need_photo.content"])
    return content
