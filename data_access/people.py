"""Persons, households and who lives where. Names and doors are sealed; places, dates and areas are plain."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, LargeBinary, Table

from data_access.tables import Code, area_columns, id_column, metadata

household = Table(
    "household",
    metadata,
    id_column(),
    Column("place_id", BigInteger, ForeignKey("place.id"), nullable=False),
    Column("tenure", Code, nullable=False),
    Column("door", LargeBinary, nullable=False),
    *area_columns(),
    Index("ix_household_street_community", "street", "community"),
)

person = Table(
    "person",
    metadata,
    id_column(),
    Column("name", LargeBinary, nullable=False),
    Column("born", Date, nullable=False),
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
)
