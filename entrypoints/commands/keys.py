"""`rotate-keys`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from entrypoints.cli import DATA, find_database, open_database

if TYPE_CHECKING:
    from data_access.keys import Progress


@click.command("rotate-keys")
@DATA
def rotate_keys(data: Path) -> None:
    """Seal all that lies under an old field key anew under the newest, while the district is served.

    A run that was stopped is simply started again. Web and worker must know the new key before.
    """
    from cockpit.refusals import Unavailable
    from data_access import keys, upkeep

    find_database(data)
    database = open_database()
    try:
        by = upkeep.keeper(database)
        if by is None:
            raise click.ClickException("there is no district yet")
        done = keys.rotate(database, by, say)
    except (keys.CannotRotate, Unavailable) as refusal:
        raise click.ClickException(str(refusal)) from None
    newest = database.sealer.newest.decode()
    click.echo(f"{sum(done.values())} values were sealed anew; none is left under an old key, all are under {newest}.")
    click.echo("An old key may leave COCKPIT_FIELD_KEYS once no backup that was sealed with it is kept.")


def say(progress: "Progress") -> None:
    click.echo(f"{progress.name}: {progress.done} of {progress.found}", err=True)
