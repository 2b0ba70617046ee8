"""A file on its way into the inventory: kinds of import and their fields, how a cell becomes a clean value, the batch."""

from cockpit.importing.acts import (
    check,
    choose_columns,
    choose_table,
    confirm,
    confirm_here,
    latest,
    look,
    lost,
    receive,
    refused,
    rows,
    stop,
    undo,
    undo_here,
    undo_within,
)
from cockpit.importing.batch import Batch, Counts, Imported, ImportUndone, State

__all__ = [
    "Batch", "Counts", "ImportUndone", "Imported", "State", "check", "choose_columns", "choose_table", "confirm",
    "confirm_here", "latest", "look", "lost", "receive", "refused", "rows", "stop", "undo", "undo_here", "undo_within",
]  # fmt: skip
