"""`rotate-keys`: two people let all that is sealed change to the newest field key."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from entrypoints.cli import DATA, find_database, open_database
from entrypoints.commands.people import asked_before, signed_in

if TYPE_CHECKING:
    from data_access.keys import Progress


@click.command("rotate-keys")
@DATA
def rotate_keys(data: Path) -> None:
    """Seal all that lies under an old field key anew under the newest, while the district is served.

    One person asks, a second one confirms. A run that was stopped is simply started again. Web and worker must know
    the new key before.
    """
    from cockpit.refusals import Refusal
    from data_access import keys

    find_database(data)
    database = open_database()
    newest = database.sealer.newest.decode()
    try:
        done = rotated(database, newest)
    except keys.CannotRotate as refusal:
        raise click.ClickException(str(refusal)) from None
    except Refusal as refusal:
        raise click.ClickException(f"{refusal} {refusal.way_out}".strip()) from None
    click.echo(f"{sum(done.values())} values were sealed anew; none is left under an old key, all are under {newest}.")
    click.echo("An old key may leave COCKPIT_FIELD_KEYS once no backup that was sealed with it is kept.")


def rotated(database: Any, newest: str) -> dict[str, int]:
    """How many values of each column; nobody is asked for when there is nothing to do."""
    from data_access import keys, upkeep

    by = upkeep.keeper(database)
    if by is None:
        raise click.ClickException("there is no district yet")
    waiting = keys.waiting(database, by)
    if not waiting:
        return {}
    two_agree(database, newest, waiting)
    return keys.rotate(database, by, say)


def two_agree(database: Any, newest: str, waiting: int) -> None:
    from cockpit import keys

    by = signed_in(database, "First account")
    click.echo(f"{waiting} values lie under an old key and will be sealed anew under {newest}.", err=True)
    if not asked_before(database, by, "rotate_keys", keys.ALL):
        click.confirm("Ask for it?", abort=True, err=True)
        with database.work(by) as work:
            keys.ask_rotation(work, newest, waiting)
        by = signed_in(database, "Second account")
    with database.work(by) as work:
        keys.confirm_rotation(work, newest)


def say(progress: "Progress") -> None:
    click.echo(f"{progress.name}: {progress.done} of {progress.found}", err=True)
