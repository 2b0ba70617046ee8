"""Whom a transaction acts for, as PostgreSQL's row-level security sees it: the second wall behind the use-cases.

Web and worker sign in to the database as `cockpit_app`, which owns nothing. Each unit of work says at its begin which
areas it may see, and which incidents an assignment opened for it; where nothing is said, policies show nothing. The
audit is read as `cockpit_reader`, and only appended to, by functions.

A machine in front, which the internet reaches, signs in as `cockpit_public`: it has no right to any table, and finds in
the schema `front` the views and functions that the public doors need.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.engine import URL, Connection, make_url

from cockpit.access import Actor

APP, READER, PUBLIC = "cockpit_app", "cockpit_reader", "cockpit_public"
FRONT = "front"
LEVELS = {6: "district", 9: "street", 12: "community", 15: "grid"}
SETTINGS = (*LEVELS.values(), "account", "incidents", "persons", "minds")

# What tables of later migrations give by themselves, and what a restored database is given anew.
DEFAULT_RIGHTS = (
    f"alter default privileges in schema public grant select, insert, update, delete on tables to {APP}",
    f"alter default privileges in schema public grant usage, select, update on sequences to {APP}",
    f"alter default privileges in schema public grant select on tables to {READER}",
    f"alter default privileges in schema public grant select on sequences to {READER}",
)

# As a column of the first statement of a unit of work: parameters are what `scope_of` gives.
SET = ", ".join(
    ("set_config('role', :role, true)", *(f"set_config('cockpit.{name}', :{name}, true)" for name in SETTINGS))
)
LIVE_INCIDENTS = text("select set_config('cockpit.incidents', live_incidents(:team, :at, :seconds)::text, true)")
ALSO = text(
    "select set_config('cockpit.incidents',"
    " array_append(coalesce(nullif(current_setting('cockpit.incidents', true), ''), '{}')::bigint[], :id)::text, true)"
)
MINDS = text("select set_config('cockpit.minds', :ids, true)")
PERSONS = text("select set_config('cockpit.persons', :ids, true)")
BECOME = text("select set_config('role', :role, true)")


def role_of(url: str | URL) -> str:
    """The role that works behind this address; whoever signs in as owner or superuser works as the app."""
    return PUBLIC if url and make_url(url).username == PUBLIC else APP


def scope_of(by: Actor) -> dict[str, str]:
    """The areas that the actor's role opens: one level of code is said, the others stay empty.

    Who belongs to a team sees what the team is sent to, and not the area around it.
    """
    nothing = dict.fromkeys(SETTINGS, "")
    level = None if by.team else LEVELS.get(len(by.area))
    return nothing | {"account": str(by.id or "")} | ({level: by.area} if level else {})


def open_assigned(connection: Connection, team: int, at: object, seconds: int) -> None:
    """Open the incidents that the team is assigned to; those that ended stay open for so many seconds."""
    connection.execute(LIVE_INCIDENTS, {"team": team, "at": at, "seconds": seconds})


def open_incident(connection: Connection, incident_id: int) -> None:
    """Whoever reports something may finish the report, wherever it lies."""
    connection.execute(ALSO, {"id": incident_id})


def open_persons(connection: Connection, ids: list[int]) -> None:
    """Somebody gave the actor these persons' records, by a grant or a job."""
    connection.execute(PERSONS, {"ids": "{" + ",".join(map(str, ids)) + "}"})


def open_minds(connection: Connection, ids: list[int]) -> None:
    """Somebody showed the code of their own case of psychological care, or opens one just now."""
    connection.execute(MINDS, {"ids": "{" + ",".join(map(str, ids)) + "}"})


@contextmanager
def reading(connection: Connection) -> Iterator[None]:
    """Read the audit, and all that a check compares, as the role that may change nothing."""
    connection.execute(BECOME, {"role": READER})
    yield
    connection.execute(BECOME, {"role": APP})
