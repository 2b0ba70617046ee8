"""Tables of persons, households and who lives where; the keys of persons, and the tokens by which they are found.

A person's own fields are sealed under the person's own key, doors under the field key; places, dates and areas are
plain. Whose key is gone, is erased.
"""

from sqlalchemy import BigInteger, Column, Computed, Date, ForeignKey, Index, LargeBinary, Table, text

from data_access.tables import Code, area_columns, id_column, metadata

# `token` is a keyed digest of place and door, by which a household is known again; no two are equal. The landlord's
# name and phone are sealed as JSON under the field key.
household = Table(
    "household",
    metadata,
    id_column(),
    Column("place_id", BigInteger, ForeignKey("place.id"), nullable=False),
    Column("tenure", Code, nullable=False),
    Column("door", LargeBinary, nullable=False),
    Column("token", LargeBinary, unique=True),
    Column("since", Date),
    Column("landlord", LargeBinary),
    *area_columns(),
    Index("ix_household_street_community", "street", "community"),
    Index("ix_household_no_token", "id", postgresql_where=text("token is null")),
)

# The areas are those of the current residence: of the last one, once somebody has left the district. `merged_into`: this
# record is of the same person as that one, and stays as a pointer to it.
person = Table(
    "person",
    metadata,
    id_column(),
    Column("name", LargeBinary, nullable=False),
    Column("born", Date, nullable=False),
    Column("number", LargeBinary),
    Column("number_type", Code),
    Column("number_country", Code),
    Column("phone", LargeBinary),
    *area_columns(),
    Column("merged_into", BigInteger, ForeignKey("person.id")),
    Index("ix_person_street_community", "street", "community"),
    Index("ix_person_merged_into", "merged_into", postgresql_where=text("merged_into is not null")),
)

# A table of its own, which a backup leaves out. The pseudonym under which the person's records lie in the lake is sealed under
# the person's own key and stands nowhere else: with the key goes whose they are. `pseudonym_token` is a keyed digest of it. Nor does it point at `person`: a restore puts the newest keys beside
# people of an older day.
person_key = Table(
    "person_key",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("pseudonym", LargeBinary),
    Column("pseudonym_token", LargeBinary, unique=True),
    Column("key_id", Code, Computed("encode(substring(wrapped from 2 for 4), 'escape')", persisted=True)),
)

person_token = Table(
    "person_token",
    metadata,
    Column("token", LargeBinary, primary_key=True),
    Column("person_id", BigInteger, ForeignKey("person.id"), primary_key=True, index=True),
    Column("kind", Code, nullable=False),
    Column("street", Code, nullable=False),
)

residence = Table(
    "residence",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False, index=True),
    Column("household_id", BigInteger, ForeignKey("household.id"), nullable=False, index=True),
    Column("since", Date, nullable=False),
    Column("until", Date),
    *area_columns(),
    Index("ix_residence_street_community", "street", "community"),
    Index("uq_residence_current", "person_id", unique=True, postgresql_where=text("until is null")),
)
