"""Persons have channels of their own, and what became of each paging there is kept; the rules for it."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import protect

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None
while_serving = "safe"

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

MINE = "account = nullif((select current_setting('cockpit.account', true)), '')::bigint"


ITSELF = (  # the cockpit, when it uses them
    "(select current_setting('cockpit.account', true)) = '' and (select current_setting('cockpit.district', true)) <> ''"
)
OWNERS = f"{MINE} or ({ITSELF})"
OF_PAGING = "exists (select 1 from paging p where p.id = paging_delivery.paging)"

# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('paging', 'any', 'District default: a person''s next channel after a minute, quiet from 23 to 6 but for emergencies,'
    || ' bundles of two minutes on slow channels',
    '{"fallback": 60, "late": 60, "bundle": 120, "give_up": 3600, "intervals": [5, 15, 30, 60],'
    || ' "slow": ["mail", "sms", "dingtalk", "wecom"], "quiet": [23, 6], "test_days": 7}'),
  ('retention', 'paging', 'District default: three months', '{"days": 90}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    op.add_column("paging", sa.Column("channel", sa.BigInteger()))
    op.add_column("paging", sa.Column("late_told_at", INSTANT))
    channels()
    deliveries()
    subscriptions()
    for table, seen in (("own_channel", OWNERS), ("paging_delivery", OF_PAGING), ("push_subscription", OWNERS)):
        for statement in protect(table, seen):
            op.execute(statement)
    op.execute(RULES)


def channels() -> None:
    op.create_table(
        "own_channel",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("target", "secret")),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("held_until", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_channel")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_own_channel_account")),
    )
    op.create_index(op.f("ix_own_channel_account"), "own_channel", ["account"])


def deliveries() -> None:
    op.create_table(
        "paging_delivery",
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("paging", "channel")),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("bundle", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tried_at", INSTANT),
        sa.Column("said", CODE, server_default="", nullable=False),
        *(sa.Column(name, INSTANT) for name in ("handed_at", "delivered_at")),
        sa.PrimaryKeyConstraint("paging", "channel", name=op.f("pk_paging_delivery")),
        sa.ForeignKeyConstraint(["paging"], ["paging.id"], ondelete="cascade", name=op.f("fk_paging_delivery_paging")),
        sa.ForeignKeyConstraint(["channel"], ["own_channel.id"], name=op.f("fk_paging_delivery_channel")),
    )
    op.create_index("ix_paging_delivery_channel_bundle", "paging_delivery", ["channel", "bundle"])


def subscriptions() -> None:
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("account", "session")),
        sa.Column("endpoint", sa.LargeBinary(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscription")),
        sa.UniqueConstraint("session", name=op.f("uq_push_subscription_session")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_push_subscription_account")),
        sa.ForeignKeyConstraint(
            ["session"], ["session.id"], ondelete="cascade", name=op.f("fk_push_subscription_session")
        ),
    )
    op.create_index(op.f("ix_push_subscription_account"), "push_subscription", ["account"])


def downgrade() -> None:
    for table in ("push_subscription", "paging_delivery", "own_channel"):
        op.drop_table(table)
    op.drop_column("paging", "late_told_at")
    op.drop_column("paging", "channel")
