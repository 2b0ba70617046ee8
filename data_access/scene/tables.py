"""Tables of teams on the scene. Clocks and positions stand behind the wall of their incident."""

from sqlalchemy import BigInteger, Boolean, Column, Double, ForeignKey, Index, Table, UniqueConstraint

from data_access.tables import Instant, id_column, metadata, point_columns

scene_clock = Table(
    "scene_clock",
    metadata,
    Column("assignment_id", BigInteger, ForeignKey("assignment.id"), primary_key=True, autoincrement=False),
    Column("incident_id", BigInteger, ForeignKey("incident.id"), nullable=False, index=True),
    Column("team_id", BigInteger, ForeignKey("team.id"), nullable=False),
    Column("sign_at", Instant, nullable=False),
    Column("amber_at", Instant, nullable=False),
    Column("red_at", Instant, nullable=False),
    Column("rule", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("lapsed_at", Instant),
)

position_consent = Table(
    "position_consent",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("terminal", BigInteger, ForeignKey("terminal.id", ondelete="cascade")),
    Column("notice", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("yes", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_position_consent_account_terminal", "account", "terminal"),
)

team_position = Table(
    "team_position",
    metadata,
    id_column(),
    Column("team_id", BigInteger, ForeignKey("team.id"), nullable=False),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("incident_id", BigInteger, ForeignKey("incident.id"), nullable=False, index=True),
    *point_columns(),
    Column("accuracy", Double, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("account", "incident_id"),
)
