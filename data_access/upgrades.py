"""What an upgrade means for a cockpit that runs: each migration says whether it is safe beside the version before."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from alembic.script import Script
from sqlalchemy import text
from sqlalchemy.engine import Connection

from data_access import schema

# Whoever holds a connection is alive: web and worker keep theirs open, and a process that was killed loses it at once.
OTHERS = text(
    "select usename::text as role, application_name::text as program, host(client_addr) as address"
    " from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and usename is not null"
)


class WhileServing(StrEnum):
    """What a migration's `while_serving` says of the version before: it may go on, or must be stopped first."""

    SAFE = "safe"
    STOP_FIRST = "stop first"


@dataclass(frozen=True)
class Step:
    """One migration that is still to be run."""

    revision: str
    says: str
    while_serving: WhileServing

    @classmethod
    def of(cls, script: Script) -> "Step":
        return cls(script.revision, script.doc, WhileServing(script.module.while_serving))

    def __str__(self) -> str:
        return f"{self.revision} ({self.while_serving}): {self.says}"


@dataclass(frozen=True)
class Connected:
    """Somebody else on this database."""

    role: str
    program: str
    address: str | None

    def __str__(self) -> str:
        return f"{self.role}{f' ({self.program})' if self.program else ''} from {self.address or 'this machine'}"


def misfit(found: str | None) -> str | None:
    """Why this code does not serve a database of that schema, and the way out; None where it does."""
    wanted = schema.head()
    if found == wanted:
        return None
    if found is None:
        return f"The database is empty; this code needs schema {wanted}: run `python app.py migrate`."
    if schema.knows(found):
        return (
            f"The database has schema {found}, older than {wanted}, which this code needs: run `python app.py migrate`."
        )
    return (
        f"The database has schema {found}, newer than {wanted}, the last one that this code knows:"
        " serve it with the newer version, or restore a backup from before the upgrade."
    )


def steps(found: str | None) -> list[Step]:
    """The migrations between the database's schema and this code's, in their order."""
    return [Step.of(script) for script in schema.scripts_after(found)]


def others(connection: Connection) -> list[Connected]:
    return [Connected(row.role, row.program, row.address) for row in connection.execute(OTHERS)]


def hindrance(connection: Connection, found: str | None) -> str | None:
    """Why these migrations must wait: one of them says "stop first", and somebody is still connected."""
    first = next((step for step in steps(found) if step.while_serving is WhileServing.STOP_FIRST), None)
    connected = others(connection) if first else []
    if first is None or not connected:
        return None
    return "\n".join(_said(first, connected))


def _said(step: Step, connected: list[Connected]) -> Iterator[str]:
    yield f"Migration {step.revision} says: stop first. Still connected to this database:"
    for who in sorted(set(map(str, connected))):
        yield f"  {who}"
    yield "Stop web and worker; if none of these is the cockpit, say so with --stopped."
