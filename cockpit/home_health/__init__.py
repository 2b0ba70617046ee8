"""Health at home 居家健康: who stays apart reports twice a day, and each report is handled by what it calls for."""

from cockpit.home_health.board import Board, Home, board
from cockpit.home_health.code import Code, CodePaper, code_paper, give_code, knock
from cockpit.home_health.heard import Heard, HeardRule, NotUnderstood, heard_keys, heard_words, keys_rule, words_rule
from cockpit.home_health.household import Form, NotAtHome, Unfit, report_home
from cockpit.home_health.make import NothingToReport, enter, report
from cockpit.home_health.message import Answer, hear
from cockpit.home_health.own import Own, Section, own_page
from cockpit.home_health.report import CHANNELS, LONGEST, MOODS, OUTCOMES, Channel, Mood, Outcome, Report, Said
from cockpit.home_health.triage import REASONS, Reason, Triaged, TriageRule, triage, triage_rule
from cockpit.home_health.window import (
    SLOTS,
    DayOver,
    Slot,
    Standing,
    Window,
    Windows,
    expected,
    standing,
    windows_of,
)
from cockpit.home_health.written import Written, as_written, temperature_of

__all__ = [
    "CHANNELS", "LONGEST", "MOODS", "OUTCOMES", "REASONS", "SLOTS", "Answer", "Board", "Channel", "Code", "CodePaper",
    "DayOver", "Form", "Heard", "HeardRule", "Home", "Mood", "NotAtHome", "NotUnderstood", "NothingToReport", "Outcome", "Own",
    "Reason", "Report", "Said", "Section", "Slot", "Standing", "TriageRule", "Triaged", "Unfit", "Window", "Windows", "Written",
    "as_written", "board", "code_paper", "enter", "expected", "give_code", "hear", "heard_keys", "heard_words", "keys_rule",
    "knock", "own_page", "report", "report_home", "standing", "temperature_of", "triage", "triage_rule", "windows_of",
    "words_rule",
]  # fmt: skip
