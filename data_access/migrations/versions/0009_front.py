"""A role for the machine in front: it reads what is published, through views, and no table."""

from alembic import op

from data_access.scope import FRONT, PUBLIC

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None
while_serving = "safe"

# What everybody may know: the rules of notices, the areas of the district, its time, how far its changes are.
VIEWS = {
    "policy": "select id, kind, key, area, holds_from, holds_to, published_at, source, body from public.policy"
    " where kind in ('notice', 'retention')",
    "district": "select code, name, sort_key, lon, lat, outline from public.district",
    **{
        table: f"select code, parent, name, sort_key, lon, lat, outline from public.{table}"
        for table in ("street", "community", "grid")
    },
    "clock": "select machine_start, district_start, speed from public.clock",
    "alembic_version": "select version_num from public.alembic_version",
    "change": "select max(id) as id from public.change",
}

# The chain goes on under its own lock; a line of the machine in front is the public's and nobody else's.
FEED_HEAD = f"""
create function {FRONT}.feed_head() returns bytea language sql volatile
security definer set search_path = public, pg_temp as $$ select public.feed_head() $$
"""
FEED_APPEND = f"""
create function {FRONT}.feed_append(lines jsonb, changes jsonb) returns bigint language plpgsql
security definer set search_path = public, pg_temp as $$
begin
    if jsonb_array_length(changes) > 0 or exists (
        select from jsonb_to_recordset(lines) as line (role text, actor text, account bigint, area text)
        where (role, actor, area) is distinct from ('public', 'public', '') or account is not null
    ) then
        raise insufficient_privilege using message = 'permission denied: the machine in front tells what the public did';
    end if;
    return public.feed_append(lines, changes);
end $$
"""


def upgrade() -> None:
    op.execute(f"do $$ begin create role {PUBLIC} nologin noinherit; exception when duplicate_object then null; end $$")
    op.execute(f"grant {PUBLIC} to current_user")  # a restore sends its connections away
    op.execute(f"create schema {FRONT}")
    op.execute(f"grant usage on schema {FRONT} to {PUBLIC}")
    for name, query in VIEWS.items():
        op.execute(f"create view {FRONT}.{name} as {query}")
        op.execute(f"grant select on {FRONT}.{name} to {PUBLIC}")
    for function, called in ((FEED_HEAD, "feed_head()"), (FEED_APPEND, "feed_append(jsonb, jsonb)")):
        op.execute(function)
        op.execute(f"revoke execute on function {FRONT}.{called} from public")
        op.execute(f"grant execute on function {FRONT}.{called} to {PUBLIC}")


def downgrade() -> None:
    op.execute(f"drop schema {FRONT} cascade")
