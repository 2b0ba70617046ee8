"""Psychological care 心理援助: assessment, intervention, second test, managed from end to end; what is said is its counsellor's alone."""

from cockpit.mind_care.alarm import escalate
from cockpit.mind_care.care import (
    answer_crisis,
    called,
    case_load,
    close,
    hand_over,
    look,
    open_case,
    plan,
    take,
)
from cockpit.mind_care.fhir import export
from cockpit.mind_care.figures import care_figures
from cockpit.mind_care.own import answer_again, ask_for_call, begin, knock, linked, own_answers, withdraw
from cockpit.mind_care.remind import asked, retests

__all__ = [
    "answer_again", "answer_crisis", "ask_for_call", "asked", "begin", "called", "care_figures", "case_load", "close", "escalate",
    "export", "hand_over", "knock", "linked", "look", "open_case", "own_answers", "plan", "retests", "take", "withdraw",
]  # fmt: skip
