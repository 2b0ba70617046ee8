"""Needs of people at home, and the photo of what lies at the door; words lie under the person's own key, a photo under one of
its own, which goes with its row."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, text

from data_access.tables import Code, Instant, area_columns, id_column, metadata

# Building and areas are those in which the person lives, as it was known when it was asked for.
need = Table(
    "need",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("episode_id", BigInteger, ForeignKey("quarantine.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Code, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("report", BigInteger),
    Column("day", Date),
    Column("slot", Code),
    Column("entered_by", BigInteger),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Column("words", LargeBinary),
    Column("state", Code, nullable=False),
    Column("team", BigInteger, ForeignKey("team.id")),
    Column("account", BigInteger),
    Column("before", Code),
    Column("step_by", BigInteger),
    Column("step_at", Instant),
    Column("claimed_at", Instant),
    Column("bought_at", Instant),
    Column("delivered_at", Instant),
    Column("thanked_at", Instant),
    Column("closed_at", Instant),
    Column("why", Code),
    Column("spent", Integer),
    Column("paid_at", Instant),
    Column("place_id", BigInteger, ForeignKey("place.id")),
    *area_columns(),
    Index("ix_need_street_community_state", "street", "community", "state"),
    Index("ix_need_person_id", "person_id"),
    Index("ix_need_episode_id", "episode_id"),
    Index("ix_need_team", "team", postgresql_where=text("team is not null")),
    Index(
        "uq_need_undone", "episode_id", "kind", unique=True,
        postgresql_where=text("state in ('open', 'claimed', 'bought') and kind <> 'other'"),
    ),
)  # fmt: skip

# One a need: a delivery that is done anew brings a photo of its own.
need_photo = Table(
    "need_photo",
    metadata,
    Column("need_id", BigInteger, ForeignKey("need.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("key", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
