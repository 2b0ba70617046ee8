"""Canvass 排查走访: rounds of knocks at homes: which, by when, what was found, who is left, who has to stay apart."""

from cockpit.canvass.begin import close_round, count_homes, lately_came, open_round, open_second
from cockpit.canvass.file import progress_file
from cockpit.canvass.found import ORDERED, FoundRow, list_found, order_found
from cockpit.canvass.homes import AtTheDoor, HomeRow, Street, answered_meanwhile, homes, open_home
from cockpit.canvass.knock import AT_A_GLANCE, Typed, TypedResult, knock, take_back, type_in
from cockpit.canvass.paper import Paper, PaperLine, open_paper, print_homes
from cockpit.canvass.progress import Pace, Part, Progress, RoundRow, Tally, list_rounds, pace_of, progress
from cockpit.canvass.round import Criteria, NoHomes, Round, RoundOver
from cockpit.canvass.share import Walker, nearest, share, share_all, walkers
from cockpit.canvass.visit import (
    ELSEWHERE,
    RESULTS,
    SAID,
    Answer,
    FasterAtTheDoor,
    Finding,
    Given,
    KnockRule,
    OrderStands,
    Result,
    TooLateToTakeBack,
    Visit,
)

__all__ = [
    "AT_A_GLANCE", "ELSEWHERE", "ORDERED", "RESULTS", "SAID", "Answer", "AtTheDoor", "Criteria", "FasterAtTheDoor",
    "Finding", "FoundRow", "Given", "HomeRow", "KnockRule", "NoHomes", "OrderStands", "Pace", "Paper", "PaperLine", "Part",
    "Progress", "Result", "Round", "RoundOver", "RoundRow", "Street", "Tally", "TooLateToTakeBack", "Typed", "TypedResult",
    "Visit", "Walker", "answered_meanwhile", "close_round", "count_homes", "homes", "knock", "lately_came", "list_found", "list_rounds", "nearest", "open_home", "open_paper",
    "open_round", "open_second", "order_found", "pace_of", "print_homes", "progress", "progress_file", "share", "share_all",
    "take_back", "type_in", "walkers",
]  # fmt: skip
