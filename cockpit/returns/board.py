"""The board of returnees: who is awaited, who is there, who stays apart; and one entry with all that was said of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.areas import Area, Level
from cockpit.clock import local_day_start
from cockpit.figures import must_see
from cockpit.people import ShownPerson
from cockpit.policy import Policy
from cockpit.returns.entry import Entry, Standing, State
from cockpit.returns.region import in_doubt, listed
from cockpit.returns.rule import rule_of
from cockpit.returns.word import Contradiction, Word, contradictions
from cockpit.screening.case import Case

if TYPE_CHECKING:
    from data_access.work import Work

SHOWN = 100  # of each lane; all are counted
LANES = (State.OVERDUE, State.EXPECTED, State.ARRIVED, State.VISITED, State.ISOLATED)


@dataclass(frozen=True)
class Seen:
    """`person` is None where whoever reads sees the entry and nothing of the person."""

    stands: Standing
    person: ShownPerson | None


@dataclass(frozen=True)
class Lane:
    """`count` of them in all, of which `rows` are shown; `later`: of those who are expected, on a day after today."""

    state: State
    rows: tuple[Seen, ...]
    count: int
    later: int = 0


@dataclass(frozen=True)
class Board:
    """`waiting`: met at home, from a key region, and among others."""

    lanes: tuple[Lane, ...]
    waiting: int
    over: int
    area: str
    today: date


@dataclass(frozen=True)
class EntrySeen:
    seen: Seen
    words: tuple[Word, ...]
    contradictions: tuple[Contradiction, ...]
    rule: Policy
    case: Case | None = None


@allowed_to("see_returns")
def board(work: "Work", area: str = "") -> Board:
    """Of one's own area, or a part of it; who waits longest stands first."""
    within = area or work.by.area
    must_see(work, within)
    today = local_day_start(work.at, work.zone).date()
    found = standings(work, work.returns.under_way(within, today))
    lanes = {state: sorted((one for one in found if one.state is state), key=_first) for state in State}
    shown = seen_of(work, [one for state in LANES for one in lanes[state][:SHOWN]], within)
    rows = {one.stands.entry.id: one for one in shown}
    drawn = [
        Lane(
            state,
            tuple(rows[one.entry.id] for one in lanes[state][:SHOWN]),
            len(lanes[state]),
            sum(one.entry.day > today for one in lanes[state]) if state is State.EXPECTED else 0,
        )
        for state in LANES
    ]
    waiting = sum(one.waits for one in lanes[State.VISITED])
    return Board(tuple(drawn), waiting, len(lanes[State.OVER]), within, today)


@allowed_to("see_returns")
def open_entry(work: "Work", entry_id: int) -> EntrySeen:
    """One entry with each source's word; looking at it is written down."""
    entry = work.returns.get(entry_id)
    (stands,) = standings(work, [entry])
    (seen,) = seen_of(work, [stands], entry.code)
    words = work.returns.words([entry.id])[entry.id]
    case = work.cases.of_persons([entry.person]).get(entry.person) if entry.person else None
    return EntrySeen(seen, tuple(words), tuple(contradictions(words)), work.policy.version(entry.policy), case)


@allowed_to("see_returns")
def streets(work: "Work") -> list[Area]:
    """Those of one's scope: what the board can be narrowed down to."""
    return list(work.areas.of_level(Level.STREET, work.by.area))


@allowed_to("see_returns")
def communities(work: "Work", area: str = "") -> list[Area]:
    """Those of one's scope, or of a part of it: where somebody can be said to live."""
    within = area or work.by.area
    must_see(work, within)
    inside = work.areas.of_level(Level.COMMUNITY, within)
    return inside or [one for one in work.areas.of_level(Level.COMMUNITY, within[:9]) if one.code == within[:12]]


def standings(work: "Work", entries: Sequence[Entry]) -> list[Standing]:
    """How entries stand today, by the list of key regions, the rule of each, and the quarantine that holds."""
    today = local_day_start(work.at, work.zone).date()
    regions = work.key_regions.all()
    episodes = work.quarantine.latest_of({one.person for one in entries if one.person})
    rules = {one: rule_of(work.policy.version(one)) for one in {each.policy for each in entries}}
    found = []
    for one in entries:
        region = listed(regions, one.origin, one.day)
        doubt = region is None and in_doubt(regions, one.origin, one.day)
        episode = episodes.get(one.person) if one.person else None
        found.append(Standing(one, rules[one.policy], region, doubt, episode, today))
    return found


def seen_of(work: "Work", stands: Sequence[Standing], asked: str) -> list[Seen]:
    """Each with the person as one's role may see it; of who is nobody of the inventory, what was said of them."""
    persons = _persons(work, (one.entry for one in stands), asked)
    strangers = work.returns.strangers([one.entry for one in stands if one.entry.person not in persons], work.looks)
    found = {one.entry.id: persons.get(one.entry.person or 0) or strangers.get(one.entry.id) for one in stands}
    return [Seen(one, found[one.entry.id]) for one in stands]


def _persons(work: "Work", entries: Iterable[Entry], asked: str) -> Mapping[int, ShownPerson]:
    people = work.people.of_ids({one.person for one in entries if one.person})
    return {one.id: one for one in work.looks.listing(people, {"returns": asked})}


def _first(one: Standing) -> tuple[bool, bool, date, int]:
    """What is late first, then what has to stay apart, then by the day."""
    return (not one.late, not one.due, one.entry.day, one.entry.id)
