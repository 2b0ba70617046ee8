"""`link`: all records of persons compared from the terminal, as the worker does it when somebody asks at the page."""

import sys
from pathlib import Path
from typing import Any

import click

from entrypoints.cli import DATA
from entrypoints.commands.importing import district, keeper_of

STAGES = {
    "reading": "read {done} of {of} records",
    "comparing": "comparing",
    "merging": "merged {done} of {of} pairs",
}


@click.command("link")
@DATA
def link(data: Path) -> None:
    """Find records that are of one person: merge the sure ones, queue the others for a person. Every merge can be undone."""
    with district(data) as database:
        run = linked(database)
    click.echo(f"{run.persons} records: {run.merged} merged, {run.queued} wait to be judged")


def linked(database: Any) -> Any:
    from cockpit.linking import link_here
    from data_access.linking.jobs import Runner

    by = keeper_of(database)
    with database.work(by) as work:
        run = link_here(work)
    return Runner(database, by, run.id, say).go()


def say(run: Any) -> None:
    """How far it is, on stderr; a terminal has one line of it."""
    told = STAGES.get(run.stage.value, "").format(done=min(run.done, run.of), of=run.of)
    if told:
        click.echo(f"\r{told}" if sys.stderr.isatty() else told, err=True, nl=not sys.stderr.isatty())
