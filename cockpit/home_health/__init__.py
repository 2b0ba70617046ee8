"""Health at home 居家健康: who stays apart reports twice a day, and each report is handled by what it calls for."""

from cockpit.home_health.board import Board, Home, board
from cockpit.home_health.code import Code, give_code, knock
from cockpit.home_health.make import NothingToReport, enter, report
from cockpit.home_health.own import Own, own_reports
from cockpit.home_health.report import CHANNELS, LONGEST, MOODS, OUTCOMES, Channel, Mood, Outcome, Report, Said
from cockpit.home_health.triage import REASONS, Reason, Triaged, TriageRule, triage, triage_rule
from cockpit.home_health.window import SLOTS, Slot, Standing, Window, Windows, expected, standing, windows_of

__all__ = [
    "CHANNELS", "LONGEST", "MOODS", "OUTCOMES", "REASONS", "SLOTS", "Board", "Channel", "Code", "Home", "Mood", "NothingToReport", "Outcome", "Own",
    "Reason", "Report", "Said", "Slot", "Standing", "TriageRule", "Triaged", "Window", "Windows", "board", "enter", "expected",
    "give_code", "knock", "own_reports", "report", "standing", "triage", "triage_rule", "windows_of",
]  # fmt: skip
