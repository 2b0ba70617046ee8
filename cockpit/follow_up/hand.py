"""Handing out 分派: some visits of a day, or all, to a worker or a team at once; each with its own result, and a way back."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import inside
from cockpit.follow_up.day import FollowUp, NotThisDay
from cockpit.follow_up.fit import Because, Fit, Goer, best
from cockpit.follow_up.listing import due_of
from cockpit.follow_up.told import HandOutTakenBack, TeamVisitsChanged, VisitsAssigned, VisitsHanded
from cockpit.follow_up.visit import today_of, visited_by
from cockpit.people import ShownPerson
from cockpit.refusals import Invalid, NotFound, Refusal
from cockpit.teams import TeamRole
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

MOST_AT_ONCE = 500


@dataclass(eq=False)
class NotServed(Refusal):
    status = 409
    says = N_("{who} does not serve this grid.")
    way_out = N_("Choose somebody of this community, or a team whose area it is.")
    who: str


@dataclass(eq=False)
class OffDuty(Refusal):
    status = 409
    says = N_("{who} is not on duty now.")
    way_out = N_("Choose a team that is on duty, or a worker of the community.")
    who: str


@dataclass(eq=False)
class NobodyFits(Refusal):
    status = 409
    says = N_("Nobody on duty serves this grid.")
    way_out = N_("Hand it to somebody by name, or look at the roster.")


@dataclass(eq=False)
class HandOutStands(Refusal):
    status = 409
    says = N_("This could be taken back until {until}.")
    way_out = N_("Choose the visits and hand them to somebody else.")
    until: datetime


@dataclass(frozen=True)
class Handed:
    """What became of one visit that was chosen, and why whoever goes was chosen; `person` as whoever asks may see them."""

    id: int
    goer: Goer | None = None
    fit: Fit | None = None
    refusal: Refusal | None = None
    person: ShownPerson | None = None


@dataclass(frozen=True)
class HandOut:
    """`number` is 0 where nothing was handed out; it may be taken back until `until`."""

    number: int
    rows: tuple[Handed, ...]
    until: datetime


@allowed_to("assign_visits")
def goers(work: "Work", follow_ups: Collection[int]) -> list[Goer]:
    """Who can be sent to at least one of these: workers first, then teams. Whoever may send no other teams sends volunteers."""
    rows = work.follow_ups.of_ids(_few(follow_ups))
    if not rows:
        raise NotFound()
    return [one for one in _goers(work, rows) if any(one.serves(row.grid) for row in rows)]


@allowed_to("assign_visits")
def propose(work: "Work", follow_ups: Collection[int]) -> list[Handed]:
    """For each who fits best, and why; nothing is handed out by it."""
    rows = {one.id: one for one in work.follow_ups.of_ids(_few(follow_ups))}
    fits = _fits(work, list(rows.values()))
    return _named(work, [_proposed(work, one, rows.get(one), fits) for one in sorted(set(follow_ups))])


@allowed_to("assign_visits")
def hand(work: "Work", follow_ups: Collection[int], word: str) -> HandOut:
    """All of them to this one; an empty word takes them from whoever has them."""
    rows = work.follow_ups.of_ids(_few(follow_ups))
    chosen = next((one for one in _goers(work, rows) if one.word == word), None)
    if word and chosen is None:
        raise Invalid("goer", N_("choose one of the list"))
    return _hand_out(work, follow_ups, {one.id: Fit(chosen, Because.CHOSEN) for one in rows})


@allowed_to("assign_visits")
def hand_nearest(work: "Work", follow_ups: Collection[int]) -> HandOut:
    """Each as it would be proposed now."""
    rows = work.follow_ups.of_ids(_few(follow_ups))
    return _hand_out(work, follow_ups, _fits(work, rows))


@allowed_to("assign_visits")
def take_hand_out_back(work: "Work", number: int) -> int:
    """One's own, while its time lasts: each goes back to who had it, but for those that were made or handed on since."""
    rows = work.follow_ups.of_hand_out(number, work.by.id)
    if not rows:
        raise NotFound()
    until = work.follow_ups.handed_at(number) + _undo(work)
    if work.at >= until:
        raise HandOutStands(until=until)
    back = work.follow_ups.hand_back(number)
    for community, count in sorted(Counter(one.community for one in back).items()):
        work.tell_area(community, FollowUp.subject, 0, HandOutTakenBack(count))
    _tell_teams(work, [*rows, *back])
    return len(back)


def _few(follow_ups: Collection[int]) -> Collection[int]:
    if len(follow_ups) > MOST_AT_ONCE:
        raise Invalid("rows", N_("at most 500 at once"))
    return follow_ups


def _undo(work: "Work") -> timedelta:
    return timedelta(seconds=work.policy.get("undo", "visits", work.by.area).body["seconds"])


def _goers(work: "Work", rows: Sequence[FollowUp]) -> list[Goer]:
    """Of the communities of these visits."""
    communities = sorted({one.community for one in rows})
    loads = work.follow_ups.left_of_each(today_of(work))
    workers = [
        Goer("account", number, name, area, True, loads.get(f"account/{number}", 0))
        for area in communities
        for number, name in work.follow_ups.workers_named(area)
    ]
    streets = sorted({one[:9] for one in communities})
    candidates = [each for street in streets for each in work.teams.candidates(street, work.at)]
    teams = [
        Goer("team", each.team.id, each.team.name, each.team.area, each.on_duty,
             each.jobs + loads.get(f"team/{each.team.id}", 0), each.team.spot.lon, each.team.spot.lat)
        for each in candidates
        if work.by.may("send") or each.team.role is TeamRole.VOLUNTEER
    ]  # fmt: skip
    return workers + [
        one for one in teams if any(inside(one.area, area) or inside(area, one.area) for area in communities)
    ]


def _fits(work: "Work", rows: Sequence[FollowUp]) -> dict[int, Fit]:
    """In the order of their grids, each after the ones before it: what is proposed counts as load at once."""
    left = sorted((one for one in rows if one.result is None), key=lambda one: (one.grid, one.id))
    there, last = _goers(work, left), work.follow_ups.last_at_door([one.id for one in left])
    doors = work.follow_ups.doors([one.id for one in left])
    more: Counter[str] = Counter()
    found: dict[int, Fit] = {}
    at_door: dict[int, Fit] = {}
    for one in left:
        door = doors.get(one.id, -one.id)
        grid, was = work.areas.get(one.grid), last.get(one.id, set())
        fit = at_door.get(door) or best(grid, there, was, more)
        found[one.id] = fit
        if fit.goer:
            along = Because.AGAIN if fit.because is Because.AGAIN else Because.SAME_DOOR
            at_door.setdefault(door, replace(fit, because=along))
        if fit.goer and fit.goer.word != one.had:
            more[fit.goer.word] += 1
    return found


def _proposed(work: "Work", number: int, row: FollowUp | None, fits: Mapping[int, Fit]) -> Handed:
    try:
        fit = _fit_of(work, row, fits)
    except Refusal as refusal:
        return Handed(number, refusal=refusal)
    return Handed(number, fit.goer, fit)


def _hand_out(work: "Work", follow_ups: Collection[int], fits: Mapping[int, Fit]) -> HandOut:
    number = work.follow_ups.next_hand_out()
    results, before, after = [], [], []
    for one in sorted(set(follow_ups)):
        try:
            was = work.follow_ups.take(one)
            fit = _fit_of(work, was, fits)
        except Refusal as refusal:
            results.append(Handed(one, refusal=refusal))
            continue
        results.append(Handed(one, fit.goer, fit))
        if was.had != (fit.goer.word if fit.goer else ""):
            before.append(was)
            after.append(work.follow_ups.hand(was, fit.goer, number))
    _tell(work, before, after)
    return HandOut(number if after else 0, tuple(_named(work, results)), work.at + _undo(work))


def _named(work: "Work", results: Sequence[Handed]) -> list[Handed]:
    due = due_of(work, work.follow_ups.facts_of([one.id for one in results]), today_of(work))
    persons = {one.row.id: one.person for one in due}
    return [replace(one, person=persons.get(one.id)) for one in results]


def _fit_of(work: "Work", row: FollowUp | None, fits: Mapping[int, Fit]) -> Fit:
    """Refuses what cannot be handed to whom it should go to."""
    if row is None or (row.id not in fits and row.result is None):
        raise NotFound()
    if row.result:
        raise visited_by(work, row)
    if row.day < today_of(work):
        raise NotThisDay(day=row.day.isoformat())
    fit = fits[row.id]
    if fit.because is Because.NOBODY:
        raise NobodyFits()
    if fit.goer and not fit.goer.serves(row.grid):
        raise NotServed(who=fit.goer.name)
    if fit.goer and not fit.goer.on_duty:
        raise OffDuty(who=fit.goer.name)
    return fit


def _tell(work: "Work", before: Sequence[FollowUp], after: Sequence[FollowUp]) -> None:
    """The area once, how many; each team that has more or less than before, by itself."""
    for (community, team), count in sorted(Counter((one.community, one.team or 0) for one in after).items()):
        told = VisitsHanded(count, team) if team else VisitsAssigned(count)
        work.tell_area(community, FollowUp.subject, 0, told)
    _tell_teams(work, before)


def _tell_teams(work: "Work", rows: Sequence[FollowUp]) -> None:
    for community, team in sorted({(one.community, one.team) for one in rows if one.team}):
        work.tell_area(community, FollowUp.subject, 0, TeamVisitsChanged(team), line=False)
