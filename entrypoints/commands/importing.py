"""`import FILE...`: files into the inventory, from the terminal."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from entrypoints.cli import DATA, its_database, open_database

KINDS = ("streets", "communities", "grids", "places", "persons", "households", "enterprises", "teams", "duty",
         "quarantine", "policies")  # fmt: skip


@click.command("import")
@DATA
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--kind", type=click.Choice(KINDS), help="else found out by the headers")
@click.option("--dry-run", is_flag=True, help="say what would happen, write nothing")
@click.option("--json", "as_json", is_flag=True, help="one JSON object as the last line of stdout, all else on stderr")
def import_files(data: Path, files: tuple[Path, ...], kind: str | None, dry_run: bool, as_json: bool) -> None:
    """Bring FILE into the inventory: checked first, then written in one transaction. Refused rows are told."""
    with its_database(data):
        database = open_database()
        told = [bring(database, data, file, kind or "", dry_run) for file in files]
        database.close()
    if as_json:
        click.echo(json.dumps(together(told), ensure_ascii=False))
    sys.exit(0)


def bring(database: Any, data: Path, file: Path, kind: str, dry_run: bool) -> dict[str, Any]:
    from cockpit.importing.batch import State
    from data_access import upkeep
    from data_access.importing.jobs import Runner

    by = upkeep.keeper(database)
    if by is None:
        raise click.ClickException("there is no district yet: `init` makes one")
    number = received(database, by, kind, file.name)
    runner = Runner(database, by, number, file)
    batch = runner.check()
    if batch.state is State.UNREADABLE:
        raise click.ClickException(f"{file.name}: {batch.why}")
    counts = batch.counts
    if not dry_run and counts.added + counts.changed:
        batch = confirmed(database, by, number, runner)
    errors = problems(database, by, number)
    click.echo(sentence(file, batch, dry_run), err=True)
    for one in errors[:20]:
        click.echo(f"  row {one['row']}, {one['column']}: {one['reason']}", err=True)
    return {"file": file.name, "kind": batch.kind, "state": batch.state.value, "counts": counts, "errors": errors}


def received(database: Any, by: Any, kind: str, name: str) -> int:
    from cockpit.importing.acts import receive

    with database.work(by) as work:
        number: int = receive(work, kind, name, {}).id
    return number


def confirmed(database: Any, by: Any, number: int, runner: Any) -> Any:
    from cockpit.importing.acts import confirm_here

    with database.work(by) as work:
        confirm_here(work, number)
    return runner.apply()


def problems(database: Any, by: Any, number: int) -> list[dict[str, Any]]:
    with database.work(by) as work:
        rows = work.imports.rows(number, "refused", limit=1_000_000)
    return [
        {"row": row.line, "column": one["field"], "value": one["value"], "reason": one["why"]}
        for row in rows
        for one in row.told["problems"]
    ]


def sentence(file: Path, batch: Any, dry_run: bool) -> str:
    counts = batch.counts
    what = f"{counts.added} added, {counts.changed} changed, {counts.unchanged} unchanged, {counts.refused} refused"
    done = "nothing was written" if dry_run or batch.state.value != "applied" else "written"
    return f"{file.name} ({batch.kind}): {what}; {done}"


def together(told: list[dict[str, Any]]) -> dict[str, Any]:
    names = ("added", "changed", "unchanged", "refused")
    counts = {name: sum(getattr(one["counts"], name) for one in told) for name in names}
    return counts | {"errors": [error for one in told for error in one["errors"]]}
