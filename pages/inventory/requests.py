"""Writing down, at a door or desk, what the chosen person asks about their own data: for who has no phone."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor, matrix
from cockpit.requests import LONGEST, Field, Kind, Request
from pages.parts import field, kept, local_day


def writing(by: Actor) -> html.Details:
    """The new value starts empty whatever is shown of the person: no mask comes back in it."""
    options = [{"value": one.value, "label": gettext(matrix()["fields"][one])} for one in Field]
    options.append({"value": Kind.DELETION.value, "label": _("Deletion of everything")})
    return html.Details(
        [
            html.Summary(_("Write down a request of the person")),
            field(_("What is asked"), dcc.RadioItems(options, id="inventory-ask-what", className="picks")),
            field(_("What is right"), dcc.Input(id="inventory-ask-value", maxLength=100, autoComplete="off")),
            field(
                _("Why (you may leave this empty)"),
                dcc.Textarea(id="inventory-ask-why", maxLength=LONGEST, rows=2, **kept(by, "inventory-ask-why")),
            ),
            html.Button(_("Write it down"), id="inventory-ask", type="button", className="button"),
            html.Div(id="inventory-asked-for", **{"aria-live": "polite"}),
        ],
        className="panel form fold",
    )


def written(one: Request) -> list[Any]:
    says = _("Written down as request #%(id)s; the answer comes until %(day)s.", id=one.id, day=local_day(one.due_at))
    return [html.P(says, **{"data-written": str(one.id)})]
