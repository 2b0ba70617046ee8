"""What people ask about their own data, behind the wall of the person it is about, and the rules for it."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import protect

revision = "0016"
down_revision = "0014"
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
  ('request', 'correction',
    'District default: a correction is answered within 15 days; the national standard GB/T 35273 allows 30',
    '{"days": 15, "complain": "The district''s security officer; who is not content then, the hotline 12345"}'),
  ('request', 'deletion',
    'District default: a deletion is answered within 30 days, as the national standard GB/T 35273 asks; nothing is deleted while an emergency holds',
    '{"days": 30, "while_emergency": false,
      "complain": "The district''s security officer; who is not content then, the hotline 12345"}'),
  ('limit', 'requests', 'District default: ten requests a day with one receipt', '{"a_day": 10}'),
  ('retention', 'request', 'District default: requests about one''s own data half a year after their answer',
    '{"days": 180}'),
  ('notice', 'request', 'District default', '{"who": "The district''s data officer",
    "what_for": "To correct or delete what is kept of you, and to answer you",
    "what": "What you ask for and why; it is kept sealed under your own key",
    "how_long": "Half a year after the answer",
    "whom": "Your community worker, or the district''s data officer"}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    requests()
    for statement in protect("request", "exists (select 1 from person p where p.id = request.person_id)"):
        op.execute(statement)
    op.execute(RULES)


def requests() -> None:
    op.create_table(
        "request",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("kind", "field", "entered_role", "state")),
        *(sa.Column(name, sa.LargeBinary()) for name in ("asked", "why", "said")),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("asked_at", "due_at")),
        sa.Column("closed_at", INSTANT),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("policy", "notice")),
        *(sa.Column(name, sa.BigInteger()) for name in ("entered_by", "emergency", "decided_by", "rule")),
        *(sa.Column(name, CODE) for name in ("decided_role", "ground")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_request_emergency")),
        *(
            sa.ForeignKeyConstraint([name], ["policy.id"], name=op.f(f"fk_request_{name}"))
            for name in ("policy", "notice", "rule")
        ),
    )
    waits = sa.text("closed_at is null")
    op.create_index("ix_request_person_id", "request", ["person_id"])
    op.create_index("ix_request_waiting", "request", ["due_at"], postgresql_where=waits)
    op.create_index(
        "uq_request_waiting", "request", ["person_id", "kind", "field"], unique=True, postgresql_where=waits
    )


def downgrade() -> None:
    raise RuntimeError("what people asked and were answered is kept; restore a backup instead")
