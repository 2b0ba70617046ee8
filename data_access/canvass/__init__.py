"""Rounds of knocks: tables, and the shelves."""

from data_access.canvass.rounds import CanvassShelf
from data_access.canvass.tables import round_finding, round_visit, screening_round, visit_answer
from data_access.canvass.visits import VisitShelf

__all__ = ["CanvassShelf", "VisitShelf", "round_finding", "round_visit", "screening_round", "visit_answer"]
