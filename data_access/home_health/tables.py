"""Reports of people at home, and the codes of the papers that open them; what was said lies under the person's own key."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, LargeBinary, Table, UniqueConstraint, text

from data_access.tables import Code, Instant, area_columns, id_column, metadata

# The areas are those in which the person lives, as it was known when the report came.
health_report = Table(
    "health_report",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("episode_id", BigInteger, ForeignKey("quarantine.id", ondelete="CASCADE"), nullable=False),
    Column("day", Date, nullable=False),
    Column("slot", Code, nullable=False),
    Column("at", Instant, nullable=False),
    Column("channel", Code, nullable=False),
    Column("outcome", Code, nullable=False),
    Column("said", LargeBinary),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("notice", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("key", Code, nullable=False),
    Column("entered_by", BigInteger),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Column("replaced", Boolean, nullable=False, server_default="false"),
    Column("through", BigInteger, ForeignKey("quarantine.id", ondelete="SET NULL")),
    Column("agreed", Boolean, nullable=False, server_default="false"),
    *area_columns(),
    UniqueConstraint("person_id", "key"),
    Index(
        "uq_health_report_window", "person_id", "day", "slot", unique=True, postgresql_where=text("not replaced")
    ),
    Index("ix_health_report_street_community_day", "street", "community", "day"),
    Index("ix_health_report_episode_id", "episode_id"),
    Index("ix_health_report_through", "through", postgresql_where=text("through is not null")),
)  # fmt: skip

report_code = Table(
    "report_code",
    metadata,
    id_column(),
    Column("episode_id", BigInteger, ForeignKey("quarantine.id", ondelete="CASCADE"), nullable=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
    Column("given_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_report_code_episode_id", "episode_id"),
)
