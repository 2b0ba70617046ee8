"""Triage 分类处置: what a report calls for, by a dated rule, and each reason for it in a sentence's word."""

from collections.abc import Collection
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
    CHRONIC = "chronic"  # 慢性病
    PREGNANT = "pregnant"  # 孕妇
    ELDERLY = "elderly"  # 高龄
    ALONE = "alone"  # 独居


class Condition(StrEnum):
    """What no inventory knows of somebody, and a worker or clinician writes down."""

    CHRONIC = Reason.CHRONIC.value
    PREGNANT = Reason.PREGNANT.value


REASONS = {
    Reason.FEVER: N_("the temperature is over the limit"),
    Reason.HIGH_FEVER: N_("the temperature is very high"),
    Reason.RISE: N_("the temperature has risen over this person's own"),
    Reason.SYMPTOM: N_("a symptom"),
    Reason.CLUSTER: N_("several symptoms together"),
    Reason.ALARMING: N_("a symptom that cannot wait"),
    Reason.CALL: N_("asks to be called"),
    Reason.NEED: N_("needs something"),
    Reason.CHRONIC: N_("has a chronic illness, with which an illness weighs more"),
    Reason.PREGNANT: N_("is pregnant, with which an illness weighs more"),
    Reason.ELDERLY: N_("is of an age at which an illness weighs more"),
    Reason.ALONE: N_("lives alone: nobody would notice that it gets worse"),
}


@dataclass(frozen=True)
class TriageRule:
    """Degrees Celsius; `baseline` is how many readings make one's own; `cluster` how many symptoms together are several.

    With whoever one of `weighs` holds for, what would be for the health centre is urgent; `elderly` is the age from which one is.
    """

    policy: int
    fever: float
    high: float
    rise: float
    baseline: int
    cluster: int
    alarming: tuple[Symptom, ...]
    elderly: int = 0
    weighs: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Triaged:
    outcome: Outcome
    reasons: tuple[Reason, ...]


def triage_rule(version: Policy) -> TriageRule:
    body: dict[str, Any] = dict(version.body)
    alarming = tuple(Symptom(one) for one in body["alarming"])
    names = ("fever", "high", "rise", "baseline", "cluster")
    weighs = tuple(Reason(one) for one in body.get("weighs", ()))  # versions of the first days named none
    return TriageRule(
        version.id, **{name: body[name] for name in names}, alarming=alarming, elderly=body.get("elderly", 0), weighs=weighs
    )  # fmt: skip


def triage(
    said: Said, before: list[float], rule: TriageRule, weighing: Collection[Reason] = ()
) -> Triaged:  # fmt: skip
    """`before`: this person's temperatures of the reports before, the newest last; `weighing`: what of the rule's holds for them."""
    found = tuple(reason for reason, holds in _signs(said, before, rule).items() if holds)
    outcome = _outcome(found)
    if outcome is Outcome.BODY and weighing:
        return Triaged(Outcome.URGENT, (*found, *(one for one in rule.weighs if one in weighing)))
    return Triaged(outcome, found)


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
