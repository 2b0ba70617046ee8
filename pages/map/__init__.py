"""The map of the district, drawn by `assets/map.js`."""

from pages.map.drawn import (
    COLOURS,
    DOORS,
    Pin,
    PinState,
    deck,
    focus_at,
    focus_on,
    rows,
)
from pages.map.frames import Chip, frame

__all__ = ["COLOURS", "DOORS", "Chip", "Pin", "PinState", "deck", "focus_at", "focus_on", "frame", "rows"]
