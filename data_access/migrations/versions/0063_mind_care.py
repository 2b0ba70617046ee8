"""Psychological care: cases, the codes that open one's own, the key of each case, what is sealed under it, and the rules."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import opened, protect
from data_access.scope import APP

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables and rules, of which the version before knows nothing

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
DEFINER = "security definer set search_path = public, pg_temp"
TIMES = ("asked_at", "asked_told_at", "crisis_at", "crisis_answered_at", "taken_at", "first_contact_at", "next_call_at")
TIMES += ("retest_told_at", "retested_at", "closed_at")

RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('mind', 'crisis', 'District default: the counsellor on duty at once, all counsellors after five minutes, the shift lead after ten',
    '{"steps": [{"after": 0, "to": "on_duty"}, {"after": 300, "to": "counsellors"}, {"after": 600, "to": "lead"}],
      "again": 300, "within": 900}'),
  ('mind', 'care', 'District default: a call a day, the second test after fourteen days, a talk is offered first from a total of ten',
    '{"retest_days": 14, "call_hours": 24, "offer": 10}'),
  ('mind', 'words', 'District default: words after which a human calls at once',
    '{"words": ["自杀", "想死", "不想活", "活不下去", "活着没意思", "结束生命", "了结自己", "轻生", "自残", "割腕", "跳楼", "上吊", "遗书", "死了算了", "解脱算了",
      "suicide", "suicidal", "kill myself", "end my life", "want to die", "better off dead", "hurt myself", "cut myself", "no reason to live"]}'),
  ('mind', 'hotlines', 'District default: numbers that answer at all hours; the district publishes its own',
    '{"lines": [{"name": "Psychological crisis line, Hangzhou", "number": "0571-85029595", "hours": "day and night"},
      {"name": "Ambulance", "number": "120", "hours": "day and night"}, {"name": "Police", "number": "110", "hours": "day and night"}]}'),
  ('notice', 'mind', 'District default', '{"who": "The counsellors of the district",
    "what_for": "To see how you are, and to help you where you want it",
    "what": "Your answers and what you write, sealed under a key of your own; your name and number only if you give them",
    "how_long": "30 days after your case is closed; without a counsellor 30 days after your last answer", "whom": "The counsellor, or the hotline"}'),
  ('retention', 'mind', 'District default: texts of psychological care, 30 days after the case is closed', '{"days": 30}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""

# Whoever knocks is nobody yet and sees no row: the door is asked by the whole code, and says one case or none.
THAT_OPENS = f"""
create function mind_code_that_opens(wanted bytea) returns table (case_id bigint) language sql stable {DEFINER} as $$
    select c.case_id from mind_code c join mind_key k on k.case_id = c.case_id where c.digest = wanted
$$"""
# Whoever takes a key away reads no text: all that lay under it goes along, and the times of the case go on being counted.
FORGET = (
    f"""
create function forget_mind() returns trigger language plpgsql {DEFINER} as $$
begin
    delete from mind_code where case_id = old.case_id;
    delete from mind_text where case_id = old.case_id;
    update mind_case set person_id = null where id = old.case_id;
    return null;
end
$$""",
    "revoke execute on function forget_mind() from public",
    "create trigger forgets after delete on mind_key for each row execute function forget_mind()",
)
# When somebody answered last, for those whom no counsellor has: their time begins there.
LAST = f"""
create function mind_forgettable(before timestamptz) returns table (id bigint) language sql stable {DEFINER} as $$
    select c.id from mind_case c join mind_key k on k.case_id = c.id
    where c.closed_at < before or (c.closed_at is null and c.counsellor is null and c.asked_at is null and c.crisis_at is null
        and (select max(t.at) from mind_text t where t.case_id = c.id) < before)
$$"""
SIGNATURES = ("mind_code_that_opens(bytea)", "mind_forgettable(timestamptz)")

IN_DISTRICT = "(select current_setting('cockpit.district', true)) <> ''"
OWN_CASE = (
    "exists (select 1 from mind_case c where c.id = mind_text.case_id"
    " and c.counsellor::text = (select current_setting('cockpit.account', true)))"
)
OWN_WORDS = f"({opened('minds', 'case_id')} and kind in ('answers', 'reach'))"


def upgrade() -> None:
    cases()
    around()
    texts()
    walls = {
        "mind_case": f"{IN_DISTRICT} or {opened('minds')}",
        "mind_key": f"{IN_DISTRICT} or {opened('minds', 'case_id')}",
        "mind_code": opened("minds", "case_id"),
        "mind_text": f"{OWN_CASE} or {OWN_WORDS}",
    }
    for table, wall in walls.items():
        for statement in protect(table, wall):
            op.execute(statement)
    for statement in (THAT_OPENS, *FORGET, LAST):
        op.execute(statement)
    for signature in SIGNATURES:
        op.execute(f"revoke execute on function {signature} from public")
        op.execute(f"grant execute on function {signature} to {APP}")
    op.execute(RULES)


def cases() -> None:
    op.create_table(
        "mind_case",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("opened_at", "retest_at")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("notice", "policy")),
        *(sa.Column(name, sa.BigInteger()) for name in ("person_id", "counsellor", "emergency")),
        *(sa.Column(name, INSTANT) for name in TIMES),
        sa.Column("crisis_step", sa.Integer(), nullable=False, server_default="-1"),
        sa.Column("outcome", CODE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mind_case")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_mind_case_{column}"))
            for column, table in (
                ("notice", "policy"), ("policy", "policy"), ("person_id", "person"), ("counsellor", "account"),
                ("emergency", "emergency"),
            )
        ),
    )  # fmt: skip
    op.create_index("ix_mind_case_opened_at", "mind_case", ["opened_at"])
    op.create_index(
        "ix_mind_case_counsellor", "mind_case", ["counsellor"], postgresql_where=sa.text("closed_at is null")
    )
    op.create_index(
        "ix_mind_case_person_id", "mind_case", ["person_id"], postgresql_where=sa.text("person_id is not null")
    )


def around() -> None:
    op.create_table(
        "mind_key",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_mind_key")),
    )
    op.create_table(
        "mind_code",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_mind_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_mind_code_digest")),
        sa.ForeignKeyConstraint(["case_id"], ["mind_case.id"], name=op.f("fk_mind_code_case_id")),
    )


def texts() -> None:
    op.create_table(
        "mind_text",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("kind", "key")),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mind_text")),
        sa.UniqueConstraint("case_id", "kind", "key", name=op.f("uq_mind_text_case_id_kind_key")),
        sa.ForeignKeyConstraint(["case_id"], ["mind_case.id"], name=op.f("fk_mind_text_case_id")),
    )


def downgrade() -> None:
    raise RuntimeError("what clients of counsellors said is kept; restore a backup instead")
