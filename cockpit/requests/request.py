"""One request of one person: asked, then accepted, refused with a ground and its rule, or withdrawn.

What is asked for and why lies sealed under the person's own key and is never part of these classes. The due instant is
kept when the request is made; a later rule does not move it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

LONGEST = 500


class Kind(StrEnum):
    CORRECTION = "correction"  # 更正
    DELETION = "deletion"  # 删除


class Field(StrEnum):
    """What may be corrected so; an address changes by a move."""

    NAME = "name"
    PHONE = "phone"
    NUMBER = "number"


class State(StrEnum):
    ASKED = "asked"  # 待答复
    ACCEPTED = "accepted"  # 同意
    REFUSED = "refused"  # 不同意
    WITHDRAWN = "withdrawn"  # 撤回


class Ground(StrEnum):
    """Why a request is refused: one of a closed list, each a rule that the person is told."""

    NOT_SHOWN = "not_shown"  # 证件不符
    SOMEBODY_ELSE = "somebody_else"  # 非本人
    LIVES_HERE = "lives_here"  # 仍在辖区居住
    EMERGENCY = "emergency"  # 突发事件期间


GROUNDS = {
    Ground.NOT_SHOWN: N_("No paper was shown that says so: a correction follows a paper."),
    Ground.SOMEBODY_ELSE: N_("It was not the person's own wish: only oneself asks for this."),
    Ground.LIVES_HERE: N_("Who lives here stays in the inventory, so that help comes to the right door."),
    Ground.EMERGENCY: N_("Nothing of a person is deleted while an emergency holds where they live."),
}
GROUNDS_OF = {
    Kind.CORRECTION: (Ground.NOT_SHOWN, Ground.SOMEBODY_ELSE),
    Kind.DELETION: (Ground.EMERGENCY, Ground.LIVES_HERE, Ground.SOMEBODY_ELSE),
}


@dataclass(frozen=True)
class Decision:
    """Who answered, when, and by which version of the rule."""

    account: int | None
    role: str
    at: datetime
    rule: int


@dataclass(frozen=True)
class Request:
    """`entered_role` is `public` where the person asked alone, else the role of who wrote it down at a door or desk.

    `policy` is the version that set the due time, `notice` the one that was read before, `rule` the one that decided.
    """

    person: int
    kind: Kind
    field: Field | None
    asked_at: datetime
    due_at: datetime
    policy: int
    notice: int
    entered_role: str
    entered_by: int | None = None
    emergency: int | None = None
    state: State = State.ASKED
    closed_at: datetime | None = None
    decided_by: int | None = None
    decided_role: str | None = None
    ground: Ground | None = None
    rule: int | None = None
    id: int = 0
    subject: ClassVar[str] = "request"

    @property
    def open(self) -> bool:
        return self.state is State.ASKED

    @property
    def on_paper(self) -> bool:
        return self.entered_role != "public"

    def overdue(self, at: datetime) -> bool:
        return self.open and at > self.due_at

    def accepted(self, by: Decision) -> "Request":
        return self._decided(State.ACCEPTED, by)

    def refused(self, by: Decision, ground: Ground) -> "Request":
        if ground not in GROUNDS_OF[self.kind]:
            raise Invalid("ground", N_("choose a ground that fits what was asked"))
        return replace(self._decided(State.REFUSED, by), ground=ground)

    def withdrawn(self, at: datetime) -> "Request":
        self._must_be_open()
        return replace(self, state=State.WITHDRAWN, closed_at=at)

    def _decided(self, state: State, by: Decision) -> "Request":
        self._must_be_open()
        if self.entered_by is not None and self.entered_by == by.account:
            raise EnteredByYou()
        return replace(
            self, state=state, closed_at=by.at, decided_by=by.account, decided_role=by.role, rule=by.rule
        )  # fmt: skip

    def _must_be_open(self) -> None:
        if not self.open:
            raise AlreadyAnswered(state=STATES[self.state])


STATES = {
    State.ASKED: N_("waits for an answer"),
    State.ACCEPTED: N_("accepted"),
    State.REFUSED: N_("not accepted"),
    State.WITHDRAWN: N_("taken back"),
}


@dataclass(eq=False)
class AlreadyAsked(Refusal):
    status = 409
    says = N_("The same was asked already and waits for its answer.")
    way_out = N_("Wait for the answer, or take the first request back and ask anew.")


@dataclass(eq=False)
class AlreadyAnswered(Refusal):
    """`state` is a marked word of its own, translated before it is put in."""

    status = 409
    says = N_("This request is closed: {state}.")
    way_out = N_("Ask anew, if it is needed.")
    state: str


@dataclass(eq=False)
class EnteredByYou(Refusal):
    status = 403
    says = N_("Who wrote a request down for somebody does not decide it.")
    way_out = N_("Another data officer decides.")


@dataclass(eq=False)
class TooManyRequests(Refusal):
    status = 429
    says = N_("{limit} requests were made with this receipt within a day; that is as many as one may.")
    way_out = N_("Try again tomorrow, or ask your community worker.")
    limit: int


@dataclass(eq=False)
class KeptForEmergency(Refusal):
    status = 409
    says = N_("Nothing of a person is deleted while an emergency holds where they live: {name}.")
    way_out = N_("Decline it with the emergency as its ground, or answer after the end.")
    name: str
