"""The inventory 家底: who lives here and what stands here, looked up, shown as each may see it, and corrected."""

from cockpit.inventory.add import ThingAdded, add
from cockpit.inventory.close import ThingClosed, ThingReopened, close, reopen
from cockpit.inventory.correct import correct
from cockpit.inventory.finding import find
from cockpit.inventory.many import ManyCorrected, correct_many
from cockpit.inventory.page import open_firm, open_place
from cockpit.inventory.persons import (
    COMMUNITY,
    PAGE,
    By,
    Corrected,
    asked,
    correct_person,
    list_community,
    look_at,
    look_up,
    must_be_of,
    shows_anybody,
)

__all__ = [
    "COMMUNITY", "PAGE", "By", "Corrected", "ManyCorrected", "ThingAdded", "ThingClosed", "ThingReopened", "add", "asked", "close", "correct", "correct_many", "correct_person", "find", "list_community", "look_at", "look_up",
    "must_be_of", "open_firm", "open_place", "reopen", "shows_anybody",
]  # fmt: skip
