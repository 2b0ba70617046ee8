"""The frame of the inventory: looking up on the left, one person on the right; what the role may ask for below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import Area
from cockpit.inventory import By
from cockpit.reasons import LONGEST, REASONS
from cockpit.texts import N_
from pages.inventory import alike, exports, importing, many, place_form, places, sheets, sources
from pages.inventory.receipts import giving
from pages.inventory.requests import writing
from pages.parts import empty, field, kept

WAYS = {
    By.PHONE: N_("Phone"),
    By.NUMBER: N_("Identity number"),
    By.NAME: N_("Street and whole name"),
    By.PHONE4: N_("Street and last 4 of the phone"),
    By.NUMBER4: N_("Street and last 4 of the number"),
}


PLACE = "inventory-place"


@dataclass(frozen=True)
class Section:
    """`draw` gives what stands under the list of sections, for whoever reads."""

    name: str
    act: str
    title: str
    draw: Callable[[Actor], list[Any]]


def layout(by: Actor, show: str = "", **_args: Any) -> html.Div:
    return html.Div(sections(by, show), id=PLACE)


def sections(by: Actor, show: str = "") -> list[Any]:
    """The asked section of those that `by` may open, or the first; who may open one alone sees no list of them."""
    mine = [one for one in SECTIONS if by.may(one.act)]
    chosen = next((one for one in mine if one.name == show), mine[0])
    links = html.Nav([link(one, one is chosen) for one in mine], className="tabs", **{"aria-label": _("Inventory")})
    return [*([links] if len(mine) > 1 else []), html.Div(chosen.draw(by), id="inventory", className="page two")]


def link(one: Section, here: bool) -> dcc.Link:
    return dcc.Link(gettext(one.title), href=f"/inventory?show={one.name}", className="here" if here else "")


def persons(by: Actor) -> list[Any]:
    left = [html.H1(_("Persons")), html.Div(id="inventory-open", className="open-records"), looking(), listing()]
    right = [
        html.Div(nobody(), id="inventory-person", className="panel pad"),
        *([asking(by)] if by.may("reveal") else []),
        *([breaking(by)] if by.may("break_glass") else []),
        *([giving()] if by.may("give_receipt") else []),
        *([writing(by)] if by.may("enter_request") else []),
        *([reviewing()] if by.may("review_glass") else []),
    ]
    stores = ("chosen", "field", "broken", "tick", "reviewing", "reviewed", "saved")
    return [
        *(dcc.Store(id=f"inventory-{name}") for name in stores),
        html.Section(left, className="column"),
        html.Section(right, className="column"),
    ]


def place_section(by: Actor) -> list[Any]:
    may = by.may("edit_inventory")
    return places.section(many.setting(by) if may else None, place_form.adding(by) if may else [])


SECTIONS = (
    Section("persons", "see_people", N_("Persons"), persons),
    Section("places", "see_places", N_("Places and enterprises"), place_section),
    Section("import", "import", N_("Import"), importing.section),
    Section("exports", "export", N_("Take out"), exports.section),
    Section("alike", "merge_persons", N_("Look alike"), lambda _by: alike.section()),
    Section("sources", "see_sources", N_("Sources"), lambda _by: sources.section()),
    Section("sheets", "print_sheet", N_("Paper sheets"), lambda _by: sheets.section()),
)


def looking() -> html.Div:
    ways = [{"value": way.value, "label": gettext(says)} for way, says in WAYS.items()]
    value = dcc.Input(
        id="inventory-value", type="text", maxLength=60, autoComplete="off", placeholder=_("The whole of it")
    )
    return html.Div(
        [
            field(
                _("Look up by"), dcc.RadioItems(ways, By.PHONE.value, id="inventory-by", className="chips", inline=True)
            ),
            field(_("Street"), dcc.RadioItems([], id="inventory-street", className="chips", inline=True)),
            field(_("Value"), value),
            html.Button(_("Look up"), id="inventory-search", type="button", className="primary"),
        ],
        className="panel form",
    )


def listing() -> html.Div:
    areas = dcc.RadioItems([], id="inventory-community", className="picks tall")
    return html.Div(
        [
            html.Details([html.Summary(_("Or the people of a community")), areas], className="fold"),
            html.Div(
                empty(_("Look somebody up, or choose a community. Each list is written down in the audit.")),
                id="inventory-list",
                className="list",
                role="listbox",
                **{"aria-label": _("People found")},
            ),
            html.Button(_("More"), id="inventory-more", type="button", className="quiet", hidden=True),
            dcc.Store(id="inventory-last"),
        ],
        className="panel",
    )


def asking(by: Actor) -> html.Div:
    """The reason for one field; hidden until a field is asked for."""
    return html.Div(
        [
            html.H2([_("See in full:"), html.Span(id="inventory-asked")]),
            reason(by, "reveal"),
            html.P(
                _("Your look, the field and the reason's code are written down before the value is shown."),
                className="hint",
            ),
            html.Button(_("Show it"), id="inventory-reveal", type="button", className="button"),
            html.Div(id="inventory-revealed", **{"aria-live": "polite"}),
        ],
        id="inventory-asking",
        className="panel form",
        hidden=True,
    )


def breaking(by: Actor) -> html.Details:
    says = _("Opens the chosen person, or whom the value above fits anywhere in the district: one record, for an hour.")
    told = _("The shift lead is told at once and reviews it within a day.")
    return html.Details(
        [
            html.Summary(_("Emergency look: open one record")),
            html.P(says, className="hint"),
            html.P(told, className="hint"),
            reason(by, "break"),
            html.Button(_("Open the record"), id="inventory-break", type="button", className="button"),
        ],
        className="panel form fold",
    )


def reviewing() -> html.Div:
    return html.Div(
        [
            html.H2(_("To review")),
            html.Div(empty(_("Nothing to review.")), id="inventory-queue", className="list", role="listbox"),
            dcc.Store(id="inventory-queue-tick"),
            html.Div(
                [
                    html.Button(_("It was fitting"), id="inventory-fitting", type="button", className="button"),
                    html.Button(
                        _("It was not fitting: close it"), id="inventory-not-fitting", type="button", className="button"
                    ),
                ],
                id="inventory-verdict",
                className="asides",
                hidden=True,
            ),
            html.Details(
                [html.Summary(_("Seen in full today")), html.Ul(id="inventory-made", className="timeline")],
                className="fold",
            ),
        ],
        className="panel form",
    )


def reason(by: Actor, name: str) -> html.Div:
    codes = [{"value": code.value, "label": gettext(says)} for code, says in REASONS.items()]
    typed = dcc.Textarea(
        id=f"inventory-{name}-reason", maxLength=LONGEST, rows=2, **kept(by, f"inventory-{name}-reason")
    )
    return html.Div(
        [
            field(_("Why"), dcc.RadioItems(codes, id=f"inventory-{name}-code", className="chips", inline=True)),
            field(_("In your own words, ten characters or more; kept sealed"), typed),
        ],
        className="reason",
    )


def nobody() -> list[Any]:
    return [empty(_("Choose a person from the list."))]


def streets(areas: Sequence[Area]) -> list[dict[str, str]]:
    return [{"value": one.code, "label": one.name} for one in areas]


def communities(areas: Sequence[Area], names: dict[str, str]) -> list[dict[str, str]]:
    """Each with the name of its street before it."""
    return [{"value": one.code, "label": f"{names[one.code[:9]]} · {one.name}"} for one in areas]
