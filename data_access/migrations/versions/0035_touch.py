"""Until when somebody must have had a hand on an incident; the rules for it."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0032"
branch_labels = None
depends_on = None
while_serving = "safe"

SAYS = "District default: how long nobody may have a hand on an item in this state"

# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = f"""
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'touch', r.key, d.code, min(p.holds_from), min(p.published_at), '{SAYS}', cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('reported', '{{"priority_1": 120, "priority_2": 600, "priority_3": 3600}}'),
  ('confirmed', '{{"priority_1": 300, "priority_2": 900, "priority_3": 7200}}'),
  ('reopened', '{{"priority_1": 300, "priority_2": 900, "priority_3": 7200}}'),
  ('dispatched', '{{"priority_1": 300, "priority_2": 600, "priority_3": 3600}}'),
  ('acknowledged', '{{"priority_1": 600, "priority_2": 1800, "priority_3": 7200}}'),
  ('en_route', '{{"priority_1": 1200, "priority_2": 2400, "priority_3": 10800}}'),
  ('on_scene', '{{"priority_1": 3600, "priority_2": 7200, "priority_3": 21600}}'),
  ('resolved', '{{"priority_1": 1800, "priority_2": 3600, "priority_3": 14400}}'),
  ('verified', '{{"priority_1": 3600, "priority_2": 7200, "priority_3": 28800}}'),
  ('on_hold', '{{"priority_1": 14400, "priority_2": 86400, "priority_3": 259200}}')
) as r(key, body) group by d.code, r.key, r.body
"""
# What is open gets the longest of times from now on: nobody knows when it was touched last.
OPEN = "update incident set touch_by = greatest(close_by, received_at + interval '1 day') where closed_at is null"


def upgrade() -> None:
    op.add_column("incident", sa.Column("touch_by", sa.DateTime(timezone=True)))
    op.create_index("ix_incident_touch_by", "incident", ["touch_by"], postgresql_where=sa.text("closed_at is null"))
    op.execute(RULES)
    op.execute(OPEN)


def downgrade() -> None:
    op.drop_column("incident", "touch_by")
