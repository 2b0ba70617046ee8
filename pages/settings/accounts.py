"""Everybody's account, for an administrator: who there is, what is done to one, and how a new one begins."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import matrix
from cockpit.accounts import Account, staff_roles
from cockpit.areas import Area, Level
from cockpit.teams import Team
from pages.parts import empty, facts, field
from pages.settings.own import done

UP_TO = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)


def section() -> list[Any]:
    """The list and whoever begins on the left, the chosen account and what is done to it on the right."""
    typed = dcc.Input(id="settings-find", type="search", maxLength=60, debounce=0.3, autoComplete="off")
    find = field(_("Find by name, account, role or area"), typed)
    listed = dcc.RadioItems([], id="settings-accounts", className="picks tall")
    every = html.Div([find, listed, html.Div(id="settings-found", className="hint")], className="panel form")
    chosen = html.Div(nobody(), id="settings-account", className="panel form")
    return [
        dcc.Store(id="settings-done"),
        html.Div([every, html.Div(inviting(), className="panel form")], className="column"),
        html.Div(
            [
                html.Div(id="settings-said", className="panel pad", hidden=True, role="status"),
                chosen,
                html.Div(acts(), id="settings-acts", className="panel form", hidden=True),
            ],
            className="column",
        ),
    ]


def nobody() -> Any:
    return empty(_("Choose an account."))


def acts() -> list[Any]:
    orders = {
        "disable": _("Disable"),
        "enable": _("Enable"),
        "reset": _("Reset password"),
        "unstep": _("Reset second step"),
    }
    return [
        html.Div(
            [
                html.Button(says, id=f"settings-{name}", type="button", className="button")
                for name, says in orders.items()
            ],
            className="buttons",
        ),
        *place_fields("new"),
        html.Button(_("Change role"), id="settings-reassign", type="button", className="button"),
    ]


def inviting() -> list[Any]:
    return [
        html.H2(_("Invite somebody")),
        field(_("Account"), dcc.Input(id="settings-invite-account", type="text", maxLength=40, autoComplete="off")),
        field(_("Name"), dcc.Input(id="settings-invite-name", type="text", maxLength=60, autoComplete="off")),
        *place_fields("invite"),
        html.Button(_("Make account and link"), id="settings-invite", type="button", className="primary"),
    ]


def place_fields(form: str) -> list[Any]:
    """Role, and where: an area for most, a team for those who go out."""
    roles = [{"value": role, "label": role_words(role)} for role in staff_roles()]
    return [
        field(_("Role"), dcc.Dropdown(roles, id=f"settings-{form}-role", placeholder=_("Choose"))),
        field(_("Area"), dcc.Dropdown([], id=f"settings-{form}-area", placeholder=_("The whole district"))),
        field(_("Team, for those who go out"), dcc.Dropdown([], id=f"settings-{form}-team", placeholder=_("None"))),
    ]


def area_options(areas: Sequence[Area], names: Mapping[str, str]) -> list[dict[str, str]]:
    shown = sorted((one for one in areas if one.level in UP_TO), key=lambda one: one.code)
    return [{"value": one.code, "label": path_words(one.code, names)} for one in shown]


def path_words(code: str, names: Mapping[str, str]) -> str:
    """长庆街道 · 十五家园社区; the district by its own name."""
    if len(code) == 6:
        return names.get(code, code)
    return " · ".join(names.get(code[:length], "") for length in (9, 12, 15) if length <= len(code))


def team_options(teams: Sequence[Team]) -> list[dict[str, Any]]:
    return [{"value": one.id, "label": one.name} for one in sorted(teams, key=lambda one: one.code)]


def account_options(accounts: Sequence[Account]) -> list[dict[str, Any]]:
    return [{"value": one.id, "label": account_words(one)} for one in accounts]


def fits(one: Account, typed: str, names: Mapping[str, str]) -> bool:
    """Whether each word that was typed stands in its row."""
    row = f"{account_words(one)} {path_words(one.area, names)}".casefold()
    return all(word in row for word in typed.casefold().split())


def found(shown: int, every: int) -> str:
    return _("{shown} of {every} accounts").format(shown=f"{shown:,}", every=f"{every:,}")


def account_words(one: Account) -> str:
    return " · ".join(
        [f"{one.name} ({one.account})", role_words(one.role), *([state_words(one)] if state_words(one) else [])]
    )


def state_words(one: Account) -> str:
    if one.disabled:
        return _("○ disabled")
    return "" if one.has_password else _("◆ has no password yet")


def role_words(role: str) -> str:
    return gettext(matrix()["roles"][role]["says"])


def account(one: Account, names: Mapping[str, str], team: str, asked: Sequence[str] = ()) -> html.Dl:
    """`asked`: who asked for what waits for a second person."""
    rows = [
        (_("Account"), one.account),
        (_("Name"), one.name),
        (_("Role"), role_words(one.role)),
        (_("Area"), path_words(one.area, names)),
        *([(_("Team"), team)] if team else []),
        (_("State"), state_words(one) or _("in use")),
        *([(_("Waits for a second person"), _("asked by {names}").format(names=" · ".join(asked)))] if asked else []),
    ]
    return facts(rows)


def link(account_name: str, address: str) -> list[Any]:
    """The link is shown once: who made it hands it over."""
    return [
        html.Strong(_("Link for {account}: hand it over by yourself, it is shown once.").format(account=account_name)),
        dcc.Input(value=address, readOnly=True, className="link", id="settings-link"),
    ]


def reassigned(one: Account, role: str) -> list[Any]:
    if one.role == role:
        return done(_("{name} has another role from now on.").format(name=one.name))
    return done(waits())


def waits() -> str:
    """Of those who watch over others one alone changes nothing."""
    return _("Asked. It waits for a second person, who confirms within the hour in their own settings.")
