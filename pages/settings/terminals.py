"""Walls and field phones, for an administrator: which there are, when each was last seen, how one is enrolled and revoked."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import segno
from dash import dcc, html
from flask_babel import gettext as _

from cockpit.accounts import Account
from cockpit.terminals import Kind, Standing, Terminal
from cockpit.texts import N_
from pages.parts import clock_time, empty, facts, field, local_day, words
from pages.settings.accounts import role_words

KINDS = {Kind.WALL: N_("Wall screen"), Kind.PHONE: N_("Field phone")}
STANDINGS = {
    Standing.WAITING: N_("◆ waits for its device"),
    Standing.LAPSED: N_("○ the link ran out unused"),
    Standing.IN_USE: N_("● in use"),
    Standing.ENDED: N_("○ out: enrol it anew"),
    Standing.REVOKED: N_("○ revoked"),
}


def section() -> list[Any]:
    """The list and the form for a new one on the left, the chosen one and how it ends on the right."""
    return [
        dcc.Store(id="settings-terminals-done"),
        html.Div([listing(), enrolling()], className="column"),
        html.Div(
            [
                html.Div(id="settings-terminals-said", className="panel form", hidden=True, role="status"),
                html.Div(nothing(), id="settings-terminal", className="panel form"),
                html.Div(revoking(), id="settings-terminal-acts", className="panel form", hidden=True),
            ],
            className="column",
        ),
    ]


def listing() -> html.Div:
    return html.Div(
        [
            html.H2(_("Enrolled walls and phones")),
            html.Div(none(), id="settings-terminals-none", hidden=True),
            dcc.RadioItems([], id="settings-terminals", className="picks tall"),
            html.Button(_("Look again"), id="settings-terminals-look", type="button", className="button"),
        ],
        className="panel form",
    )


def none() -> Any:
    return empty(_("No wall and no phone is enrolled yet."))


def nothing() -> Any:
    return empty(_("Choose a wall or a phone."))


def enrolling() -> html.Div:
    name = dcc.Input(id="settings-terminal-name", type="text", maxLength=40, autoComplete="off")
    hint = _("Give it an account of its own that nobody has a password for: who changes a password ends it.")
    return html.Div(
        [
            html.H2(_("Enrol a wall or a phone")),
            field(_("Name, as people call it"), name),
            field(_("Account"), dcc.Dropdown([], id="settings-terminal-account", placeholder=_("Choose"))),
            html.P(hint, className="hint"),
            html.Button(_("Make the link"), id="settings-terminal-enrol", type="button", className="primary"),
        ],
        className="panel form",
    )


def revoking() -> list[Any]:
    """The second click is another button, so that no double click does it."""
    sure = [
        html.P(_("It shows the sign-in page at once, and comes back only when it is enrolled anew.")),
        html.Div([order("sure", _("Revoke it for good")), order("keep", _("Keep it"))], className="buttons"),
    ]
    return [order("revoke", _("Revoke")), html.Div(sure, id="settings-terminal-asked", hidden=True)]


def order(name: str, says: str) -> html.Button:
    return html.Button(says, id=f"settings-terminal-{name}", type="button", className="button")


def options(found: Sequence[Terminal], accounts: Mapping[int, Account], machine: datetime) -> list[dict[str, Any]]:
    return [{"value": one.id, "label": label(one, accounts[one.account], machine)} for one in found]


def label(one: Terminal, account: Account, machine: datetime) -> str:
    """Two lines of text: Dash cannot redraw options whose labels are components."""
    seen = [_("last seen {at}").format(at=moment(one.seen_at))] if one.seen_at else []
    return f"{one.name}\n" + " · ".join([kind_words(one), account.account, standing_words(one, machine), *seen])


def terminal(one: Terminal, account: Account, machine: datetime) -> html.Dl:
    rows = [
        (_("Called"), one.name),
        (_("Kind"), kind_words(one)),
        (_("Account"), f"{account.name} ({account.account}) · {role_words(account.role)}"),
        (_("State"), standing_words(one, machine)),
        *([(_("Link good until"), moment(one.good_until))] if one.standing(machine) is Standing.WAITING else []),
        *[(says, moment(at)) for says, at in times(one) if at],
    ]
    return facts(rows)


def times(one: Terminal) -> list[tuple[str, datetime | None]]:
    return [(_("Enrolled"), one.enrolled_at), (_("Last seen"), one.seen_at), (_("Revoked"), one.revoked_at)]


def kind_words(one: Terminal) -> str:
    return words(KINDS, one.kind)


def standing_words(one: Terminal, machine: datetime) -> str:
    return words(STANDINGS, one.standing(machine))


def moment(at: datetime) -> str:
    """2026-11-26 07:31: a wall hangs for years."""
    return f"{local_day(at)} {clock_time(at)}"


def link(one: Terminal, address: str, machine: datetime) -> list[Any]:
    """Shown once; a phone takes the picture, a wall's browser the letters."""
    picture = segno.make(address, micro=False).svg_data_uri(scale=5, border=2, light="#fff")
    says = _("Link for {name}: open it on the wall or the phone itself, once, within {minutes} minutes.")
    return [
        html.Strong(says.format(name=one.name, minutes=round((one.good_until - machine).total_seconds() / 60))),
        html.Img(src=picture, alt=_("QR code of the link below"), className="qr"),
        dcc.Input(value=address, readOnly=True, className="link", id="settings-terminal-link"),
        html.P(_("It is not shown again."), className="hint"),
    ]
