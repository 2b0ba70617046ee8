"""Rounds of visits as they are drawn: the list, how far one is, the homes of a grid, the form for the door, sheets."""

from pages.screening.canvass.door import door, meanwhile
from pages.screening.canvass.doors import people, sheet_link, street, typed, typing
from pages.screening.canvass.layout import ANY, day, section
from pages.screening.canvass.rounds import areas, detail, fitting, rounds

__all__ = [
    "ANY", "areas", "day", "detail", "door", "fitting", "meanwhile", "people", "rounds", "section", "sheet_link", "street", "typed", "typing",
]  # fmt: skip
