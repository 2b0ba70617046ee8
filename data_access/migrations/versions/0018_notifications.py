"""What is told to those who look at no screen, and the channels that it goes out by; the rules for it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None
while_serving = "safe"

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('notify', 'passed_on', 'District default: nobody has touched a red item', '{}'),
  ('notify', 'glass_broken', 'District default: whoever reviews is told at once', '{}'),
  ('notify', 'backup_failed', 'District default', '{}'),
  ('notify', 'test', 'District default', '{}'),
  ('notify_retry', 'any', 'District default: a channel that fails is tried again for a day',
    '{"intervals": [5, 15, 30, 60], "late": 60, "give_up": 86400}'),
  ('retention', 'notification', 'District default: three months', '{"days": 90}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("subject", "subject_id", "event", "area")),
        sa.Column("facts", JSONB(), nullable=False),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("at", "district_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    op.create_index(op.f("ix_notification_at"), "notification", ["at"])
    op.create_index("ix_notification_subject", "notification", ["subject", "subject_id"])
    op.create_table(
        "channel",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("key", "kind")),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("gone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("fails", sa.Integer(), server_default="0", nullable=False),
        *(sa.Column(name, INSTANT) for name in ("tried_at", "handed_at", "held_until")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("key", name=op.f("uq_channel_key")),
    )
    op.create_table(
        "delivery",
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("notification", "channel")),
        sa.Column("handed_at", INSTANT),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("tried_at", INSTANT),
        sa.PrimaryKeyConstraint("notification", "channel", name=op.f("pk_delivery")),
        sa.ForeignKeyConstraint(
            ["notification"], ["notification.id"], ondelete="cascade", name=op.f("fk_delivery_notification")
        ),
        sa.ForeignKeyConstraint(["channel"], ["channel.id"], name=op.f("fk_delivery_channel")),
    )
    op.execute(RULES)


def downgrade() -> None:
    for table in ("delivery", "channel", "notification"):
        op.drop_table(table)
