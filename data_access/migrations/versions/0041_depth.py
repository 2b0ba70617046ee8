"""Incidents in depth: links seen from both ends, tasks, calls for support, urging, why it was sent back, how well it was done."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import protect

revision = "0041"
down_revision = "0040"
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
    '{"metres": 200, "minutes": 120}'),
  ('urge', 'any', 'District default: the teams of an incident are urged every five minutes at most', '{"every": 300}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    columns()
    links()
    tasks()
    of_incident = "exists (select 1 from incident i where i.id = incident_task.incident_id)"
    for statement in (*protect("incident_link", OF_BOTH), *protect("incident_task", of_incident), RULES):
        op.execute(statement)


def columns() -> None:
    for name in ("rater", "redo"):
        op.add_column("incident", sa.Column(name, CODE))
    op.add_column("incident", sa.Column("rating", sa.Integer()))
    op.add_column("incident", sa.Column("urges", sa.Integer(), server_default="0", nullable=False))
    op.add_column("incident", sa.Column("urged_at", INSTANT))
    op.add_column("incident", sa.Column("support", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("assignment", sa.Column("support", CODE))
    op.add_column("assignment", sa.Column("support_at", INSTANT))


def tasks() -> None:
    op.create_table(
        "incident_task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("act", CODE, nullable=False),
        sa.Column("team", sa.BigInteger()),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("due_at", "added_at")),
        *(sa.Column(name, sa.BigInteger()) for name in ("by_account", "note")),
        sa.Column("done_at", INSTANT),
        sa.Column("done_by", sa.BigInteger()),
        sa.Column("dropped_at", INSTANT),
        sa.Column("dropped", CODE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_task")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_task_incident_id")),
        sa.ForeignKeyConstraint(["team"], ["team.id"], name=op.f("fk_incident_task_team")),
        sa.ForeignKeyConstraint(["note"], ["note.id"], ondelete="set null", name=op.f("fk_incident_task_note")),
    )
    for name in ("incident_id", "note"):
        op.create_index(f"ix_incident_task_{name}", "incident_task", [name])


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
