"""Visits handed out to teams too, taken back, and typed from a sheet; rounds for homes of who came from a key region."""

import sqlalchemy as sa
from alembic import op

from data_access.scope import APP

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None
while_serving = "safe"  # columns that may be empty, rules and a function that the version before does not ask for

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
DEFINER = "security definer set search_path = public, pg_temp"
NUMBERS = ("team", "handout", "handout_by", "before_account", "before_team", "sheet")
AREAS = ("street", "community", "grid")

# Whom a team calls on: what is left of these days, and what was made until so many seconds ago.
LIVE_VISITS = f"""
create function live_visits(of_team bigint, first date, at timestamptz, seconds int) returns bigint[]
language sql stable {DEFINER} as $$
    select coalesce(array_agg(f.person_id), '{{}}') from follow_up f where f.team = of_team
    and f.day >= first and (f.result is null or f.at > live_visits.at - make_interval(secs => seconds))
$$"""
SIGNATURE = "live_visits(bigint, date, timestamptz, int)"
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('undo', 'visits', 'District default: five minutes', '{"seconds": 300}'),
  ('canvass', 'key_region', 'District default: who came from a key region within the last 14 days', '{"days": 14}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    for name in NUMBERS:
        op.add_column("follow_up", sa.Column(name, sa.BigInteger()))
    op.add_column("follow_up", sa.Column("handout_at", INSTANT))
    op.create_foreign_key(op.f("fk_follow_up_team"), "follow_up", "team", ["team"], ["id"])
    op.create_index("ix_follow_up_team", "follow_up", ["team", "day"], postgresql_where=sa.text("team is not null"))
    op.create_index("ix_follow_up_handout", "follow_up", ["handout"], postgresql_where=sa.text("handout is not null"))
    op.execute("create sequence hand_out")
    op.execute(LIVE_VISITS)
    op.execute(f"revoke execute on function {SIGNATURE} from public")
    op.execute(f"grant execute on function {SIGNATURE} to {APP}")
    for name in AREAS:
        op.alter_column("paper_sheet", name, nullable=True)
    op.add_column("screening_round", sa.Column("came_since", sa.Date()))
    op.add_column("round_visit", sa.Column("came_from", CODE))
    op.add_column("round_visit", sa.Column("came_on", sa.Date()))
    op.execute(RULES)


def downgrade() -> None:
    op.execute("delete from policy where (kind, key) in (('undo', 'visits'), ('canvass', 'key_region'))")
    for name in ("came_on", "came_from"):
        op.drop_column("round_visit", name)
    op.drop_column("screening_round", "came_since")
    op.execute("delete from paper_sheet where grid is null")
    for name in AREAS:
        op.alter_column("paper_sheet", name, nullable=False)
    op.execute(f"drop function {SIGNATURE}")
    op.execute("drop sequence hand_out")
    for name in ("handout_at", *NUMBERS):
        op.drop_column("follow_up", name)
