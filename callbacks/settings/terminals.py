"""Walls and field phones: the list, enrolling one, revoking one."""

from typing import Any

from dash import Input, Output, State, ctx, no_update
from flask_babel import gettext as _

from callbacks import answers, open_work, public_address
from cockpit import accounts, terminals
from cockpit.refusals import Invalid
from cockpit.texts import N_
from pages.settings import own
from pages.settings import terminals as drawn
from pages.settings.accounts import account_options

Options = list[dict[str, Any]]


@answers(
    "manage_terminals",
    Output("settings-terminal-account", "options"),
    Input("settings-terminal-account", "id"),
)
def choices(_id: str | None) -> Options:
    with open_work() as work:
        return account_options(terminals.fitting(work))


@answers(
    "manage_terminals",
    Output("settings-terminals", "options"),
    Output("settings-terminals-none", "hidden"),
    Output("settings-terminal", "children"),
    Output("settings-terminal-acts", "hidden"),
    Input("settings-terminals", "value"),
    Input("settings-terminals-look", "n_clicks"),
    Input("settings-terminals-done", "data"),
)
def chosen(terminal_id: int | None, _look: int | None, _done: str | None) -> tuple[Options, bool, Any, bool]:
    with open_work() as work:
        found = terminals.terminals(work)
        whose = {one.id: one for one in accounts.accounts(work)}
        one = next((each for each in found if each.id == terminal_id), None)
        shown = drawn.terminal(one, whose[one.account], work.machine_at) if one else drawn.nothing()
        options = drawn.options(found, whose, work.machine_at)
    return options, bool(found), shown, one is None or one.revoked_at is not None


@answers(
    "manage_terminals",
    Output("settings-terminal-asked", "hidden"),
    Input("settings-terminal-revoke", "n_clicks"),
    Input("settings-terminal-keep", "n_clicks"),
    Input("settings-terminals", "value"),
    Input("settings-terminals-done", "data"),
    prevent_initial_call=True,
)
def asked(_revoke: int | None, _keep: int | None, _terminal_id: int | None, _done: str | None) -> bool:
    """The first click only asks; whatever happens then closes the question."""
    return str(ctx.triggered_id) != "settings-terminal-revoke"


@answers(
    "manage_terminals",
    Output("settings-terminals-said", "children"),
    Output("settings-terminals-said", "hidden"),
    Output("settings-terminals-done", "data"),
    Output("settings-terminal-name", "value"),
    Input("settings-terminal-enrol", "n_clicks"),
    Input("settings-terminal-sure", "n_clicks"),
    State("settings-terminal-name", "value"),
    State("settings-terminal-account", "value"),
    State("settings-terminals", "value"),
    prevent_initial_call=True,
)
def ordered(
    _enrol: int | None, _sure: int | None, name: str | None, account_id: int | None, terminal_id: int | None
) -> tuple[Any, Any, Any, Any]:
    if not ctx.triggered[0]["value"]:
        return no_update, no_update, no_update, no_update
    with open_work() as work:
        done = work.machine_at.isoformat()
        if ctx.triggered_id == "settings-terminal-sure":
            gone = terminals.revoke(work, terminal_id or 0)
            return own.done(_("{name} is revoked.").format(name=gone.name)), False, done, no_update
        if account_id is None:
            raise Invalid("account", N_("choose one of the list"))
        one, token = terminals.enrol(work, name or "", account_id)
        return drawn.link(one, f"{public_address()}enrol/{token}", work.machine_at), False, done, ""
