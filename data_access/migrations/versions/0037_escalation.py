"""Chains of escalation: whom an incident goes to that nobody sees to, who was called in, when a team promised to set out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from data_access.migrations.walls import protect

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables, and a column that may be empty; what is open goes on as it began

INSTANT = sa.DateTime(timezone=True)
OF_INCIDENT = "exists (select 1 from incident i where i.id = {}.incident_id)"

# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('escalation', 'any/1', 'District default: nobody may sleep over a red item; whoever is silent is passed by', '{"steps": [
    {"timer": "take_up", "after": 60, "to": "second_desk"}, {"timer": "take_up", "after": 120, "to": "shift_lead"},
    {"timer": "take_up", "after": 300, "to": "duty_leader"}, {"timer": "answer", "after": 90, "to": "team"},
    {"timer": "answer", "after": 180, "to": "next_team"}, {"timer": "answer", "after": 300, "to": "shift_lead"},
    {"timer": "answer", "after": 480, "to": "duty_leader"}, {"timer": "arrive", "after": 80, "to": "desk"},
    {"timer": "arrive", "after": 120, "to": "shift_lead"}, {"timer": "arrive", "after": 200, "to": "duty_leader"},
    {"timer": "close", "after": 80, "to": "desk"}, {"timer": "close", "after": 120, "to": "shift_lead"},
    {"timer": "close", "after": 200, "to": "duty_leader"}]}'),
  ('escalation', 'any/2', 'District default: what is late goes to the desk, the shift lead, the street', '{"steps": [
    {"timer": "take_up", "after": 900, "to": "shift_lead"}, {"timer": "answer", "after": 180, "to": "next_team"},
    {"timer": "answer", "after": 600, "to": "shift_lead"}, {"timer": "answer", "after": 1200, "to": "duty_leader"},
    {"timer": "arrive", "after": 80, "to": "desk"}, {"timer": "arrive", "after": 120, "to": "shift_lead"},
    {"timer": "arrive", "after": 200, "to": "duty_leader"}, {"timer": "close", "after": 80, "to": "desk"},
    {"timer": "close", "after": 120, "to": "shift_lead"}, {"timer": "close", "after": 200, "to": "duty_leader"}]}'),
  ('escalation', 'any/3', 'District default: what can wait goes to nobody before it is late', '{"steps": [
    {"timer": "take_up", "after": 3600, "to": "shift_lead"}, {"timer": "answer", "after": 180, "to": "next_team"},
    {"timer": "answer", "after": 3600, "to": "shift_lead"}, {"timer": "arrive", "after": 120, "to": "desk"},
    {"timer": "arrive", "after": 200, "to": "shift_lead"}, {"timer": "close", "after": 120, "to": "desk"},
    {"timer": "close", "after": 200, "to": "shift_lead"}]}'),
  ('promise', 'desk', 'District default: whoever sees to it says by when; two minutes of silence after that, and it goes on',
    '{"minutes": [5, 10, 20, 40], "grace": 120}'),
  ('promise', 'team', 'District default: a team says when it sets out; three minutes of silence after that, and another goes',
    '{"minutes": [2, 5, 10, 20], "grace": 180}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    op.create_table(
        "escalation",
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("policy", sa.BigInteger(), nullable=False),
        sa.Column("steps", JSONB(), nullable=False),
        *(sa.Column(name, INSTANT) for name in ("paused_at", "look_at")),
        sa.PrimaryKeyConstraint("incident_id", name=op.f("pk_escalation")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_escalation_incident_id")),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_escalation_policy")),
    )
    op.create_table(
        "escalation_call",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("incident_id", sa.BigInteger(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        *(
            sa.Column(name, INSTANT)
            for name in ("seen_at", "promised_at", "promised_until", "lapses_at", "reminded_at", "ended_at")
        ),
        sa.Column("kept", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_call")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_escalation_call_incident_id")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_escalation_call_account")),
    )
    op.create_index(op.f("ix_escalation_call_incident_id"), "escalation_call", ["incident_id"])
    op.create_index("ix_escalation_call_account", "escalation_call", ["account"])
    op.add_column("assignment", sa.Column("depart_by", INSTANT))
    for table in ("escalation", "escalation_call"):
        for statement in protect(table, OF_INCIDENT.format(table)):
            op.execute(statement)
    op.execute(RULES)


def downgrade() -> None:
    op.drop_column("assignment", "depart_by")
    op.drop_table("escalation_call")
    op.drop_table("escalation")
