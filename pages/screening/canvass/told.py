"""One sentence per event of rounds of visits."""

from typing import Any

from cockpit.canvass import RESULTS
from cockpit.texts import N_

CANVASS = {
    "round_opened": N_("{who} opened a round of visits: {homes} homes"),
    "round_repeated": N_("{who} opened a second round out of round #{first}: {homes} homes"),
    "round_closed": N_("{who} closed a round of visits; {left} homes were left"),
    "homes_shared": N_("{who} said who goes to {homes} homes of a round"),
    "home_answered": N_("{who} entered a visit: {knocked}"),
    "answer_taken_back": N_("{who} took an answer back; what counts again: {knocked}"),
    "found_ordered": N_("{who} ordered quarantine for {ordered} people whom a round had found"),
    "canvass_taken": N_("{who} took the progress of a round out in a file: {rows} rows"),
}
NAMED: dict[str, tuple[dict[Any, str], str]] = {"knocked": (RESULTS, "result")}
