"""Needs at the desk 需求台: what is asked for in an area, the most urgent first; handed to a team, or brought by the community."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.needs.need import BROUGHT, UNDONE, Need, NeedKind, State, Why
from cockpit.needs.refused import AlreadyClaimed, NotServed
from cockpit.needs.rule import step_of, tell, today_of, undo_within
from cockpit.needs.told import (
    NeedBought,
    NeedCancelled,
    NeedDelivered,
    NeedGivenBack,
    NeedHanded,
    NeedNotExecutable,
    NeedPaid,
    NeedStepUndone,
    NeedTakenOn,
)
from cockpit.people import ShownPerson
from cockpit.quarantine import Episode
from cockpit.refusals import ChangedMeanwhile
from cockpit.teams import Team
from cockpit.texts import N_

if TYPE_CHECKING:
    from cockpit.events import Event
    from data_access.work import Work

MOST = 200  # rows of a list


class Show(StrEnum):
    """What a list shows."""

    OPEN = "open"
    IN_HAND = "in_hand"
    BROUGHT = "brought"
    ENDED = "ended"
    ALL = "all"


STATES_OF: Mapping[Show, Collection[State]] = {
    Show.OPEN: (State.OPEN,),
    Show.IN_HAND: (State.CLAIMED, State.BOUGHT),
    Show.BROUGHT: BROUGHT,
    Show.ENDED: (State.CANCELLED, State.NOT_EXECUTABLE),
    Show.ALL: tuple(State),
}


@dataclass(frozen=True)
class ListedNeed:
    """`who` has it, by name; `unsupplied`: nobody brings this person anything as a matter of course."""

    need: Need
    person: ShownPerson
    place: str
    who: str
    unsupplied: bool


@dataclass(frozen=True)
class NeedList:
    """`rows` by what is due first, `counts` of each state in the area, `late` of those that are still to be done."""

    rows: tuple[ListedNeed, ...]
    counts: Mapping[State, int]
    late: int
    without: int

    @property
    def total(self) -> int:
        return sum(self.counts.get(one, 0) for one in UNDONE)


@dataclass(frozen=True)
class OpenedNeed:
    """`holds`: the quarantine is not over; `teams` are those of volunteers that serve the community."""

    listed: ListedNeed
    words: str
    photo: bool
    holds: bool
    undo: bool
    teams: tuple[Team, ...] = ()
    on_duty: frozenset[int] = field(default_factory=frozenset)


@allowed_to("see_needs")
def list_needs(work: "Work", show: Show = Show.OPEN, kind: NeedKind | None = None, area: str = "") -> NeedList:
    """Overdue first, then by what is due, of an area of one's own scope."""
    where = work.areas.get(area).code if area else work.by.area
    needs = work.needs.in_area(where, STATES_OF[show], kind, MOST)
    counts, late = work.needs.counts(where, work.at)
    home = {one.person for one in work.quarantine.at_home(where, today_of(work))}
    without = len(work.quarantine.unsupplied(home, today_of(work)))
    return NeedList(tuple(_listed(work, needs, show)), counts, late, without)


def _listed(work: "Work", needs: list[Need], show: str) -> list[ListedNeed]:
    people = work.people.of_ids({one.person for one in needs})
    shown = {one.id: one for one in work.looks.listing(people, {"needs": show})} if people else {}
    without = work.quarantine.unsupplied(list(shown), today_of(work))
    teams = work.teams.names({one.team for one in needs if one.team})
    names = work.accounts.names([one.account for one in needs if one.account])
    places = work.needs.places([one.place_id for one in needs if one.place_id])
    return [
        ListedNeed(
            one, shown[one.person], places.get(one.place_id or 0, ""),
            teams.get(one.team or 0) or names.get(one.account or 0, ""), one.person in without,
        )
        for one in needs
        if one.person in shown
    ]  # fmt: skip


@allowed_to("see_needs")
def open_need(work: "Work", number: int) -> OpenedNeed:
    """With what was written, which is a look of its own."""
    one = work.needs.get(number)
    (listed,) = _listed(work, [one], "one") or (_unseen(),)
    words = work.needs.words([one]).get(one.id, "")
    if words:
        work.looked("need", one.id, ["need.words"])
    episode: Episode = work.quarantine.get(one.episode)
    teams = [each for each in work.teams.candidates(one.street, work.at) if each.team.id in work.needs.teams_near(one.community)]  # fmt: skip
    return OpenedNeed(
        listed, words, one.id in work.needs.with_photo([one.id]), episode.holds_on(today_of(work)),
        one.may_be_undone(work.by.id, work.at, undo_within(work, one.community)),
        tuple(each.team for each in teams), frozenset(each.team.id for each in teams if each.on_duty),
    )  # fmt: skip


def _unseen() -> ListedNeed:
    raise ChangedMeanwhile(what=N_("This need"))


@allowed_to("see_needs")
def door_photo(work: "Work", number: int) -> bytes:
    """A look, which is written before it is given out."""
    one = work.needs.get(number)
    content = work.needs.photo(one)
    work.looked("need", number, ["need_photo.content"])
    return content


@allowed_to("keep_needs")
def hand_need(work: "Work", number: int, team: int) -> Need:
    """To a team of volunteers that serves there; its phones show it at once."""
    was = work.needs.get(number)
    if team not in work.needs.teams_near(was.community):
        raise NotServed(who=work.teams.name_of(team))
    _must_be_free(work, was)
    return _kept(work, was, was.claimed(step_of(work, team)), NeedHanded(was.kind, team))


@allowed_to("keep_needs")
def take_on(work: "Work", number: int) -> Need:
    """The community brings it itself."""
    was = work.needs.get(number)
    _must_be_free(work, was)
    return _kept(work, was, was.claimed(step_of(work)), NeedTakenOn(was.kind))


def _must_be_free(work: "Work", was: Need) -> None:
    """Who was faster is named."""
    if was.in_hand:
        who = work.teams.name_of(was.team) if was.team else work.accounts.name_of(was.account)
        at = was.claimed_at.astimezone(work.zone).strftime("%H:%M") if was.claimed_at else ""
        raise AlreadyClaimed(who=who, at=at)


@allowed_to("keep_needs")
def put_back(work: "Work", number: int) -> Need:
    """From whoever has it to the list of all, as when a team does not come."""
    was = work.needs.get(number)
    return _kept(work, was, was.given_back(step_of(work)), NeedGivenBack(was.kind))


@allowed_to("keep_needs")
def note_bought(work: "Work", number: int, fen: int) -> Need:
    was = work.needs.get(number)
    return _kept(work, was, was.bought(fen, step_of(work)), NeedBought(was.kind, fen))


@allowed_to("keep_needs")
def note_delivered(work: "Work", number: int) -> Need:
    was = work.needs.get(number)
    return _kept(work, was, was.delivered(step_of(work)), NeedDelivered(was.kind, False))


@allowed_to("keep_needs")
def note_not_executable(work: "Work", number: int, why: Why) -> Need:
    was = work.needs.get(number)
    return _kept(work, was, was.not_executable(why, step_of(work)), NeedNotExecutable(was.kind, why))


@allowed_to("keep_needs")
def note_money(work: "Work", number: int, paid: bool) -> Need:
    was = work.needs.get(number)
    return _kept(work, was, was.paid(work.at if paid else None), NeedPaid(was.kind, paid))


@allowed_to("keep_needs")
def cancel_need(work: "Work", number: int, why: Why) -> Need:
    was = work.needs.get(number)
    return _kept(work, was, was.cancelled(why, step_of(work)), NeedCancelled(was.kind, why))


@allowed_to("keep_needs")
def undo_need(work: "Work", number: int) -> Need:
    """One's own last step, within the minutes of the rule."""
    was = work.needs.get(number)
    kept = _kept(work, was, was.undone(step_of(work), undo_within(work, was.community)), NeedStepUndone(was.kind))
    if was.state in BROUGHT:
        work.needs.drop_photo(was.id)
    return kept


def _kept(work: "Work", was: Need, now: Need, event: "Event") -> Need:
    kept = work.needs.keep(now, was)
    tell(work, kept, event, was.team)
    return kept


@allowed_to("see_needs")
def shopping_list(work: "Work", area: str = "") -> tuple[ListedNeed, ...]:
    """What is to be brought, to go with from shop to shop and door to door: names and doors, and so a look."""
    where = work.areas.get(area).code if area else work.by.area
    needs = work.needs.in_area(where, UNDONE, None, MOST)
    return tuple(_listed(work, needs, "shopping"))
