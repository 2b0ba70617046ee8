"""An incident 事件 is something that somebody must see to, from the first report to the verified close.

Its state is never set by hand where assignments imply it: a person says `confirmed`, `closed` and the like
(`said`), and between those the assignments that count speak.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from cockpit.areas import Spot
from cockpit.refusals import AlreadyOver, NotInThisState
from cockpit.texts import N_


class Kind(StrEnum):
    CROWD = "crowd"  # 人员聚集
    SUPPLY = "supply"  # 送菜求助
    FEVER = "fever"  # 发热
    ARRIVAL = "arrival"  # 来返人员
    HAZARD = "hazard"  # 安全隐患
    DISPUTE = "dispute"  # 纠纷
    OTHER = "other"  # 其他
    HELP = "help"  # 队伍求助


class Source(StrEnum):
    WARNING = "warning"  # 预警
    PHONE = "phone"  # 电话
    PATROL = "patrol"  # 巡查
    DESK = "desk"  # 值班


class State(StrEnum):
    REPORTED = "reported"  # 上报
    CONFIRMED = "confirmed"  # 立案
    DISPATCHED = "dispatched"  # 派遣
    ACKNOWLEDGED = "acknowledged"  # 接单
    EN_ROUTE = "en_route"  # 出发
    ON_SCENE = "on_scene"  # 到场
    RESOLVED = "resolved"  # 处置反馈
    VERIFIED = "verified"  # 核查
    CLOSED = "closed"  # 结案
    ON_HOLD = "on_hold"  # 挂起
    REOPENED = "reopened"  # 返工
    DUPLICATE = "duplicate"  # 合并
    FALSE_ALARM = "false_alarm"  # 误报
    CANCELLED = "cancelled"  # 撤销


class Answer(StrEnum):
    """The states of an assignment, in the order a team goes through them, then the ways out."""

    DISPATCHED = "dispatched"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    RESOLVED = "resolved"
    DECLINED = "declined"
    TIMED_OUT = "timed_out"
    RECALLED = "recalled"


PROGRESS = (Answer.DISPATCHED, Answer.ACKNOWLEDGED, Answer.EN_ROUTE, Answer.ON_SCENE, Answer.RESOLVED)
OUT = {Answer.DECLINED, Answer.TIMED_OUT, Answer.RECALLED}
UNDER_WAY = {Answer.EN_ROUTE, Answer.ON_SCENE}
OVER = {State.CLOSED, State.DUPLICATE, State.FALSE_ALARM, State.CANCELLED}
WAITING = {State.REPORTED, State.CONFIRMED, State.REOPENED}
SAID_WINS = {*OVER, State.REPORTED, State.ON_HOLD, State.VERIFIED}

INSTANT_OF = {
    Answer.ACKNOWLEDGED: "acknowledged_at",
    Answer.EN_ROUTE: "en_route_at",
    Answer.ON_SCENE: "on_scene_at",
    Answer.RESOLVED: "ended_at",
    Answer.DECLINED: "ended_at",
    Answer.TIMED_OUT: "ended_at",
    Answer.RECALLED: "ended_at",
}

MERGED = "merged"  # the outcome of an assignment that was recalled because its incident was merged into another

RESOLUTIONS = {
    "dispersed": N_("Crowd dispersed"),
    "order_kept": N_("Queue kept in order, distance kept"),
    "helped": N_("Help was given"),
    "handed_on": N_("Handed on to the office in charge"),
    "nothing_found": N_("Nothing found on arrival"),
}


@dataclass(frozen=True)
class Assignment:
    """One team on one incident. `round` counts how often the incident was reopened before it was sent."""

    team_id: int
    role: str
    state: Answer
    dispatched_at: datetime
    answer_by: datetime
    by_account: int | None = None
    round: int = 0
    id: int | None = None
    acknowledged_at: datetime | None = None
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    ended_at: datetime | None = None
    depart_by: datetime | None = None
    outcome: str | None = None
    count_seen: int | None = None
    support: str | None = None  # the roles it called for and nobody had been sent of, with blanks between
    support_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.state in PROGRESS[:-1]

    def moved(self, state: Answer, at: datetime, **facts: Any) -> "Assignment":
        """The assignment in its new state, with the instant it came about."""
        instant: dict[str, Any] = {INSTANT_OF[state]: at}
        return replace(self, state=state, **instant, **facts)


@dataclass(frozen=True)
class Incident:
    """`said` is what a person last said of it; `state` is what that and the assignments together imply.

    `pin` is where everybody may see it: the grid's centre for something at a home, else the spot itself. `redo` is why it
    was sent back the last time, `urges` how often the desk urged the teams of this round, `rating` 1-5 by `rater`.
    """

    kind: Kind
    source: Source
    priority: int
    spot: Spot
    received_at: datetime
    arrive_by: datetime
    close_by: datetime
    due_policy: int
    emergency: int | None = None
    place_id: int | None = None
    place_name: str = ""
    at_home: bool = False
    pin: tuple[float, float] | None = None
    count: int | None = None
    said: State = State.REPORTED
    round: int = 0
    opened_at: datetime | None = None
    verified_at: datetime | None = None
    closed_at: datetime | None = None
    resolution: str | None = None
    rating: int | None = None
    rater: str | None = None
    redo: str | None = None
    urges: int = 0
    urged_at: datetime | None = None
    merged_into: int | None = None
    caller: int | None = None  # the team that calls for help
    touch_by: datetime | None = None
    assignments: tuple[Assignment, ...] = ()
    id: int = 0
    version: int = 0
    subject: str = field(default="incident", init=False, repr=False)

    @property
    def code(self) -> str:
        return f"I-{self.id:04d}"

    @property
    def shown_at(self) -> tuple[float, float]:
        return self.pin or (self.spot.lon, self.spot.lat)

    @property
    def counting(self) -> tuple[Assignment, ...]:
        """The assignments that count: of this round, and not declined, timed out or recalled."""
        return tuple(one for one in self.assignments if one.round == self.round and one.state not in OUT)

    @property
    def state(self) -> State:
        counting = self.counting
        if self.said in SAID_WINS or not counting:
            return self.said
        if all(one.state is Answer.RESOLVED for one in counting):
            return State.RESOLVED
        furthest = max(PROGRESS.index(one.state) for one in counting)
        return State(PROGRESS[min(furthest, PROGRESS.index(Answer.ON_SCENE))].value)

    @property
    def over(self) -> bool:
        return self.said in OVER

    @property
    def first_dispatched_at(self) -> datetime | None:
        return min((one.dispatched_at for one in self.assignments), default=None)

    @property
    def arrived_at(self) -> datetime | None:
        return min((one.on_scene_at for one in self.assignments if one.on_scene_at), default=None)

    @property
    def due(self) -> datetime:
        """The instant that counts next: somebody there, then all done."""
        return self.close_by if self.arrived_at else self.arrive_by

    def overdue(self, at: datetime) -> bool:
        return not self.over and at > self.due

    def of_team(self, team_id: int) -> Assignment | None:
        """The team's assignment that counts, if it has one."""
        return next((one for one in self.counting if one.team_id == team_id), None)

    @property
    def support_wanted(self) -> tuple[str, ...]:
        """Roles that a team on the spot called for; a call is answered by a team of the role that is sent after it."""
        callers = [one for one in self.counting if one.open and one.support_at]
        calls = [(role, one.support_at) for one in callers for role in (one.support or "").split()]
        open_ones = {
            role
            for role, called_at in calls
            if not any(one.role == role and called_at and one.dispatched_at > called_at for one in self.counting)
        }
        return tuple(sorted(open_ones)) if not self.over else ()

    @property
    def waits(self) -> bool:
        """For somebody at the desk, who has to send."""
        return self.state in WAITING or bool(self.support_wanted)

    def say(self, state: State, **facts: Any) -> "Incident":
        """The incident after a person's word; words that end it, or put it off, keep or recall what is open."""
        if self.over:
            raise AlreadyOver(code=self.code, state=self.state)
        return replace(self, said=state, **facts)

    def recalled(self, at: datetime, **facts: Any) -> "Incident":
        """All that is still open comes back."""
        return replace(
            self,
            assignments=tuple(one.moved(Answer.RECALLED, at, **facts) if one.open else one for one in self.assignments),
        )

    def with_assignment(self, changed: Assignment) -> "Incident":
        """The changed one in place of the one with its id."""
        return replace(self, assignments=tuple(changed if one.id == changed.id else one for one in self.assignments))

    def must_be(self, *states: State) -> None:
        if self.over:
            raise AlreadyOver(code=self.code, state=self.state)
        if self.state not in states:
            raise NotInThisState(code=self.code, state=self.state)

    def tally(self) -> dict[str, int]:
        """What it adds to the counters of its community."""
        return {"incidents_open": int(not self.over), "incidents_waiting": int(self.waits)}

    def shown(self) -> dict[str, Any]:
        """The state after a change, as every viewer of the area may have it: no person, no free text."""
        return {
            "code": self.code,
            "kind": self.kind.value,
            "source": self.source.value,
            "priority": self.priority,
            "state": self.state.value,
            "said": self.said.value,
            "place": "" if self.at_home and self.caller is None else self.place_name,
            "place_id": None if self.at_home else self.place_id,
            "at_home": self.at_home,
            "lon": self.shown_at[0],
            "lat": self.shown_at[1],
            "count": self.count,
            "received_at": self.received_at.isoformat(),
            "arrive_by": self.arrive_by.isoformat(),
            "close_by": self.close_by.isoformat(),
            "arrived": self.arrived_at is not None,
            "support": bool(self.support_wanted),
            "closed_at": self.closed_at.isoformat() if self.closed_at else None,
            "touch_by": self.touch_by.isoformat() if self.touch_by else None,
            "teams": {str(one.team_id): one.state.value for one in self.assignments},
        }
