"""How likely it is that somebody was infected, with what that rests on; the first version of the rule that says so."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, opened, protect

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None
while_serving = "safe"  # a new table that the version before does not know

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
AREAS = ("street", "community", "grid")
SOURCE = (
    "District default: whoever is ill infects most about the day of the onset; weights set on simulated outbreaks, before any "
    "case of the district itself was counted"
)
BODY = """{
"course": {"before": 4, "after": 10, "peak": 0.5, "rise": 1.5, "fall": 3, "unknown": 0.4},
"minutes": 60, "lasts": 14, "fades": 7,
"status": {"confirmed": 1, "probable": 0.8, "suspected": 0.5, "asymptomatic": 0.6},
"closeness": {"close": 1, "to_ask": 0.7, "general": 0.3},
"settings": {"household": 0.1, "care": 0.1, "meal": 0.08, "lift": 0.04, "class": 0.03, "workplace": 0.03},
"vehicles": {"sealed": 0.05, "other": 0.03}, "sealed": ["sealed_train", "sealed_coach"],
"places": {"hospital": 0.05, "health_centre": 0.05, "park": 0.01, "parking_lot": 0.01, "any": 0.03},
"additions": {"stay": {"high": 0.1, "any": 0.04}, "symptom": {"any": 0.3}, "visit": {"any": 0.1}, "purchase": {"any": 0.05}},
"vulnerable": {"age": 65, "more": 0.3},
"levels": {"high": 0.2, "medium": 0.08, "low": 0.02},
"visits": {"high": 2, "medium": 1, "low": 0}
}"""
RULE = f"""
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'risk', 'any', d.code, min(p.holds_from), min(p.published_at), '{SOURCE}', cast('{BODY}' as jsonb)
from district d join policy p on p.area = d.code group by d.code
"""
KEPT = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select 'retention', 'risk', d.code, min(p.holds_from), min(p.published_at),
  'District default: how somebody stood before, 30 days', '{"days": 30}'
from district d join policy p on p.area = d.code group by d.code
"""


def upgrade() -> None:
    op.create_table(
        "risk_assessment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.Column("parts", sa.LargeBinary(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("gone_at", INSTANT),
        sa.Column("emergency", sa.BigInteger()),
        *(sa.Column(name, CODE, nullable=False) for name in AREAS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_assessment")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_risk_assessment_person_id")),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_risk_assessment_policy")),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_risk_assessment_emergency")),
    )
    op.create_index("ix_risk_assessment_person_id", "risk_assessment", ["person_id"])
    op.create_index("ix_risk_assessment_street_community", "risk_assessment", ["street", "community"])
    standing = {"unique": True, "postgresql_where": sa.text("gone_at is null")}
    op.create_index("uq_risk_assessment_standing", "risk_assessment", ["person_id"], **standing)
    for statement in (*protect("risk_assessment", f"{WITHIN} or {opened('persons', 'person_id')}"), RULE, KEPT):
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("it would be forgotten how people stood; restore a backup instead")
