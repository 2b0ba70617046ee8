"""A person's own door: receipts, guesses at their codes, and the rules for them."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import protect
from data_access.scope import APP

revision = "0013"
down_revision = "0012"
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
  ('receipt', 'own', 'District default: a receipt opens the own copy for 90 days', '{"days": 90}'),
  ('limit', 'receipts', 'District default: sixty codes that do not fit in ten minutes, whatever their network',
    '{"misses": 60, "window": 600}'),
  ('retention', 'receipt', 'District default: receipts 30 days after they ran out', '{"days": 30}'),
  ('notice', 'inventory', 'District default', '{"who": "The district, by your community",
    "what_for": "To know who lives here, so that help comes to the right door",
    "what": "Name, phone, identity number, address and date of birth; all but the last are kept sealed",
    "how_long": "While you live here; it is gone through once a year",
    "whom": "Your community worker, or the district''s data officer"}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""

# Whoever knocks is nobody yet and sees no row: the door is asked by the whole code, and says one receipt or none.
THAT_OPENS = """
create function receipt_that_opens(wanted bytea, at timestamptz) returns setof receipt language sql stable
security definer set search_path = public, pg_temp as $$
    select r.* from receipt r join person p on p.id = r.person_id join person_key k on k.person_id = p.id
    where r.digest = wanted and r.revoked_at is null and r.until > at
$$
"""


def upgrade() -> None:
    receipts()
    for statement in protect("receipt", "exists (select 1 from person p where p.id = receipt.person_id)"):
        op.execute(statement)
    op.execute(THAT_OPENS)
    op.execute("revoke execute on function receipt_that_opens(bytea, timestamptz) from public")
    op.execute(f"grant execute on function receipt_that_opens(bytea, timestamptz) to {APP}")
    op.execute(RULES)


def receipts() -> None:
    op.create_table(
        "receipt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("given_by", sa.BigInteger()),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("digest", name=op.f("uq_receipt_digest")),
    )
    held = sa.text("revoked_at is null")
    op.create_index("uq_receipt_held", "receipt", ["person_id"], unique=True, postgresql_where=held)
    op.create_table(
        "guess",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        sa.Column("origin", CODE, nullable=False),
        sa.Column("machine_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guess")),
    )
    op.create_index("ix_guess_kind_origin_machine_at", "guess", ["kind", "origin", "machine_at"])


def downgrade() -> None:
    raise RuntimeError("what people were given is kept; restore a backup instead")
