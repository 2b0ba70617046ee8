"""The frame of the page: cases on the left, on the right the one that is open, or the form of a new one."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from pages.parts import field, loading
from pages.screening.case import nothing
from pages.screening.form import entering
from pages.screening.words import STATUSES

ALL = "all"


def layout(by: Actor, case: str = "", status: str = "", **_args: Any) -> html.Div:
    """`case` and `status` of the address bar are the first that is opened and the first filter."""
    chosen = int(case) if case.isascii() and case.isdigit() and len(case) < 16 else None
    may = by.may("keep_cases")
    new = html.Button(
        [_("Enter a case"), html.Kbd("N")], id="screening-new", type="button", className="quiet strong", hidden=not may
    )
    left = [
        html.Header([html.H1(_("Screening")), new], className="headed"),
        filters(status if status in STATUSES else ALL),
        html.Div(loading(), id="screening-list", className="list", role="listbox", **{"aria-label": _("Cases")}),
    ]
    right = [
        *([entering(by)] if may else []),
        html.Div(nothing(), id="screening-case", **{"aria-live": "polite"}),
        *([html.Div(id="screening-known")] if may else []),
    ]
    stores = [
        dcc.Store(id=f"screening-{name}") for name in ("tick", "said", "done", "entered", "changed", "ordered", "added")
    ]
    return html.Div(
        [
            dcc.Store(id="screening-chosen", data=chosen),
            *stores,
            html.Section(left, className="column"),
            html.Section(right, id="screening-side", className="column"),
        ],
        id="screening",
        className="page two",
    )


def filters(status: str) -> html.Div:
    choices = [{"value": one.value, "label": gettext(says)} for one, says in STATUSES.items()]
    every = [{"value": ALL, "label": _("All")}, *choices]
    return html.Div(
        field(_("Status"), dcc.RadioItems(every, status, id="screening-status", className="chips", inline=True)),
        className="panel form",
    )
