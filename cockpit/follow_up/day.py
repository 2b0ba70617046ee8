"""A follow-up 随访 is one day on which a contact is to be seen. Its row is there before the visit, so that a visit nobody
made can be seen; what is overdue or over follows from the day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from cockpit.policy import Policy
from cockpit.refusals import Invalid, Refusal
from cockpit.screening.symptom import Symptom
from cockpit.texts import N_


class Met(StrEnum):
    """What whoever knocked says of the door."""

    SEEN = "seen"
    NOT_HOME = "not_home"
    MOVED = "moved"
    REFUSED = "refused"


class Result(StrEnum):
    SEEN_OK = "seen_ok"
    SEEN_NOT_OK = "seen_not_ok"
    NOT_HOME = "not_home"
    MOVED = "moved"
    REFUSED = "refused"


class State(StrEnum):
    """By the day, never kept."""

    PLANNED = "planned"
    DUE = "due"
    DONE = "done"
    NOT_PERFORMED = "not_performed"


SEEN = (Result.SEEN_OK, Result.SEEN_NOT_OK)
COLDEST, HOTTEST = 33.0, 43.0  # degrees Celsius; what is beyond was mistyped
LONGEST_NOTE = 500


@dataclass(frozen=True)
class FollowUpRule:
    """`mu` and `sigma` are those of the log-normal time from infection to onset, in days; `vulnerable` and `unseen` weigh
    age and each day without a visit; a visit is entered up to `late` days after its own, as from a sheet of paper."""

    policy: int
    mu: float
    sigma: float
    fever: float
    vulnerable_from: int
    vulnerable: float
    unseen: float
    late: int


def follow_up_rule(version: Policy) -> FollowUpRule:
    body: Mapping[str, Any] = version.body
    names = [name for name in FollowUpRule.__dataclass_fields__ if name != "policy"]
    return FollowUpRule(version.id, **{name: body[name] for name in names})


@dataclass(frozen=True)
class VisitFacts:
    """`handed`: the order of quarantine was given to the person; `unwell`: so it was said, without a symptom. All but that
    the order was handed over is sealed."""

    met: Met
    symptoms: tuple[Symptom, ...] = ()
    temperature: float | None = None
    handed: bool = False
    note: str = ""
    unwell: bool = False

    def checked(self) -> "VisitFacts":
        """Refuses what cannot be."""
        if self.temperature is not None and not COLDEST <= self.temperature <= HOTTEST:
            raise Invalid("temperature", N_("a temperature lies between 33 and 43 degrees"))
        if self.met is not Met.SEEN and (self.symptoms or self.unwell or self.temperature is not None):
            raise Invalid("met", N_("who was not seen has no temperature and no symptoms that anybody saw"))
        if len(self.note) > LONGEST_NOTE:
            raise Invalid("note", N_("it is longer than 500 characters"))
        return self

    def result(self, fever: float) -> Result:
        if self.met is not Met.SEEN:
            return Result(self.met.value)
        hot = self.temperature is not None and self.temperature >= fever
        return Result.SEEN_NOT_OK if hot or self.symptoms or self.unwell else Result.SEEN_OK


@dataclass(eq=False)
class AlreadyVisited(Refusal):
    status = 409
    says = N_("{who} entered this visit at {at}.")
    way_out = N_("Look at what was entered; tomorrow's visit is there already.")
    who: str
    at: str


@dataclass(eq=False)
class NotThisDay(Refusal):
    status = 409
    says = N_("A visit of {day} is not entered today.")
    way_out = N_("Enter the visit of today; those of days past are entered within two days, as from a sheet of paper.")
    day: str


def facts_of(result: Result, temperature: float | None = None, note: str = "") -> VisitFacts:
    """What one tick says, on a phone or on paper."""
    met = Met.SEEN if result in SEEN else Met(result.value)
    return VisitFacts(met, (), temperature, note=note.strip(), unwell=result is Result.SEEN_NOT_OK)


@dataclass(frozen=True)
class FollowUp:
    """`account` or `team` is whoever is to go; `by` who went or typed it from the paper `sheet`, at `at`. The areas are those
    in which the person lives."""

    id: int
    person: int
    day: date
    community: str
    account: int | None = None
    result: Result | None = None
    at: datetime | None = None
    by: int | None = None
    handed: bool = False
    team: int | None = None
    grid: str = ""
    sheet: int | None = None
    subject: ClassVar[str] = "follow_up"

    @property
    def had(self) -> str:
        """Who is to go, as a page says it; empty while that is anybody."""
        return f"account/{self.account}" if self.account else f"team/{self.team}" if self.team else ""

    def state(self, today: date) -> State:
        if self.result:
            return State.DONE
        if self.day == today:
            return State.DUE
        return State.PLANNED if self.day > today else State.NOT_PERFORMED

    def may_be_entered(self, today: date, rule: FollowUpRule) -> bool:
        return 0 <= (today - self.day).days <= rule.late

    def visited(
        self, facts: VisitFacts, rule: FollowUpRule, by: int | None, at: datetime, sheet: int | None = None
    ) -> "FollowUp":
        return replace(self, result=facts.result(rule.fever), at=at, by=by, handed=facts.handed, sheet=sheet)
