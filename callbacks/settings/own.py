"""One's own password and sessions."""

from typing import Any

from dash import Input, Output, State, ctx, no_update
from flask_babel import gettext as _

from callbacks import actor, answers, database, open_work
from cockpit import accounts
from cockpit.accounts import must_be_a_password
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.passwords import hashed, proven
from pages.settings import own


@answers(
    "own_account",
    Output("settings-own-said", "children"),
    Output("settings-changed", "data"),
    Input("settings-change", "n_clicks"),
    State("settings-old", "value"),
    State("settings-new", "value"),
    State("settings-again", "value"),
    prevent_initial_call=True,
)
def change_password(clicks: int | None, old: str | None, new: str | None, again: str | None) -> tuple[Any, Any]:
    """The old one is proven as at the sign-in, wrong tries count; both are reckoned before any transaction."""
    if not clicks:
        return no_update, no_update
    must_be_a_password(new or "")
    if new != again:
        raise Invalid("password", N_("the two are not the same"))
    proven(database(), actor().account, (old or "")[:200])
    password_hash = hashed((new or "")[:200])
    with open_work() as work:
        accounts.change_password(work, password_hash)
        return own.done(_("The password is changed; every other browser was signed out.")), work.at.isoformat()


@answers(
    "own_account",
    Output("settings-here", "children"),
    Output("settings-sessions", "options"),
    Output("settings-sessions", "value"),
    Input("settings-here", "id"),
    Input("settings-end", "n_clicks"),
    Input("settings-end-one", "n_clicks"),
    Input("settings-changed", "data"),
    State("settings-sessions", "value"),
)
def my_sessions(
    _id: str | None, all_clicks: int | None, one_clicks: int | None, _changed: str | None, chosen: int | None
) -> tuple[Any, Any, None]:
    with open_work() as work:
        if ctx.triggered_id == "settings-end" and all_clicks:
            accounts.end_sessions(work)
        elif ctx.triggered_id == "settings-end-one" and one_clicks:
            if chosen is None:
                raise Invalid("session", N_("choose one of the list"))
            accounts.end_sessions(work, chosen)
        return *own.sessions(accounts.my_sessions(work), work.by.session), None
