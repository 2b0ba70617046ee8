"""A file on its way into the inventory: kinds of import and their fields, how a cell becomes a clean value, the batch."""

from cockpit.importing.acts import (
    check,
    choose_columns,
    choose_columns_here,
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
from cockpit.importing.learning import forget, learned
from cockpit.importing.rights import (
    bring,
    bring_inventory,
    bring_key_regions,
    bring_quarantine,
    bring_records,
    bring_returns,
    bring_rules,
)
from cockpit.importing.sample import sample_of

__all__ = [
    "Batch", "Counts", "ImportUndone", "Imported", "State", "bring", "bring_inventory", "bring_key_regions",
    "bring_quarantine", "bring_records", "bring_returns", "bring_rules", "check", "choose_columns", "choose_columns_here",
    "choose_table", "confirm", "confirm_here", "forget", "latest", "learned", "look", "lost", "receive", "refused", "rows",
    "sample_of", "stop", "undo", "undo_here", "undo_within",
]  # fmt: skip
