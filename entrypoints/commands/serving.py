"""`serve` and `worker`: nothing is started that is unsafe, or that does not fit the database."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from entrypoints.cli import DATA


@click.command()
@DATA
def serve(data: Path) -> None:
    """Serve: gunicorn with a database of one's own; with COCKPIT_EMBEDDED=yes the embedded one, under a supervisor.

    What is unsafe is refused, all of it at once.
    """
    from entrypoints.demo import FIND_US, gunicorn_command, serve_embedded

    if os.environ.get("COCKPIT_EMBEDDED") == "yes":
        sys.exit(serve_embedded(data.resolve(), int(os.environ.get("COCKPIT_PORT", "8050"))))
    from entrypoints.settings import read_settings

    refuse_what_is_unsafe()
    settings = read_settings()
    make_folder(settings.data_dir)
    os.environ.update(FIND_US, COCKPIT_DATA_DIR=str(settings.data_dir.resolve()))  # gunicorn works in our folder
    command = gunicorn_command(settings.port, settings.host)
    os.execvp(command[0], command)


@click.command()
@click.option("--demo", is_flag=True, hidden=True, help="of a demo, which is unsafe on purpose")
def worker(demo: bool) -> None:
    """Run deliveries, clocks that run out, and expiry."""
    from entrypoints.settings import read_settings
    from entrypoints.worker import main as work

    refuse_another_schema() if demo else refuse_what_is_unsafe()
    settings = read_settings()
    make_folder(settings.data_dir)
    work(settings)


@click.command(hidden=True)
def fit() -> None:
    """Say whether what these settings name would be served."""
    refuse_what_is_unsafe()


def make_folder(path: Path) -> None:
    """Anchor, backups and uploads lie there: what cannot be written is said now, not in the night."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise click.ClickException(f"COCKPIT_DATA_DIR cannot be written: {path}: {error.strerror}.") from None


def refuse_what_is_unsafe() -> None:
    """All reasons at once, so that nobody has to find them one start after the other."""
    from entrypoints.production import unsafe_settings

    reasons = unsafe_settings(os.environ, Path(".env"))
    must_be_none([*reasons, *about_the_database(os.environ.get("COCKPIT_DATABASE_URL", ""))])


def refuse_another_schema() -> None:
    """Serving over a schema that is older or newer than this code would lose data."""
    from entrypoints.settings import read_settings

    must_be_none([*about_the_database(read_settings().database_url, safe=True)])


def must_be_none(reasons: list[str]) -> None:
    if reasons:
        raise click.ClickException("\n".join(reasons))


def about_the_database(url: str, safe: bool = False) -> Iterator[str]:
    """Why it is not served, as far as it can be asked; `safe`: its role and accounts are not looked at."""
    from cockpit.refusals import Unavailable
    from data_access import production, schema, upgrades
    from data_access.database import Database
    from data_access.sealed import Keys
    from entrypoints.production import address_of, unsafe_database

    if (address := address_of(url)) is None:
        return
    try:
        with closing(Database(address, Keys({}, b"", b""), ZoneInfo("UTC"))) as found, found.connection() as connection:
            if why := upgrades.misfit(schema.current(connection)):
                yield why
            if not safe:
                yield from unsafe_database(production.standing(connection))
    except Unavailable:
        yield "The database does not answer; nothing was started."
