"""A scale 量表: questions about the last two weeks in their standard words, and how the answers are counted.

The words stand in `scales.toml` beside this file, with the notice under which they may be shown. A total is never a diagnosis.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from cockpit.refusals import Invalid
from cockpit.texts import N_

MOST = 3  # of one answer
Answers = tuple[int | None, ...]


class ScaleName(StrEnum):
    PHQ9 = "phq9"  # 患者健康问卷抑郁量表
    GAD7 = "gad7"  # 广泛性焦虑量表


class Band(StrEnum):
    MINIMAL = "minimal"
    MILD = "mild"
    MODERATE = "moderate"
    MODERATELY_SEVERE = "moderately_severe"
    SEVERE = "severe"


class Change(StrEnum):
    """What lies between two totals: less than the reliable change may be chance."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True)
class Words:
    """One text of a scale with its LOINC code, in the standard wording of each language."""

    code: str
    en: str
    zh: str

    def said_in(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Scored:
    """`total` is None where more answers are missing than may be; `missing` says how many are."""

    total: int | None
    band: Band | None
    missing: int

    @property
    def prorated(self) -> bool:
        return bool(self.missing) and self.total is not None


@dataclass(frozen=True)
class Scale:
    """`alarming` is the number of the question to which any answer but the first calls for a human at once; 0: none."""

    name: ScaleName
    short: str
    title: str
    code: str
    total: str
    items: tuple[Words, ...]
    bands: tuple[tuple[Band, int], ...]
    may_miss: int
    reliable: int
    well_below: int
    alarming: int

    def checked(self, answers: Sequence[int | None]) -> Answers:
        """Refuses what is no set of answers to it, and what answers nothing."""
        if len(answers) != len(self.items) or any(one is not None and not 0 <= one <= MOST for one in answers):
            raise Invalid("answers", N_("choose one of the list"))
        if all(one is None for one in answers):
            raise Invalid("answers", N_("no question is answered yet"))
        return tuple(answers)

    def score(self, answers: Answers) -> Scored:
        """The sum; with one or two answers missing as if they were like the mean of the others, rounded half up."""
        given = [one for one in answers if one is not None]
        missing = len(self.items) - len(given)
        if missing > self.may_miss or not given:
            return Scored(None, None, missing)
        total = (2 * sum(given) * len(self.items) + len(given)) // (2 * len(given))
        return Scored(total, self.band(total), missing)

    def band(self, total: int) -> Band:
        return next(band for band, up_to in self.bands if total <= up_to)

    def alarms(self, answers: Answers) -> bool:
        """Whatever the total, and though others are missing."""
        return bool(self.alarming and answers[self.alarming - 1])

    def change(self, first: int, last: int) -> Change:
        if first - last >= self.reliable:
            return Change.BETTER
        return Change.WORSE if last - first >= self.reliable else Change.SAME


@cache
def told() -> dict[str, Any]:
    return tomllib.loads(files("cockpit.mind_care").joinpath("scales.toml").read_text(encoding="utf-8"))


@cache
def scales() -> dict[ScaleName, Scale]:
    return {ScaleName(name): _scale(ScaleName(name), one) for name, one in told()["scales"].items()}


def _scale(name: ScaleName, one: dict[str, Any]) -> Scale:
    bands = tuple((Band(band["name"]), band["up_to"]) for band in one["bands"])
    items = tuple(Words(**item) for item in one["items"])
    numbers = (one["may_miss"], one["reliable"], one["well_below"], one["alarming"])
    return Scale(name, one["name"], one["title"], one["code"], one["total"], items, bands, *numbers)


def answer_words() -> tuple[Words, ...]:
    """From 0 to 3."""
    return tuple(Words(**one) for one in told()["answers"])


def asks(language: str) -> str:
    return Words("", **told()["asks"]).said_in(language)


def licence() -> str:
    return str(told()["notice"])
