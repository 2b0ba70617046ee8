"""People at a terminal: they prove who they are as at the sign-in page."""

from typing import Any

import click


def signed_in(database: Any, asks: str, name: str = "") -> Any:
    """Who proves to be somebody: account (`name`, where it was said) and password, as at the sign-in page."""
    from cockpit.access import Actor
    from cockpit.refusals import Refusal
    from data_access.passwords import proven

    name = name or click.prompt(asks, err=True)
    password = click.prompt(f"Password of {name}", hide_input=True, err=True)
    try:
        one = proven(database, name, password)
        second_step(database, one)
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from None
    return Actor(one.id, one.account, one.name, one.role, one.area, one.team)


def second_step(database: Any, one: Any) -> None:
    """Whoever has set it up takes it here too."""
    from cockpit.access import system
    from cockpit.second_step import prove
    from data_access.passwords import proven_by_code

    with database.work(system(one.area)) as work:
        has = work.second_steps.has(one.id)
    if has:
        code = click.prompt("Code of the phone, or a recovery code", err=True)
        proven_by_code(database, one, lambda work: prove(work, one.id, code))


def asked_before(database: Any, by: Any, kind: str, subject_id: int) -> bool:
    """Whether somebody else gave the first word for this; who comes now confirms it, after saying so."""
    from cockpit.two_people import waits_for

    with database.work(by) as work:
        word = waits_for(work, kind, subject_id)
        asker = work.accounts.name_of(word.by) if word else ""
    if word is None:
        return False
    click.confirm(f"{asker} has asked for it. Confirm it?", abort=True, err=True)
    return True
