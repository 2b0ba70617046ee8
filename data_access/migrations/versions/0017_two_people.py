"""The first word of everything that two people do, in one place; roles that waited are asked for again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None
while_serving = "stop first"

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'two_people', r.key, d.code, min(p.holds_from), min(p.published_at),
    'District default: the second person says so within an hour', '{"holds": 3600}'
from district d join policy p on p.area = d.code cross join (values
  ('role'), ('reset'), ('second_step'), ('enable'), ('end_emergency'), ('rotate_keys')) as r(key) group by d.code, r.key
"""


def upgrade() -> None:
    op.create_table(
        "word",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("subject", CODE, nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("facts", JSONB(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_word_asked_by")),
        sa.UniqueConstraint("kind", "subject_id", name=op.f("uq_word_kind_subject_id")),
    )
    op.drop_table("role_word")
    op.execute(RULES)


def downgrade() -> None:
    raise RuntimeError("the words that two people gave are kept; restore a backup instead")
