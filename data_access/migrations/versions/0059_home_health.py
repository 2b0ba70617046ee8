"""Reports of people at home, the codes of the papers that open them, and the rules for both."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, opened, protect
from data_access.scope import APP

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables and rules, of which the version before knows nothing

INSTANT = sa.DateTime(timezone=True)
CODE = sa.Text(collation="C")
AREAS = ("street", "community", "grid")
DEFINER = "security definer set search_path = public, pg_temp"

RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('report', 'windows', 'District default: temperature morning and evening, by 10:00 and by 20:00',
    '{"evening": 43200, "due": {"morning": 36000, "evening": 72000}}'),
  ('report', 'code', 'District default: the codes of the last three papers hold, for seven days after the end',
    '{"codes": 3, "days": 7}'),
  ('triage', 'any', 'District default: fever from 37.3 degrees; whatever cannot wait is seen to at once',
    '{"fever": 37.3, "high": 38.5, "rise": 0.8, "baseline": 3, "cluster": 2, "alarming": ["breath"]}'),
  ('notice', 'report', 'District default', '{"who": "The district''s disease control and your health centre",
    "what_for": "To see early whether you fall ill, and to bring you what you need",
    "what": "Temperature, symptoms, how you feel and what you need; it is kept sealed under your own key",
    "how_long": "30 days after your report", "whom": "Your community worker"}'),
  ('retention', 'report', 'District default: reports of people at home, 30 days', '{"days": 30}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""

# Whoever knocks is nobody yet and sees no row: the door is asked by the whole code, and says one episode or none.
THAT_OPENS = f"""
create function report_code_that_opens(wanted bytea, today date, days int)
returns table (id bigint, episode_id bigint, person_id bigint, given_at timestamptz) language sql stable {DEFINER} as $$
    select c.id, c.episode_id, q.person_id, c.given_at from report_code c join quarantine q on q.id = c.episode_id
    join person_key k on k.person_id = q.person_id
    where c.digest = wanted and c.ended_at is null and coalesce(least(q.lifted_on, q.until) + days >= today, true)
$$"""
SIGNATURE = "report_code_that_opens(bytea, date, int)"


def upgrade() -> None:
    reports()
    codes()
    walls = {
        "health_report": f"{WITHIN} or {opened('persons', 'person_id')}",
        "report_code": "exists (select 1 from quarantine q where q.id = report_code.episode_id)",
    }
    for table, wall in walls.items():
        for statement in protect(table, wall):
            op.execute(statement)
    op.execute(THAT_OPENS)
    op.execute(f"revoke execute on function {SIGNATURE} from public")
    op.execute(f"grant execute on function {SIGNATURE} to {APP}")
    op.execute(RULES)


def reports() -> None:
    op.create_table(
        "health_report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("person_id", "episode_id")),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, CODE, nullable=False) for name in ("slot", "channel", "outcome", "key", *AREAS)),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("said", sa.LargeBinary()),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("policy", "notice")),
        *(sa.Column(name, sa.BigInteger()) for name in ("entered_by", "emergency")),
        sa.Column("replaced", sa.Boolean(), nullable=False, server_default="false"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_report")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_health_report_person_id_key")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_health_report_person_id")),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["quarantine.id"], name=op.f("fk_health_report_episode_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["emergency"], ["emergency.id"], name=op.f("fk_health_report_emergency")),
        *(
            sa.ForeignKeyConstraint([name], ["policy.id"], name=op.f(f"fk_health_report_{name}"))
            for name in ("policy", "notice")
        ),
    )
    counts = sa.text("not replaced")
    op.create_index(
        "uq_health_report_window", "health_report", ["person_id", "day", "slot"], unique=True, postgresql_where=counts
    )
    op.create_index("ix_health_report_street_community_day", "health_report", ["street", "community", "day"])
    op.create_index("ix_health_report_episode_id", "health_report", ["episode_id"])


def codes() -> None:
    op.create_table(
        "report_code",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("episode_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_report_code_digest")),
        sa.ForeignKeyConstraint(
            ["episode_id"], ["quarantine.id"], name=op.f("fk_report_code_episode_id"), ondelete="CASCADE"
        ),
    )
    op.create_index("ix_report_code_episode_id", "report_code", ["episode_id"])


def downgrade() -> None:
    raise RuntimeError("what people at home reported is kept; restore a backup instead")
