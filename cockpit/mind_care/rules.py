"""The dated rules of psychological care: words that call a human, the steps of a crisis, hotlines, days until the second test."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.people import half_width

if TYPE_CHECKING:
    from cockpit.policy import Policy
    from data_access.work import Work

KIND = "mind"


class Whom(StrEnum):
    """To whom a crisis goes, step by step."""

    ON_DUTY = "on_duty"
    COUNSELLORS = "counsellors"
    LEAD = "lead"


@dataclass(frozen=True)
class Step:
    """`after`: that long nobody has said that they see to it."""

    after: timedelta
    to: Whom


@dataclass(frozen=True)
class CrisisRule:
    """`again`: where nobody could be told, it is tried once more after that long; `within`: how soon a human should be there."""

    policy: int
    steps: tuple[Step, ...]
    again: timedelta
    within: timedelta

    def to(self, step: int) -> str:
        return self.steps[step].to if 0 <= step < len(self.steps) else ""


@dataclass(frozen=True)
class CareRule:
    """`offer`: from which total of a scale a talk is offered first of all."""

    policy: int
    retest_days: int
    call_hours: int
    offer: int


@dataclass(frozen=True)
class Hotline:
    name: str
    number: str
    hours: str


def crisis_rule(work: "Work") -> CrisisRule:
    rule = _rule(work, "crisis")
    steps = tuple(Step(timedelta(seconds=one["after"]), Whom(one["to"])) for one in rule.body["steps"])
    return CrisisRule(rule.id, steps, timedelta(seconds=rule.body["again"]), timedelta(seconds=rule.body["within"]))


def care_rule(work: "Work") -> CareRule:
    rule = _rule(work, "care")
    return CareRule(rule.id, rule.body["retest_days"], rule.body["call_hours"], rule.body["offer"])


def hotlines(work: "Work") -> tuple[Hotline, ...]:
    return tuple(Hotline(**one) for one in _rule(work, "hotlines").body["lines"])


def calls_for_help(work: "Work", words: str) -> bool:
    """Whether a word of the rule in force stands in what somebody wrote."""
    return says_one_of(words, _rule(work, "words").body["words"])


def says_one_of(said: str, words: Iterable[str]) -> bool:
    """In whatever spelling: capitals, full width, blanks and strokes between Chinese characters make no difference; English words
    count as whole ones."""
    close, apart = _close(said), _apart(said)
    return any(
        f" {' '.join(_apart(one).split())} " in f" {apart} " if one.isascii() else _close(one) in close for one in words
    )


def _close(text: str) -> str:
    return "".join(letter for letter in half_width(text).casefold() if letter.isalnum())


def _apart(text: str) -> str:
    tidy = half_width(text).casefold().replace("’", "'").replace("'", "")
    return " ".join("".join(letter if letter.isascii() and letter.isalnum() else " " for letter in tidy).split())


def _rule(work: "Work", key: str) -> "Policy":
    return work.policy.get(KIND, key, work.areas.district().code)
