"""`account add|disable|enable|reset`: an administrator makes, ends and reopens accounts at a terminal."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from entrypoints.cli import DATA, find_database, open_database
from entrypoints.commands.people import signed_in


@click.group("account")
def account() -> None:
    """Accounts of the staff. An administrator signs in at the terminal: account and password are asked for."""


@account.command()
@DATA
@click.argument("account_name")
@click.option("--name", required=True, help="the person's name")
@click.option("--role", required=True, help="one of the roles of the help page, like officer")
@click.option("--area", default="", help="code of the area; without one, the district")
@click.option("--team", type=int, help="number of the team, for those who go out")
def add(data: Path, account_name: str, name: str, role: str, area: str, team: int | None) -> None:
    """Invite a person; prints the link by which that person sets a password."""
    from cockpit.accounts import Wanted, invite

    _, token = acted(data, lambda work: invite(work, Wanted(account_name, name, role, area, team)))
    click.echo(link(token))


@account.command()
@DATA
@click.argument("account_name")
def disable(data: Path, account_name: str) -> None:
    """Nobody signs in with it any more; who is signed in is out at once."""
    from cockpit import accounts

    acted(data, lambda work: accounts.disable(work, number_of(work, account_name)))
    click.echo(f"{account_name} is disabled.")


@account.command()
@DATA
@click.argument("account_name")
def enable(data: Path, account_name: str) -> None:
    """It may sign in again."""
    from cockpit import accounts

    acted(data, lambda work: accounts.enable(work, number_of(work, account_name)))
    click.echo(f"{account_name} may sign in again.")


@account.command()
@DATA
@click.argument("account_name")
def reset(data: Path, account_name: str) -> None:
    """The password counts no more; prints the link for a new one."""
    from cockpit import accounts

    token = acted(data, lambda work: accounts.reset(work, number_of(work, account_name)))
    click.echo(link(token) if token else f"{account_name} is asked for; a second person confirms it at /settings.")


def acted(data: Path, act: Callable[[Any], Any]) -> Any:
    """The act in a unit of work of whoever signs in here; a refusal is the command's one line."""
    from cockpit.refusals import Refusal

    find_database(data)
    database = open_database()
    try:
        with database.work(signed_in(database, "Administrator")) as work:
            return act(work)
    except Refusal as refusal:
        raise click.ClickException(f"{refusal} {refusal.way_out}".strip()) from None


def number_of(work: Any, account_name: str) -> int:
    found = work.accounts.by_name(account_name)
    if found is None:
        raise click.ClickException(f"there is no account {account_name}")
    return int(found.id)


def link(token: str) -> str:
    base = os.environ.get("COCKPIT_PUBLIC_URL", "").rstrip("/")
    return f"{base}/invite/{token}"
