"""Tables of cases, of who was exposed to them, and of how likely it is that they were infected; each under the wall of the person that it is about."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    UniqueConstraint,
    text,
)

from cockpit.screening import CaseStatus
from data_access.tables import Code, Instant, area_columns, id_column, metadata

EXPOSING = (CaseStatus.SUSPECTED, CaseStatus.PROBABLE, CaseStatus.CONFIRMED, CaseStatus.ASYMPTOMATIC)

# Days are the district's own. `closed_at`: since when it is ruled out. `itinerary_told` counts how often its itinerary was
# changed, `itinerary_landed` up to which of them the lake has it, as batch `itinerary_batch`.
case_record = Table(
    "case_record",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("status", Code, nullable=False),
    Column("onset", Date),
    Column("sampled", Date),
    Column("isolated_at", Instant),
    Column("severe", Boolean, nullable=False),
    Column("reported_at", Instant, nullable=False),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("closed_at", Instant),
    Column("itinerary_told", Integer, nullable=False, server_default="0"),
    Column("itinerary_landed", Integer, nullable=False, server_default="0"),
    Column("itinerary_batch", BigInteger),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    *area_columns(),
    Index("ix_case_record_street_community", "street", "community"),
    Index("uq_case_record_of_person", "person_id", unique=True, postgresql_where=text("closed_at is null")),
)

# The areas are those of whoever was exposed. `ended` is empty while they are still together, `lasts` the last day of the
# observation, empty as long; `gone_at`: since when it is known not to be so. `said_by`: the account of who knew it, where no
# record shows it; `denied`: why it does not count, by an investigator's word.
exposure = Table(
    "exposure",
    metadata,
    id_column(),
    Column("case_id", BigInteger, ForeignKey("case_record.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("setting", Code, nullable=False),
    Column("closeness", SmallInteger, nullable=False),
    Column("began", Instant, nullable=False),
    Column("ended", Instant),
    Column("place", Code, nullable=False),
    Column("lasts", Date),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("found_at", Instant, nullable=False),
    Column("gone_at", Instant),
    Column("said_by", BigInteger),
    Column("denied", Code),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    *area_columns(),
    Index("ix_exposure_person_id", "person_id"),
    Index("ix_exposure_street_community", "street", "community"),
    Index(
        "uq_exposure_standing", "case_id", "person_id", "setting", "began", "place", unique=True,
        postgresql_where=text("gone_at is null"),
    ),
)  # fmt: skip

# Contacts of contacts by records: whom a close contact (`through_id`) of the case met, once for each of them. The areas are
# those of `person_id`. A row says nothing where the contact between is none any more.
second_contact = Table(
    "second_contact",
    metadata,
    id_column(),
    Column("case_id", BigInteger, ForeignKey("case_record.id", ondelete="cascade"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False, index=True),
    Column("through_id", BigInteger, ForeignKey("person.id"), nullable=False, index=True),
    Column("setting", Code, nullable=False),
    Column("closeness", SmallInteger, nullable=False),
    Column("began", Instant, nullable=False),
    Column("ended", Instant, nullable=False),
    Column("place", Code, nullable=False),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    *area_columns(),
    Index("ix_second_contact_street_community", "street", "community"),
    UniqueConstraint("case_id", "person_id", "through_id"),
)

# How somebody stands from `at` until `gone_at`; whoever has no row that holds is at no risk that is known. `parts`: what it
# rests on, sealed, for it may say of somebody's health; score and level stand in plain, as closeness does, to be counted by.
risk_assessment = Table(
    "risk_assessment",
    metadata,
    id_column(),
    Column("person_id", BigInteger, ForeignKey("person.id"), nullable=False),
    Column("score", Float, nullable=False),
    Column("level", SmallInteger, nullable=False),
    Column("policy", BigInteger, ForeignKey("policy.id"), nullable=False),
    Column("parts", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    Column("gone_at", Instant),
    Column("emergency", BigInteger, ForeignKey("emergency.id")),
    *area_columns(),
    Index("ix_risk_assessment_person_id", "person_id"),
    Index("ix_risk_assessment_street_community", "street", "community"),
    Index("uq_risk_assessment_standing", "person_id", unique=True, postgresql_where=text("gone_at is null")),
)
