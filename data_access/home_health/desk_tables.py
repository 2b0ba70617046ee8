"""Tasks of the desks for people at home, and what is written down of a person; notes and facts lie under the person's own key."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, text

from data_access.tables import Code, Instant, area_columns, id_column, metadata

OPEN = "state in ('pending', 'in_progress')"

care_task = Table(
    "care_task",
    metadata,
    id_column(),
    Column("kind", Code, nullable=False),
    Column("desk", Code, nullable=False),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("episode_id", BigInteger, ForeignKey("quarantine.id", ondelete="CASCADE"), nullable=False),
    Column("report_id", BigInteger, ForeignKey("health_report.id", ondelete="SET NULL")),
    Column("gravity", Code, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("day", Date),
    *(Column(name, Code) for name in ("slot", "result", "reason", "was")),
    Column("state", Code, nullable=False),
    *(Column(name, BigInteger) for name in ("opened_by", "owner", "approved_by", "ended_by")),
    *(Column(name, Instant) for name in ("taken_at", "approved_at", "ended_at", "look_at")),
    Column("told", Integer, nullable=False, server_default="0"),
    Column("note", LargeBinary),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    *area_columns(),
    Index(
        "uq_care_task_joined", "person_id", "desk", unique=True,
        postgresql_where=text(f"{OPEN} and kind in ('supply', 'call', 'visit')"),
    ),
    Index("uq_care_task_knock", "person_id", "day", "slot", unique=True, postgresql_where=text(f"{OPEN} and kind = 'knock'")),
    Index("uq_care_task_transfer", "person_id", unique=True, postgresql_where=text(f"{OPEN} and kind = 'transfer'")),
    Index("ix_care_task_street_community", "street", "community", postgresql_where=text(OPEN)),
    Index("ix_care_task_look_at", "look_at", postgresql_where=text(OPEN)),
    Index("ix_care_task_person_id", "person_id"),
    Index("ix_care_task_episode_id", "episode_id"),
    Index("ix_care_task_report_id", "report_id"),
)  # fmt: skip

care_fact = Table(
    "care_fact",
    metadata,
    id_column(),
    Column("kind", Code, nullable=False),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("episode_id", BigInteger, ForeignKey("quarantine.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("account", BigInteger),
    Column("told", LargeBinary, nullable=False),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Index("ix_care_fact_person_id", "person_id"),
    Index("ix_care_fact_episode_id", "episode_id"),
)
