"""What a text message or the keys of a telephone say, by fixed words and keys; what is not understood whole is no report.

A word that is left over may turn the others round (不咳嗽: no cough), so nothing is taken from a message that has one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cockpit.home_health.report import Said
from cockpit.home_health.written import Word, temperature_of
from cockpit.needs import NeedKind
from cockpit.people import half_width
from cockpit.policy import Policy
from cockpit.refusals import Invalid, Refusal
from cockpit.screening.symptom import Symptom
from cockpit.texts import N_

LONGEST_MESSAGE = 200  # characters
BORN = re.compile(r"(?<!\d)(?:19|20)\d{6}(?!\d)")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
BETWEEN = re.compile(r"[\s,;:/+。、，；：!！.\-]+")
COMMA = re.compile(r"(?<=\d)[,。、](?=\d)")


@dataclass(eq=False)
class NotUnderstood(Refusal):
    status = 422
    says = N_("This was not understood, and nothing was noted.")
    way_out = N_("Write for example: 37.2 cough milk. Or call the community.")


@dataclass(frozen=True)
class Heard:
    """`born` is the day of birth, where one was said: it tells two apart who have one telephone."""

    said: Said
    born: date | None = None


@dataclass(frozen=True)
class HeardRule:
    """Word or key -> what it says; `well` say that there is nothing, and those `passed_over` nothing at all."""

    symptoms: Mapping[str, Symptom]
    needs: Mapping[str, NeedKind]
    call: tuple[str, ...]
    well: tuple[str, ...]
    none: tuple[str, ...] = ()
    passed_over: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        """The longest first: a short one may be part of it."""
        known = {*self.symptoms, *self.needs, *self.call, *self.well, *self.passed_over}
        return sorted(known, key=len, reverse=True)


def words_rule(version: Policy) -> HeardRule:
    body = version.body
    symptoms = {_same(word): Symptom(name) for name, words in body["symptoms"].items() for word in words}
    needs = {_same(word): NeedKind(name) for name, words in body["needs"].items() for word in words}
    others = {name: tuple(map(_same, body[name])) for name in ("call", "well", "passed_over")}
    return HeardRule(symptoms, needs, **others)


def keys_rule(version: Policy) -> HeardRule:
    body = version.body
    symptoms = {key: Symptom(name) for key, name in body["symptoms"].items()}
    needs = {key: NeedKind(name) for key, name in body["needs"].items()}
    return HeardRule(symptoms, needs, (body["call"],), (body["well"],), (body["none"],))


def heard_words(text: str, rule: HeardRule) -> Heard:
    """`37.2`, `37.2 咳嗽`, `36.8 牛奶`, `体温36.8 缺菜`, each with the day of birth (19560304) or without."""
    rest = COMMA.sub(".", _same(text[:LONGEST_MESSAGE]))
    born = BORN.search(rest)
    rest = BORN.sub(" ", rest, count=1)
    figures = FIGURE.findall(rest)
    if len(figures) > 1:
        raise NotUnderstood()
    rest, found = FIGURE.sub(" ", rest), set()
    for word in rule.words:
        if word in rest:
            found.add(word)
            rest = rest.replace(word, " ")
    if BETWEEN.sub("", rest) or len(text) > LONGEST_MESSAGE:
        raise NotUnderstood()
    return _heard(figures[0] if figures else "", found, rule, born[0] if born else "")


def heard_keys(digits: str, rule: HeardRule) -> Heard:
    """`372#1#`: 37.2 and no symptoms; `372#24#3`: cough and tiredness, milk; a zero among the last: call me; a day of birth last."""
    parts = [part for part in re.split(r"[#*]", digits[:LONGEST_MESSAGE]) if part]
    born = parts.pop() if len(parts) > 1 and BORN.fullmatch(parts[-1]) else ""
    heat, symptoms, needs = (*parts, "", "", "")[:3]
    if len(parts) > 3 or not re.fullmatch(r"\d{3}", heat):
        raise NotUnderstood()
    well = {"", *rule.well}
    if symptoms not in well and set(symptoms) - rule.symptoms.keys():
        raise NotUnderstood()
    if needs not in {"", *rule.none} and set(needs) - {*rule.needs, *rule.call}:
        raise NotUnderstood()
    wanted = set(needs) if needs not in rule.none else set()
    said = Said(
        temperature=_heat(f"{heat[:2]}.{heat[2]}"),
        symptoms=_in_order(Symptom, {rule.symptoms[key] for key in symptoms if symptoms not in well}),
        needs=_in_order(NeedKind, {rule.needs[key] for key in wanted & rule.needs.keys()}),
        call_me=bool(wanted & {*rule.call}),
    )
    return Heard(_whole(said), _day(born))


def _same(word: str) -> str:
    return half_width(word).casefold()


def _heard(heat: str, found: set[str], rule: HeardRule, born: str) -> Heard:
    symptoms = {rule.symptoms[word] for word in found & rule.symptoms.keys()}
    if symptoms and found & {*rule.well}:
        raise NotUnderstood()  # it says both
    said = Said(
        temperature=_heat(heat),
        symptoms=_in_order(Symptom, symptoms),
        needs=_in_order(NeedKind, {rule.needs[word] for word in found & rule.needs.keys()}),
        call_me=bool(found & {*rule.call}),
    )
    return Heard(_whole(said), _day(born))


def _in_order(kind: type[Word], found: set[Word]) -> tuple[Word, ...]:
    return tuple(one for one in kind if one in found)


def _heat(written: str) -> float | None:
    try:
        return temperature_of(written)
    except Invalid:
        raise NotUnderstood() from None


def _whole(said: Said) -> Said:
    try:
        return said.checked()
    except Invalid:
        raise NotUnderstood() from None


def _day(written: str) -> date | None:
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:])) if written else None
    except ValueError:
        raise NotUnderstood() from None
