"""Teams on the scene: their clocks, calls for help, last positions with consent, and ends of duty; the rules for them."""

import sqlalchemy as sa
from alembic import op

from data_access.migrations.walls import WITHIN, protect

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None
while_serving = "safe"  # new tables, a column that may be empty, and a function that opens more to a team than before

INSTANT = sa.DateTime(timezone=True)
DEFINER = "security definer set search_path = public, pg_temp"
OF_INCIDENT = "exists (select 1 from incident i where i.id = scene_clock.incident_id)"

# A phone's place: for whoever bears it, and for the desk of the area; not for other teams that are sent there too.
MINE = "account = nullif((select current_setting('cockpit.account', true)), '')::bigint"
OF_DESK = f"exists (select 1 from incident i where i.id = team_position.incident_id and ({WITHIN}))"

# As in 0002, and with what the team itself calls for.
LIVE_INCIDENTS = f"""
create or replace function live_incidents(of_team bigint, at timestamptz, seconds int) returns bigint[]
language sql stable {DEFINER} as $$
    select coalesce(array_agg(i.id), '{{}}') from (
        select a.incident_id as id from assignment a where a.team_id = of_team and a.state not in ('declined', 'timed_out')
        union select c.id from incident c where c.caller = of_team) mine join incident i using (id)
    where (i.closed_at is null or i.closed_at > at - make_interval(secs => seconds))
$$"""

# Districts that were planted before get the rules too, in force for as long as their other rules.
RULES = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select r.kind, r.key, d.code, min(p.holds_from), min(p.published_at), r.source, cast(r.body as jsonb)
from district d join policy p on p.area = d.code cross join (values
  ('accountability', 'any', 'District default: a team on the scene is heard of every ten minutes, and missed after fifteen',
    '{"amber": 600, "red": 900}'),
  ('position', 'any', 'District default: a phone''s place at most every 20 seconds, and only when it moved 25 metres',
    '{"every": 20, "metres": 25}'),
  ('retention', 'position', 'District default: where a phone was last, until a day after its job was closed', '{"days": 1}'),
  ('notice', 'position', 'District default', '{"who": "The desk that sends your team",
    "what_for": "To find you when you need help, and to see who is nearest",
    "what": "Where this phone is, only while your team is on its way or there; the latest place alone, not your way",
    "how_long": "Until a day after the job is closed; at once when you take your yes back",
    "whom": "The shift lead at the desk"}'),
  ('run_card', 'help/1', 'District default: the nearest police and the nearest squad go to a team that calls for help',
    '{"police": 1, "enforcement": 1}'),
  ('notify', 'help_called', 'District default: a team calls for help', '{}'),
  ('notify', 'lapsed', 'District default: a team on the scene is not heard of', '{}')
) as r(kind, key, source, body) group by d.code, r.kind, r.key, r.source, r.body
"""


def upgrade() -> None:
    op.add_column("incident", sa.Column("caller", sa.BigInteger()))
    op.create_foreign_key(op.f("fk_incident_caller"), "incident", "team", ["caller"], ["id"])
    op.create_index("ix_incident_caller", "incident", ["caller"], postgresql_where=sa.text("caller is not null"))
    clocks()
    consents()
    positions()
    ends()
    for statement in (*protect("scene_clock", OF_INCIDENT), *protect("team_position", f"{MINE} or {OF_DESK}", MINE)):
        op.execute(statement)
    op.execute(LIVE_INCIDENTS)
    op.execute(RULES)


def clocks() -> None:
    op.create_table(
        "scene_clock",
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("assignment_id", "incident_id", "team_id")),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("sign_at", "amber_at", "red_at")),
        sa.Column("rule", sa.BigInteger(), nullable=False),
        sa.Column("lapsed_at", INSTANT),
        sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_scene_clock")),
        key("scene_clock", "assignment_id", "assignment"),
        key("scene_clock", "incident_id", "incident"),
        key("scene_clock", "team_id", "team"),
        key("scene_clock", "rule", "policy"),
    )
    op.create_index(op.f("ix_scene_clock_incident_id"), "scene_clock", ["incident_id"])


def consents() -> None:
    op.create_table(
        "position_consent",
        number(),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("terminal", sa.BigInteger()),
        sa.Column("notice", sa.BigInteger(), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_consent")),
        key("position_consent", "account", "account"),
        key("position_consent", "terminal", "terminal", ondelete="cascade"),
        key("position_consent", "notice", "policy"),
    )
    op.create_index("ix_position_consent_account_terminal", "position_consent", ["account", "terminal"])


def positions() -> None:
    op.create_table(
        "team_position",
        number(),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("team_id", "account", "incident_id")),
        *(sa.Column(name, sa.Double(), nullable=False) for name in ("lon", "lat", "accuracy")),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_position")),
        sa.UniqueConstraint("account", "incident_id", name=op.f("uq_team_position_account_incident_id")),
        key("team_position", "team_id", "team"),
        key("team_position", "account", "account"),
        key("team_position", "incident_id", "incident"),
    )
    op.create_index(op.f("ix_team_position_incident_id"), "team_position", ["incident_id"])


def ends() -> None:
    op.create_table(
        "duty_end",
        number(),
        sa.Column("team_id", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.BigInteger()),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("back_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_end")),
        key("duty_end", "team_id", "team"),
        key("duty_end", "account", "account"),
    )
    op.create_index("ix_duty_end_team_id_at", "duty_end", ["team_id", "at"])


def number() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False)


def key(table: str, column: str, of: str, **more: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}"), **more)


def downgrade() -> None:
    raise RuntimeError("walls are not taken down; restore a backup instead")
