"""Leave, offered shifts and the steps of a roster; the shifts themselves lie beside the teams."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, LargeBinary, Table, false, text
from sqlalchemy.dialects.postgresql import JSONB

from data_access.tables import Code, Instant, id_column, metadata

leave = Table(
    "leave",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("starts", Instant, nullable=False),
    Column("ends", Instant, nullable=False),
    Column("reason", LargeBinary, nullable=False),
    Column("back_at", Instant),
    CheckConstraint("ends > starts", name="forward"),
    Index("ix_leave_account_ends", "account", "ends"),
)

swap = Table(
    "swap",
    metadata,
    id_column(),
    Column("shift", BigInteger, nullable=False),
    Column("offered_by", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("offered_at", Instant, nullable=False),
    Column("lead_agrees", Boolean, nullable=False),
    Column("policy", BigInteger, nullable=False),
    Column("taken_by", BigInteger, ForeignKey("account.id")),
    Column("taken_at", Instant),
    Column("state", Code, nullable=False),
    Column("ended_by", BigInteger, ForeignKey("account.id")),
    Column("ended_at", Instant),
    Index("uq_swap_open", "shift", unique=True, postgresql_where=text("state in ('offered', 'taken')")),
)

roster_step = Table(
    "roster_step",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("act", Code, nullable=False),
    Column("before", JSONB, nullable=False),
    Column("after", JSONB, nullable=False),
    Column("undone", Boolean, nullable=False, server_default=false()),
    Index("ix_roster_step_account", "account"),
)
