"""Appeals against quarantine, the codes on the papers that open them, who ordered an episode, and the rules for all of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

from data_access.migrations.walls import protect
from data_access.scope import APP

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables, and a column with a default, of which the version before knows nothing

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('appeal', 'any',
    'District default: an appeal against quarantine is decided within 48 hours, by somebody who did not order it; its code opens for 14 days after the end',
    '{"hours": 48, "days": 14, "a_day": 3, "codes": 3}'),
  ('notice', 'appeal', 'District default', '{"who": "The district''s disease control",
    "what_for": "To decide whether your quarantine is right, and to answer you",
    "what": "What is wrong and how it was, in your words; it is kept sealed under your own key",
    "how_long": "As long as the quarantine itself: 30 days after its end",
    "whom": "Your community worker"}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""

# Whoever knocks is nobody yet and sees no row: the door is asked by the whole code, and says one episode or none.
THAT_OPENS = """
create function appeal_code_that_opens(wanted bytea, ended_since date)
returns table (id bigint, episode_id bigint, person_id bigint, given_at timestamptz) language sql stable
security definer set search_path = public, pg_temp as $$
    select c.id, c.episode_id, q.person_id, c.given_at from appeal_code c join quarantine q on q.id = c.episode_id
    join person_key k on k.person_id = q.person_id
    where c.digest = wanted and c.ended_at is null
    and coalesce(least(q.lifted_on, q.until) >= ended_since, true)
$$
"""


def upgrade() -> None:
    op.add_column(
        "quarantine",
        sa.Column("ordered_by", ARRAY(sa.BigInteger()), nullable=False, server_default="{}"),
    )
    appeals()
    codes()
    seen = {
        "appeal": "exists (select 1 from person p where p.id = appeal.person_id)",
        "appeal_code": "exists (select 1 from quarantine q where q.id = appeal_code.episode_id)",
    }
    for table, wall in seen.items():
        for statement in protect(table, wall):
            op.execute(statement)
    op.execute(THAT_OPENS)
    op.execute("revoke execute on function appeal_code_that_opens(bytea, date) from public")
    op.execute(f"grant execute on function appeal_code_that_opens(bytea, date) to {APP}")
    op.execute(RULES)


def appeals() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("episode_id", "person_id")),
        *(sa.Column(name, CODE, nullable=False) for name in ("ground", "entered_role", "state")),
        *(sa.Column(name, sa.LargeBinary()) for name in ("words", "reason")),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("made_at", "due_at")),
        *(sa.Column(name, INSTANT) for name in ("closed_at", "half_told", "late_told")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("policy", "notice")),
        *(sa.Column(name, sa.BigInteger()) for name in ("entered_by", "emergency", "decided_by")),
        sa.Column("decided_role", CODE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["quarantine.id"], name=op.f("fk_appeal_episode_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_appeal_emergency")),
        *(
            sa.ForeignKeyConstraint([name], ["policy.id"], name=op.f(f"fk_appeal_{name}"))
            for name in ("policy", "notice")
        ),
    )
    op.create_index("ix_appeal_episode_id", "appeal", ["episode_id"])
    op.create_index("ix_appeal_person_id", "appeal", ["person_id"])
    waits = sa.text("closed_at is null")
    op.create_index("uq_appeal_open", "appeal", ["episode_id"], unique=True, postgresql_where=waits)


def codes() -> None:
    op.create_table(
        "appeal_code",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("episode_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_appeal_code_digest")),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["quarantine.id"], name=op.f("fk_appeal_code_episode_id"), ondelete="CASCADE"
        ),
    )
    op.create_index("ix_appeal_code_episode_id", "appeal_code", ["episode_id"])


def downgrade() -> None:
    raise RuntimeError("what people appealed against is kept; restore a backup instead")
