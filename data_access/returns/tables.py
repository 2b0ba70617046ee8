"""Tables of key regions, of who comes back, and of what each source said of it; the latter under the wall of where they live."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, LargeBinary, SmallInteger, Table, Text, text

from data_access.tables import Code, Instant, id_column, metadata

key_region = Table(
    "key_region",
    metadata,
    id_column(),
    Column("code", Code, nullable=False),
    Column("name", Code, nullable=False),
    Column("level", Code, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("source", Text, nullable=False),
    Index("uq_key_region_since", "code", "name", "since", unique=True),
)


def on_the_list(origin: str, day: str, region: str = "key_region") -> str:
    """SQL: the region is a key region on that day, and holds the origin; `cockpit.returns.listed` says the same."""
    holds = f"{region}.code <> '' and left({origin}, length({region}.code)) = {region}.code"
    return f"{holds} and {region}.since <= {day} and ({region}.until is null or {region}.until >= {day})"


# `told`: name and phone of whoever is nobody of the inventory yet, and what the origin was called, sealed; `token` is the
# keyed digest of that phone. `journey`: the how manieth of that person, so that of two who hear of it at once one is slower.
return_entry = Table(
    "return_entry",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id")),
    Column("token", LargeBinary),
    Column("journey", SmallInteger, nullable=False),
    Column("told", LargeBinary, nullable=False),
    Column("origin", Code, nullable=False),
    Column("left_on", Date),
    Column("expected_on", Date),
    Column("arrived_on", Date),
    Column("heard_on", Date, nullable=False),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("visit", Code),
    Column("visited_at", Instant),
    Column("visited_by", BigInteger),
    Column("closed", Code),
    Column("closed_at", Instant),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    Column("street", Code, nullable=False),
    Column("community", Code),
    Column("grid", Code),
    Index("ix_return_entry_street_community", "street", "community"),
    Index(
        "uq_return_entry_person", "person_id", "journey", unique=True, postgresql_where=text("person_id is not null")
    ),
    Index("uq_return_entry_token", "token", "journey", unique=True, postgresql_where=text("person_id is null")),
)  # fmt: skip

# `said` is what the source said of whom and where from, sealed.
return_word = Table(
    "return_word",
    metadata,
    id_column(),
    Column("entry_id", BigInteger, ForeignKey("return_entry.id", ondelete="cascade"), nullable=False),
    Column("source", Code, nullable=False),
    Column("at", Instant, nullable=False),
    Column("account", BigInteger),
    Column("said", LargeBinary, nullable=False),
    Column("left_on", Date),
    Column("expected_on", Date),
    Column("arrived_on", Date),
    Column("area", Code, nullable=False),
    Index("ix_return_word_entry_id", "entry_id"),
)
