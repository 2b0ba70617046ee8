"""Looks with a reason: reveals and broken glasses, each behind its wall, and the rules in force for them."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, protect
from data_access.scope import APP

revision = "0007"
down_revision = "0005"
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
  ('look', 'reveal', 'District default: a reason of ten characters or more; the value is shown for a minute',
    '{"reason": 10, "shown": 60}'),
  ('look', 'glass', 'District default: one record for an hour, reviewed within a day, ten a day',
    '{"reason": 10, "open": 3600, "review": 86400, "a_day": 10}'),
  ('retention', 'look', 'District default: reasons for looks at personal data three years, as the audit',
    '{"days": 1095}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""

# Whoever breaks the glass says a whole value; of whom it fits, the number alone is told, and no list of tokens.
PERSONS_OF_TOKEN = """
create function persons_of_token(wanted bytea) returns bigint[] language sql stable
security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(person_id), '{}') from (select person_id from person_token where token = wanted limit 2) as few
$$
"""


def upgrade() -> None:
    reveals()
    glasses()
    for table in ("reveal", "glass"):
        for statement in protect(table, WITHIN, inserted="true"):
            op.execute(statement)
    op.execute(PERSONS_OF_TOKEN)
    op.execute("revoke execute on function persons_of_token(bytea) from public")
    op.execute(f"grant execute on function persons_of_token(bytea) to {APP}")
    op.execute(RULES)


def asked() -> list[sa.Column]:
    """Who asked, for whom, and why: shared by both tables."""
    return [
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("role", CODE, nullable=False),
        sa.Column("code", CODE, nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, CODE) for name in ("street", "community", "grid")),
    ]


def reveals() -> None:
    op.create_table(
        "reveal",
        *asked(),
        sa.Column("account", sa.BigInteger()),
        sa.Column("field", CODE, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveal")),
    )
    op.create_index("ix_reveal_person_id", "reveal", ["person_id"])


def glasses() -> None:
    op.create_table(
        "glass",
        *asked(),
        sa.Column("account", sa.BigInteger(), nullable=False),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("begun_at", "ends_at", "review_due")),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", INSTANT),
        sa.Column("reviewed_by", sa.BigInteger()),
        sa.Column("verdict", CODE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glass")),
        sa.UniqueConstraint("account", "day", "nth", name="uq_glass_account_day_nth"),
    )
    op.create_index(
        "ix_glass_unreviewed", "glass", ["account", "review_due"], postgresql_where=sa.text("reviewed_at is null")
    )


def downgrade() -> None:
    raise RuntimeError("who looked and why is kept; restore a backup instead")
