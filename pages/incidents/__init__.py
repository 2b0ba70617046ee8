"""Incidents: the board of them, the detail of one (the cockpit draws it too), and the form for a report by hand."""

from pages.incidents.board import layout
from pages.incidents.detail import detail, title

__all__ = ["detail", "layout", "title"]
