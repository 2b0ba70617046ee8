"""`backup FILE` and `restore FILE`."""

import os
from pathlib import Path
from typing import Any

import click

from entrypoints.cli import DATA, find_database

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@DATA
@FILE
def backup(data: Path, file: Path) -> None:
    """Write the whole district, sealed, to FILE and its per-person keys to FILE.keys; works while it is served."""
    from data_access.backup import backup as write

    manifest = told(lambda: write(place_of(data, owner=False), file.resolve()))
    click.echo(f"{file}: {manifest['tables']} tables, schema {manifest['schema']}, read back and found whole")


@click.command()
@DATA
@FILE
@click.option("--yes", is_flag=True, help="do not ask")
def restore(data: Path, file: Path, yes: bool) -> None:
    """Put the district back as FILE has it. The database as it is now is kept under another name."""
    from data_access.backup import restore as put_back

    place = place_of(data, owner=True)
    if not yes:
        click.confirm(f"Replace {place.target.database} by what {file} holds?", abort=True, err=True)
    found = told(lambda: put_back(place, file.resolve()))
    click.echo(f"restored the state of {found['at']}; what was there before is the database {found['kept']}")


def told(act: Any) -> dict[str, Any]:
    from data_access.backup import BackupFailed

    try:
        found: dict[str, Any] = act()
    except (BackupFailed, FileNotFoundError) as error:
        raise click.ClickException(str(error)) from None
    return found


def place_of(data: Path, owner: bool) -> Any:
    """Reading goes by the app's role, which becomes the reader; a restore needs the owner."""
    from data_access.backup import Place
    from data_access.embedded import Embedded
    from entrypoints.demo import owners
    from entrypoints.settings import read_settings

    find_database(data)
    if owner and "COCKPIT_OWNER_URL" not in os.environ:
        os.environ.update(owners(os.environ, Embedded(data.resolve())))
    settings = read_settings()
    url = os.environ["COCKPIT_OWNER_URL"] if owner else settings.database_url
    return Place(url, settings.data_dir, settings.keys.field)
