"""The section of returnees: its filter by street, the form of a new entry, the board, and beside it the entry that is open."""

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.quarantine import KINDS, QuarantineKind
from cockpit.returns import Source
from pages.parts import field, kept, loading
from pages.screening.returns.entry import nothing, origin
from pages.screening.returns.words import SOURCES

DISTRICT = 6  # digits of its code
STORES = ("tick", "said", "done", "asked", "ordered", "entered", "corrected")
Asked = dict[str, str]


def section(by: Actor, asked: Asked) -> html.Div:
    """`street` and `entry` of the address bar are the first filter and the first entry that is opened."""
    chosen, street = asked.get("entry", ""), asked.get("street", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 16 else None
    may = by.may("keep_returns")
    new = html.Button(
        [_("Enter a returnee"), html.Kbd("N")], id="screening-returns-new", type="button", className="quiet strong", hidden=not may
    )  # fmt: skip
    left = [
        html.Header([html.H1(_("Returnees")), new], className="headed"),
        filters(by, street),
        *([entering(by)] if may else []),
        *([ordering()] if by.may("order_quarantine") else []),
        html.Div(loading(), id="screening-returns-board", **{"aria-live": "polite"}),
        html.Div(id="screening-returns-results", **{"aria-live": "polite"}),
    ]
    right = [
        html.Div(nothing(), id="screening-returns-entry", **{"aria-live": "polite"}),
        *([html.Div(id="screening-returns-known")] if may else []),
    ]
    stores = [dcc.Store(id=f"screening-returns-{name}") for name in STORES]
    return html.Div(
        [
            dcc.Store(id="screening-returns-chosen", data=number),
            *stores,
            html.Section(left, className="column"),
            html.Section(right, id="screening-returns-side", className="column"),
        ],
        id="screening-returns",
        className="page returns",
    )


def filters(by: Actor, street: str) -> html.Div:
    """By street for those who have several."""
    whole = [{"value": "", "label": _("The whole district")}]
    streets = dcc.RadioItems(whole, street, id="screening-returns-street", className="chips", inline=True)
    return html.Div(field(_("Street"), streets), className="panel form", hidden=len(by.area) > DISTRICT)


def ordering() -> html.Div:
    """For all who were met and wait; the kind is that of a single order too."""
    kinds = [
        {"value": one.value, "label": gettext(KINDS[one])} for one in (QuarantineKind.HOME, QuarantineKind.INSTITUTIONAL)
    ]  # fmt: skip
    home = QuarantineKind.HOME.value
    kind = dcc.RadioItems(kinds, home, id="screening-returns-kind", className="chips", inline=True)
    label = _("Order for all who wait")
    button = html.Button(label, id="screening-returns-order-all", type="button", className="button")
    says = {"role": "group", "aria-label": _("Kind of quarantine")}
    return html.Div([html.Div(kind, **says), button], className="said-of ordering")


def entering(by: Actor) -> html.Div:
    """Whoever is of the inventory is found by number or phone; of others name, phone and community are kept, sealed."""
    sources = [{"value": one.value, "label": gettext(says)} for one, says in SOURCES.items()]
    days = [("left", _("Left there on")), ("expected", _("Expected on")), ("arrived", _("Arrived on"))]
    people = [("name", _("Name"), 60), ("phone", _("Phone"), 20), ("number", _("Identity number, if known"), 40)]
    return html.Div(
        [
            html.H2(_("Enter a returnee")),
            field(_("Who says so"), dcc.RadioItems(sources, Source.LANDLORD.value, id="screening-returns-source", className="chips", inline=True)),
            *(
                field(says, dcc.Input(id=f"screening-returns-{name}", type="text", maxLength=most, autoComplete="off", **kept(by, f"returns-{name}")))
                for name, says, most in people
            ),
            field(_("Comes from"), origin("screening-returns-from")),
            *(field(says, dcc.Input(id=f"screening-returns-{name}", type="date", value="")) for name, says in days),
            field(_("Will live in"), dcc.Dropdown([], id="screening-returns-community", placeholder=_("Where the person lives by the inventory"))),
            html.P(_("Words about one person and one journey become one entry."), className="hint"),
            html.Div(
                [
                    html.Button(_("Enter"), id="screening-returns-enter", type="button", className="primary"),
                    html.Button(_("Back"), id="screening-returns-leave", type="button", className="quiet"),
                ],
                className="said-of",
            ),
        ],
        id="screening-returns-entering",
        className="panel form wide",
        hidden=True,
    )  # fmt: skip
