"""`end-emergency`: two people end an emergency at one terminal, after seeing what its end will destroy."""

import json
from pathlib import Path
from typing import Any

import click

from entrypoints.cli import DATA, find_database, open_database
from entrypoints.commands.people import asked_before, signed_in


@click.command("end-emergency")
@DATA
@click.option("--emergency", "number", type=int, help="its number; without one, the emergencies are listed")
@click.option("--report", is_flag=True, help="print the signed destruction report of one that has ended")
def end_emergency(data: Path, number: int | None, report: bool) -> None:
    """End an emergency: one person asks, a second one confirms. What belongs to it is destroyed when its time is over."""
    find_database(data)
    database = open_database()
    if number is None:
        return listed(database)
    if report:
        return click.echo(json.dumps(signed(database, signed_in(database, "Account"), number), ensure_ascii=False))
    by = signed_in(database, "First account")
    previewed(database, by, number)
    if not asked_before(database, by, "end_emergency", number):
        click.confirm("Ask to end it?", abort=True, err=True)
        act(database, by, "ask_end", number)
        by = signed_in(database, "Second account")
    act(database, by, "confirm_end", number)
    click.echo(f"Emergency {number} has ended; the worker destroys what belongs to it when its time is over.")


def listed(database: Any) -> None:
    from data_access import upkeep

    by = upkeep.keeper(database)
    if by is None:
        raise click.ClickException("there is no district yet")
    with database.work(by) as work:
        for one in work.emergencies.all():
            click.echo(f"{one.id}  {one.name}  {'ended' if one.over else 'goes on'}")


def previewed(database: Any, by: Any, number: int) -> None:
    for kind, count in act(database, by, "preview_end", number).items():
        click.echo(f"{kind}: {count}", err=True)


def act(database: Any, by: Any, name: str, number: int) -> Any:
    from cockpit import emergency
    from cockpit.refusals import Refusal

    try:
        with database.work(by) as work:
            return getattr(emergency, name)(work, number)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal} {refusal.way_out}".strip()) from None


def signed(database: Any, by: Any, number: int) -> dict[str, Any]:
    facts: dict[str, Any] = act(database, by, "destruction", number)
    with database.work(by) as work:
        return facts | {"signature": work.signature(facts)}
