"""`screen`: a round of screening now, from the terminal."""

import json
from pathlib import Path

import click

from entrypoints.cli import DATA
from entrypoints.commands.importing import district


@click.command("screen")
@DATA
@click.option("--open-cases", is_flag=True, help="after a rule was changed: look at open cases by it, too")
@click.option("--json", "as_json", is_flag=True, help="one JSON object as the last line of stdout")
def screen(data: Path, open_cases: bool, as_json: bool) -> None:
    """Ask the records of stays and journeys who met a case, of all cases; the worker does so every hour."""
    from entrypoints.screening import screening_of

    with district(data) as database:
        found = screening_of(database, data)
        if found is None:
            raise click.ClickException("there is no district yet: `init` makes one")
        done = found.anew() if open_cases else found.all()
    click.echo(f"{done.cases} cases: {done.exposures} exposures in records", err=True)
    if as_json:
        click.echo(json.dumps({"cases": done.cases, "exposures": done.exposures, "changed": done.changed}))
