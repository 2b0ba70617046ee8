"""Returnees as they are drawn: the board with its lanes, one entry with all that was said of it, the form of a new one."""

from pages.screening.returns.board import lanes, results
from pages.screening.returns.entry import correcting, detail, nothing
from pages.screening.returns.section import section
from pages.screening.returns.words import grounds

__all__ = ["correcting", "detail", "grounds", "lanes", "nothing", "results", "section"]
