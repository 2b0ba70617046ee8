"""Rounds of knocks at homes: their lists, each answer, whom they found; the rules of them."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, opened, protect

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
AREAS = ("street", "community", "grid")

# A round is seen by whoever has homes in it: of the area itself, of one inside it, of one around it.
STREET, COMMUNITY = (f"(select current_setting('cockpit.{one}', true))" for one in ("street", "community"))
OF_ROUND = (
    "(select current_setting('cockpit.district', true)) <> ''"
    f" or (street is null and ({STREET} <> '' or {COMMUNITY} <> ''))"
    f" or (street = {STREET})"
    f" or (street = left({COMMUNITY}, 9) and (community is null or community = {COMMUNITY}))"
)
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, r.body::jsonb
from district d join policy p on p.area = d.code cross join (values
  ('canvass', 'any',
    'District default: 14 days apart from the visit or the return; an answer can be taken back for 10 minutes',
    '{"undo": 10, "days": 14, "regions": ["420000", "330300"]}'),
  ('retention', 'canvass', 'District default: what was asked at the doors, 30 days after the round was closed', '{"days": 30}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    rounds()
    visits()
    answers()
    findings()
    for statement in (
        *protect("screening_round", OF_ROUND, WITHIN), *protect("round_visit", WITHIN), *protect("visit_answer", WITHIN),
        *protect("round_finding", f"{WITHIN} or {opened('persons', 'person_id')}"), RULES,
    ):  # fmt: skip
        op.execute(statement)


def rounds() -> None:
    op.create_table(
        "screening_round",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("name", "area")),
        *(sa.Column(name, CODE) for name in (*AREAS, "tenure")),
        sa.Column("unvisited_since", sa.Date()),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by", sa.BigInteger()),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("out_of", sa.BigInteger()),
        sa.Column("repeats_before", sa.Date()),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.Column("emergency", sa.BigInteger()),
        sa.Column("closed_at", INSTANT),
        sa.Column("final", sa.dialects.postgresql.JSONB()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_round")),
        sa.ForeignKeyConstraint(["out_of"], ["screening_round.id"], name=op.f("fk_screening_round_out_of")),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_screening_round_policy")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_screening_round_emergency")),
    )


def visits() -> None:
    op.create_table(
        "round_visit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("round_id", "household_id")),
        *(sa.Column(name, CODE, nullable=False) for name in (*AREAS, "result")),
        sa.Column("answer", sa.BigInteger()),
        sa.Column("answered_at", INSTANT),
        sa.Column("account", sa.BigInteger()),
        sa.Column("people", sa.SmallInteger()),
        sa.Column("found", sa.SmallInteger(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("for_account", "for_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_visit")),
        sa.ForeignKeyConstraint(["round_id"], ["screening_round.id"], name=op.f("fk_round_visit_round_id")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_round_visit_household_id")),
    )
    op.create_index("uq_round_visit_of_home", "round_visit", ["round_id", "household_id"], unique=True)
    op.create_index(
        "ix_round_visit_round_id_street_community", "round_visit", ["round_id", "street", "community", "grid"]
    )
    op.create_index(
        "ix_round_visit_household_id_answered_at", "round_visit", ["household_id", "answered_at"],
        postgresql_where=sa.text("answer is not null"),
    )  # fmt: skip


def answers() -> None:
    op.create_table(
        "visit_answer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("visit_id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in (*AREAS, "result", "came_from")),
        sa.Column("people", sa.SmallInteger()),
        *(sa.Column(name, sa.SmallInteger(), nullable=False) for name in ("returned", "unnamed")),
        sa.Column("since", sa.Date()),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("told", sa.LargeBinary()),
        sa.Column("account", sa.BigInteger()),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("before", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_answer")),
        sa.ForeignKeyConstraint(["visit_id"], ["round_visit.id"], name=op.f("fk_visit_answer_visit_id")),
    )
    op.create_index("ix_visit_answer_visit_id", "visit_answer", ["visit_id"])


def findings() -> None:
    op.create_table(
        "round_finding",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("round_id", "visit_id", "answer")),
        sa.Column("person_id", sa.BigInteger()),
        *(sa.Column(name, CODE, nullable=False) for name in AREAS),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("since", "until")),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_finding")),
        sa.ForeignKeyConstraint(["round_id"], ["screening_round.id"], name=op.f("fk_round_finding_round_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["round_visit.id"], name=op.f("fk_round_finding_visit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_finding_person_id")),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_round_finding_policy")),
    )
    op.create_index("ix_round_finding_visit_id", "round_finding", ["visit_id"])
    op.create_index("ix_round_finding_person_id", "round_finding", ["person_id"])
    op.create_index("ix_round_finding_round_id_community", "round_finding", ["round_id", "community"])


def downgrade() -> None:
    raise RuntimeError("what was found at the doors would be forgotten; restore a backup instead")
