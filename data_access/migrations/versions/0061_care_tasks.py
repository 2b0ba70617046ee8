"""Tasks of the desks for people at home, what is written down of a person, when they were reached, and the rules for all three."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, opened, protect
from data_access.scope import APP

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables and rules, of which the version before knows nothing

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
AREAS = ("street", "community", "grid")
OPEN = "state in ('pending', 'in_progress')"

RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('care', 'task', 'District default: urgent in 15 minutes, the body in two hours, daily life in a day, a missed report in two hours',
    '{"seconds": {"urgent": 900, "body": 7200, "living": 86400, "knock": 7200, "visit": 14400, "transfer": 7200}, "undo": 600}'),
  ('care', 'chain', 'District default: whoever has it at 80 per cent of the time, the street when it is over, the shift lead at 120',
    '{"steps": [{"percent": 80, "to": "owner"}, {"percent": 100, "to": "street"}, {"percent": 120, "to": "lead"}]}'),
  ('care', 'unseen', 'District default: nobody in our care goes 24 hours without a word from a person', '{"hours": 24, "silent": 24}'),
  ('triage', 'any', 'District default: fever from 37.3 degrees; whatever cannot wait, and any symptom of the vulnerable, is seen to at once',
    '{"fever": 37.3, "high": 38.5, "rise": 0.8, "baseline": 3, "cluster": 2, "alarming": ["breath"], "elderly": 70,
      "weighs": ["chronic", "pregnant", "elderly", "alone"]}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""

# Whoever reports by a code sees no row of those they live with: only whether there is nobody is said.
LIVES_ALONE = """
create function lives_alone(who bigint) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) = 1 from residence own join residence mate on mate.household_id = own.household_id and mate.until is null
    where own.person_id = who and own.until is null
$$"""


def upgrade() -> None:
    tasks()
    facts()
    greetings()
    of_person = "exists (select 1 from person p where p.id = {}.person_id)"
    walls = {
        "care_task": f"{WITHIN} or {opened('persons', 'person_id')}",
        "care_fact": of_person.format("care_fact"),
        "human_contact": of_person.format("human_contact"),
    }
    for table, wall in walls.items():
        for statement in protect(table, wall):
            op.execute(statement)
    # Who was reached stays written as it was; a merge of two records alone says whose it is.
    op.execute(f"revoke update on human_contact from {APP}")
    op.execute(f"grant update (person_id) on human_contact to {APP}")
    op.execute(LIVES_ALONE)
    op.execute("revoke execute on function lives_alone(bigint) from public")
    op.execute(f"grant execute on function lives_alone(bigint) to {APP}")
    op.execute(RULES)


def tasks() -> None:
    op.create_table(
        "care_task",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("person_id", "episode_id", "policy")),
        *(sa.Column(name, CODE, nullable=False) for name in ("kind", "desk", "gravity", "state", *AREAS)),
        *(sa.Column(name, CODE) for name in ("slot", "result", "reason", "was")),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("opened_at", "due_at")),
        *(sa.Column(name, INSTANT) for name in ("taken_at", "approved_at", "ended_at", "look_at")),
        *(
            sa.Column(name, sa.BigInteger())
            for name in ("report_id", "opened_by", "owner", "approved_by", "ended_by", "emergency")
        ),
        sa.Column("day", sa.Date()),
        sa.Column("told", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("note", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_task")),
        *links("care_task"),
        sa.ForeignKeyConstraint(
            ["report_id"], ["health_report.id"], name=op.f("fk_care_task_report_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["policy"], ["policy.id"], name=op.f("fk_care_task_policy")),
    )
    one_of = {
        "joined": (["person_id", "desk"], "kind in ('supply', 'call', 'visit')"),
        "knock": (["person_id", "day", "slot"], "kind = 'knock'"),
        "transfer": (["person_id"], "kind = 'transfer'"),
    }
    for name, (columns, kinds) in one_of.items():
        where = sa.text(f"{OPEN} and {kinds}")
        op.create_index(f"uq_care_task_{name}", "care_task", columns, unique=True, postgresql_where=where)
    op.create_index(
        "ix_care_task_street_community", "care_task", ["street", "community"], postgresql_where=sa.text(OPEN)
    )
    op.create_index("ix_care_task_look_at", "care_task", ["look_at"], postgresql_where=sa.text(OPEN))
    for name in ("person_id", "episode_id", "report_id"):
        op.create_index(f"ix_care_task_{name}", "care_task", [name])


def facts() -> None:
    op.create_table(
        "care_fact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", CODE, nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("person_id", "episode_id")),
        sa.Column("at", INSTANT, nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("account", "emergency")),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_fact")),
        *links("care_fact"),
    )
    for name in ("person_id", "episode_id"):
        op.create_index(f"ix_care_fact_{name}", "care_fact", [name])


def greetings() -> None:
    op.create_table(
        "human_contact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("how", CODE, nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("account", "emergency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_human_contact")),
        *links("human_contact", episode=False),
    )
    op.create_index("ix_human_contact_person_id_at", "human_contact", ["person_id", "at"])


def links(table: str, *, episode: bool = True) -> list[sa.ForeignKeyConstraint]:
    def link(column: str, to: str, **more: str) -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"), **more)

    own = [link("person_id", "person.id"), link("emergency", "emergency.id")]
    return own + ([link("episode_id", "quarantine.id", ondelete="CASCADE")] if episode else [])


def downgrade() -> None:
    raise RuntimeError("what was done for people at home is kept; restore a backup instead")
