"""Who works, studies or is cared for together counts by the rule of contact; contacts of contacts by records, listed apart."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, opened, protect

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None
while_serving = "safe"  # a new table, and versions of a rule with more than the version before asks for

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
# Beside each version that there is, and in its stead from now on: cases that were entered keep the one they have.
RULES = """
insert into policy (kind, key, area, holds_from, holds_to, published_at, source, body)
select kind, key, area, holds_from, holds_to, published_at, source, body ||
  '{"together": {"workplace": {"close": true, "others": true}, "class": {"close": true, "others": true},
    "care": {"close": true, "others": true}}, "beyond": {"days": 7, "most": 100}}'
from policy where kind = 'contact' and not jsonb_exists(body, 'together') order by id
"""


def upgrade() -> None:
    op.create_table(
        "second_contact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("case_id", "person_id", "through_id")),
        sa.Column("setting", CODE, nullable=False),
        sa.Column("closeness", sa.SmallInteger(), nullable=False),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("began", "ended")),
        sa.Column("place", CODE, nullable=False),
        sa.Column("emergency", sa.BigInteger()),
        *(sa.Column(name, CODE, nullable=False) for name in ("street", "community", "grid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_contact")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_record.id"], name=op.f("fk_second_contact_case_id"), ondelete="cascade"
        ),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_second_contact_{name}"))
            for name in ("person_id", "through_id")
        ),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_second_contact_emergency")),
        sa.UniqueConstraint(
            "case_id", "person_id", "through_id", name=op.f("uq_second_contact_case_id_person_id_through_id")
        ),
    )
    for column in ("person_id", "through_id"):
        op.create_index(f"ix_second_contact_{column}", "second_contact", [column])
    op.create_index("ix_second_contact_street_community", "second_contact", ["street", "community"])
    for statement in (*protect("second_contact", f"{WITHIN} or {opened('persons', 'person_id')}"), RULES):
        op.execute(statement)


def downgrade() -> None:
    op.execute("delete from policy where kind = 'contact' and jsonb_exists(body, 'together')")
    op.drop_table("second_contact")
