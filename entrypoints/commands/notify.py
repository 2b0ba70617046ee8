"""`notify-test`: hands a test to each channel of COCKPIT_NOTIFY_URLS and says what became of it."""

from pathlib import Path

import click

from entrypoints.cli import DATA, find_database


@click.command("notify-test")
@DATA
def notify_test(data: Path) -> None:
    """Try every channel by which notices go out, without the worker; fails when one does not take it."""
    from entrypoints.notify import try_all
    from entrypoints.settings import read_settings
    from entrypoints.worker import channels_of

    find_database(data)
    settings = read_settings()
    found = channels_of(settings)
    if not found:
        raise click.ClickException("COCKPIT_NOTIFY_URLS names no channel: nothing leaves the house")
    took = [(way.kind, taken) for way, taken in try_all(found, settings.locale, settings.public_url)]
    for kind, taken in took:
        click.echo(f"{kind}: {'handed over' if taken else 'not taken'}")
    if not all(taken for _, taken in took):
        raise click.ClickException("not every channel took it: see its address, its key, and whether it can be reached")
