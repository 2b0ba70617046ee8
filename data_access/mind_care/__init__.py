"""Psychological care as it is remembered: times and states of cases, and, sealed under each case's own key, what is said."""

from data_access.mind_care.shelf import MindShelf
from data_access.mind_care.tables import mind_case, mind_code, mind_key, mind_text

__all__ = ["MindShelf", "mind_case", "mind_code", "mind_key", "mind_text"]
