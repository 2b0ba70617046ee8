"""Health at home 居家健康: who stays apart reports twice a day, and each report is handled by what it calls for."""

from cockpit.home_health.board import LISTS, SICK, Board, Home, Only, board
from cockpit.home_health.by_area import ByArea, Count, by_area
from cockpit.home_health.care_fact import CONDITIONS, SWABS, CareFact, FactKind, Swab, say_conditions, say_swab
from cockpit.home_health.chain import STEP, Rung, To, step_due
from cockpit.home_health.code import Code, CodePaper, code_paper, give_code, knock
from cockpit.home_health.daily import Day, daily, keep_days
from cockpit.home_health.daily_anomalies import Anomalies, Anomaly, AnomalyRule, Oddity, anomalies
from cockpit.home_health.daily_cells import Cells
from cockpit.home_health.daily_figures import AreaDay, DayFigure
from cockpit.home_health.daily_line_list import LineRow, line_list
from cockpit.home_health.do_task import (
    NotOfThisDesk,
    SomebodyWasFaster,
    TooLateToTakeBack,
    cannot,
    does,
    finish,
    give_back,
    take,
    take_back,
)
from cockpit.home_health.heard import Heard, HeardRule, NotUnderstood, heard_keys, heard_words, keys_rule, words_rule
from cockpit.home_health.home import OpenedHome, Told, open_home
from cockpit.home_health.household import Form, NotAtHome, Unfit, report_home
from cockpit.home_health.knocks import ROUND, knock_round
from cockpit.home_health.make import NothingToReport, enter, report
from cockpit.home_health.message import Answer, hear
from cockpit.home_health.own import Own, Section, own_page
from cockpit.home_health.queue import LINES, Line, Queue, queue
from cockpit.home_health.release import Check, Due, Releases, Verdict, release_papers, releases
from cockpit.home_health.report import CHANNELS, LONGEST, MOODS, OUTCOMES, Channel, Mood, Outcome, Report, Said
from cockpit.home_health.task import (
    DESKS,
    POSSIBLE,
    RESULTS,
    STATES,
    TASKS,
    WHY_NOT,
    WHY_REMOVED,
    Desk,
    Task,
    TaskKind,
    TaskResult,
    TaskState,
    WhyNot,
    WhyRemoved,
)
from cockpit.home_health.transfer import (
    ApprovedByAnother,
    NotApprovedYet,
    TransferOrdered,
    approve_transfer,
    call_off_transfer,
    confirm_arrival,
    order_transfer,
)
from cockpit.home_health.triage import REASONS, Condition, Reason, Triaged, TriageRule, triage, triage_rule
from cockpit.home_health.window import SLOTS, DayOver, Slot, Standing, Window, Windows, expected, standing, windows_of
from cockpit.home_health.written import Written, as_written, temperature_of

__all__ = [
    "CHANNELS", "CONDITIONS", "DESKS", "LINES", "LISTS", "LONGEST", "MOODS", "OUTCOMES", "POSSIBLE", "REASONS", "RESULTS",
    "ROUND", "SICK", "SLOTS", "STATES", "STEP", "SWABS", "TASKS", "WHY_NOT", "WHY_REMOVED", "Anomalies", "Anomaly",
    "AnomalyRule", "Answer", "ApprovedByAnother", "AreaDay", "Board", "ByArea", "CareFact", "Cells", "Channel", "Check",
    "Code", "CodePaper", "Condition", "Count", "Day", "DayFigure", "DayOver", "Desk", "Due", "FactKind", "Form", "Heard",
    "HeardRule", "Home", "Line", "LineRow", "Mood", "NotApprovedYet", "NotAtHome", "NotOfThisDesk", "NotUnderstood",
    "NothingToReport", "Oddity", "Only", "OpenedHome", "Outcome", "Own", "Queue", "Reason", "Releases", "Report", "Rung",
    "Said", "Section", "Slot", "SomebodyWasFaster", "Standing", "Swab", "Task", "TaskKind", "TaskResult", "TaskState", "To",
    "Told", "TooLateToTakeBack", "TransferOrdered", "TriageRule", "Triaged", "Unfit", "Verdict", "WhyNot", "WhyRemoved",
    "Window", "Windows", "Written", "anomalies", "approve_transfer", "as_written", "board", "by_area", "call_off_transfer",
    "cannot", "code_paper", "confirm_arrival", "daily", "does", "enter", "expected", "finish", "give_back", "give_code",
    "hear", "heard_keys", "heard_words", "keep_days", "keys_rule", "knock", "knock_round", "line_list", "open_home",
    "order_transfer", "own_page", "queue", "release_papers", "releases", "report", "report_home", "say_conditions",
    "say_swab", "standing", "step_due", "take", "take_back", "temperature_of", "triage", "triage_rule", "windows_of",
    "words_rule",
]  # fmt: skip
