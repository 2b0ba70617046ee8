"""Who leads the walls from the desk, and the rules of what a wall does by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None
while_serving = "safe"  # a table and rules that the version before does not ask for

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'wall', r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('playlist', 'District default: how many seconds the wall shows each of its views; 0 leaves one out',
    '{"map": 60, "desk": 30}'),
  ('jump', 'District default: a new red incident is shown at once, for 20 seconds', '{"show": 20}'),
  ('hand', 'District default: the wall rests for two minutes after somebody touched it', '{"rest": 120}'),
  ('reload', 'District default: the wall loads itself anew between three and five in the night, when nothing is red',
    '{"from_hour": 3, "to_hour": 5}'),
  ('present', 'District default: the wall goes on by itself when its presenter is silent for ten minutes',
    '{"silence": 600}')
) as r(key, source, body) group by d.code, r.key, r.source, r.body
"""


def upgrade() -> None:
    op.create_table(
        "presenting",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("area", CODE, nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("view", CODE, nullable=False),
        sa.Column("shown", CODE, nullable=False),
        sa.Column("incidents", sa.Boolean(), nullable=False),
        sa.Column("warnings", sa.Boolean(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("rule", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presenting")),
    )
    op.create_index(
        "uq_presenting_open", "presenting", ["area"], unique=True, postgresql_where=sa.text("ended_at is null")
    )
    op.execute(RULES)


def downgrade() -> None:
    op.drop_table("presenting")
    op.execute("delete from policy where kind = 'wall'")
