"""One appeal against one episode of quarantine: made, then upheld, refused with a reason, or taken back.

Its words and the reason of its decision lie sealed under the person's own key and are never part of these classes. The
due instant is kept when it is made; a later rule does not move it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from cockpit.appeals.refused import AlreadyDecided, EnteredByYou, OrderedByYou
from cockpit.quarantine import Episode
from cockpit.texts import N_

if TYPE_CHECKING:
    from cockpit.policy import Policy

LONGEST, SHORTEST_REASON = 500, 10  # characters


class Ground(StrEnum):
    """Why it is wrong, as the person says."""

    NOT_THERE = "not_there"  # 不在场
    SOMEBODY_ELSE = "somebody_else"  # 另有其人
    DATES = "dates"  # 日期有误
    PROTECTED = "protected"  # 全程防护
    OTHER = "other"


class State(StrEnum):
    OPEN = "open"  # 待裁定
    UPHELD = "upheld"  # 成立
    REFUSED = "refused"  # 驳回
    WITHDRAWN = "withdrawn"  # 撤回


GROUNDS = {
    Ground.NOT_THERE: N_("I was not there"),
    Ground.SOMEBODY_ELSE: N_("Another person is meant"),
    Ground.DATES: N_("The days are wrong"),
    Ground.PROTECTED: N_("We wore protection all the time"),
    Ground.OTHER: N_("Something else"),
}
STATES = {
    State.OPEN: N_("waits for its decision"),
    State.UPHELD: N_("upheld"),
    State.REFUSED: N_("not upheld"),
    State.WITHDRAWN: N_("taken back"),
}


@dataclass(frozen=True)
class AppealRule:
    """`hours` until the decision; `days` for which a code opens after the end of the episode; how many a day; how many papers'
    codes hold at a time."""

    hours: int
    days: int
    a_day: int
    codes: int

    def due(self, made_at: datetime) -> datetime:
        return made_at + timedelta(hours=self.hours)

    def opens_since(self, today: date) -> date:
        """An episode that ended on this day or later can still be opened by its code."""
        return today - timedelta(days=self.days)


def rule_of(policy: "Policy") -> AppealRule:
    body = policy.body
    return AppealRule(body["hours"], body["days"], body["a_day"], body["codes"])


@dataclass(frozen=True)
class Decision:
    """`reason` is sealed elsewhere; `barred`: accounts that must not decide, since it would be on their own word."""

    account: int | None
    role: str
    at: datetime
    barred: Collection[int]


@dataclass(frozen=True)
class Appeal:
    """`entered_role` is `public` where the person wrote it alone, else the role of who wrote it down for them.

    `policy` is the version that set the due time, `notice` the one that was read before. `half_told` and `late_told`: since
    when those who decide know that half of its time, or all of it, is over.
    """

    episode: int
    person: int
    ground: Ground
    made_at: datetime
    due_at: datetime
    policy: int
    notice: int
    entered_role: str
    entered_by: int | None = None
    emergency: int | None = None
    state: State = State.OPEN
    closed_at: datetime | None = None
    decided_by: int | None = None
    decided_role: str | None = None
    half_told: datetime | None = None
    late_told: datetime | None = None
    id: int = 0
    subject: ClassVar[str] = "appeal"

    @property
    def code(self) -> str:
        return f"A-{self.id:04d}"

    @property
    def open(self) -> bool:
        return self.state is State.OPEN

    @property
    def on_paper(self) -> bool:
        return self.entered_role != "public"

    @property
    def half_at(self) -> datetime:
        return self.made_at + (self.due_at - self.made_at) / 2

    def overdue(self, at: datetime) -> bool:
        return self.open and at > self.due_at

    def upheld(self, by: Decision) -> "Appeal":
        return self._decided(State.UPHELD, by)

    def refused(self, by: Decision) -> "Appeal":
        return self._decided(State.REFUSED, by)

    def withdrawn(self, at: datetime) -> "Appeal":
        self._must_be_open()
        return replace(self, state=State.WITHDRAWN, closed_at=at)

    def _decided(self, state: State, by: Decision) -> "Appeal":
        self._must_be_open()
        if self.entered_by is not None and self.entered_by == by.account:
            raise EnteredByYou()
        if by.account in by.barred:
            raise OrderedByYou()
        return replace(self, state=state, closed_at=by.at, decided_by=by.account, decided_role=by.role)

    def _must_be_open(self) -> None:
        if not self.open:
            raise AlreadyDecided(state=STATES[self.state])


def is_over(episode: Episode, today: date) -> bool:
    """Whether there is nothing left of it to appeal against."""
    return episode.lifted_on is not None or (episode.until is not None and today > episode.until)
