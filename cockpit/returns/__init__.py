"""Returnees 返岗返家: who comes back, from where, whether that was a key region on that day, and what becomes of it."""

from cockpit.returns.acts import Declared, arrive, close, correct, declare, know, visit
from cockpit.returns.board import (
    LANES,
    SHOWN,
    Board,
    EntrySeen,
    Lane,
    Seen,
    board,
    communities,
    open_entry,
    streets,
)
from cockpit.returns.entry import CLOSED, VISITS, Closed, Entry, Standing, State, Visit
from cockpit.returns.hear import Arrival, Detected, Heard, detect
from cockpit.returns.order import Result, order, order_all, order_grounds
from cockpit.returns.refused import (
    AlreadyArrived,
    AlreadyVisited,
    NobodyKnown,
    NotDue,
    NotThereYet,
    ReturnOver,
    StillApart,
)
from cockpit.returns.region import KeyRegion, Origin, RegionLevel, called, listed, read_code, read_origin
from cockpit.returns.rule import DayZero, ReturnRule, rule_of
from cockpit.returns.word import Contradiction, Source, Word, contradictions, merged

__all__ = [
    "CLOSED", "LANES", "SHOWN", "VISITS", "AlreadyArrived", "AlreadyVisited", "Arrival", "Board", "Closed", "Contradiction",
    "DayZero", "Declared", "Detected", "Entry", "EntrySeen", "Heard", "KeyRegion", "Lane", "NobodyKnown", "NotDue",
    "NotThereYet", "Origin", "RegionLevel", "Result", "ReturnOver", "ReturnRule", "Seen", "Source", "Standing", "State", "StillApart",
    "Visit", "Word", "arrive", "board", "called", "close", "communities", "contradictions", "correct", "declare", "detect",
    "know", "listed", "merged", "open_entry", "order", "order_all", "order_grounds", "read_code", "read_origin", "rule_of",
    "streets", "visit",
]  # fmt: skip
