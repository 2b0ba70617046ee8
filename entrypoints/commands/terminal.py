"""`terminal enrol|list|revoke`: an administrator lets walls and field phones in, and out."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from entrypoints.cli import DATA
from entrypoints.commands.account import acted, number_of


@click.group("terminal")
def terminal() -> None:
    """Walls and field phones. An administrator signs in here first: account and password are asked for."""


@terminal.command()
@DATA
@click.argument("name")
@click.option("--account", required=True, help="whose rights it has: a wall's account, or one of a team")
def enrol(data: Path, name: str, account: str) -> None:
    """Enrol a wall or a phone by the NAME that people call it; prints the link to open on it, once."""
    from cockpit.terminals import enrol as let

    _, token = acted(data, lambda work: let(work, name, number_of(work, account)))
    show(f"{os.environ.get('COCKPIT_PUBLIC_URL', '').rstrip('/')}/enrol/{token}")


def show(link: str) -> None:
    """As letters for a wall's browser, and for a phone's camera too where it is a whole address."""
    import segno

    if link.startswith("http"):
        segno.make(link, micro=False).terminal(click.get_text_stream("stderr"), border=2, compact=True)
    click.echo(link)


@terminal.command("list")
@DATA
def list_(data: Path) -> None:
    """Number, kind, account, state, when enrolled and last seen (UTC), and name of each, the newest first."""
    from cockpit.terminals import terminals

    def lines(work: Any) -> list[str]:
        accounts = {one.id: one.account for one in work.accounts.all()}
        return [line(one, accounts[one.account], work.machine_at) for one in terminals(work)]

    for each in acted(data, lines) or ["No wall and no phone is enrolled."]:
        click.echo(each)


def line(one: Any, account: str, machine: datetime) -> str:
    times = [at.strftime("%Y-%m-%dT%H:%MZ") if at else "-" for at in (one.enrolled_at, one.seen_at)]
    return "  ".join([str(one.id), one.kind, account, one.standing(machine), *times, one.name])


@terminal.command()
@DATA
@click.argument("number", type=int)
def revoke(data: Path, number: int) -> None:
    """The terminal of that number of the list is out at once."""
    from cockpit.terminals import revoke as out

    gone = acted(data, lambda work: out(work, number))
    click.echo(f"{gone.name} is revoked.")
