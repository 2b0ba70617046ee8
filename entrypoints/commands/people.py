"""People at a terminal: they prove who they are as at the sign-in page."""

from typing import Any

import click


def signed_in(database: Any, asks: str) -> Any:
    """Who proves to be somebody: account and password, as at the sign-in page."""
    from cockpit.access import Actor
    from cockpit.refusals import Refusal
    from data_access.passwords import proven

    name = click.prompt(asks, err=True)
    password = click.prompt("Password", hide_input=True, err=True)
    try:
        one = proven(database, name, password)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    return Actor(one.id, one.account, one.name, one.role, one.area, one.team)
