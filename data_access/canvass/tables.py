"""Tables of rounds, of their homes with each answer that was given there, and of whom they found."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, Index, LargeBinary, SmallInteger, Table, text
from sqlalchemy.dialects.postgresql import JSONB

from data_access.tables import Code, Instant, area_columns, id_column, metadata, scope_columns

# Days are the district's own. The areas are empty below that of the round; `final`: counts by community at its close.
screening_round = Table(
    "screening_round",
    metadata,
    id_column(),
    Column("name", Code, nullable=False),
    Column("area", Code, nullable=False),
    *scope_columns(),
    Column("tenure", Code),
    Column("unvisited_since", Date),
    Column("came_since", Date),
    Column("opened_at", Instant, nullable=False),
    Column("opened_by", BigInteger),
    Column("due_on", Date, nullable=False),
    Column("out_of", BigInteger, ForeignKey("screening_round.id")),
    Column("repeats_before", Date),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Column("closed_at", Instant),
    Column("final", JSONB),
)

# One row a home and round, from the moment at which the round was opened; `came_from` and `came_on` are the key region and the
# day for which it is there, where that was asked. `answer` is the one that counts, without a key to
# it: it is written before that.
round_visit = Table(
    "round_visit",
    metadata,
    id_column(),
    Column("round_id", BigInteger, ForeignKey("screening_round.id"), nullable=False),
    Column("household_id", BigInteger, ForeignKey("household.id"), nullable=False),
    *area_columns(),
    Column("result", Code, nullable=False),
    Column("answer", BigInteger),
    Column("answered_at", Instant),
    Column("account", BigInteger),
    Column("people", SmallInteger),
    Column("found", SmallInteger, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("for_account", BigInteger),
    Column("for_team", BigInteger),
    Column("came_from", Code),
    Column("came_on", Date),
    Index("uq_round_visit_of_home", "round_id", "household_id", unique=True),
    Index("ix_round_visit_round_id_street_community", "round_id", "street", "community", "grid"),
    Index("ix_round_visit_household_id_answered_at", "household_id", "answered_at", postgresql_where=text("answer is not null")),
)  # fmt: skip

# `told` is what somebody wrote, and whether somebody has symptoms, sealed as JSON.
visit_answer = Table(
    "visit_answer",
    metadata,
    id_column(),
    Column("visit_id", BigInteger, ForeignKey("round_visit.id"), nullable=False, index=True),
    *area_columns(),
    Column("result", Code, nullable=False),
    Column("people", SmallInteger),
    Column("returned", SmallInteger, nullable=False),
    Column("came_from", Code, nullable=False),
    Column("unnamed", SmallInteger, nullable=False),
    Column("since", Date),
    Column("again", Boolean, nullable=False),
    Column("told", LargeBinary),
    Column("account", BigInteger),
    Column("at", Instant, nullable=False),
    Column("before", BigInteger),
)

# Somebody who has to stay apart, of one answer; without a person, somebody whom the inventory does not know. Those of an answer
# that does not count any more are nobody's.
round_finding = Table(
    "round_finding",
    metadata,
    id_column(),
    Column("round_id", BigInteger, ForeignKey("screening_round.id"), nullable=False),
    Column("visit_id", BigInteger, ForeignKey("round_visit.id"), nullable=False, index=True),
    Column("answer", BigInteger, nullable=False),
    Column("person_id", BigInteger, ForeignKey("person.id"), index=True),
    *area_columns(),
    Column("since", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Index("ix_round_finding_round_id_community", "round_id", "community"),
)
