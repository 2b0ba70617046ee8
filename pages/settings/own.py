"""One's own password, and where one is signed in."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.accounts import Session
from pages.parts import day_time, field


def section() -> list[Any]:
    return [
        dcc.Store(id="settings-changed"),
        html.Div(password(), className="column"),
        html.Div(sessions_frame(), className="column"),
    ]


def password() -> html.Div:
    asked = {
        "old": _("Password until now"),
        "new": _("New password, at least 12 characters"),
        "again": _("The same once more"),
    }
    fields = [field(says, secret(name)) for name, says in asked.items()]
    change = html.Button(_("Change password"), id="settings-change", type="button", className="button")
    return html.Div([html.H2(_("Password")), *fields, change, said("own-said")], className="panel form")


def secret(name: str) -> dcc.Input:
    return dcc.Input(id=f"settings-{name}", type="password", maxLength=200, autoComplete="off")


def said(name: str) -> html.Div:
    return html.Div(id=f"settings-{name}", className="hint", role="status")


def sessions_frame() -> html.Div:
    orders = {"end-one": _("Sign the chosen one out"), "end": _("Sign out everywhere else")}
    return html.Div(
        [
            html.H2(_("Where I am signed in")),
            html.Div(id="settings-here"),
            dcc.RadioItems([], id="settings-sessions", className="picks"),
            html.Div(
                [
                    html.Button(says, id=f"settings-{name}", type="button", className="button")
                    for name, says in orders.items()
                ],
                className="buttons",
            ),
        ],
        className="panel form",
    )


def sessions(mine: Sequence[Session], here: str | None) -> tuple[list[str], list[dict[str, Any]]]:
    """This browser in words, and the others to choose from."""
    this = [f"{_('This browser')} · {session_words(one)}" for one in mine if str(one.id) == here]
    others = [{"value": one.id, "label": session_words(one)} for one in mine if str(one.id) != here]
    return this if others else [*this, " · ", _("nowhere else")], others


def session_words(one: Session) -> str:
    says = _("since {since}, last seen {seen}").format(since=day_time(one.created_at), seen=day_time(one.seen_at))
    return f"{says} · {_('enrolled wall or phone')}" if one.terminal else says


def done(sentence: str) -> list[Any]:
    return [html.Strong(f"✓ {sentence}")]
