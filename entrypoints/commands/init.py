"""`init`: a production district from nothing. It may be run again: what is there is left as it is."""

import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from cockpit.accounts import ACCOUNT_NAME
from entrypoints.cli import DATA, its_database

APP_ROLE = "cockpit_app"
AS_INSTALLED = "Nothing was changed: this district is installed."


@dataclass(frozen=True)
class Wanted:
    """What the administrator asked for."""

    code: str
    name: str
    centre: tuple[float, float]
    admin: str
    called: str


@click.command()
@DATA
@click.option("--district", "code", prompt="Code of the district (6 digits)", help="as GB/T 2260 has it: 330103")
@click.option("--name", prompt="Its name", help="下城区")
@click.option("--centre", prompt="Its centre (longitude,latitude)", help="WGS-84: 120.18,30.29")
@click.option("--admin", prompt="Account of the first administrator", help="what this person signs in with")
@click.option("--admin-name", prompt="That person's name")
@click.option("--env", "env_file", type=click.Path(path_type=Path, dir_okay=False), help="write this settings file")
def init(data: Path, code: str, name: str, centre: str, admin: str, admin_name: str, env_file: Path | None) -> None:
    """Make a district from nothing: database, schema, role, rules, first administrator, and with --env its settings.

    COCKPIT_OWNER_URL names the role that the schema is to belong to. The password of the administrator is asked for,
    or read from the first line of the input; no command line ever holds it. What is there already is left as it is.
    """
    wanted = Wanted(code, name.strip(), point(centre), admin.strip(), admin_name.strip())
    must_make_sense(wanted)
    with its_database(data):
        told = [*settings_ready(env_file), *made(wanted)]
    for line in told or [AS_INSTALLED]:
        click.echo(line)


def point(words: str) -> tuple[float, float]:
    try:
        lon, lat = (float(word) for word in words.split(","))
    except ValueError:
        raise click.BadParameter(f"{words!r} is no point: say longitude,latitude, like 120.18,30.29") from None
    if not (73 <= lon <= 136 and 3 <= lat <= 54):
        raise click.BadParameter(f"{words!r} does not lie in China: say longitude,latitude, like 120.18,30.29")
    return lon, lat


def must_make_sense(wanted: Wanted) -> None:
    if not (len(wanted.code) == 6 and wanted.code.isascii() and wanted.code.isdigit()):
        raise click.BadParameter(f"{wanted.code!r} is no code of a district: it has 6 digits, like 330103")
    if not ACCOUNT_NAME.fullmatch(wanted.admin):
        raise click.BadParameter(f"{wanted.admin!r} is no account: 2 to 40 of a-z, 0-9, dot, dash, the first a letter")
    for words in (wanted.name, wanted.called):
        if not words or not words.isprintable() or len(words) > 80:
            raise click.BadParameter("names are 1 to 80 characters, in one line")


def settings_ready(path: Path | None) -> Iterator[str]:
    """The settings file is made, or looked at; what it says holds for the rest of this run."""
    from entrypoints.production import unsafe_settings
    from entrypoints.settings import read_env_file

    path = path or Path(".env")
    if path.exists():
        os.environ.update({**read_env_file(path), **os.environ})
    elif path != Path(".env"):
        yield written(path)
    without_owner = {name: value for name, value in os.environ.items() if name != "COCKPIT_OWNER_URL"}
    if reasons := unsafe_settings(without_owner, path):
        raise click.ClickException("\n".join(reasons))


def written(path: Path) -> str:
    """Before the role gets its password: a run that ends in between is taken up where it stood."""
    from entrypoints.demo import write_private
    from entrypoints.settings import make_keys

    fresh = make_keys()
    if "COCKPIT_DATABASE_URL" not in os.environ:
        address = owner_url().set(username=APP_ROLE, password=secrets.token_urlsafe(32))
        fresh["COCKPIT_DATABASE_URL"] = address.render_as_string(hide_password=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_private(path, "".join(f"{name}={value}\n" for name, value in fresh.items()))
    os.environ.update(fresh)
    mode = stat.S_IMODE(path.stat().st_mode)
    return f"{path} was written with new keys (mode {mode:04o}). Keep a copy apart: without them no backup opens."


def owner_url() -> Any:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(os.environ["COCKPIT_OWNER_URL"])
    except (KeyError, ArgumentError):
        raise click.ClickException(
            "COCKPIT_OWNER_URL is not set or cannot be read: it names the new database and the role that it is to"
            " belong to, postgresql+psycopg://cockpit_owner:password@host/cockpit."
        ) from None


def made(wanted: Wanted) -> Iterator[str]:
    """Each step looks first at what is there, and says what it did."""
    from sqlalchemy.exc import DBAPIError

    from cockpit.refusals import Unavailable

    try:
        yield from database_made()
        yield from district_made(wanted)
    except DBAPIError as error:
        why = (str(error.orig).strip().splitlines() or ["no word"])[0]
        raise click.ClickException(f"PostgreSQL refused: {why}. What was done before stays; run it again.") from None
    except Unavailable as refusal:
        raise click.ClickException(str(refusal)) from None


def database_made() -> Iterator[str]:
    from sqlalchemy.engine import make_url

    from data_access import installation, schema

    owner, address = owner_url(), make_url(os.environ["COCKPIT_DATABASE_URL"])
    if installation.ensure_database(owner):
        yield f"Database {owner.database} was made."
    with closing(opened(owner)) as database:
        if must_be_new_or_fit(database):
            schema.migrate(database.engine)
            yield f"Its schema is {schema.head()}."
        if installation.ensure_sign_in(database.engine, address.username or "", str(address.password or "")):
            yield f"The role {address.username} may sign in, and owns nothing."
    must_let_in(address)


def opened(url: Any) -> Any:
    from data_access.database import Database
    from entrypoints.settings import read_settings

    settings = read_settings()
    return Database(url, settings.keys, settings.zone, pool_size=1)


def must_be_new_or_fit(database: Any) -> bool:
    """Whether there is nothing yet; a database of another version is not for `init`."""
    from data_access import schema, upgrades

    with database.connection() as connection:
        found = schema.current(connection)
    if found is not None and (why := upgrades.misfit(found)):
        raise click.ClickException(why)
    return found is None


def must_let_in(address: Any) -> None:
    from data_access import installation, production
    from entrypoints.production import unsafe_database

    if not installation.signs_in(address):
        raise click.ClickException(
            f"The role {address.username} may sign in, but not with the password of COCKPIT_DATABASE_URL:"
            f" correct the settings file, or give the role that password by `\\password {address.username}` in psql."
        )
    with closing(opened(address)) as database, database.connection() as connection:
        reasons = unsafe_database(production.standing(connection))
    if reasons:
        raise click.ClickException("\n".join(reasons))


def district_made(wanted: Wanted) -> Iterator[str]:
    from cockpit.access import system
    from cockpit.installation import install
    from data_access import installation
    from data_access.passwords import hashed

    with closing(opened(owner_url())) as database:
        with database.connection() as connection:
            found = installation.district_of(connection)
            if found is None:
                installation.add_district(connection, wanted.code, wanted.name, wanted.centre, datetime.now(UTC))
                yield f"District {wanted.code} {wanted.name} was made, with the rules that a district starts with."
        if found not in (None, wanted.code):
            raise click.ClickException(f"This database is district {found}'s; a district has a database of its own.")
        with database.work(system(wanted.code)) as work:
            there = work.accounts.has_role("admin")
        if not there:
            password_hash = hashed(asked_password())
            with database.work(system(wanted.code)) as work:
                install(work, wanted.admin, wanted.called, password_hash)
            yield f"{wanted.called} signs in as {wanted.admin}, an administrator, who makes all other accounts."


def asked_password() -> str:
    from cockpit.accounts import SHORTEST_PASSWORD

    if sys.stdin.isatty():
        given = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if len(given) < SHORTEST_PASSWORD:
        raise click.ClickException(
            f"A password has at least {SHORTEST_PASSWORD} characters: run `init` again, which goes on where it stood."
        )
    return str(given)
