"""Row-level security: the app's role owns nothing, sees its scope only, and cannot touch what was told."""

from alembic import op

from data_access.migrations.walls import WITHIN, opened, protect
from data_access.scope import APP, DEFAULT_RIGHTS, READER

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
while_serving = "stop first"

OF_SCOPE = ("household", "residence", "warning")
TOLD = ("audit_entry", "look_entry", "change")
FEED = ("feed_head()", "look_head()", "feed_append(jsonb, jsonb)", "look_append(jsonb)")
ASKED = ("live_incidents(bigint, timestamptz, int)", "incident_open_at(bigint, text, timestamptz)")
DEFINER = "security definer set search_path = public, pg_temp"

# Closed or not is asked here and not by the app, which sees an incident only once it is opened to it.
LIVE_INCIDENTS = f"""
create function live_incidents(of_team bigint, at timestamptz, seconds int) returns bigint[] language sql stable {DEFINER} as $$
    select coalesce(array_agg(distinct i.id), '{{}}') from assignment a join incident i on i.id = a.incident_id
    where a.team_id = of_team and a.state not in ('declined', 'timed_out')
    and (i.closed_at is null or i.closed_at > at - make_interval(secs => seconds))
$$"""

INCIDENT_OPEN_AT = f"""
create function incident_open_at(at_place bigint, of_kind text, since timestamptz) returns bigint language sql stable {DEFINER} as $$
    select min(id) from incident
    where place_id = at_place and kind = of_kind and closed_at is null and received_at >= since
$$"""


def upgrade() -> None:
    for statement in (*roles(), *rights(), *functions(), *policies()):
        op.execute(statement)


def roles() -> list[str]:
    """A role that is there already (its password is the administrator's business) is left as it is."""
    made = "do $$ begin create role {} {}; exception when duplicate_object then null; end $$"
    return [
        made.format(READER, "nologin"),
        made.format(APP, "nologin noinherit"),
        f"alter role {APP} noinherit",
        f"grant {READER} to {APP}",
        f"grant {APP}, {READER} to current_user",
    ]


def rights() -> list[str]:
    everything = "select, insert, update, delete"
    told = ", ".join(TOLD)
    return [
        f"grant usage on schema public to {APP}, {READER}",
        f"grant {everything} on all tables in schema public to {APP}",
        f"grant usage, select, update on all sequences in schema public to {APP}",
        f"grant select on all tables in schema public to {READER}",
        f"grant select on all sequences in schema public to {READER}",
        *DEFAULT_RIGHTS,
        f"revoke insert, update, delete on {told} from {APP}",
        f"revoke select on audit_entry, look_entry from {APP}",
        f"revoke update, delete on policy from {APP}",
        f"revoke insert, update, delete on alembic_version from {APP}",
    ]


def functions() -> list[str]:
    """The feed is written by its functions alone; nobody but the app may call them."""
    called = (*FEED, *ASKED)
    return [
        *(f"alter function {name} {DEFINER}" for name in FEED),
        LIVE_INCIDENTS,
        INCIDENT_OPEN_AT,
        *(f"revoke execute on function {name} from public" for name in called),
        *(f"grant execute on function {name} to {APP}" for name in called),
    ]


def policies() -> list[str]:
    """A person belongs to where they live; a note to its incident. Anybody may report: only what follows is the scope's."""
    lives_there = "exists (select 1 from residence r where r.person_id = person.id)"
    of_incident = "exists (select 1 from incident i where i.id = note.incident_id)"
    incident = f"{WITHIN} or {opened('incidents')}"
    return [
        *(statement for table in OF_SCOPE for statement in protect(table, WITHIN)),
        *protect("incident", incident),
        *protect("note", of_incident),
        *protect("person", f"{lives_there} or {opened('persons')}"),
        "drop index ix_assignment_team_id",
        "create index ix_assignment_team_id on assignment (team_id)",
    ]


def downgrade() -> None:
    raise RuntimeError("walls are not taken down; restore a backup instead")
