"""By which token the person of a record in the lake is found again (else all pseudonyms are opened for one); how long records stay."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None
while_serving = "safe"  # a new column that the version before leaves empty

KEPT = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'retention', 'record', d.code, min(p.holds_from), min(p.published_at),
  'District default: records of stays, journeys, clinic visits and purchases, 30 days', '{"days": 30}'
from district d join policy p on p.area = d.code group by d.code
"""

FRESH = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'record_source', 'any', d.code, min(p.holds_from), min(p.published_at),
  'District default: a source of records is asked after when it has brought nothing for a day', '{"hours": 24, "days": 14}'
from district d join policy p on p.area = d.code group by d.code
"""


def upgrade() -> None:
    op.add_column("person_key", sa.Column("pseudonym_token", sa.LargeBinary()))
    op.execute(KEPT)
    op.execute(FRESH)
    op.create_unique_constraint("uq_person_key_pseudonym_token", "person_key", ["pseudonym_token"])


def downgrade() -> None:
    op.execute("delete from policy where kind = 'record_source' or (kind = 'retention' and key = 'record')")
    op.drop_constraint("uq_person_key_pseudonym_token", "person_key")
    op.drop_column("person_key", "pseudonym_token")
