"""How a lead plans: the chosen cell of the roster as a form, and what is done to a whole week."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.duty import KINDS, REASONS
from cockpit.texts import N_
from pages.parts import field

KIND_NAMES = {"early": N_("Early"), "late": N_("Late"), "night": N_("Night")}


def acts() -> list[Any]:
    """What is done to the whole week that is shown; what came of it stands below."""
    return [
        html.Div(
            [
                html.Button(_("Copy last week"), id="duty-roster-copy", type="button", className="button"),
                html.Button(_("Take my last change back"), id="duty-roster-undo", type="button", className="button"),
                html.Div(id="duty-roster-said", role="status", hidden=True),
            ],
            className="panel pad buttons",
        )
    ]


def planning() -> list[Any]:
    return [
        html.Div(
            [
                html.H2(_("Choose a day of somebody."), id="duty-plan-title"),
                html.Div([*hours(), *orders(), leaving()], id="duty-plan-form", className="form", hidden=True),
            ],
            className="panel pad",
        )
    ]


def hours() -> list[Any]:
    kinds = [{"value": kind, "label": gettext(KIND_NAMES[kind])} for kind in KINDS]
    on_call = [{"value": "yes", "label": _("On call, for when nobody is on shift")}]
    return [
        field(_("Shift"), dcc.RadioItems(kinds, id="duty-plan-kind", className="chips", inline=True)),
        field(_("Begins"), when("duty-plan-starts")),
        field(_("Ends"), when("duty-plan-ends")),
        dcc.Checklist(on_call, [], id="duty-plan-on_call", className="ticks"),
    ]


def orders() -> list[Any]:
    known = {"duty-plan-end": _("End it now"), "duty-plan-off": _("Take it off")}
    buttons = [html.Button(says, id=name, type="button", className="button") for name, says in known.items()]
    return [
        html.Button(_("Plan it"), id="duty-plan-save", type="button", className="primary"),
        html.Div(buttons, className="buttons", id="duty-plan-known"),
    ]


def leaving() -> html.Details:
    codes = [{"value": code.value, "label": gettext(says)} for code, says in REASONS.items()]
    return html.Details(
        [
            html.Summary(_("Leave")),
            field(_("From"), when("duty-leave-starts")),
            field(_("Until"), when("duty-leave-ends")),
            field(_("Why"), dcc.RadioItems(codes, id="duty-leave-why", className="chips", inline=True)),
            html.P(_("Why is kept sealed. Shifts that fall into it are taken off."), className="hint"),
            html.Button(_("Take off for leave"), id="duty-leave-save", type="button", className="button"),
        ],
        id="duty-leave",
        className="fold",
    )


def when(name: str) -> dcc.Input:
    """A local day and time; typed, since a roster is planned by keyboard."""
    return dcc.Input(id=name, type="text", maxLength=16, autoComplete="off", placeholder="2020-02-01 07:00")
