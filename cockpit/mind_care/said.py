"""What is said in psychological care, all of it sealed under the case's own key: answers, how to reach somebody, calls, the plan."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cockpit.mind_care.case import Kind
from cockpit.mind_care.scale import Answers, Scored, scales
from cockpit.mind_care.scale import ScaleName as Name
from cockpit.refusals import Invalid
from cockpit.texts import N_

LONGEST, LONGEST_NOTE, LONGEST_NAME = 500, 4000, 40
LOWEST, HIGHEST = 0, 10


class Sleep(StrEnum):
    GOOD = "good"
    BROKEN = "broken"
    BAD = "bad"


class Risk(StrEnum):
    """What was said when thoughts of death were asked about; asked in each call."""

    NOT_ASKED = "not_asked"
    NONE = "none"
    THOUGHTS = "thoughts"
    PLAN = "plan"


SLEEPS = {Sleep.GOOD: N_("Good"), Sleep.BROKEN: N_("Broken"), Sleep.BAD: N_("Bad")}
RISKS = {
    Risk.NOT_ASKED: N_("Not asked"),
    Risk.NONE: N_("Asked: none"),
    Risk.THOUGHTS: N_("Asked: thoughts"),
    Risk.PLAN: N_("Asked: a plan or means"),
}


@dataclass(frozen=True)
class Answered:
    """One time that somebody answered: one scale or both, and what they wrote in their own words."""

    answers: dict[Name, Answers] = field(default_factory=dict)
    words: str = ""
    at: datetime | None = None
    id: int = 0

    def checked(self) -> "Answered":
        if not self.answers:
            raise Invalid("answers", N_("no question is answered yet"))
        if len(self.words) > LONGEST:
            raise Invalid("words", N_("it is longer than 500 characters"))
        for name, given in self.answers.items():
            scales()[name].checked(given)
        return self

    @property
    def scored(self) -> dict[Name, Scored]:
        return {name: scales()[name].score(given) for name, given in self.answers.items()}

    @property
    def alarms(self) -> bool:
        return any(scales()[name].alarms(given) for name, given in self.answers.items())


@dataclass(frozen=True)
class Reach:
    """How somebody wants to be called; they need not say who they are."""

    name: str = ""
    phone: str = ""

    @property
    def given(self) -> bool:
        return bool(self.phone)

    def checked(self) -> "Reach":
        if len(self.name) > LONGEST_NAME or not self.name.isprintable():
            raise Invalid("name", N_("1 to 60 characters"))
        digits = self.phone.replace("-", "").replace(" ", "").removeprefix("+")
        if self.phone and not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15):
            raise Invalid("phone", N_("a phone number has 7 to 15 digits"))
        if self.name and not self.phone:
            raise Invalid("phone", N_("without a number nobody can call you"))
        return self


@dataclass(frozen=True)
class Call:
    """One call of the counsellor's, reached or not."""

    reached: bool
    mood: int | None = None
    sleep: Sleep | None = None
    risk: Risk = Risk.NOT_ASKED
    kinds: tuple[Kind, ...] = ()
    note: str = ""
    at: datetime | None = None
    id: int = 0

    def checked(self) -> "Call":
        if self.mood is not None and not LOWEST <= self.mood <= HIGHEST:
            raise Invalid("mood", N_("a figure from 0, the worst, to 10"))
        if len(self.note) > LONGEST_NOTE:
            raise Invalid("note", N_("it is longer than 4,000 characters"))
        if self.reached and self.risk is Risk.NOT_ASKED:
            raise Invalid("risk", N_("ask in each call whether there are thoughts of death, and note the answer"))
        return self


@dataclass(frozen=True)
class Plan:
    goals: str = ""
    kinds: tuple[Kind, ...] = ()
    at: datetime | None = None
    id: int = 0

    def checked(self) -> "Plan":
        if not self.goals.strip() and not self.kinds:
            raise Invalid("goals", N_("say a goal, or choose a way"))
        if len(self.goals) > LONGEST_NOTE:
            raise Invalid("goals", N_("it is longer than 4,000 characters"))
        return self
