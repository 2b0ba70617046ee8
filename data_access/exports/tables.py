"""The table of exports: what was asked for, by whom, and what became of it; the files lie sealed in the data folder."""

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table

from data_access.tables import Code, Instant, id_column, metadata

# `reason` is what somebody wrote, and sealed under the field key.
export = Table(
    "export",
    metadata,
    id_column(),
    Column("what", Code, nullable=False),
    Column("area", Code, nullable=False),
    Column("form", Code, nullable=False),
    Column("grade", Code, nullable=False),
    Column("account", BigInteger),
    Column("asked_at", Instant, nullable=False),
    Column("machine_at", Instant, nullable=False),
    Column("state", Code, nullable=False),
    Column("reason", LargeBinary),
    Column("agreed_by", BigInteger),
    Column("rows", Integer, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("done", Integer, nullable=False),
    Column("of", Integer, nullable=False),
    Column("until", Instant),
    Index("ix_export_account", "account"),
)
