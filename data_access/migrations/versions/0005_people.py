"""People: numbers and phones, a key for each person, tokens to find them by."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, opened

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
while_serving = "stop first"

AREAS = ("street", "community", "grid")
SEALED_BEFORE = "select exists (select from household) or exists (select from person) or exists (select from note)"


def upgrade() -> None:
    if op.get_bind().execute(sa.text(SEALED_BEFORE)).scalar():
        raise SystemExit(
            "This database was planted before each person had a key of their own, and cannot be brought up to it: "
            "take an empty one, in a demo another folder with --data."
        )
    for name in AREAS:
        op.add_column("person", sa.Column(name, sa.Text(collation="C"), nullable=False))
    for name in ("number", "phone"):
        op.add_column("person", sa.Column(name, sa.LargeBinary(), nullable=True))
    for name in ("number_type", "number_country"):
        op.add_column("person", sa.Column(name, sa.Text(collation="C"), nullable=True))
    op.create_index("ix_person_street_community", "person", ["street", "community"], unique=False)
    op.create_index(
        "uq_residence_current", "residence", ["person_id"], unique=True, postgresql_where=sa.text("until is null")
    )
    keys_and_tokens()
    for statement in walls():
        op.execute(statement)


def walls() -> list[str]:
    """A person belongs to where they live now; where somebody was opened, so are their home and whom they live with."""
    seen = {
        "person": f"{WITHIN} or {opened('persons')}",
        "residence": f"{WITHIN} or {opened('persons', 'person_id')}",
        "household": f"{WITHIN} or exists (select 1 from residence r where r.household_id = household.id)",
    }
    return [f"alter policy seen on {table} using ({rule}) with check ({rule})" for table, rule in seen.items()]


def keys_and_tokens() -> None:
    op.create_table(
        "person_key",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column(
            "key_id",
            sa.Text(collation="C"),
            sa.Computed("encode(substring(wrapped from 2 for 4), 'escape')", persisted=True),
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_key")),
    )
    op.create_table(
        "person_token",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("street", sa.Text(collation="C"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_token_person_id")),
        sa.PrimaryKeyConstraint("token", "person_id", name=op.f("pk_person_token")),
    )
    op.create_index(op.f("ix_person_token_person_id"), "person_token", ["person_id"], unique=False)


def downgrade() -> None:
    raise RuntimeError("without their keys people cannot be read; restore a backup instead")
