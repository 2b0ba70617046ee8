"""The inventory: people looked up, listed and opened one by one, each field as the reader's role may see it."""

from pages.inventory.layout import communities, layout, streets
from pages.inventory.people import found, glasses, made, person, queue, revealed

__all__ = ["communities", "found", "glasses", "layout", "made", "person", "queue", "revealed", "streets"]
