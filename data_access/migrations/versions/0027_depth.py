"""Incidents in depth: links that are seen from both ends."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import protect

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None
while_serving = "stop first"  # the version before merges without a link, and nobody could take that out again

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")

# A link is seen by who sees both of its ends.
OF_BOTH = " and ".join(
    f"exists (select 1 from incident i where i.id = incident_link.{end})" for end in ("from_id", "to_id")
)

# What was merged before is linked too; what was said of it then is no more known than whether it was confirmed.
MERGED = """
insert into incident_link (tie, from_id, to_id, said_at, was)
select 'duplicate', id, merged_into, closed_at, case when opened_at is null then 'reported' else 'confirmed' end
from incident where merged_into is not null and closed_at is not null
"""


# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('alike', 'any', 'District default: of one kind, within 200 metres or one grid, and within two hours',
    '{"metres": 200, "minutes": 120}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    links()
    op.execute(RULES)
    for statement in protect("incident_link", OF_BOTH):
        op.execute(statement)


def links() -> None:
    op.create_table(
        "incident_link",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("tie", CODE, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("from_id", "to_id")),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("by_account", sa.BigInteger()),
        sa.Column("was", CODE),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_link")),
        *(
            sa.ForeignKeyConstraint([name], ["incident.id"], name=op.f(f"fk_incident_link_{name}"))
            for name in ("from_id", "to_id")
        ),
    )
    for name in ("from_id", "to_id"):
        op.create_index(f"ix_incident_link_{name}", "incident_link", [name])
    op.create_index(
        "uq_incident_link_once",
        "incident_link",
        ["from_id", "to_id", "tie"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.execute(MERGED)


def downgrade() -> None:
    raise RuntimeError("what was merged would be forgotten; restore a backup instead")
