"""A need 需求: what somebody who may not go out asks for, and what becomes of it until it lies at the door.

What is written of it is sealed under the person's own key and is never part of these classes. The due instant is kept when it
is asked; a later rule does not move it. Money is in fen.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from cockpit.needs.refused import NotNow, NotOne, TooLateToUndo
from cockpit.refusals import Invalid
from cockpit.texts import N_

LONGEST = 500  # characters
MOST_FEN = 1_000_000


class NeedKind(StrEnum):
    GROCERIES = "groceries"  # 买菜
    MILK = "milk"  # 牛奶
    MEDICINE = "medicine"  # 药品
    RUBBISH = "rubbish"  # 垃圾清运
    PAPERS = "papers"  # 证明材料
    OTHER = "other"  # in words


class Shop(StrEnum):
    """Where one goes for it."""

    MARKET = "market"
    PHARMACY = "pharmacy"
    OFFICE = "office"
    NOWHERE = "nowhere"  # it is taken away
    ANY = "any"


class State(StrEnum):
    OPEN = "open"  # 待认领
    CLAIMED = "claimed"  # 已认领
    BOUGHT = "bought"  # 已采购
    DELIVERED = "delivered"  # 已送到
    THANKED = "thanked"  # 已致谢
    CANCELLED = "cancelled"  # 已取消
    NOT_EXECUTABLE = "not_executable"  # 无法办理


class Why(StrEnum):
    """Why it was not brought; the first by whoever went, the others by the desk, the last by a newer word of the person."""

    SOLD_OUT = "sold_out"
    SHUT = "shut"
    NO_WAY_IN = "no_way_in"
    WRONG_DOOR = "wrong_door"
    NOT_ALLOWED = "not_allowed"
    RELATIVES = "relatives"
    TWICE = "twice"
    NOT_ANY_MORE = "not_any_more"
    OVER = "over"
    CORRECTED = "corrected"


NEEDS = {
    NeedKind.GROCERIES: N_("Groceries"),
    NeedKind.MILK: N_("Milk"),
    NeedKind.MEDICINE: N_("Medicine"),
    NeedKind.RUBBISH: N_("Rubbish"),
    NeedKind.PAPERS: N_("Papers"),
    NeedKind.OTHER: N_("Something else"),
}
SHOP_OF = {
    NeedKind.GROCERIES: Shop.MARKET,
    NeedKind.MILK: Shop.MARKET,
    NeedKind.MEDICINE: Shop.PHARMACY,
    NeedKind.RUBBISH: Shop.NOWHERE,
    NeedKind.PAPERS: Shop.OFFICE,
    NeedKind.OTHER: Shop.ANY,
}
SHOPS = {
    Shop.MARKET: N_("Food market"),
    Shop.PHARMACY: N_("Pharmacy"),
    Shop.OFFICE: N_("Community office"),
    Shop.NOWHERE: N_("Nothing to buy"),
    Shop.ANY: N_("Other shops"),
}
STATES = {
    State.OPEN: N_("Nobody has it yet"),
    State.CLAIMED: N_("Somebody sees to it"),
    State.BOUGHT: N_("Bought, on its way"),
    State.DELIVERED: N_("It lies at the door"),
    State.THANKED: N_("It lies at the door, with thanks"),
    State.CANCELLED: N_("Cancelled"),
    State.NOT_EXECUTABLE: N_("Could not be done"),
}
WHYS = {
    Why.SOLD_OUT: N_("it is not to be had"),
    Why.SHUT: N_("the shop is shut"),
    Why.NO_WAY_IN: N_("no way into the building"),
    Why.WRONG_DOOR: N_("nobody of that name at this door"),
    Why.NOT_ALLOWED: N_("it needs a prescription or the person's own paper"),
    Why.RELATIVES: N_("relatives or neighbours brought it"),
    Why.TWICE: N_("it was asked for twice"),
    Why.NOT_ANY_MORE: N_("it is not needed any more"),
    Why.OVER: N_("the quarantine is over"),
    Why.CORRECTED: N_("the person corrected the report"),
}
OF_ERRAND = (Why.SOLD_OUT, Why.SHUT, Why.NO_WAY_IN, Why.WRONG_DOOR, Why.NOT_ALLOWED)
OF_DESK = (Why.RELATIVES, Why.TWICE, Why.NOT_ANY_MORE, Why.OVER)
BUYING = (NeedKind.GROCERIES, NeedKind.MILK, NeedKind.MEDICINE, NeedKind.OTHER)
IN_HAND = (State.CLAIMED, State.BOUGHT)
UNDONE = (State.OPEN, *IN_HAND)  # where something is still to be done
BROUGHT = (State.DELIVERED, State.THANKED)


@dataclass(frozen=True)
class Step:
    """Who does it and when; `team` where it is done on a team's phone."""

    account: int | None
    at: datetime
    team: int | None = None


@dataclass(frozen=True)
class Need:
    """`team` or `account` has it: a team of volunteers, or somebody of the community itself. `day` and `slot` are the window of
    the `report` that asked for it, if one did. `before`: the state that its last step led away from, for whoever undoes it."""

    person: int
    episode: int
    kind: NeedKind
    asked_at: datetime
    due_at: datetime
    policy: int
    report: int | None = None
    day: date | None = None
    slot: str | None = None
    entered_by: int | None = None
    emergency: int | None = None
    state: State = State.OPEN
    team: int | None = None
    account: int | None = None
    before: State | None = None
    step_by: int | None = None
    step_at: datetime | None = None
    claimed_at: datetime | None = None
    bought_at: datetime | None = None
    delivered_at: datetime | None = None
    thanked_at: datetime | None = None
    closed_at: datetime | None = None
    why: Why | None = None
    spent: int | None = None
    paid_at: datetime | None = None
    place_id: int | None = None
    street: str = ""
    community: str = ""
    grid: str = ""
    id: int = 0
    subject: ClassVar[str] = "need"

    @property
    def code(self) -> str:
        return f"N-{self.id:04d}"

    @property
    def in_hand(self) -> bool:
        return self.state in IN_HAND

    @property
    def is_bought(self) -> bool:
        """Whether there is something to buy at all."""
        return self.kind in BUYING

    def overdue(self, at: datetime) -> bool:
        return self.state in UNDONE and at > self.due_at

    def claimed(self, by: Step) -> "Need":
        """By a team, or by an account for the community itself. Whoever comes second is told who was faster by the use-case."""
        self._must_be(State.OPEN)
        whose = None if by.team else by.account
        return self._stepped(State.CLAIMED, by, team=by.team, account=whose, claimed_at=by.at)

    def given_back(self, by: Step) -> "Need":
        """Not once it is bought: somebody's money is in it."""
        self._must_be(State.CLAIMED)
        back = self._stepped(State.OPEN, by, team=None, account=None, claimed_at=None)
        return replace(back, before=None)

    def bought(self, fen: int, by: Step) -> "Need":
        self._must_be(State.CLAIMED)
        if not self.is_bought:
            raise NotOne(state=STATES[self.state])
        if not 0 <= fen <= MOST_FEN:
            raise Invalid("spent", N_("write what it cost in yuan, for example 23.50"))
        return self._stepped(State.BOUGHT, by, spent=fen, bought_at=by.at)

    def delivered(self, by: Step) -> "Need":
        self._must_be(*IN_HAND)
        return self._stepped(State.DELIVERED, by, delivered_at=by.at, closed_at=by.at)

    def not_executable(self, why: Why, by: Step) -> "Need":
        self._must_be(*IN_HAND)
        if why not in OF_ERRAND:
            raise Invalid("why", N_("choose one of the list"))
        return self._stepped(State.NOT_EXECUTABLE, by, why=why, closed_at=by.at)

    def cancelled(self, why: Why, by: Step) -> "Need":
        self._must_be(*UNDONE)
        if why not in (*OF_DESK, Why.CORRECTED):
            raise Invalid("why", N_("choose one of the list"))
        return self._stepped(State.CANCELLED, by, why=why, closed_at=by.at)

    def thanked(self, at: datetime) -> "Need":
        """It is the person's last word: what was delivered is undone no more."""
        self._must_be(State.DELIVERED)
        return replace(self, state=State.THANKED, thanked_at=at, before=None)

    def paid(self, at: datetime | None) -> "Need":
        """Whether what was spent came back from the person."""
        if not self.spent:
            raise Invalid("spent", N_("nothing was spent for it"))
        return replace(self, paid_at=at)

    def undone(self, by: Step, within: timedelta) -> "Need":
        """Back to where it stood before its last step, by whoever took that, while the time for it lasts."""
        if self.before is None or self.step_at is None or self.step_by != by.account:
            raise NotNow()
        if by.at > self.step_at + within:
            raise TooLateToUndo(minutes=int(within.total_seconds() // 60))
        gone = {State.CLAIMED: ("claimed_at", "team", "account"), State.BOUGHT: ("bought_at", "spent", "paid_at")}
        closed = ("delivered_at", "closed_at", "why")
        cleared = dict.fromkeys(gone.get(self.state, closed))
        return replace(self, state=self.before, before=None, step_by=by.account, step_at=by.at, **cleared)  # type: ignore[arg-type]

    def may_be_undone(self, account: int | None, at: datetime, within: timedelta) -> bool:
        mine = self.before is not None and self.step_at is not None and self.step_by == account
        return mine and self.step_at is not None and at <= self.step_at + within

    def _stepped(self, state: State, by: Step, **changed: object) -> "Need":
        told = {"state": state, "before": self.state, "step_by": by.account, "step_at": by.at}
        return replace(self, **told | changed)  # type: ignore[arg-type]

    def _must_be(self, *states: State) -> None:
        if self.state not in states:
            raise NotOne(state=STATES[self.state])
