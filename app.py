"""The front door: `python app.py COMMAND`, and `server` for gunicorn."""

import sys
from typing import Any


def make() -> Any:
    """The web application, with every page and callback registered; gunicorn's parent makes it, for all its workers."""
    from entrypoints import gunicorn_hooks

    gunicorn_hooks.before_all_else()
    from entrypoints import logs
    from entrypoints.settings import read_settings

    settings = read_settings()
    logs.start("web", settings.log_level)
    from entrypoints.web import make_server

    return make_server(settings, front())


def front() -> Any:
    """What the gate and Dash must know of the staff's pages; importing a callbacks module registers it."""
    from callbacks import (  # noqa: F401
        ACTS,
        audit,
        care,
        duty,
        incidents,
        inventory,
        overview,
        requests,
        screening,
        settings,
        shell,
        wall,
        warnings,
    )
    from entrypoints.web import Front
    from pages import PAGES

    return Front(PAGES, ACTS, shell.frame)


def __getattr__(name: str) -> Any:
    if name == "server":
        return make()
    raise AttributeError(name)


if __name__ == "__main__":
    from entrypoints.cli import main

    sys.exit(main())
