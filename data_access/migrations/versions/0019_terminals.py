"""Enrolled walls and field phones, their sessions, and the rule of how long the link of one is good."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None
while_serving = "safe"  # the version before makes no terminals, and knows no session of one

INSTANT = sa.DateTime(timezone=True)

# Districts that were planted before get the rule too, in force for as long as their other rules.
RULE = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'terminal', 'link', d.code, min(p.holds_from), min(p.published_at),
  'District default: the link that lets a wall or a field phone in is good for an hour', '{"minutes": 60}'
from district d join policy p on p.area = d.code group by d.code
"""


def upgrade() -> None:
    op.create_table(
        "terminal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary()),
        sa.Column("good_until", INSTANT, nullable=False),
        *(sa.Column(name, INSTANT) for name in ("enrolled_at", "seen_at", "revoked_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terminal")),
        sa.UniqueConstraint("digest", name=op.f("uq_terminal_digest")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_terminal_account")),
    )
    op.create_index("ix_terminal_account", "terminal", ["account"])
    op.add_column("session", sa.Column("terminal", sa.BigInteger()))
    op.create_unique_constraint("uq_session_terminal", "session", ["terminal"])
    op.create_foreign_key("fk_session_terminal", "session", "terminal", ["terminal"], ["id"])
    op.execute(RULE)


def downgrade() -> None:
    op.execute("delete from session where terminal is not null")
    op.drop_column("session", "terminal")
    op.drop_table("terminal")
