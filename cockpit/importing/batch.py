"""A batch 导入批次 is one file on its way into the inventory: read, checked, confirmed, applied, and for a day undone.

Nothing is written before somebody confirms what was found; then all of it is, or nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from cockpit.events import Event
from cockpit.importing.kinds import Kind
from cockpit.refusals import Refusal
from cockpit.texts import N_


class State(StrEnum):
    RECEIVED = "received"  # 待核对: the file is here, nobody has looked at it yet
    CHECKED = "checked"  # 已核对: what would happen is known
    CONFIRMED = "confirmed"  # 导入中
    APPLIED = "applied"  # 已导入
    UNDONE = "undone"  # 已撤回
    STOPPED = "stopped"  # 已停止
    UNREADABLE = "unreadable"  # 无法读取


OVER = frozenset({State.APPLIED, State.UNDONE, State.STOPPED, State.UNREADABLE})


@dataclass(frozen=True)
class Counts:
    """Rows of the file by what they do; those that are `flagged` are among the added and changed."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    flagged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def rows(self) -> int:
        return self.added + self.changed + self.unchanged + self.refused


@dataclass(frozen=True)
class Batch:
    """`columns` maps positions of the file's columns to fields; `seal` is a digest of what was found at the check.

    `why` names what could not be read, as a marked sentence. Instants are district time.
    """

    id: int
    kind: str
    file: str
    account: int | None
    made_at: datetime
    state: State = State.RECEIVED
    columns: dict[str, Any] = field(default_factory=dict)
    sheet: str = ""
    counts: Counts = Counts()
    seal: str = ""
    why: str = ""
    applied_at: datetime | None = None

    @property
    def subject(self) -> str:
        return "import_batch"

    def checked(self, counts: Counts, seal: str) -> "Batch":
        return replace(self._must_be(State.RECEIVED), state=State.CHECKED, counts=counts, seal=seal)

    def unreadable(self, why: str) -> "Batch":
        return replace(self._must_be(State.RECEIVED), state=State.UNREADABLE, why=why)

    def given_up(self, why: str) -> "Batch":
        return replace(self._must_be(State.RECEIVED, State.CONFIRMED), state=State.UNREADABLE, why=why)

    def read_again(self, columns: dict[str, Any]) -> "Batch":
        """Somebody says anew which column is which: what was found counts no more."""
        self._must_be(State.RECEIVED, State.CHECKED, State.UNREADABLE)
        return replace(self, state=State.RECEIVED, columns=columns, counts=Counts(), seal="", why="")

    def confirmed(self) -> "Batch":
        after = replace(self._must_be(State.CHECKED), state=State.CONFIRMED)
        if not self.counts.added + self.counts.changed:
            raise NothingToImport(self.id)
        return after

    def applied(self, at: datetime) -> "Batch":
        return replace(self._must_be(State.CONFIRMED), state=State.APPLIED, applied_at=at)

    def found_changed(self, counts: Counts, seal: str) -> "Batch":
        """What was confirmed is not what would happen now: it is to be looked at again."""
        return replace(self._must_be(State.CONFIRMED), state=State.CHECKED, counts=counts, seal=seal)

    def stopped(self) -> "Batch":
        return replace(self._must_be(State.RECEIVED, State.CHECKED, State.CONFIRMED), state=State.STOPPED)

    def undone(self, at: datetime, kept: timedelta) -> "Batch":
        self._must_be(State.APPLIED)
        if not self.may_be_undone(at, kept):
            raise TooLateToUndo(self.id)
        return replace(self, state=State.UNDONE)

    def may_be_undone(self, at: datetime, kept: timedelta) -> bool:
        return self.state is State.APPLIED and self.applied_at is not None and at < self.applied_at + kept

    def _must_be(self, *states: State) -> "Batch":
        if self.state not in states:
            raise NotAtThisPoint(self.id, self.state)
        return self


@dataclass(frozen=True)
class Imported(Event):
    """A file came in: so many things of a kind; in each community's change, those of the community."""

    kind: Kind
    added: int
    changed: int
    refused: int


@dataclass(frozen=True)
class ImportUndone(Event):
    """It was taken back; `kept` things were changed since, and stay."""

    kind: Kind
    taken_back: int
    kept: int


@dataclass(eq=False)
class NotAtThisPoint(Refusal):
    status = 409
    says = N_("Import {number} is {state}; that step does not follow.")
    way_out = N_("Look at it as it is now.")
    number: int
    state: str


@dataclass(eq=False)
class NothingToImport(Refusal):
    status = 409
    says = N_("Import {number} would change nothing.")
    way_out = N_("Mend the refused rows and bring the file again, or leave it.")
    number: int


@dataclass(eq=False)
class TooLateToUndo(Refusal):
    status = 409
    says = N_("Import {number} can no longer be taken back.")
    way_out = N_("Correct what is wrong in the inventory, or import a corrected file.")
    number: int
