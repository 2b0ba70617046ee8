"""Bulk acts with a result for each row, steps that can be undone for a while, photos and voice notes; their rules."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from data_access.migrations.walls import WITHIN, protect

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None
while_serving = "safe"

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
BIG = sa.BigInteger()

# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('undo', 'confirm', 'District default: two minutes', '{"seconds": 120}'),
  ('undo', 'send', 'District default: two minutes', '{"seconds": 120}'),
  ('undo', 'hold', 'District default: two minutes', '{"seconds": 120}'),
  ('undo', 'resume', 'District default: two minutes', '{"seconds": 120}'),
  ('undo', 'false_alarm', 'District default: five minutes', '{"seconds": 300}'),
  ('undo', 'cancel', 'District default: five minutes', '{"seconds": 300}'),
  ('undo', 'verify', 'District default: five minutes', '{"seconds": 300}'),
  ('undo', 'close', 'District default: five minutes', '{"seconds": 300}'),
  ('retention', 'step', 'District default: how an incident stood before a step, and what became of a bulk act, a month',
    '{"days": 30}'),
  ('bulk', 'any', 'District default: two hundred at once, twenty in one transaction', '{"most": 200, "step": 20}'),
  ('attachment', 'photo', 'District default: three photos of 5 MB with a report or feedback',
    '{"most": 3, "bytes": 5242880, "megapixels": 30, "side": 2000, "small": 320}'),
  ('attachment', 'voice', 'District default: one voice note of a minute with a report or feedback',
    '{"most": 1, "bytes": 1000000, "seconds": 60}'),
  ('field', 'gone', 'District default: ten minutes', '{"shown": 600}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    _undo()
    _bulk()
    _attachments()
    op.execute(RULES)


def _undo() -> None:
    op.create_table(
        "undo",
        sa.Column("id", BIG, sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", BIG, nullable=False),
        sa.Column("act", CODE, nullable=False),
        sa.Column("account", BIG),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("at", "until")),
        sa.Column("policy", BIG, nullable=False),
        *(sa.Column(name, JSONB(), nullable=False) for name in ("before", "after")),
        sa.Column("undone_at", INSTANT),
        sa.Column("undone_by", BIG),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undo")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_undo_incident_id")),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_undo_policy")),
    )
    op.create_index("ix_undo_incident_id", "undo", ["incident_id"], postgresql_where=sa.text("undone_at is null"))
    for statement in protect("undo", "exists (select 1 from incident i where i.id = undo.incident_id)"):
        op.execute(statement)


def _bulk() -> None:
    op.create_table(
        "bulk",
        sa.Column("id", BIG, sa.Identity(always=False), nullable=False),
        sa.Column("act", CODE),
        sa.Column("account", BIG, nullable=False),
        sa.Column("area", CODE, nullable=False),
        *(sa.Column(name, CODE) for name in ("street", "community", "grid")),
        sa.Column("key", CODE, nullable=False),
        sa.Column("resolution", CODE),
        sa.Column("undoes", BIG),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk")),
        sa.UniqueConstraint("account", "key", name=op.f("uq_bulk_account_key")),
        sa.ForeignKeyConstraint(["undoes"], ["bulk.id"], name=op.f("fk_bulk_undoes")),
    )
    op.create_table(
        "bulk_row",
        *(sa.Column(name, BIG, nullable=False) for name in ("bulk_id", "incident_id")),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("outcome", CODE),
        sa.Column("step", BIG),
        sa.Column("refusal", JSONB()),
        sa.PrimaryKeyConstraint("bulk_id", "incident_id", name=op.f("pk_bulk_row")),
        sa.ForeignKeyConstraint(["bulk_id"], ["bulk.id"], name=op.f("fk_bulk_row_bulk_id")),
        sa.ForeignKeyConstraint(["step"], ["undo.id"], name=op.f("fk_bulk_row_step")),
    )
    walls = {"bulk": WITHIN, "bulk_row": "exists (select 1 from bulk b where b.id = bulk_row.bulk_id)"}
    for table, seen in walls.items():
        for statement in protect(table, seen):
            op.execute(statement)


def _attachments() -> None:
    """What is sealed does not get smaller by packing."""
    op.create_table(
        "attachment",
        sa.Column("id", BIG, sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", BIG, nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("form", "media")),
        *(sa.Column(name, BIG) for name in ("account", "team")),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer()) for name in ("width", "height")),
        sa.Column("seconds", sa.Double()),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("key", "content")),
        sa.Column("small", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_attachment_incident_id")),
    )
    op.create_index("ix_attachment_incident_id", "attachment", ["incident_id"])
    op.execute("alter table attachment alter column content set storage external")
    for statement in protect("attachment", "exists (select 1 from incident i where i.id = attachment.incident_id)"):
        op.execute(statement)


def downgrade() -> None:
    for table in ("attachment", "bulk_row", "bulk", "undo"):
        op.drop_table(table)
