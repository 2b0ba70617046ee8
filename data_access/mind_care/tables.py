"""Cases of psychological care: their times and states; the code that opens one's own; the case's key; and what is sealed under it."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, UniqueConstraint, text

from data_access.tables import Code, Instant, id_column, metadata

# Nothing of what was answered or said stands here. `person_id` only where somebody wants it so.
mind_case = Table(
    "mind_case",
    metadata,
    id_column(),
    Column("opened_at", Instant, nullable=False),
    Column("notice", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("person.id")),
    Column("asked_at", Instant),
    Column("asked_told_at", Instant),
    Column("crisis_at", Instant),
    Column("crisis_step", Integer, nullable=False, server_default="-1"),
    Column("crisis_answered_at", Instant),
    Column("counsellor", BigInteger, ForeignKey("account.id")),
    Column("taken_at", Instant),
    Column("first_contact_at", Instant),
    Column("next_call_at", Instant),
    Column("retest_at", Instant, nullable=False),
    Column("retest_told_at", Instant),
    Column("retested_at", Instant),
    Column("closed_at", Instant),
    Column("outcome", Code),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Index("ix_mind_case_opened_at", "opened_at"),
    Index("ix_mind_case_counsellor", "counsellor", postgresql_where=text("closed_at is null")),
    Index("ix_mind_case_person_id", "person_id", postgresql_where=text("person_id is not null")),
)

# A table of its own, which a backup leaves out. It points at nothing: a restore puts the newest keys beside cases of an older day.
mind_key = Table(
    "mind_key",
    metadata,
    Column("case_id", BigInteger, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
)

mind_code = Table(
    "mind_code",
    metadata,
    Column("case_id", BigInteger, ForeignKey("mind_case.id"), primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False, unique=True),
)

# `kind` is answers, reach, call or plan; `told` JSON under the case's own key; `key` is the form's, so that none counts twice.
mind_text = Table(
    "mind_text",
    metadata,
    id_column(),
    Column("case_id", BigInteger, ForeignKey("mind_case.id"), nullable=False),
    Column("kind", Code, nullable=False),
    Column("at", Instant, nullable=False),
    Column("key", Code, nullable=False),
    Column("told", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "kind", "key"),
)
