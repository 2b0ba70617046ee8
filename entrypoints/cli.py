"""`python app.py COMMAND`. A command imports what it needs when it runs, so that the parent of a demo stays small."""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

DATA = click.option(
    "--data", type=click.Path(path_type=Path), default=lambda: Path(os.environ.get("COCKPIT_DATA_DIR", "instance"))
)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@click.group()
def main() -> None:
    """District Cockpit 数字驾驶舱."""
    from entrypoints.settings import read_env_file

    os.environ.update({**read_env_file(Path(".env")), **os.environ})  # for every command, and for what it starts


@main.command()
@DATA
@click.option("--port", default=8050)
@click.option("--scale", default=0.02)
@click.option("--seed", default=1)
@click.option("--no-simulator", is_flag=True)
@click.option("--now", default="", help="ISO time with zone, or `real`")
@click.option("--speed", default=1.0)
def demo(data: Path, port: int, scale: float, seed: int, no_simulator: bool, now: str, speed: float) -> None:
    """Serve the synthetic district on this machine, with everything it needs."""
    from entrypoints.demo import Demo, run

    sys.exit(run(Demo(data.resolve(), port, scale, seed, not no_simulator, now, speed)))


@main.command()
@DATA
@click.option("--scale", default=0.02)
@click.option("--seed", default=1)
@click.option("--now", default="")
@click.option("--speed", default=1.0)
def seed(data: Path, scale: float, seed: int, now: str, speed: float) -> None:
    """Plant the synthetic district into the folder, without serving it."""
    from data_access.embedded import Embedded
    from entrypoints.demo import Demo, environment_of, owners

    wanted = Demo(data.resolve(), scale=scale, seed=seed, now=now, speed=speed)
    wanted.data.mkdir(parents=True, exist_ok=True)
    embedded = Embedded(wanted.data)
    embedded.start()
    try:
        os.environ.update(owners(environment_of(wanted, embedded), embedded))
        plant_here(wanted.data, scale, seed, now, speed)
    finally:
        embedded.stop()


@main.command(hidden=True)
@DATA
@click.option("--scale", default=0.02)
@click.option("--seed", default=1)
@click.option("--now", default="")
@click.option("--speed", default=1.0)
def plant(data: Path, scale: float, seed: int, now: str, speed: float) -> None:
    """Plant into the database of the settings, or go on where the clock stood."""
    plant_here(data, scale, seed, now, speed)


def plant_here(data: Path, scale: float, seed: int, now: str, speed: float) -> None:
    from data_access import schema
    from data_access.clock import resume
    from data_access.demo.build import is_built

    database = open_database(owner=True)
    schema.migrate(database.engine)
    if is_built(database):
        with database.connection() as connection:
            resume(connection, datetime.now(UTC))
    else:
        plant_new(database, data, scale, seed, now, speed)
    database.engine.dispose()


def plant_new(database: Any, data: Path, scale: float, seed: int, now: str, speed: float) -> None:
    import secrets

    from argon2 import PasswordHasher

    from data_access.demo.build import FIRST_MINUTE, Secrets, build
    from data_access.demo.history import live_through
    from data_access.demo.sources import bring
    from entrypoints.demo import note_planted

    password = os.environ.get("COCKPIT_DEMO_PASSWORD") or secrets.token_urlsafe(12)
    key = secrets.token_urlsafe(32)
    start = None if now == "real" else instant(now) if now else FIRST_MINUTE
    say = now_and_then()
    district = build(database, scale, seed, start, speed, Secrets(PasswordHasher().hash(password), key), say)
    if start:
        say("the week before")
        live_through(database, start, seed)
        bring(database, start)
    watched = [place.code for place in district.watched]
    note_planted(data, "", password, key, watched, [place.code for place in district.counted])


def now_and_then() -> Callable[[str, str], None]:
    """Says how far it is, each step once and a long one once a second; what is over within a second says nothing."""
    from time import monotonic

    began = said = monotonic()
    last = ""

    def say(step: str, far: str = "") -> None:
        nonlocal said, last
        now = monotonic()
        if now - began >= 1 and (step != last or now - said >= 1):
            said, last = now, step
            click.echo(f"planting: {step} {far}".rstrip(), err=True)

    return say


def instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise click.BadParameter(f"{text!r} is not an ISO time with a zone, like 2020-02-01T07:20:00+08:00")
    return found


def find_database(data: Path) -> None:
    """Without a database in the settings, the embedded one of the folder is meant, and it must run."""
    from data_access.embedded import Embedded
    from entrypoints.demo import Demo, environment_of

    if "COCKPIT_DATABASE_URL" in os.environ:
        return
    embedded = Embedded(data.resolve())
    if not embedded.cluster.exists():
        raise click.ClickException(f"there is no district in {data}")
    if not embedded.alive():
        raise click.ClickException(f"the database of {data} does not run: start the district there, then ask again")
    os.environ.update(environment_of(Demo(data.resolve()), embedded))


def open_database(owner: bool = False) -> Any:
    """The database as the app sees it; `owner`: as the role that the schema belongs to, for migrations alone."""
    from data_access.database import Database
    from entrypoints.settings import read_settings

    settings = read_settings()
    url = os.environ.get("COCKPIT_OWNER_URL") if owner else settings.database_url
    if not url:
        raise click.ClickException("COCKPIT_OWNER_URL is not set: the schema is made by a role that the app is not")
    return Database(url, settings.keys, settings.zone, pool_size=2)


@main.command(context_settings={"ignore_unknown_options": True})  # so that -5m is refused in our words
@DATA
@click.argument("by")
def clock(data: Path, by: str) -> None:
    """Move the district's clock forward: +15m, +2h, +1d (demo and drill only)."""
    from data_access import clock as kept

    if not re.fullmatch(r"\+[0-9]{1,6}[smhd]", by):
        raise click.BadParameter("say how far, like +15m, +2h or +1d; the clock is never set back")
    find_database(data)
    database = open_database()
    with database.connection() as connection:
        found = kept.read(connection)
        if found is None:
            raise click.ClickException("this district runs on real time; only a demo's or drill's clock can be moved")
        moved = found.moved(timedelta(**{UNITS[by[-1]]: int(by[1:-1])}), datetime.now(UTC))
        kept.keep(connection, moved)
    click.echo(moved.district_start.astimezone(database.zone).isoformat())


@main.command(hidden=True)
@click.argument("known", type=click.Path(path_type=Path))
def simulate(known: Path) -> None:
    """Post counts as the demo's sensors would."""
    from entrypoints.simulator import main as post

    post(known)


@main.command()
@DATA
@click.option("--check", is_flag=True, help="only say what would be done; the exit code is 0 when that is nothing")
@click.option("--stopped", is_flag=True, help="web and worker are stopped, whoever else is connected")
def migrate(data: Path, check: bool, stopped: bool) -> None:
    """Bring the database up to this code's schema."""
    from data_access import schema, upgrades

    with its_database(data), closing(open_database(owner=not check)) as database:
        with database.connection() as connection:
            found = schema.current(connection)
            must_be_ready(connection, found, stopped or check)
        if not check:
            schema.migrate(database.engine)
            with database.connection() as connection:
                found = schema.current(connection)
    click.echo(upgrades.misfit(found) or f"The schema is {found}, as this code needs it.")
    sys.exit(0 if found == schema.head() else 1)


def must_be_ready(connection: Any, found: str | None, stopped: bool) -> None:
    """Says what is to be done; refuses a newer database, and what must not be done beside a running cockpit."""
    from data_access import schema, upgrades

    if found is not None and not schema.knows(found):
        raise click.ClickException(upgrades.misfit(found) or "")
    for step in upgrades.steps(found):
        click.echo(str(step))
    if not stopped and (why := upgrades.hindrance(connection, found)):
        raise click.ClickException(why)


@contextmanager
def its_database(data: Path) -> Iterator[None]:
    """With COCKPIT_EMBEDDED=yes the folder's own server, started for as long as it is needed."""
    from data_access.embedded import Embedded
    from entrypoints.demo import owners

    if os.environ.get("COCKPIT_EMBEDDED") != "yes" or "COCKPIT_DATABASE_URL" in os.environ:
        yield
        return
    embedded = Embedded(data.resolve())
    ran = embedded.alive()
    embedded.start()
    try:
        find_database(data)
        os.environ.update(owners(os.environ, embedded))
        yield
    finally:
        if not ran:
            embedded.stop()


@main.command()
@DATA
@click.option("--json", "as_json", is_flag=True)
def check(data: Path, as_json: bool) -> None:
    """Verify schema, clocks, queue, counters and both audit chains."""
    from cockpit.refusals import Unavailable
    from data_access.check import check as look
    from entrypoints.settings import read_settings

    find_database(data)
    try:
        report = look(open_database(), read_settings().data_dir)
    except Unavailable as refusal:
        raise click.ClickException(str(refusal)) from None
    for line in report.lines:
        click.echo(f"{'ok  ' if line.ok else 'FAIL'} {line.name}: {line}", err=as_json)
    if as_json:
        click.echo(json.dumps(report.as_json()))
    sys.exit(0 if report.ok else 1)


def add_commands() -> None:
    """One module a subject: they use what stands above, so they come last."""
    from entrypoints.commands.account import account
    from entrypoints.commands.backup import backup, restore
    from entrypoints.commands.emergency import end_emergency
    from entrypoints.commands.exporting import export
    from entrypoints.commands.importing import import_files
    from entrypoints.commands.init import init
    from entrypoints.commands.keys import rotate_keys
    from entrypoints.commands.linking import link
    from entrypoints.commands.notify import notify_test
    from entrypoints.commands.screening import screen
    from entrypoints.commands.serving import fit, serve, worker
    from entrypoints.commands.terminal import terminal

    of_the_district = (serve, worker, fit, init, import_files, export, backup, restore, end_emergency, rotate_keys)
    for command in (*of_the_district, account, link, notify_test, screen, terminal):
        main.add_command(command)


add_commands()
