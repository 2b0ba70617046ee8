"""Tables of places and enterprises; both are no secret, but who answers for them is."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, false

from data_access.tables import Code, area_columns, id_column, metadata, point_columns

# Who answers for it is sealed under the field key, as JSON: name and phone.
place = Table(
    "place",
    metadata,
    id_column(),
    Column("code", Code, nullable=False, unique=True),
    Column("kind", Code, nullable=False),
    Column("name", Text, nullable=False),
    Column("sort_key", Code, nullable=False),
    Column("initials", Code, nullable=False, server_default=""),
    Column("address", Text, nullable=False),
    Column("contact", LargeBinary),
    *area_columns(),
    *point_columns(),
    Column("flagged", Boolean, nullable=False, server_default=false()),
    Index("ix_place_kind_street", "kind", "street"),
    Index("ix_place_street_name", "street", "name"),
)

enterprise = Table(
    "enterprise",
    metadata,
    id_column(),
    Column("credit_code", Code, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("sort_key", Code, nullable=False),
    Column("initials", Code, nullable=False, server_default=""),
    Column("trade", Code, nullable=False),
    Column("size", Code, nullable=False, server_default=""),
    Column("staff", Integer, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("contact", LargeBinary),
    Column("place_id", BigInteger, ForeignKey("place.id")),
    *area_columns(),
    *point_columns(),
    Column("flagged", Boolean, nullable=False, server_default=false()),
    Index("ix_enterprise_street", "street"),
)
