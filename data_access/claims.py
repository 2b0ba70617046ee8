"""Claims: what somebody demands of their own data; the value they give and the reason they get are sealed under their key."""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, text

from data_access.tables import Code, Instant, id_column, metadata

claim = Table(
    "claim",
    metadata,
    id_column(),
    Column("person_id", BigInteger, nullable=False),
    Column("kind", Code, nullable=False),
    Column("field", Code, nullable=False),
    Column("value", LargeBinary),
    Column("notice", BigInteger, nullable=False),
    Column("way", Code, nullable=False),
    Column("account", BigInteger),
    Column("asked_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("outcome", Code),
    Column("decided_at", Instant),
    Column("decided_by", BigInteger),
    Column("reason", LargeBinary),
    Index("uq_claim_open", "person_id", "kind", "field", unique=True, postgresql_where=text("decided_at is null")),
    Index("ix_claim_due", "asked_at", postgresql_where=text("decided_at is null")),
)
