"""What happens when somebody touches a page: one module a page, about 8 lines a callback.

`answers(act, ...)` is the only way to register one: it keeps the act beside the output, for the gate.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from dash import Output, callback
from flask import current_app, g, request

from cockpit.access import Actor
from cockpit.basemap import Basemap
from cockpit.refusals import NotSignedIn
from data_access.database import Database
from data_access.work import Work

SIGNED_IN = "signed in"
ACTS: dict[str, str] = {}
BRINGS: dict[str, Callable[[Work], dict[str, Any]]] = {}


def answers(act: str, *args: Any, **kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """As Dash's `callback`, for people whose role has `act`."""
    outputs = [one for one in args if isinstance(one, Output)]
    names = [f"{one.component_id}.{one.component_property}" for one in outputs]
    ACTS[names[0] if len(names) == 1 else f"..{'...'.join(names)}.."] = act
    return callback(*args, **kwargs)


def brings(path: str) -> Callable[[Callable[[Work], dict[str, Any]]], Callable[[Work], dict[str, Any]]]:
    """What the page of that path starts from: words of its layout, so that no second question is asked for it."""

    def keep(first: Callable[[Work], dict[str, Any]]) -> Callable[[Work], dict[str, Any]]:
        BRINGS[path] = first
        return first

    return keep


def actor() -> Actor:
    found: Actor | None = g.get("actor")
    if found is None:
        raise NotSignedIn()
    return found


def database() -> Database:
    found: Database = current_app.extensions["cockpit"]
    return found


def open_work() -> AbstractContextManager[Work]:
    """A unit of work of whoever touched the page."""
    return database().work(actor())


def public_address() -> str:
    """Where browsers find us, with its last stroke: by the settings, since what a request says of it may be made up."""
    named: str = current_app.extensions["cockpit_public_url"] or request.host_url
    return named.rstrip("/") + "/"


def basemap() -> Basemap | None:
    """The tiles that this installation draws under its map, if any."""
    chosen: Basemap | None = current_app.extensions["cockpit_basemap"]
    return chosen
