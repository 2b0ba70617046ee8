"""Reading appeals: the one order that a code opens, and at the desk those of one's own area, the overdue first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.appeals.appeal import Appeal, State, is_over
from cockpit.appeals.code import Code
from cockpit.appeals.who import barred_from
from cockpit.clock import local_day_start
from cockpit.people import Person
from cockpit.policy import Policy
from cockpit.quarantine import Episode
from cockpit.returns import Standing
from cockpit.returns.order import journeys_behind
from cockpit.screening.order import OrderPaper, paper_of
from cockpit.sight import Tie, sight

if TYPE_CHECKING:
    from data_access.work import Work

MOST = 200  # for one screen; the most urgent come first


@dataclass(frozen=True)
class Answer:
    """An appeal with the reason of its decision; empty while there is none, or where none was given."""

    appeal: Appeal
    reason: str


@dataclass(frozen=True)
class OwnOrder:
    """What a code opens: nothing in it says whose it is."""

    episode: Episode
    rule: Policy | None
    answers: tuple[Answer, ...]
    may_appeal: bool
    today: date


@dataclass(frozen=True)
class ListedAppeal:
    appeal: Appeal
    grid: str


@dataclass(frozen=True)
class Figures:
    """How many of each state, and of those that wait how many are overdue."""

    count: dict[State, int]
    late: int

    @property
    def decided(self) -> int:
        return self.count[State.UPHELD] + self.count[State.REFUSED]

    @property
    def share_upheld(self) -> float | None:
        """How often an order was wrong, of those that were appealed against and decided; None while none is."""
        return self.count[State.UPHELD] / self.decided if self.decided else None


@dataclass(frozen=True)
class Opened:
    """`words` and `reason` are None where nothing of them is shown; `paper` and `journeys` are what the order rests on.

    `barred`: it would be a decision on one's own word.
    """

    appeal: Appeal
    paper: OrderPaper
    journeys: Sequence[Standing]
    words: str | None
    reason: str | None
    over: bool
    barred: bool
    rule: Policy


@allowed_to("appeal")
def own_order(work: "Work", code: Code) -> OwnOrder:
    """By the code of the paper; a reason that is read is a look."""
    work.people.admit(code.person, tie=Tie.SELF)
    episode = work.quarantine.get(code.episode)
    rule = work.policy.version(episode.policy) if episode.policy else None
    found = [Answer(one, work.appeals.words(one).get("reason", "")) for one in work.appeals.of_episode(episode.id)]
    for one in found:
        if one.reason:
            work.looked("appeal", one.appeal.id, ["appeal.reason"])
    today = local_day_start(work.at, work.zone).date()
    free = not is_over(episode, today) and not any(one.appeal.open for one in found)
    return OwnOrder(episode, rule, tuple(found), free, today)


@allowed_to("see_appeals")
def list_appeals(work: "Work", state: State | None = State.OPEN) -> tuple[list[ListedAppeal], Figures]:
    """Of one's own area, what is due first or overdue before the rest; nothing of a person is in it."""
    found = [ListedAppeal(one, grid) for one, grid in work.appeals.waiting(state, MOST)]
    counts, late = work.appeals.counts(work.at)
    return found, Figures({one: counts.get(one, 0) for one in State}, late)


@allowed_to("see_appeals")
def look_at_appeal(work: "Work", appeal_id: int) -> Opened:
    """One appeal with its person, its words for who decides it or sees the whole name, and what the order rests on: a look."""
    one = work.appeals.get(appeal_id)
    if work.by.may("decide_appeal"):
        work.people.admit(one.person, tie=Tie.CASE)
    person, episode = work.people.get(one.person), work.quarantine.get(one.episode)
    paper = paper_of(work, episode, work.looks.person(person))
    words = work.appeals.words(one) if _reads(work, person) else {}
    work.looked("appeal", one.id, [f"appeal.{name}" for name in words])
    over = is_over(episode, local_day_start(work.at, work.zone).date())
    own = one.entered_by is not None and one.entered_by == work.by.id
    barred = own or work.by.id in barred_from(work, episode)
    return Opened(
        one, paper, journeys_behind(work, episode), words.get("words"), words.get("reason"), over, barred,
        work.policy.version(one.policy),
    )  # fmt: skip


def _reads(work: "Work", person: Person) -> bool:
    return work.by.may("decide_appeal") or sight(work.by.role, "name", work.people.ties(person)).whole
