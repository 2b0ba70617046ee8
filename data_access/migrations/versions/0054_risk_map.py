"""The days of the risk map, and its rule; the wall gets a view of it."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, protect

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None
while_serving = "safe"  # a new table, and rules that the version before does not ask for

CODE = sa.Text(collation="C")
COUNTS = (
    "residents", "cases", "waiting", "apart", "returnees", "crowds", "needed", "filled", "kinds", "fresh", "planned", "made",
)  # fmt: skip
RULE = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'risk_map', 'any', d.code, min(p.holds_from), min(p.published_at),
  'District default: cases of 14 days, contacts and returnees among others, crowds; set before any case of the district itself was counted',
  '{"days": 14, "visit_days": 3, "per": 1000, "least": 1000,
    "weights": {"cases": 10, "waiting": 3, "apart": 0.5, "returnees": 2, "crowds": 0.5},
    "points": {"blue": 1, "yellow": 3, "orange": 8, "red": 15},
    "counts": {"cases": {"yellow": 2, "orange": 5, "red": 10}, "waiting": {"blue": 1}, "returnees": {"blue": 1}},
    "shares": {"filled": 60, "fresh": 50, "made": 70}, "steps": 1}'
from district d join policy p on p.area = d.code group by d.code
"""
# What is in force goes on, with half a minute for the new view.
PLAYLIST = """
insert into policy (kind, key, area, holds_from, holds_to, published_at, source, body)
select kind, key, area, holds_from, holds_to, published_at, source, body || '{"risk": 30}'
from policy where kind = 'wall' and key = 'playlist' order by id
"""


def upgrade() -> None:
    op.create_table(
        "risk_map_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("area", CODE, nullable=False),
        *(sa.Column(name, CODE) for name in ("street", "community", "grid")),
        sa.Column("frozen", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.PrimaryKeyConstraint("day", "area", name=op.f("pk_risk_map_day")),
    )
    for statement in (*protect("risk_map_day", WITHIN), RULE, PLAYLIST):
        op.execute(statement)


def downgrade() -> None:
    op.execute("delete from policy where kind = 'risk_map' or (kind = 'wall' and key = 'playlist' and body ? 'risk')")
    op.drop_table("risk_map_day")
