"""Places and enterprises: what is looked for on the left, counted by what could be chosen, and one of them on the right."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import format_decimal, gettext
from flask_babel import gettext as _

from cockpit.inventory.finding import LONGEST, Facets, Found, Wanted, What, path_of
from cockpit.places import Enterprise, FirmSize, Place, PlaceKind
from cockpit.texts import N_
from cockpit.trades import SECTIONS as TRADES
from pages.parts import empty, field, loading, shape

Names = Mapping[str, str]
WHATS = {What.PLACES: N_("Places"), What.ENTERPRISES: N_("Enterprises")}
KINDS = {
    PlaceKind.COMPOUND: N_("Compound"),
    PlaceKind.BUILDING: N_("Office building"),
    PlaceKind.PARK: N_("Business park"),
    PlaceKind.COMPLEX: N_("Shopping complex"),
    PlaceKind.PHARMACY: N_("Pharmacy"),
    PlaceKind.HOSPITAL: N_("Hospital"),
    PlaceKind.HEALTH_CENTRE: N_("Health centre"),
    PlaceKind.SCHOOL: N_("School"),
    PlaceKind.PARKING_LOT: N_("Parking lot"),
    PlaceKind.SITE: N_("Building site"),
    PlaceKind.STATION: N_("Metro station"),
}
SIZES = {
    FirmSize.LARGE: N_("Large"),
    FirmSize.MEDIUM: N_("Medium-sized"),
    FirmSize.SMALL: N_("Small"),
    FirmSize.MICRO: N_("Micro"),
}
SECTION_NAMES = {one.letter: one.name for one in TRADES}


def section(setting: Any = None, adding: Sequence[Any] = ()) -> list[Any]:
    """What is asked for stands in the address bar; the page's script reads it there.

    `setting` is the panel of who may correct many at once, `adding` the forms for what nobody knew yet.
    """
    stores = (
        *("asked", "last", "seen", "chosen", "tick", "form", "saved"),
        *("many", "batch", "new", "added", "closing", "closed"),
    )
    return [
        *(dcc.Store(id=f"inventory-places-{name}") for name in stores),
        html.Div([searching(), listing()], id="inventory-places", className="column"),
        html.Div(
            [
                *([setting, html.Div(id="inventory-many-results", className="results")] if setting else []),
                html.Div(nothing(), id="inventory-one", className="panel pad"),
                *adding,
            ],
            className="column",
        ),
    ]


def searching() -> html.Div:
    typed = dcc.Input(
        id="inventory-places-q",
        type="search",
        maxLength=LONGEST,
        autoComplete="off",
        placeholder=_("Name, pinyin or its initials, address, code"),
    )
    return html.Div(
        [
            html.H1(_("Places and enterprises")),
            field(_("Search places and enterprises"), typed),
            html.Div(loading(), id="inventory-places-facets", className="facets"),
        ],
        className="panel form",
        role="search",
    )


def unread() -> html.Div:
    """Shown where the list could not be read: what one sees is old, and there is a way to try again."""
    again = html.Button(_("Try again"), id="inventory-places-retry", type="button", className="quiet")
    return html.Div(
        [html.Span(id="inventory-places-failed-words"), again],
        id="inventory-places-failed",
        className="failed",
        role="alert",
        hidden=True,
        **{
            "data-never": _("The list could not be read."),
            "data-kept": _("The list is of {time}: it could not be read anew."),
        },
    )


def listing() -> html.Div:
    return html.Div(
        [
            unread(),
            html.Div(
                loading(),
                id="inventory-places-list",
                className="list",
                role="listbox",
                **{"aria-label": _("Places and enterprises found")},
            ),
            html.Button(_("More"), id="inventory-places-more", type="button", className="quiet", hidden=True),
        ],
        className="panel",
    )


def nothing() -> list[Any]:
    return [empty(_("Choose a place or an enterprise from the list."))]


# The list


def rows(found: Found, names: Names, ticks: bool = False) -> list[Any]:
    """`ticks`: each can be chosen among many."""
    return [row(one, names, ticks) for one in found.things]


def none_found() -> list[Any]:
    return [empty(_("Nothing in your area fits. Take a filter away, or type less."))]


def row(one: Place | Enterprise, names: Names, ticks: bool) -> html.Div:
    where = " › ".join(names[code] for code in (one.spot.street, one.spot.community) if code in names)
    detail = " · ".join(part for part in (sort_of(one), one.address, where) if part)
    what = [html.B(one.name), html.Small(detail)]
    says = _("Choose {name} among many").format(name=one.name)
    tick = html.Button(
        type="button", className="tick", role="checkbox", **{"aria-checked": "false", "aria-label": says}
    )
    side = [html.Small(one.code), *([html.Small(_("to look at"), className="warn")] if one.flagged else [])]
    return html.Div(
        [
            shape("watch" if one.flagged else "plan"),
            html.Span(what, className="what"),
            html.Span(side, className="side"),
            *([tick] if ticks else []),
        ],
        className="item",
        role="option",
        tabIndex=0,
        **{"data-what": what_of(one).value, "data-code": one.code, "data-key": f"{one.subject}-{one.id}"},
    )


def what_of(one: Place | Enterprise) -> What:
    return What.PLACES if isinstance(one, Place) else What.ENTERPRISES


def sort_of(one: Place | Enterprise) -> str:
    """The kind of a place, the trade of an enterprise."""
    return gettext(KINDS[one.kind]) if isinstance(one, Place) else trade(one.trade)


def trade(letter: str) -> str:
    return f"{letter} {gettext(SECTION_NAMES[letter])}" if letter in SECTION_NAMES else letter


# The facets


def facets(wanted: Wanted, counted: Facets, names: Names, own: str) -> list[Any]:
    """`own` is the area of whoever reads: the path begins there."""
    of_kind = KIND_WORDS[wanted.what]
    kinds = [(value, of_kind(value), counted.kinds.get(value, 0)) for value in shown(counted.kinds, wanted.kind)]
    sizes = [(value, size(value), counted.sizes.get(value, 0)) for value in shown(counted.sizes, wanted.size)]
    marks = [
        mark("flagged", _("to look at on the map"), counted.flagged, wanted.flagged),
        mark("nobody", _("nobody responsible named"), counted.nobody, wanted.nobody),
        *([mark("closed", _("no more"), counted.closed, wanted.closed)] if counted.closed or wanted.closed else []),
    ]
    return [
        html.Div(
            [choice("what", one.value, gettext(says), counted.whats[one], one is wanted.what)
             for one, says in WHATS.items()],
            className="facet tabs", role="group", **{"aria-label": _("Places and enterprises")},
        ),
        facet(_("Area"), [*path(wanted, names, own), *parts(counted, names)]),
        facet(WORDS[wanted.what], [choice("kind", *one, one[0] == wanted.kind) for one in kinds]),
        *([facet(_("Size"), [choice("size", *one, one[0] == wanted.size) for one in sizes])] if sizes else []),
        html.Div(marks, className="facet", role="group"),
        html.P(_("{count} found").format(count=format_decimal(counted.all)), className="hint", role="status"),
    ]  # fmt: skip


WORDS = {What.PLACES: N_("Kind"), What.ENTERPRISES: N_("Trade")}
KIND_WORDS = {What.PLACES: lambda value: gettext(KINDS[PlaceKind(value)]), What.ENTERPRISES: trade}


def size(value: str) -> str:
    return gettext(SIZES[FirmSize(value)])


def shown(counts: Mapping[str, int], chosen: str) -> list[str]:
    """What is there, and what is chosen though nothing of it is left."""
    return sorted({*counts, *([chosen] if chosen else [])})


def facet(title: str, choices: Sequence[Any]) -> html.Details:
    return html.Details(
        [html.Summary(gettext(title)), html.Div(choices, className="facet", role="group", **{"aria-label": title})],
        open=True,
    )


def path(wanted: Wanted, names: Names, own: str) -> list[html.Button]:
    """From one's own area down to the one that is looked at: each leads back to it."""
    codes = path_of(wanted.area, own)
    return [
        html.Button(
            names[code], type="button", className="quiet up", disabled=code == wanted.area,
            **{"data-filter": "area", "data-value": code if code != own else ""},
        )
        for code in codes
    ]  # fmt: skip


def parts(counted: Facets, names: Names) -> list[html.Button]:
    return [choice("area", code, names.get(code, code), count, False) for code, count in counted.parts.items()]


def mark(name: str, says: str, count: int, on: bool) -> html.Button:
    return choice(name, "1", says, count, on)


def choice(name: str, value: str, says: str, count: int, on: bool) -> html.Button:
    """One that is chosen is taken away by choosing it again."""
    return html.Button(
        [says, " ", html.B(format_decimal(count))],
        type="button",
        className="quiet",
        **{"data-filter": name, "data-value": value, "aria-pressed": str(on).lower()},
    )
