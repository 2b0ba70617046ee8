"""Tables of linking. Nothing in them names anybody: numbers of records, how far fields agree, dates of residences."""

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, Table, text
from sqlalchemy.dialects.postgresql import JSONB

from data_access.tables import Code, Instant, id_column, metadata

# `levels` is JSON: how far each field agrees. `one` is the lower of the two numbers; neither refers to `person`, so that
# an import that is taken back does not stay for a pair that nobody has looked at.
person_pair = Table(
    "person_pair",
    metadata,
    id_column(),
    Column("one", BigInteger, nullable=False),
    Column("other", BigInteger, nullable=False, index=True),
    Column("weight", Double, nullable=False),
    Column("levels", JSONB, nullable=False),
    Column("rule", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("run", BigInteger),
    Column("found_at", Instant, nullable=False),
    Column("state", Code, nullable=False),
    Column("decided_by", BigInteger),
    Column("decided_at", Instant),
    Index("uq_person_pair_one_other", "one", "other", unique=True),
    Index("ix_person_pair_waiting", "weight", postgresql_where=text("state = 'waiting'")),
)

# `moved` is JSON: of residences their numbers, whose they were and when they ended; of all else numbers by table; and
# the areas that the survivor had. `taken` are fields that the survivor had not.
person_merge = Table(
    "person_merge",
    metadata,
    id_column(),
    Column("survivor", BigInteger, ForeignKey("person.id"), nullable=False, index=True),
    Column("absorbed", BigInteger, ForeignKey("person.id"), nullable=False, index=True),
    Column("pair", BigInteger, nullable=False),
    Column("account", BigInteger),
    Column("at", Instant, nullable=False),
    Column("moved", JSONB, nullable=False),
    Column("taken", JSONB, nullable=False),
    Column("undone_at", Instant),
    Column("undone_by", BigInteger),
)

link_run = Table(
    "link_run",
    metadata,
    id_column(),
    Column("account", BigInteger),
    Column("at", Instant, nullable=False),
    Column("machine_at", Instant, nullable=False),
    Column("stage", Code, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("done", "of", "persons", "merged", "queued")),
    Column("why", Code, nullable=False),
)
