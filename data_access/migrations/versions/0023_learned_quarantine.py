"""Headers that past imports taught, and episodes of quarantine."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, opened, protect

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'retention', 'quarantine', d.code, min(p.holds_from), min(p.published_at),
  'District default: quarantine 30 days after release', '{"days": 30}'
from district d join policy p on p.area = d.code group by d.code
"""


def upgrade() -> None:
    op.create_table(
        "learned_header",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("area", "kind", "field")),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("account", sa.BigInteger()),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_header")),
        sa.UniqueConstraint("area", "kind", "token", name=op.f("uq_learned_header_area_kind_token")),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date()),
        *(sa.Column(name, sa.BigInteger()) for name in ("place_id", "emergency")),
        *(sa.Column(name, CODE, nullable=False) for name in ("street", "community", "grid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantine")),
        sa.UniqueConstraint("person_id", "since", name=op.f("uq_quarantine_person_id_since")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quarantine_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_quarantine_place_id")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_quarantine_emergency")),
    )
    op.create_index("ix_quarantine_street_community", "quarantine", ["street", "community"])
    for statement in protect("quarantine", f"{WITHIN} or {opened('persons', 'person_id')}"):
        op.execute(statement)
    op.execute(RULES)


def downgrade() -> None:
    op.drop_table("quarantine")
    op.drop_table("learned_header")
