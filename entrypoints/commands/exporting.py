"""`export KIND`: the inventory in a file that comes back unchanged; people in full by the word of two people."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from entrypoints.cli import DATA
from entrypoints.commands.importing import district, keeper_of
from entrypoints.commands.people import signed_in

ALONE = ("places", "enterprises", "streets", "communities", "grids", "teams", "duty", "policies")
BY_TWO = ("persons", "households")
FORMS = ("csv", "xlsx", "geojson")


@click.command("export")
@DATA
@click.argument("kind", type=click.Choice((*ALONE, *BY_TWO)))
@click.option("--form", type=click.Choice(FORMS), default="csv")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), help="a file; else stdout")
@click.option("--area", default="", help="the code of a street, community or grid; else all of one's own")
@click.option("--by", "first", default="", help="people in full: the account that asks")
@click.option("--and", "second", default="", help="and the account that agrees")
def export(data: Path, kind: str, form: str, target: Path | None, area: str, first: str, second: str) -> None:
    """Write all of KIND into a file that imports unchanged.

    Alone, nothing that is personal is in it. Persons, homes and who answers for a place go out in full by the word of
    two people: --by asks and says why, --and agrees; each proves who they are.
    """
    if bool(first) != bool(second):
        raise click.UsageError("two people are needed: --by ACCOUNT --and ACCOUNT")
    if kind in BY_TWO and not first:
        raise click.UsageError("who lives where goes out by the word of two people alone: --by ACCOUNT --and ACCOUNT")
    with district(data) as database:
        by, number = agreed(database, kind, form, area, first, second) if first else asked(database, kind, form, area)
        with opened(target) as stream:
            count = written(database, by, number, stream)
    click.echo(f"{count} {kind} were written", err=True)


@contextmanager
def opened(target: Path | None) -> Iterator[IO[bytes]]:
    """A file that nobody else may read; or one that goes to stdout when it is whole."""
    if target:
        with os.fdopen(os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as stream:
            yield stream
        return
    with tempfile.TemporaryFile() as scratch:
        yield scratch
        scratch.seek(0)
        shutil.copyfileobj(scratch, click.get_binary_stream("stdout"))


def asked(database: Any, kind: str, form: str, area: str) -> tuple[Any, int]:
    from cockpit.exports import Format, What, ask_here

    by = keeper_of(database)
    with database.work(by) as work:
        return by, ask_here(work, What(kind), area or by.area, Format(form)).id


def agreed(database: Any, kind: str, form: str, area: str, first: str, second: str) -> tuple[Any, int]:
    """By whoever asked, within their area."""
    from cockpit.exports import Format, What, agree_here, ask_in_full

    by = signed_in(database, "First account", first)
    why = click.prompt("What it is needed for", err=True)
    with database.work(by) as work:
        number = ask_in_full(work, What(kind), area or by.area, Format(form), why).id
    with database.work(signed_in(database, "Second account", second)) as work:
        agree_here(work, number)
    return by, number


def written(database: Any, by: Any, number: int, stream: IO[bytes]) -> int:
    from data_access.exports.run import Runner

    return Runner(database, by, number).make(stream).rows
