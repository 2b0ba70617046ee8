"""`import FILE...`: files into the inventory, from the terminal."""

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import click

from entrypoints.cli import DATA, its_database, open_database

KINDS = ("streets", "communities", "grids", "places", "persons", "households", "enterprises", "teams", "duty",
         "quarantine", "cases", "presence", "journeys", "clinic_visits", "purchases", "workplaces", "key_regions",
         "returns", "policies")  # fmt: skip
SYSTEMS = ("wgs84", "gcj02", "bd09")
COUNTS = ("added", "changed", "unchanged", "refused")
SPOKEN = 20  # refused rows that are told on stderr, of each file
MOST = 100_000


class Told(NamedTuple):
    """What became of a file: how many rows of each sort, and what is wrong with the refused ones."""

    counts: dict[str, int]
    errors: list[dict[str, Any]]


@click.command("import")
@DATA
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--kind", type=click.Choice(KINDS), help="else found out by the headers")
@click.option("--sheet", default="", help="which table, of a file that has several")
@click.option(
    "--system", default="", type=click.Choice(("", *SYSTEMS)), help="of its coordinates; else as the file says"
)
@click.option("--source", default="", help="of records: who has them, like a railway or a hospital")
@click.option("--dry-run", is_flag=True, help="say what would happen, write nothing")
@click.option("--json", "as_json", is_flag=True, help="one JSON object as the last line of stdout, all else on stderr")
def import_files(
    data: Path, files: tuple[Path, ...], kind: str | None, sheet: str, system: str, source: str, dry_run: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Bring FILE into the inventory: checked first, then written in one transaction. Refused rows are told.

    A file that cannot be read ends the command with an error; those before it stay imported.
    """
    told: list[Told] = []
    failed = ""
    with district(data) as database:
        try:
            for file in files:
                told.append(brought(database, file, Asked(data, kind or "", sheet, system, source), dry_run))
        except click.ClickException as error:
            failed = error.message
    if as_json:
        click.echo(json.dumps(together(told), ensure_ascii=False))
    if failed:
        raise click.ClickException(failed)


@contextmanager
def district(data: Path) -> Iterator[Any]:
    """The database of the settings; else the folder's own, started for as long as it is needed."""
    from cockpit.refusals import Refusal

    if "COCKPIT_DATABASE_URL" not in os.environ:
        if not (data / "keys.env").exists():
            raise click.ClickException(f"there is no district in {data}")
        os.environ["COCKPIT_EMBEDDED"] = "yes"
    with its_database(data), closing(open_database()) as database:
        try:
            yield database
        except Refusal as refusal:
            raise click.ClickException(f"{refusal} {refusal.way_out}".strip()) from None


class Asked(NamedTuple):
    """What is said of all files beforehand; empty where it is not. `data` is the data folder."""

    data: Path
    kind: str
    sheet: str
    system: str
    source: str


def brought(database: Any, file: Path, asked: Asked, dry_run: bool) -> Told:
    from data_access.importing.jobs import Runner

    by = keeper_of(database)
    number = received(database, by, asked, file.name)
    runner = Runner(database, by, number, file, certain=True, data=asked.data)
    batch = runner.check()
    if asked.system and batch.columns and batch.state.value != "unreadable":
        batch = in_system(database, by, batch, asked.system, runner)
    must_be_checked(file, batch)
    for header in runner.left_out:
        click.echo(f"{file.name}: column {header!r} is not taken: what it means is only a guess", err=True)
    if dry_run or not batch.counts.added + batch.counts.changed:
        left(database, by, number)
    else:
        batch = written(database, by, number, runner, file)
    errors = problems(database, by, batch)
    say(file, batch, errors, dry_run)
    return Told({name: getattr(batch.counts, name) for name in COUNTS}, errors)


def keeper_of(database: Any) -> Any:
    from data_access import upkeep

    by = upkeep.keeper(database)
    if by is None:
        raise click.ClickException("there is no district yet: `init` makes one")
    return by


def received(database: Any, by: Any, asked: Asked, name: str) -> int:
    from cockpit.importing.acts import receive

    with database.work(by) as work:
        number: int = receive(work, asked.kind, name, {}, asked.sheet, asked.source).id
    return number


def in_system(database: Any, by: Any, batch: Any, system: str, runner: Any) -> Any:
    """The same file with its coordinates read so."""
    from cockpit.importing.acts import choose_columns_here

    with database.work(by) as work:
        choose_columns_here(work, batch.id, [one["field"] for one in batch.columns["columns"]], system)
    return runner.check()


def must_be_checked(file: Path, batch: Any) -> None:
    from cockpit.importing.batch import State

    if batch.state is State.CHECKED:
        return
    more = {"SeveralTables": " (--sheet NAME)", "NoKind": " (--kind KIND)", "NoSystem": " (--system NAME)"}.get(
        batch.why.get("refusal", ""), ""
    )
    raise click.ClickException(f"{file.name}: {batch.told_why()}{more}")


def left(database: Any, by: Any, number: int) -> None:
    """Nobody is going to confirm it: the file stays where it is."""
    from cockpit.importing.acts import stop

    with database.work(by) as work:
        stop(work, number)


def written(database: Any, by: Any, number: int, runner: Any, file: Path) -> Any:
    from cockpit.importing.acts import confirm_here
    from cockpit.importing.batch import State

    with database.work(by) as work:
        confirm_here(work, number)
    batch = runner.apply()
    if batch.state is not State.APPLIED:
        left(database, by, number)
        raise click.ClickException(f"{file.name}: somebody changed the inventory meanwhile; nothing was written")
    return batch


def problems(database: Any, by: Any, batch: Any) -> list[dict[str, Any]]:
    """Columns are called as in the file, where it has them."""
    from cockpit.importing.columns import Columns

    columns = Columns.from_json(batch.columns)
    with database.work(by) as work:
        rows = work.imports.rows(batch.id, "refused", limit=MOST)
    return [
        {"row": row.line, "column": called(columns, one["field"]), "value": one["value"],
         "reason": one["why"].format(value=one["value"])}
        for row in rows
        for one in row.told["problems"]
    ]  # fmt: skip


def called(columns: Any, field: str) -> str:
    position = columns.position_of(field) if field else None
    return str(field if position is None else columns.headers[position])


def say(file: Path, batch: Any, errors: list[dict[str, Any]], dry_run: bool) -> None:
    """In numbers; what a cell says is told with --json alone."""
    what = ", ".join(f"{getattr(batch.counts, name)} {name}" for name in COUNTS)
    done = "written" if batch.state.value == "applied" else "nothing was written"
    click.echo(f"{file.name} ({batch.kind}): {what}; {done}{', as asked' if dry_run else ''}", err=True)
    for one in errors[:SPOKEN]:
        click.echo(f"  row {one['row']}{', ' + one['column'] if one['column'] else ''}: {one['reason']}", err=True)
    if len(errors) > SPOKEN:
        click.echo(f"  and {len(errors) - SPOKEN} more", err=True)


def together(told: list[Told]) -> dict[str, Any]:
    counts = {name: sum(one.counts[name] for one in told) for name in COUNTS}
    return counts | {"errors": [error for one in told for error in one.errors]}
