"""Triage: what a report calls for, on both sides of each edge of the rule, and what cannot be a report at all."""

import pytest

from cockpit.home_health import Mood, Outcome, Reason, Said, TriageRule, triage
from cockpit.needs import NeedKind
from cockpit.refusals import Invalid
from cockpit.screening import Symptom

RULE = TriageRule(1, 37.3, 38.5, 0.8, 3, 2, (Symptom.BREATH,))


@pytest.mark.parametrize(
    ("said", "before", "outcome", "reasons"),
    [
        (Said(37.2), [], Outcome.NONE, ()),
        (Said(37.3), [], Outcome.BODY, (Reason.FEVER,)),
        (Said(38.4), [], Outcome.BODY, (Reason.FEVER,)),
        (Said(38.5), [], Outcome.URGENT, (Reason.HIGH_FEVER,)),
        (Said(37.0), [36.1, 36.2, 36.3], Outcome.BODY, (Reason.RISE,)),
        (Said(36.9), [36.1, 36.2, 36.3], Outcome.NONE, ()),
        (Said(37.0), [36.1, 36.2], Outcome.NONE, ()),
        (Said(36.5, (Symptom.COUGH,)), [], Outcome.BODY, (Reason.SYMPTOM,)),
        (Said(36.5, (Symptom.COUGH, Symptom.FATIGUE)), [], Outcome.BODY, (Reason.CLUSTER,)),
        (Said(36.5, (Symptom.BREATH,)), [], Outcome.URGENT, (Reason.ALARMING, Reason.SYMPTOM)),
        (Said(36.5, needs=(NeedKind.MILK,)), [], Outcome.LIVING, (Reason.NEED,)),
        (Said(36.5, call_me=True), [], Outcome.LIVING, (Reason.CALL,)),
    ],
)
def test_a_report_calls_for_what_the_rule_says_and_tells_why(
    said: Said, before: list[float], outcome: Outcome, reasons: tuple[Reason, ...]
) -> None:
    found = triage(said, before, RULE)
    assert (found.outcome, found.reasons) == (outcome, reasons)


@pytest.mark.parametrize("heat", [34.9, 42.1, 372.0])
def test_a_temperature_that_nobody_has_is_refused_with_an_example(heat: float) -> None:
    with pytest.raises(Invalid, match="36.8"):
        Said(heat).checked()


def test_a_report_that_says_nothing_is_refused_and_a_mood_alone_is_one() -> None:
    with pytest.raises(Invalid):
        Said().checked()
    assert Said(mood=Mood.LOW).checked() and Said(35.0).checked() and Said(42.0).checked()
