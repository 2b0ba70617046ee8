"""Correcting a place or an enterprise in place: a form filled with what is shown; what comes back so changes nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import Area, Level
from cockpit.coordinates import Datum
from cockpit.importing.kinds import FIELD
from cockpit.inventory.add import NEW_FORM
from cockpit.inventory.correct import FORM, KIND_OF, form_of
from cockpit.inventory.finding import KINDS, SIZES, What
from cockpit.inventory.page import FirmPage, PlacePage
from cockpit.places import Place
from cockpit.texts import N_
from pages.inventory.places import KIND_WORDS, size
from pages.parts import kept

Option = tuple[str, str]
SYSTEMS = {Datum.WGS84: "WGS-84", Datum.GCJ02: "GCJ-02", Datum.BD09: "BD-09"}
LONGEST = 500
EDITED = "inventory-one-field"


def correcting(page: PlacePage | FirmPage, areas: Mapping[str, Area]) -> html.Details:
    """`seen` tells which state was before whoever corrects it; the page's script sends all of the form at once."""
    thing = page.place if isinstance(page, PlacePage) else page.firm
    what = What.PLACES if isinstance(thing, Place) else What.ENTERPRISES
    lies_in = page.place.code if isinstance(page, FirmPage) and page.place else ""
    filled = form_of(thing, page.contact, lies_in)
    fields = [field(what, name, filled[name], areas) for name in FORM[what] if name in filled]
    return html.Details(
        [
            html.Summary(_("Correct")),
            *fields,
            labelled(_("Coordinates are"), choose("datum", systems(), "")),
            *([fits()] if thing.flagged else []),
            html.P(
                _("A point outside the district is refused; one outside the street that is said is marked."),
                className="hint",
            ),
            verbs(closed=thing.closed_at is not None),
        ],
        id="inventory-one-form",
        key=f"{thing.subject}-{thing.id}-{page.seen}",  # what was chosen for another is not taken over
        className="form fold",
        **{"data-what": what.value, "data-code": thing.code, "data-seen": str(page.seen)},
    )


def verbs(*, closed: bool) -> html.Div:
    """`closed`: it is no more, and may be there again."""
    save = html.Button(_("Save"), id="inventory-one-save", type="button", className="button")
    other = html.Button(
        _("It is there again") if closed else _("It is no more"),
        id="inventory-one-close", type="button", className="button", **{"data-closed": "no" if closed else "yes"},
    )  # fmt: skip
    return html.Div([save, other], className="asides")


def field(what: What, name: str, value: str, areas: Mapping[str, Area]) -> html.Label:
    says = gettext(FIELD[KIND_OF[what]][name].says)
    if name in CHOICES:
        return labelled(says, choose(name, CHOICES[name](what, areas), value))
    return labelled(says, typed(f"{EDITED}-{name}", value))


def typed(name: str, value: str = "", **more: Any) -> dcc.Input:
    return dcc.Input(id=name, value=value, type="text", maxLength=LONGEST, autoComplete="off", **more)


def labelled(says: str, what: Any) -> html.Label:
    return html.Label([html.Span(says, className="label"), what], className="field")


def choose(name: str, options: Sequence[Option], chosen: str, form: str = EDITED) -> html.Select:
    made = [html.Option(says, value=value, selected=value == chosen) for value, says in options]
    return html.Select(made, id=f"{form}-{name}")


# What nobody knew yet


def adding(by: Actor) -> list[html.Details]:
    """A form for a place and one for an enterprise; an area is written by its name."""
    return [new(by, what, says) for what, says in ADDS.items()]


def new(by: Actor, what: What, says: str) -> html.Details:
    prefix = f"inventory-new-{what.value}"
    return html.Details(
        [
            html.Summary(gettext(says)),
            *(asked(by, what, name, prefix) for name in NEW_FORM[what]),
            html.P(
                _("A point, or street and community; of an enterprise also the place it lies in."), className="hint"
            ),
            html.Button(_("Add it"), type="button", className="button", **{"data-add": what.value}),
        ],
        className="panel form fold new",
        **{"data-new": what.value},
    )


def asked(by: Actor, what: What, name: str, prefix: str) -> html.Label:
    says = gettext(FIELD[KIND_OF[what]][name].says)
    if name == "datum":
        return labelled(_("Coordinates are"), choose(name, systems(), "", prefix))
    if name in ("kind", "trade", "size"):
        return labelled(says, choose(name, CHOICES[name](what, {}), "", prefix))
    return labelled(says, typed(f"{prefix}-{name}", **kept(by, f"{prefix}-{name}")))


ADDS = {What.PLACES: N_("Add a place"), What.ENTERPRISES: N_("Add an enterprise")}


def systems() -> list[Option]:
    return [(one.value, says) for one, says in SYSTEMS.items()]


def fits() -> html.Label:
    """For who has looked: it lies right, whatever was said."""
    return labelled(
        _("Where it lies"), choose("fits", [("", _("still to look at")), ("1", _("looked at: it is right"))], "")
    )


def kinds(what: What, areas: Mapping[str, Area]) -> list[Option]:
    return [(value, KIND_WORDS[what](value)) for value in KINDS[what]]


def trades(what: What, areas: Mapping[str, Area]) -> list[Option]:
    return [("", "–"), *kinds(what, areas)]


def sizes(what: What, areas: Mapping[str, Area]) -> list[Option]:
    return [("", "–"), *((value, size(value)) for value in SIZES)]


def streets(what: What, areas: Mapping[str, Area]) -> list[Option]:
    return [(area.code, area.name) for area in areas.values() if area.level is Level.STREET]


CHOICES = {"kind": kinds, "trade": trades, "size": sizes, "street": streets}
