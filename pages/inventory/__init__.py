"""The inventory: people looked up, listed and opened one by one, each field as the reader's role may see it."""

from pages.inventory.layout import PLACE, SECTIONS, communities, layout, sections, streets
from pages.inventory.people import found, glasses, made, person, queue, revealed
from pages.inventory.receipts import held, paper, receipt_of_nobody
from pages.inventory.requests import written

__all__ = [
    "PLACE",
    "SECTIONS",
    "communities",
    "found",
    "glasses",
    "held",
    "layout",
    "made",
    "paper",
    "person",
    "queue",
    "receipt_of_nobody",
    "revealed",
    "sections",
    "streets",
    "written",
]
