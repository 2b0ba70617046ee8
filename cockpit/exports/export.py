"""An export 导出 is a file of the inventory that leaves the house: one kind of one area, made for whoever asked, for a day."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cockpit.events import Event
from cockpit.importing.kinds import SAYS as KINDS
from cockpit.importing.kinds import Kind
from cockpit.refusals import Refusal
from cockpit.texts import N_


class What(StrEnum):
    STREETS = "streets"
    COMMUNITIES = "communities"
    GRIDS = "grids"
    PLACES = "places"
    ENTERPRISES = "enterprises"
    HOUSEHOLDS = "households"
    PERSONS = "persons"
    TEAMS = "teams"
    DUTY = "duty"
    POLICIES = "policies"
    FIGURES = "figures"  # numbers of people by area: no kind that can be brought again

    @property
    def kind(self) -> Kind:
        """What a file of it is when it is brought again."""
        return Kind(self.value)


SAYS: dict[What, str] = {
    **{what: KINDS[what.kind] for what in What if what is not What.FIGURES},
    **{What.HOUSEHOLDS: N_("Homes"), What.FIGURES: N_("Figures by area")},
}


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"


ON_THE_MAP = frozenset({
    What.STREETS, What.COMMUNITIES, What.GRIDS, What.PLACES, What.ENTERPRISES, What.TEAMS, What.FIGURES,
})  # fmt: skip


class Grade(StrEnum):
    """How much a file tells of people; all but the last are words of the matrix (`exports`)."""

    MASKED = "masked"
    STREET = "street"  # the contacts of firms, to who deals with them
    AGGREGATE = "aggregate"
    BARE = "bare"  # without what is personal
    FULL = "full"  # by the word of two people


class State(StrEnum):
    ASKED = "asked"  # 待第二人同意
    LAPSED = "lapsed"  # 未获同意: nobody agreed in time, or somebody said no; never kept, it follows from the word
    MAKING = "making"  # 正在生成: the worker has it
    MADE = "made"  # 可下载
    OVER = "over"  # 已过期: never kept, it follows from the time
    FAILED = "failed"


@dataclass(frozen=True)
class Export:
    """`account` is None where the cockpit's own terminal made it; `reason` is why it is needed in full.

    `until`: its maker may fetch it so long. Instants are district time, `size` is bytes; `done` of `of` rows are written.
    """

    id: int
    what: What
    area: str
    form: Format
    grade: Grade
    account: int | None
    asked_at: datetime
    state: State = State.MAKING
    reason: str = ""
    agreed_by: int | None = None
    rows: int = 0
    size: int = 0
    until: datetime | None = None
    done: int = 0
    of: int = 0

    @property
    def subject(self) -> str:
        return "export"

    @property
    def of_people(self) -> bool:
        """Whether its rows are persons, or the homes they live in."""
        return self.what in (What.PERSONS, What.HOUSEHOLDS)

    def agreed(self, by: int | None) -> "Export":
        return replace(self._must_be(State.ASKED), state=State.MAKING, agreed_by=by)

    def made(self, rows: int, size: int, until: datetime) -> "Export":
        return replace(self._must_be(State.MAKING), state=State.MADE, rows=rows, size=size, until=until)

    def failed(self) -> "Export":
        return replace(self._must_be(State.MAKING), state=State.FAILED)

    def stands(self, at: datetime, *, waits: bool) -> "Export":
        """As it is at that moment; `waits`: there is a good word for it."""
        if self.state is State.ASKED and not waits:
            return replace(self, state=State.LAPSED)
        over = self.state is State.MADE and self.until is not None and at >= self.until
        return replace(self, state=State.OVER) if over else self

    def _must_be(self, state: State) -> "Export":
        if self.state is not state:
            raise NotAtThisPoint()
        return self


@dataclass(frozen=True)
class Exported(Event):
    """A file was made: so many rows; in full only where a second person agreed."""

    kind: What
    form: Format
    grade: Grade
    rows: int
    agreed_by: int | None


@dataclass(frozen=True)
class ExportFailed(Event):
    kind: What


@dataclass(eq=False)
class NotAtThisPoint(Refusal):
    status = 409
    says = N_("This file is made already, or was given up.")
    way_out = N_("Ask for it anew.")


@dataclass(eq=False)
class TooManyAtOnce(Refusal):
    status = 429
    says = N_("{most} of your files are still being made.")
    way_out = N_("Wait until one of them is ready.")
    most: int


@dataclass(eq=False)
class FileOver(Refusal):
    status = 410
    says = N_("This file is kept no longer.")
    way_out = N_("Ask for it anew.")
