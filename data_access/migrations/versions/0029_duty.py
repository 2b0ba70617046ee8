"""A roster of people beside that of teams, being on call, leave, shifts that change hands; the rules for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0029"
down_revision = "0026"
branch_labels = None
depends_on = None
while_serving = "safe"  # columns that may be empty and new tables; the version before writes shifts of teams alone

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
WHOSE = "(team_id is null) <> (account is null)"

RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, r.body::jsonb
from district d join policy p on p.area = d.code cross join (values
  ('shift', 'hours', 'District default: three shifts a day, a quarter of an hour to hand over',
    '{"early": "07:00", "late": "15:00", "night": "23:00", "handover": 15, "longest": 24}'),
  ('shift', 'rostered', 'District default: who has no shift within a week of now is not on the roster', '{"days": 7}'),
  ('shift', 'swap', 'District default: the lead agrees, and eight hours lie between two shifts of a person',
    '{"lead_agrees": true, "rest": 8}'),
  ('shift', 'undo', 'District default: an hour to take a change of the roster back', '{"minutes": 60}'),
  ('cover', 'officer', 'District default: somebody at all hours',
    '{"level": "district", "from": "00:00", "to": "24:00", "everywhere": true}'),
  ('cover', 'shift_lead', 'District default: somebody at all hours',
    '{"level": "district", "from": "00:00", "to": "24:00", "everywhere": true}'),
  ('cover', 'street_officer', 'District default: somebody by day',
    '{"level": "street", "from": "07:00", "to": "19:00", "everywhere": false}'),
  ('cover', 'duty_leader', 'District default: somebody at all hours',
    '{"level": "street", "from": "00:00", "to": "24:00", "everywhere": false}'),
  ('cover', 'police', 'District default: somebody at all hours',
    '{"level": "grid", "from": "00:00", "to": "24:00", "everywhere": true}'),
  ('cover', 'enforcement', 'District default: somebody at all hours',
    '{"level": "street", "from": "00:00", "to": "24:00", "everywhere": true}'),
  ('cover', 'volunteer', 'District default: volunteers from six to ten in the evening',
    '{"level": "community", "from": "06:00", "to": "22:00", "everywhere": true}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    op.alter_column("shift", "team_id", nullable=True)
    op.add_column("shift", sa.Column("account", sa.BigInteger(), sa.ForeignKey("account.id", name="fk_shift_account")))
    op.add_column("shift", sa.Column("on_call", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_check_constraint(op.f("ck_shift_whose"), "shift", WHOSE)
    op.create_index("ix_shift_account_ends", "shift", ["account", "ends"])
    op.create_index("ix_shift_team_id_ends", "shift", ["team_id", "ends"])
    _leave()
    _swap()
    _steps()
    op.execute(RULES)


def _leave() -> None:
    op.create_table(
        "leave",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("starts", "ends")),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("back_at", INSTANT),
        sa.CheckConstraint("ends > starts", name=op.f("ck_leave_forward")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_leave_account")),
    )
    op.create_index("ix_leave_account_ends", "leave", ["account", "ends"])


def _swap() -> None:
    people = ("offered_by", "taken_by", "ended_by")
    op.create_table(
        "swap",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("shift", "offered_by", "policy")),
        sa.Column("offered_at", INSTANT, nullable=False),
        sa.Column("lead_agrees", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("taken_by", "ended_by")),
        *(sa.Column(name, INSTANT) for name in ("taken_at", "ended_at")),
        sa.Column("state", CODE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swap")),
        *(sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_swap_{name}")) for name in people),
    )
    still_open = sa.text("state in ('offered', 'taken')")
    op.create_index("uq_swap_open", "swap", ["shift"], unique=True, postgresql_where=still_open)


def _steps() -> None:
    op.create_table(
        "roster_step",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("act", CODE, nullable=False),
        *(sa.Column(name, JSONB(), nullable=False) for name in ("before", "after")),
        sa.Column("undone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_step")),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name=op.f("fk_roster_step_account")),
    )
    op.create_index("ix_roster_step_account", "roster_step", ["account"])


def downgrade() -> None:
    for table in ("roster_step", "swap", "leave"):
        op.drop_table(table)
    op.execute("delete from shift where team_id is null")
    for index in ("ix_shift_team_id_ends", "ix_shift_account_ends"):
        op.drop_index(index, "shift")
    op.drop_constraint(op.f("ck_shift_whose"), "shift")
    op.drop_column("shift", "on_call")
    op.drop_column("shift", "account")
    op.alter_column("shift", "team_id", nullable=False)
