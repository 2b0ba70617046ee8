"""Files on their way into the inventory."""

from data_access.importing.learning import learned_header
from data_access.importing.tables import history, import_batch, import_grid, import_row, import_run

__all__ = ["history", "import_batch", "import_grid", "import_row", "import_run", "learned_header"]
