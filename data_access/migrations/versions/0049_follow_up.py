"""The days of each observation, and what was found at each visit; the rule of who is seen next."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, opened, protect

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None
while_serving = "safe"  # a new table

CODE = sa.Text(collation="C")
AREAS = ("street", "community", "grid")
RULE = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'follow_up', 'any', d.code, min(p.holds_from), min(p.published_at),
  'Time to onset: log-normal, median 5.1 days (Lauer and others, Annals of Internal Medicine, March 2020); weights: district default',
  '{"mu": 1.621, "sigma": 0.418, "fever": 37.3, "vulnerable_from": 65, "vulnerable": 1.5, "unseen": 0.5, "late": 2}'
from district d join policy p on p.area = d.code group by d.code
"""


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("account",)),
        sa.Column("result", CODE),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("by", sa.BigInteger()),
        sa.Column("handed", sa.Boolean(), nullable=False, server_default="false"),
        sa.Column("told", sa.LargeBinary()),
        sa.Column("emergency", sa.BigInteger()),
        *(sa.Column(name, CODE, nullable=False) for name in AREAS),
        sa.PrimaryKeyConstraint("id", name="pk_follow_up"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_follow_up_person_id"),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name="fk_follow_up_emergency"),
        sa.UniqueConstraint("person_id", "day", name="uq_follow_up_person_id_day"),
    )
    op.create_index("ix_follow_up_street_community", "follow_up", ["street", "community", "day"])
    op.create_index("ix_follow_up_day", "follow_up", ["day"])
    for statement in (*protect("follow_up", f"{WITHIN} or {opened('persons', 'person_id')}"), RULE):
        op.execute(statement)


def downgrade() -> None:
    op.execute("delete from policy where kind = 'follow_up'")
    op.drop_table("follow_up")
