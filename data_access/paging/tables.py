"""Who was told of what, by which channels, and where these lead."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from data_access.tables import Code, Instant, id_column, metadata, scope_columns

paging = Table(
    "paging",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("event", Code, nullable=False),
    Column("subject", Code, nullable=False),
    Column("subject_id", Code, nullable=False),
    Column("area", Code, nullable=False),
    *scope_columns(),
    Column("priority", Integer, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("district_at", Instant, nullable=False),
    Column("by_account", BigInteger),
    Column("channel", BigInteger),
    Column("seen_at", Instant),
    Column("late_told_at", Instant),
    Index("ix_paging_account", "account", "id"),
    Index("ix_paging_subject", "subject", "subject_id"),
    Index("ix_paging_unseen", "account", postgresql_where=text("seen_at is null")),
)

own_channel = Table(
    "own_channel",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False, index=True),
    Column("kind", Code, nullable=False),
    Column("target", LargeBinary, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("place", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("gone", Boolean, nullable=False, server_default=false()),
    Column("held_until", Instant),
)

# `bundle` is the number of the first paging in the message: the same at each try.
paging_delivery = Table(
    "paging_delivery",
    metadata,
    Column("paging", BigInteger, ForeignKey("paging.id", ondelete="cascade"), nullable=False),
    Column("channel", BigInteger, ForeignKey("own_channel.id"), nullable=False),
    Column("kind", Code, nullable=False),
    Column("bundle", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("tried_at", Instant),
    Column("said", Code, nullable=False, server_default=""),
    Column("handed_at", Instant),
    Column("delivered_at", Instant),
    PrimaryKeyConstraint("paging", "channel"),
    Index("ix_paging_delivery_channel_bundle", "channel", "bundle"),
)

# A phone or browser that may be woken; gone with the session that allowed it.
push_subscription = Table(
    "push_subscription",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False, index=True),
    Column("session", BigInteger, ForeignKey("session.id", ondelete="cascade"), nullable=False, unique=True),
    Column("endpoint", LargeBinary, nullable=False),
    Column("since", Instant, nullable=False),
)
