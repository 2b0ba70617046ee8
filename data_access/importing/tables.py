"""Tables of imports, and of what every field of the inventory was before.

What a file is called, its headers, refused rows and old values of personal fields are sealed: a file without a header
has people in its first row. Rows of a batch are kept for a day.
"""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, false, text
from sqlalchemy.dialects.postgresql import JSONB

from data_access.tables import Code, Instant, id_column, metadata, scope_columns

# `told` is JSON: name of the file, its tables and columns.
import_batch = Table(
    "import_batch",
    metadata,
    id_column(),
    Column("kind", Code, nullable=False),
    Column("told", LargeBinary, nullable=False),
    Column("account", BigInteger),
    Column("area", Code, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("machine_at", Instant, nullable=False),
    Column("state", Code, nullable=False),
    Column("counts", JSONB, nullable=False),
    Column("seal", Code, nullable=False),
    Column("why", JSONB, nullable=False),
    Column("applied_at", Instant),
)

# How far a run is: a row of its own, which the run's long transaction does not hold.
import_run = Table(
    "import_run",
    metadata,
    Column("batch", BigInteger, ForeignKey("import_batch.id", ondelete="cascade"), primary_key=True),
    Column("done", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("stop", Boolean, nullable=False, server_default=false()),
)

# Of which grids an import that was written said something, be it that nothing had changed there.
import_grid = Table(
    "import_grid",
    metadata,
    Column("batch", BigInteger, ForeignKey("import_batch.id", ondelete="cascade"), primary_key=True),
    Column("grid", Code, primary_key=True),
)

# What a check found: every refused row, and the first of the added and changed ones. `told` is JSON.
import_row = Table(
    "import_row",
    metadata,
    id_column(),
    Column("batch", BigInteger, ForeignKey("import_batch.id", ondelete="cascade"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("verdict", Code, nullable=False),
    Column("told", LargeBinary, nullable=False),
    Index("ix_import_row_batch_verdict", "batch", "verdict", "line"),
)

# A thing of the inventory was added (`field` is empty), or one of its fields was changed: `was` holds what it said
# before as a JSON list of its columns; of what is personal `was_sealed` does, under the field key, and of a person
# `was_own`, under the person's own key.
history = Table(
    "history",
    metadata,
    id_column(),
    Column("subject", Code, nullable=False),
    Column("subject_id", BigInteger, nullable=False),
    Column("field", Code, nullable=False),
    Column("was", Text),
    Column("was_sealed", LargeBinary),
    Column("was_own", LargeBinary),
    Column("at", Instant, nullable=False),
    Column("account", BigInteger),
    Column("batch", BigInteger, ForeignKey("import_batch.id")),
    *scope_columns(),
    Index("ix_history_subject_subject_id", "subject", "subject_id"),
    Index("ix_history_batch", "batch"),
    Index("ix_history_by_hand", "grid", "subject", "at", postgresql_where=text("batch is null")),
)

HISTORY_TYPES = {
    "id": "int8", "subject": "text", "subject_id": "int8", "field": "text", "was": "text", "was_sealed": "bytea",
    "was_own": "bytea", "at": "timestamptz", "account": "int8", "batch": "int8",
    "street": "text", "community": "text", "grid": "text",
}  # fmt: skip
TOGETHER = 10_000  # things that are looked up at once
