"""A batch 导入批次 is one file on its way into the inventory: read, checked, confirmed, applied, and for a day undone.

Nothing is written before somebody confirms what was found; then all of it is, or nothing.
"""

from collections.abc import Callable
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
    ASKED = "asked"  # 待说明: it can be read once somebody says which table, kind or column is meant
    CHECKED = "checked"  # 已核对: what would happen is known
    CONFIRMED = "confirmed"  # 导入中
    APPLIED = "applied"  # 已导入
    UNDOING = "undoing"  # 撤回中
    UNDONE = "undone"  # 已撤回
    STOPPED = "stopped"  # 已停止
    UNREADABLE = "unreadable"  # 无法读取


RUNS = frozenset({State.RECEIVED, State.CONFIRMED, State.UNDOING})  # the worker has it
FOR_GOOD = frozenset({Kind.POLICIES})  # what was ruled is never unruled, only ruled otherwise
TO_BE_SAID = (State.RECEIVED, State.ASKED, State.CHECKED)


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

    `sheets` are the tables of the file among which `sheet` was, or is to be, chosen. `why` is a refusal as `words_of`
    gives it. `source`: who has what is in it, of records. Instants are district time.
    """

    id: int
    kind: str
    file: str
    account: int | None
    made_at: datetime
    state: State = State.RECEIVED
    columns: dict[str, Any] = field(default_factory=dict)
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    source: str = ""
    counts: Counts = Counts()
    seal: str = ""
    why: dict[str, str] = field(default_factory=dict)
    applied_at: datetime | None = None

    @property
    def subject(self) -> str:
        return "import_batch"

    def checked(self, counts: Counts, seal: str) -> "Batch":
        return replace(self._must_be(State.RECEIVED), state=State.CHECKED, counts=counts, seal=seal)

    def unreadable(self, refusal: Refusal) -> "Batch":
        return replace(self._must_be(State.RECEIVED), state=State.UNREADABLE, why=words_of(refusal))

    def asked(self, refusal: Refusal) -> "Batch":
        """It waits for a word: which table, kind or column is meant."""
        return replace(self._must_be(State.RECEIVED), state=State.ASKED, why=words_of(refusal))

    def given_up(self, refusal: Refusal) -> "Batch":
        """Whatever ran has failed; an import that was written stays written."""
        state = State.APPLIED if self._must_be(*RUNS).state is State.UNDOING else State.UNREADABLE
        return replace(self, state=state, why=words_of(refusal))

    def read_again(self, columns: dict[str, Any], kind: str = "", sheet: str = "") -> "Batch":
        """Somebody says anew what is what: what was found counts no more."""
        self._must_be(*TO_BE_SAID)
        again = replace(self, state=State.RECEIVED, counts=Counts(), seal="", why={})
        return replace(again, columns=columns, kind=kind or self.kind, sheet=sheet or self.sheet)

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
        return replace(self._must_be(*TO_BE_SAID, State.CONFIRMED), state=State.STOPPED)

    def undoing(self, at: datetime, kept: timedelta) -> "Batch":
        self._must_be(State.APPLIED)
        if self.kind in FOR_GOOD:
            raise NeverTakenBack(self.id)
        if not self.may_be_undone(at, kept):
            raise TooLateToUndo(self.id)
        return replace(self, state=State.UNDOING, why={})

    def undone(self) -> "Batch":
        return replace(self._must_be(State.UNDOING), state=State.UNDONE)

    def may_be_undone(self, at: datetime, kept: timedelta) -> bool:
        if self.state is not State.APPLIED or self.applied_at is None or self.kind in FOR_GOOD:
            return False
        return at < self.applied_at + kept

    @property
    def runs(self) -> bool:
        return self.state in RUNS

    def told_why(self, translated: Callable[[str], str] = str) -> str:
        """Why it is not read, and what to do about it."""
        facts = {name: translated(value) if value else "" for name, value in self.why.items()}
        says, way_out = facts.pop("says", ""), facts.pop("way_out", "")
        return " ".join(part for part in (says.format(**facts), way_out) if part)

    def _must_be(self, *states: State) -> "Batch":
        if self.state not in states:
            raise NotAtThisPoint(self.id, self.state)
        return self


def words_of(refusal: Refusal) -> dict[str, str]:
    """A refusal as a batch keeps it: marked sentences and the words that go into them."""
    facts = {name: str(value) for name, value in refusal.facts.items()}
    return {"refusal": type(refusal).__name__, "says": refusal.says, "way_out": refusal.way_out, **facts}


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


@dataclass(eq=False)
class NeverTakenBack(Refusal):
    status = 409
    says = N_("Rules that were published stay: import {number} is not taken back.")
    way_out = N_("Publish others in their place.")
    number: int


@dataclass(eq=False)
class SeveralTables(Refusal):
    """`names` of those that could be meant."""

    status = 422
    says = N_("This file has several tables: {names}.")
    way_out = N_("Say which of them is meant; the others can be brought one by one.")
    names: str


@dataclass(eq=False)
class NoKind(Refusal):
    status = 422
    says = N_("Its headers fit no kind of import.")
    way_out = N_("Say what is in it.")


@dataclass(eq=False)
class NotTakenYet(Refusal):
    """`kind` in the words of `cockpit.importing.kinds`."""

    status = 422
    says = N_("Nothing in the inventory takes files of this kind yet: {kind}.")
    way_out = N_("Keep the file until the district has a place for it.")
    kind: str


@dataclass(eq=False)
class Failed(Refusal):
    status = 500
    says = N_("Something failed that nobody foresaw; nothing was written.")
    way_out = N_("Try once more; the worker's log says what it was.")


@dataclass(eq=False)
class FileGone(Refusal):
    status = 410
    says = N_("The file of import {number} is kept no longer.")
    way_out = N_("Bring it again.")
    number: int
