"""A draft of the rule of risk 规则草案: written by one investigator, published or sent back by a second one, never by the first.

It says what is to be otherwise than in the version `base`, which was the last one published when it was drawn up. Its
reason and the answer to it lie sealed and are no part of these classes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from cockpit.access import Actor, may
from cockpit.events import Event
from cockpit.refusals import Refusal
from cockpit.texts import N_
from cockpit.two_people import NobodyAsked, SamePerson


class DraftState(StrEnum):
    OPEN = "open"  # 待发布
    PUBLISHED = "published"  # 已发布
    SENT_BACK = "sent_back"  # 退回
    WITHDRAWN = "withdrawn"  # 撤回
    RENEWED = "renewed"  # 已更新: a newer draft stands in its place


@dataclass(eq=False)
class DraftWaits(Refusal):
    status = 409
    says = N_("A draft of this rule waits already: {code}.")
    way_out = N_("It is published, sent back or withdrawn first.")
    code: str


@dataclass(eq=False)
class DraftClosed(Refusal):
    status = 409
    says = N_("{code} is closed already: {state}.")
    way_out = N_("Look at it as it is now; a new one can be drafted.")
    code: str
    state: str


@dataclass(eq=False)
class RuleMoved(Refusal):
    status = 409
    says = N_("The rule has changed since {code} was drawn up: version {version} was published meanwhile.")
    way_out = N_("Its author renews it, so that it says what changes in that version, and looks at the preview again.")
    code: str
    version: int


@dataclass(eq=False)
class DayPassed(Refusal):
    status = 409
    says = N_("{code} was to hold from {day} on, which is past by now; what is past is not changed.")
    way_out = N_("Its author renews it with a later day, or lets it hold as soon as it is published.")
    code: str
    day: str


@dataclass(eq=False)
class NotItsAuthor(Refusal):
    status = 403
    says = N_("{code} is a colleague's: only its author withdraws or renews it.")
    way_out = N_("Publish it, or send it back and say why.")
    code: str


@dataclass(frozen=True)
class RuleDraft:
    """`weights`: way through the rule -> what it is to be. `holds_from` is None where it holds as soon as it is published.

    `asker` is the author's role as it is now; None once that account is disabled. `policy`: the version that it became.
    """

    area: str
    base: int
    weights: Mapping[str, float]
    by: int
    made_at: datetime
    holds_from: datetime | None = None
    state: DraftState = DraftState.OPEN
    closed_at: datetime | None = None
    closed_by: int | None = None
    policy: int | None = None
    asker: str | None = None
    id: int = 0
    subject: ClassVar[str] = "risk_draft"

    @property
    def code(self) -> str:
        return f"D-{self.id:04d}"

    @property
    def open(self) -> bool:
        return self.state is DraftState.OPEN

    def published(self, by: Actor, at: datetime, newest: int) -> "RuleDraft":
        """By a second person; `newest` is the last version by now."""
        self._must_be_seconded(by)
        if newest != self.base:
            raise RuleMoved(code=self.code, version=newest)
        return self.closed(DraftState.PUBLISHED, by, at)

    def sent_back(self, by: Actor, at: datetime) -> "RuleDraft":
        self._must_be_seconded(by)
        return self.closed(DraftState.SENT_BACK, by, at)

    def withdrawn(self, by: Actor, at: datetime, state: DraftState = DraftState.WITHDRAWN) -> "RuleDraft":
        """By its author, also to put a renewed one in its place."""
        self._must_be_open()
        if by.id != self.by:
            raise NotItsAuthor(code=self.code)
        return self.closed(state, by, at)

    def _must_be_seconded(self, by: Actor) -> None:
        """It waits without an end, unlike what is confirmed within the hour, but for an author who may still draft."""
        self._must_be_open()
        if by.id is None or by.id == self.by:
            raise SamePerson()
        if self.asker is None or not may(self.asker, "draft_risk"):
            raise NobodyAsked()

    def closed(self, state: DraftState, by: Actor, at: datetime) -> "RuleDraft":
        return replace(self, state=state, closed_at=at, closed_by=by.id)

    def _must_be_open(self) -> None:
        if not self.open:
            raise DraftClosed(code=self.code, state=STATES[self.state])


STATES = {
    DraftState.OPEN: N_("waits for a second person"),
    DraftState.PUBLISHED: N_("published"),
    DraftState.SENT_BACK: N_("sent back"),
    DraftState.WITHDRAWN: N_("withdrawn"),
    DraftState.RENEWED: N_("renewed"),
}


@dataclass(frozen=True)
class RiskDrafted(Event):
    """So many weights are to be otherwise than in the version `base`."""

    draft: int
    weights: int
    base: int


@dataclass(frozen=True)
class RiskRulePublished(Event):
    draft: int
    policy: int


@dataclass(frozen=True)
class RiskDraftSentBack(Event):
    draft: int


@dataclass(frozen=True)
class RiskDraftWithdrawn(Event):
    draft: int
