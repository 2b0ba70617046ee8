"""The acts of an administrator on everybody's account."""

from typing import Any

from dash import Input, Output, State, ctx, no_update
from flask_babel import gettext as _

from callbacks import answers, open_work, public_address
from cockpit import accounts, two_people
from cockpit.accounts import Wanted
from data_access.work import Work
from pages.settings import accounts as drawn
from pages.settings import own

Options = list[dict[str, Any]]


@answers(
    "manage_accounts",
    *[Output(f"settings-{form}-area", "options") for form in ("new", "invite")],
    *[Output(f"settings-{form}-team", "options") for form in ("new", "invite")],
    Input("settings-acts", "id"),
)
def choices(_id: str | None) -> tuple[Options, Options, Options, Options]:
    with open_work() as work:
        names = {code: area.name for code, area in work.areas.known.items()}
        areas = drawn.area_options(list(work.areas.known.values()), names)
        teams = drawn.team_options(work.teams.in_area(work.by.area))
    return areas, areas, teams, teams


@answers(
    "manage_accounts",
    Output("settings-accounts", "options"),
    Output("settings-account", "children"),
    Output("settings-acts", "hidden"),
    Output("settings-found", "children"),
    Input("settings-accounts", "value"),
    Input("settings-done", "data"),
    Input("settings-find", "value"),
)
def chosen(account_id: int | None, _done: str | None, typed: str | None) -> tuple[Options, Any, bool, str]:
    with open_work() as work:
        every = accounts.accounts(work)
        one = next((each for each in every if each.id == account_id), None)
        names = {code: area.name for code, area in work.areas.known.items()}
        team = work.teams.name_of(one.team) if one and one.team else ""
        asked = asked_for(work, one.id) if one else []
    shown = drawn.account(one, names, team, asked) if one else drawn.nobody()
    fitting = [each for each in every if drawn.fits(each, typed or "", names)]
    return drawn.account_options(fitting), shown, one is None, drawn.found(len(fitting), len(every))


def asked_for(work: Work, account_id: int) -> list[str]:
    """Who asked for something on this account that waits for a second person."""
    about = [one for one in two_people.waiting(work) if (one.subject, one.subject_id) == ("account", account_id)]
    return [work.accounts.name_of(one.by) for one in about]


ORDERS = ("disable", "enable", "reset", "unstep", "reassign", "invite")


@answers(
    "manage_accounts",
    Output("settings-said", "children"),
    Output("settings-said", "hidden"),
    Output("settings-done", "data"),
    *[Input(f"settings-{name}", "n_clicks") for name in ORDERS],
    State("settings-accounts", "value"),
    *[State(f"settings-new-{name}", "value") for name in ("role", "area", "team")],
    *[State(f"settings-invite-{name}", "value") for name in ("account", "name", "role", "area", "team")],
    prevent_initial_call=True,
)
def ordered(
    _disable: int | None, _enable: int | None, _reset: int | None, _unstep: int | None, _reassign: int | None, _invite: int | None,
    account_id: int | None, role: str | None, area: str | None, team: int | None,
    new: str | None, name: str | None, new_role: str | None, new_area: str | None, new_team: int | None,
) -> tuple[Any, Any, Any]:  # fmt: skip
    order = str(ctx.triggered_id).removeprefix("settings-")
    if order not in ORDERS or not ctx.triggered[0]["value"]:
        return no_update, no_update, no_update
    with open_work() as work:
        if order == "invite":
            wanted = Wanted((new or "").strip(), name or "", new_role or "", new_area or "", new_team)
            said = drawn.link(wanted.account, address_of(accounts.invite(work, wanted)[1]))
        elif order == "reassign":
            one = accounts.reassign(work, account_id or 0, role or "", area or "", team)
            said = drawn.reassigned(one, role or "")
        else:
            said = ordered_simply(work, order, account_id or 0)
        return said, False, work.machine_at.isoformat()


def ordered_simply(work: Work, order: str, account_id: int) -> Any:
    if order == "reset":
        token = accounts.reset(work, account_id)
        return (
            drawn.link(work.accounts.get(account_id).account, address_of(token)) if token else own.done(drawn.waits())
        )
    if order == "unstep":
        if not accounts.reset_second_step(work, account_id):
            return own.done(drawn.waits())
        return own.done(_("The second step is set up anew at the next sign-in."))
    if order == "disable":
        return own.done(_("{name} cannot sign in any more.").format(name=accounts.disable(work, account_id).name))
    one = accounts.enable(work, account_id)
    return own.done(drawn.waits() if one.disabled else _("{name} may sign in again.").format(name=one.name))


def address_of(token: str) -> str:
    return f"{public_address()}invite/{token}"
