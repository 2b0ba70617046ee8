"""What somebody wrote into a section of the form, as it was typed, and what it says; each refusal names its field."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from cockpit.home_health.report import Mood, Said
from cockpit.needs import NeedKind
from cockpit.people import half_width
from cockpit.refusals import Invalid
from cockpit.screening.symptom import Symptom
from cockpit.texts import N_

WITH_POINT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)(?:℃|°C|°|度|C)?", re.IGNORECASE)
POINTS = str.maketrans({",": ".", "。": ".", "、": ".", "·": ".", " ": None})
WITHOUT_POINT = range(350, 421)
Word = TypeVar("Word", bound=StrEnum)


def temperature_of(written: str) -> float | None:
    """As people write it: 37.2, 37,2, ３７．２, 37.2 ℃; None where nothing is written. A point is never guessed."""
    text = half_width(written).strip().translate(POINTS)
    if not text:
        return None
    found = WITH_POINT.fullmatch(text.replace("°C", "℃"))
    if found is None:
        raise Invalid("temperature", N_("write it in figures, for example 36.8"))
    if "." not in found[1] and int(found[1]) in WITHOUT_POINT:
        raise Invalid("temperature", N_("it lacks its point: 372 is written 37.2"))
    return float(found[1])


@dataclass(frozen=True)
class Written:
    """One person's section; `mark` says whose. A section in which nothing is said is no report."""

    mark: str
    temperature: str = ""
    symptoms: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    mood: str = ""
    call_me: bool = False
    words: str = ""
    agreed: bool = False

    @property
    def empty(self) -> bool:
        return not (self.temperature or self.symptoms or self.needs or self.mood or self.call_me or self.words)

    def said(self, mine: bool) -> Said:
        """`mine`: of whose paper it is; everybody else has to have said yes."""
        said = Said(
            temperature_of(self.temperature), tuple(known(Symptom, "symptoms", one) for one in self.symptoms),
            known(Mood, "mood", self.mood) if self.mood else None, self.call_me, self.words,
            tuple(known(NeedKind, "needs", one) for one in self.needs),
        ).checked()  # fmt: skip
        if NeedKind.OTHER in said.needs and not said.words:
            raise Invalid("words", N_("say in words what is needed"))
        if not mine and not self.agreed:
            raise Invalid("agreed", N_("ask this person first, and tick that the answer was yes"))
        return said


def known(words: type[Word], field: str, written: str) -> Word:
    if written not in set(words):
        raise Invalid(field, N_("choose one of the list"))
    return words(written)


def as_written(mark: str, said: Said) -> Written:
    """What was said, put back into the form to be corrected."""
    heat = "" if said.temperature is None else str(said.temperature)
    return Written(
        mark, heat, tuple(said.symptoms), tuple(said.needs), said.mood or "", said.call_me, said.words, agreed=True
    )
