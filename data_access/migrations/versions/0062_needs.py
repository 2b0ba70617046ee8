"""Needs of people at home as errands of volunteers, the photo of what lies at the door, and the rules for both."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, opened, protect
from data_access.scope import APP

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables, functions and rules, of which the version before knows nothing

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
AREAS = ("street", "community", "grid")
TIMES = ("step_at", "claimed_at", "bought_at", "delivered_at", "thanked_at", "closed_at", "paid_at")
DEFINER = "security definer set search_path = public, pg_temp"
UNDONE = "state in ('open', 'claimed', 'bought') and kind <> 'other'"
SERVED = "t.role = 'volunteer' and (t.area = n.grid or t.area = n.community or t.area = n.street or length(t.area) = 6)"

RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('need', 'due', 'District default: medicine within four hours, papers within two days, all else within a day',
    '{"groceries": 24, "milk": 24, "medicine": 4, "rubbish": 24, "papers": 48, "other": 24}'),
  ('need', 'relay', 'District default: no relay number; the community connects volunteers',
    '{"number": "", "desk": ""}'),
  ('need', 'forecast', 'District default: by the last seven days, from 20 days of people at home on',
    '{"days": 7, "least": 20}'),
  ('undo', 'needs', 'District default: five minutes', '{"seconds": 300}'),
  ('retention', 'need', 'District default: what people at home needed, 30 days', '{"days": 30}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""

# What a team of volunteers may know of its area before it claims: what, in which building, until when; of nobody whose key
# is gone or whose quarantine is over.
OPEN_NEEDS = f"""
create function open_needs(of_team bigint, today date)
returns table (id bigint, kind text, asked_at timestamptz, due_at timestamptz, place text, place_id bigint, grid text)
language sql stable {DEFINER} as $$
    select n.id, n.kind, n.asked_at, n.due_at, p.name, n.place_id, n.grid from team t join need n on {SERVED}
    join quarantine q on q.id = n.episode_id join person_key k on k.person_id = n.person_id
    left join place p on p.id = n.place_id
    where t.id = of_team and n.state = 'open' and (q.until is null or q.until >= today) and q.lifted_on is null
$$"""
# Whose those are that it claims, and who was faster; none beyond its area.
NEEDS_NEAR = f"""
create function needs_near(of_team bigint, wanted bigint[])
returns table (id bigint, person bigint, state text, team bigint, claimed_at timestamptz)
language sql stable {DEFINER} as $$
    select n.id, n.person_id, n.state, n.team, n.claimed_at from team t join need n on {SERVED}
    join person_key k on k.person_id = n.person_id
    where t.id = of_team and n.id = any(wanted)
$$"""
# Whose errands a team has, or had until so many seconds ago.
LIVE_NEEDS = f"""
create function live_needs(of_team bigint, at timestamptz, seconds int) returns bigint[]
language sql stable {DEFINER} as $$
    select coalesce(array_agg(n.person_id), '{{}}') from need n where n.team = of_team and n.state <> 'cancelled'
    and (n.closed_at is null or n.closed_at > live_needs.at - make_interval(secs => seconds))
$$"""
SIGNATURES = (
    "open_needs(bigint, date)",
    "needs_near(bigint, bigint[])",
    "live_needs(bigint, timestamptz, int)",
)


def upgrade() -> None:
    needs()
    photos()
    walls = {
        "need": f"{WITHIN} or {opened('persons', 'person_id')}",
        "need_photo": "exists (select 1 from need n where n.id = need_photo.need_id)",
    }
    for table, wall in walls.items():
        for statement in protect(table, wall):
            op.execute(statement)
    for function, signature in zip((OPEN_NEEDS, NEEDS_NEAR, LIVE_NEEDS), SIGNATURES, strict=True):
        op.execute(function)
        op.execute(f"revoke execute on function {signature} from public")
        op.execute(f"grant execute on function {signature} to {APP}")
    op.execute(RULES)


def needs() -> None:
    op.create_table(
        "need",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("person_id", "episode_id")),
        *(sa.Column(name, CODE, nullable=False) for name in ("kind", "state", *AREAS)),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("asked_at", "due_at")),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger())
            for name in ("report", "entered_by", "emergency", "team", "account", "step_by", "place_id")
        ),
        sa.Column("day", sa.Date()),
        *(sa.Column(name, CODE) for name in ("slot", "before", "why")),
        *(sa.Column(name, INSTANT) for name in TIMES),
        sa.Column("words", sa.LargeBinary()),
        sa.Column("spent", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_need_person_id")),
        sa.ForeignKeyConstraint(["episode_id"], ["quarantine.id"], name=op.f("fk_need_episode_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_need_policy")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_need_emergency")),
        sa.ForeignKeyConstraint(["team"], ["team.id"], name=op.f("fk_need_team")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_need_place_id")),
    )
    op.create_index("ix_need_street_community_state", "need", ["street", "community", "state"])
    op.create_index("ix_need_person_id", "need", ["person_id"])
    op.create_index("ix_need_episode_id", "need", ["episode_id"])
    op.create_index("ix_need_team", "need", ["team"], postgresql_where=sa.text("team is not null"))
    op.create_index("uq_need_undone", "need", ["episode_id", "kind"], unique=True, postgresql_where=sa.text(UNDONE))


def photos() -> None:
    op.create_table(
        "need_photo",
        sa.Column("need_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *(sa.Column(name, sa.Integer()) for name in ("width", "height")),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("key", "content")),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_need_photo")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_photo_need_id"), ondelete="CASCADE"),
    )


def downgrade() -> None:
    raise RuntimeError("what people at home needed is kept; restore a backup instead")
