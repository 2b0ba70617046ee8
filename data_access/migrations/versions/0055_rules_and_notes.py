"""Drafts of the rule of risk that wait for a second person, and notes on what is said by hand of contacts and orders."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from data_access.migrations.walls import protect

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables, of which the version before knows nothing

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
# A rule holds for the district or for one of its streets, and so does its draft.
OF_AREA = (
    "(select current_setting('cockpit.district', true)) <> ''"
    " or area = (select current_setting('cockpit.street', true))"
)


def upgrade() -> None:
    drafts()
    notes()
    of_person = "exists (select 1 from person p where p.id = override_note.person_id)"
    for statement in (*protect("risk_draft", OF_AREA), *protect("override_note", of_person)):
        op.execute(statement)


def drafts() -> None:
    op.create_table(
        "risk_draft",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("area", CODE, nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("weights", JSONB(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("drafted_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("holds_from", INSTANT),
        sa.Column("state", CODE, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.Column("closed_by", sa.BigInteger()),
        sa.Column("policy", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_draft")),
        sa.ForeignKeyConstraint(["drafted_by"], ["account.id"], name=op.f("fk_risk_draft_drafted_by")),
        *(
            sa.ForeignKeyConstraint([name], ["policy.id"], name=op.f(f"fk_risk_draft_{name}"))
            for name in ("base", "policy")
        ),
    )
    waits = sa.text("closed_at is null")
    op.create_index("uq_risk_draft_open", "risk_draft", ["area"], unique=True, postgresql_where=waits)


def notes() -> None:
    op.create_table(
        "override_note",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger()),
        sa.Column("episode_id", sa.BigInteger()),
        *(sa.Column(name, CODE, nullable=False) for name in ("override", "why")),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("account", sa.BigInteger()),
        sa.Column("role", CODE, nullable=False),
        sa.Column("emergency", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_override_note")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_override_note_person_id")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_override_note_emergency")),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_override_note_{name}"), ondelete="CASCADE")
            for name, table in (("case_id", "case_record"), ("episode_id", "quarantine"))
        ),
    )
    for name in ("person_id", "case_id", "episode_id"):
        op.create_index(f"ix_override_note_{name}", "override_note", [name])


def downgrade() -> None:
    raise RuntimeError("what was drafted and noted is kept; restore a backup instead")
