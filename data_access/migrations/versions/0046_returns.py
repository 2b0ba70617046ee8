"""Who comes back, what each source said of it, and the dated list of the regions that count; the rule of how long they stay apart."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, protect

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables, of which the version before knows nothing

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
DAYS = ("left_on", "expected_on", "arrived_on")
OF_ENTRY = "exists (select 1 from return_entry e where e.id = entry_id)"  # as far as its own wall lets see it
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'returns', 'any', d.code, least(min(p.holds_from), timestamptz '2020-01-15 00:00+08'),
  least(min(p.published_at), timestamptz '2020-01-15 00:00+08'),
  'District default: who comes from a key region stays apart for 14 days; day 0 is the day of the arrival',
  '{"observation": 14, "day0": "arrived", "window": 3, "late": 0, "visit": 1}'
from district d join policy p on p.area = d.code group by d.code
"""
KEPT = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'retention', 'return', d.code, min(p.holds_from), min(p.published_at),
  'District default: entries of returnees 30 days after their observation', '{"days": 30}'
from district d join policy p on p.area = d.code group by d.code
"""


def upgrade() -> None:
    regions()
    entries()
    words()
    for statement in (*protect("return_entry", WITHIN), *protect("return_word", OF_ENTRY), RULES, KEPT):
        op.execute(statement)


def regions() -> None:
    op.create_table(
        "key_region",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("code", "name", "level")),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_region")),
    )
    op.create_index("uq_key_region_since", "key_region", ["code", "name", "since"], unique=True)


def entries() -> None:
    op.create_table(
        "return_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger()),
        sa.Column("token", sa.LargeBinary()),
        sa.Column("journey", sa.SmallInteger(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("origin", CODE, nullable=False),
        *(sa.Column(name, sa.Date()) for name in DAYS),
        sa.Column("heard_on", sa.Date(), nullable=False),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.Column("visit", CODE),
        sa.Column("visited_at", INSTANT),
        sa.Column("visited_by", sa.BigInteger()),
        sa.Column("closed", CODE),
        sa.Column("closed_at", INSTANT),
        sa.Column("emergency", sa.BigInteger()),
        sa.Column("street", CODE, nullable=False),
        *(sa.Column(name, CODE) for name in ("community", "grid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_entry")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_return_entry_person_id")),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_return_entry_policy")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_return_entry_emergency")),
    )
    op.create_index("ix_return_entry_street_community", "return_entry", ["street", "community"])
    for whose, where in (("person", "person_id is not null"), ("token", "person_id is null")):
        columns = [{"person": "person_id"}.get(whose, whose), "journey"]
        op.create_index(
            f"uq_return_entry_{whose}", "return_entry", columns, unique=True, postgresql_where=sa.text(where)
        )


def words() -> None:
    op.create_table(
        "return_word",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("source", CODE, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account", sa.BigInteger()),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.Date()) for name in DAYS),
        sa.Column("area", CODE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_word")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["return_entry.id"], name=op.f("fk_return_word_entry_id"), ondelete="cascade"
        ),
    )
    op.create_index("ix_return_word_entry_id", "return_word", ["entry_id"])


def downgrade() -> None:
    raise RuntimeError("who came back would be forgotten; restore a backup instead")
