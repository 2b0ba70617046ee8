"""Triage 分类处置: what a report calls for, by a dated rule, and each reason for it in a sentence's word."""

from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Any

from cockpit.home_health.report import Outcome, Said
from cockpit.policy import Policy
from cockpit.screening.symptom import Symptom
from cockpit.texts import N_


class Reason(StrEnum):
    FEVER = "fever"
    HIGH_FEVER = "high_fever"
    RISE = "rise"
    SYMPTOM = "symptom"
    CLUSTER = "cluster"
    ALARMING = "alarming"
    CALL = "call"
    NEED = "need"


REASONS = {
    Reason.FEVER: N_("the temperature is over the limit"),
    Reason.HIGH_FEVER: N_("the temperature is very high"),
    Reason.RISE: N_("the temperature has risen over this person's own"),
    Reason.SYMPTOM: N_("a symptom"),
    Reason.CLUSTER: N_("several symptoms together"),
    Reason.ALARMING: N_("a symptom that cannot wait"),
    Reason.CALL: N_("asks to be called"),
    Reason.NEED: N_("needs something"),
}


@dataclass(frozen=True)
class TriageRule:
    """Degrees Celsius; `baseline` is how many readings make one's own; `cluster` how many symptoms together are urgent."""

    policy: int
    fever: float
    high: float
    rise: float
    baseline: int
    cluster: int
    alarming: tuple[Symptom, ...]


@dataclass(frozen=True)
class Triaged:
    outcome: Outcome
    reasons: tuple[Reason, ...]


def triage_rule(version: Policy) -> TriageRule:
    body: dict[str, Any] = dict(version.body)
    alarming = tuple(Symptom(one) for one in body["alarming"])
    names = ("fever", "high", "rise", "baseline", "cluster")
    return TriageRule(version.id, **{name: body[name] for name in names}, alarming=alarming)


def triage(said: Said, before: list[float], rule: TriageRule) -> Triaged:
    """`before`: this person's temperatures of the reports before, the newest last."""
    found = tuple(reason for reason, holds in _signs(said, before, rule).items() if holds)
    return Triaged(_outcome(found), found)


def _signs(said: Said, before: list[float], rule: TriageRule) -> dict[Reason, bool]:
    heat, signs = said.temperature, set(said.symptoms)
    own = median(before[-rule.baseline :]) if len(before) >= rule.baseline else None
    return {
        Reason.HIGH_FEVER: heat is not None and heat >= rule.high,
        Reason.FEVER: heat is not None and rule.fever <= heat < rule.high,
        Reason.RISE: heat is not None and own is not None and round(heat - own, 2) >= rule.rise,
        Reason.ALARMING: bool(signs & set(rule.alarming)),
        Reason.CLUSTER: len(signs) >= rule.cluster,
        Reason.SYMPTOM: 0 < len(signs) < rule.cluster,
        Reason.CALL: said.call_me,
        Reason.NEED: bool(said.needs),
    }


URGENT = (Reason.HIGH_FEVER, Reason.ALARMING)
BODY = (Reason.FEVER, Reason.RISE, Reason.CLUSTER, Reason.SYMPTOM)


def _outcome(reasons: tuple[Reason, ...]) -> Outcome:
    if any(one in URGENT for one in reasons):
        return Outcome.URGENT
    if any(one in BODY for one in reasons):
        return Outcome.BODY
    return Outcome.LIVING if reasons else Outcome.NONE
