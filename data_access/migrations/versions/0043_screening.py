"""Cases and who was exposed to them; what was ordered of quarantine, and why it ended before its day; the rules of contact."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, opened, protect

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables, and new columns that the version before leaves as they begin

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
AREAS = ("street", "community", "grid")

# Whoever sees somebody who was exposed sees the case that it was to, and not whose case it is.
OF_CASE = f"{WITHIN} or {opened('persons', 'person_id')} or exists (select 1 from exposure e where e.case_id = case_record.id)"
MEANS = (
    '{"plane": {"unit": "row", "rows": 3, "others": true}, "sealed_train": {"unit": "carriage"},'
    ' "train": {"unit": "row", "rows": 1}, "sealed_coach": {"unit": "vehicle"}, "coach": {"unit": "row", "rows": 3},'
    ' "ship": {"unit": "compartment"}}'
)
EDITIONS = f"""
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'contact', 'any', d.code, r.since, least(r.since, min(p.published_at)), r.source,
  jsonb_build_object('look_back', r.look_back, 'minutes', 15, 'observation', 14, 'means', cast('{MEANS}' as jsonb))
from district d join policy p on p.area = d.code cross join (values
  (timestamptz '2020-01-15 00:00+08',
    'National plan before its fifth edition: from the day of the onset on; 14 days of observation', 0),
  (timestamptz '2020-02-21 00:00+08',
    'National plan, fifth edition, from 21 February 2020: from two days before the onset on; 14 days of observation', 2)
) as r(since, source, look_back) group by d.code, r.since, r.source, r.look_back order by r.since
"""
KEPT = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'retention', 'contact', d.code, min(p.holds_from), min(p.published_at),
  'District default: contacts, and cases that were ruled out, 30 days after their observation', '{"days": 30}'
from district d join policy p on p.area = d.code group by d.code
"""


def upgrade() -> None:
    cases()
    exposures()
    ordered()
    for statement in (
        *protect("exposure", f"{WITHIN} or {opened('persons', 'person_id')}"), *protect("case_record", OF_CASE), EDITIONS, KEPT,
    ):  # fmt: skip
        op.execute(statement)


def cases() -> None:
    op.create_table(
        "case_record",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("status", CODE, nullable=False),
        *(sa.Column(name, sa.Date()) for name in ("onset", "sampled")),
        sa.Column("isolated_at", INSTANT),
        sa.Column("severe", sa.Boolean(), nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.Column("emergency", sa.BigInteger()),
        *(sa.Column(name, CODE, nullable=False) for name in AREAS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_record")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_record_person_id")),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_case_record_policy")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_case_record_emergency")),
    )
    op.create_index("ix_case_record_street_community", "case_record", ["street", "community"])
    of_person = {"unique": True, "postgresql_where": sa.text("closed_at is null")}
    op.create_index("uq_case_record_of_person", "case_record", ["person_id"], **of_person)


def exposures() -> None:
    op.create_table(
        "exposure",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("case_id", "person_id")),
        sa.Column("setting", CODE, nullable=False),
        sa.Column("closeness", sa.SmallInteger(), nullable=False),
        sa.Column("began", INSTANT, nullable=False),
        sa.Column("ended", INSTANT),
        sa.Column("place", CODE, nullable=False),
        sa.Column("lasts", sa.Date()),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("gone_at", INSTANT),
        sa.Column("said_by", sa.BigInteger()),
        sa.Column("denied", CODE),
        sa.Column("emergency", sa.BigInteger()),
        *(sa.Column(name, CODE, nullable=False) for name in AREAS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exposure")),
        sa.ForeignKeyConstraint(["case_id"], ["case_record.id"], name=op.f("fk_exposure_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exposure_person_id")),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_exposure_policy")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_exposure_emergency")),
    )
    op.create_index("ix_exposure_person_id", "exposure", ["person_id"])
    op.create_index("ix_exposure_street_community", "exposure", ["street", "community"])
    standing = {"unique": True, "postgresql_where": sa.text("gone_at is null")}
    op.create_index(
        "uq_exposure_standing", "exposure", ["case_id", "person_id", "setting", "began", "place"], **standing
    )


def ordered() -> None:
    op.add_column("quarantine", sa.Column("cause", CODE, nullable=False, server_default="unknown"))
    op.add_column("quarantine", sa.Column("ordered_at", INSTANT))
    op.add_column("quarantine", sa.Column("policy", sa.BigInteger()))
    op.create_foreign_key(op.f("fk_quarantine_policy"), "quarantine", "policy", ["policy"], ["id"])
    op.add_column("quarantine", sa.Column("lifted_on", sa.Date()))
    op.add_column("quarantine", sa.Column("lifted", CODE))


def downgrade() -> None:
    raise RuntimeError("cases and their contacts would be forgotten; restore a backup instead")
