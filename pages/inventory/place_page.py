"""One place, or one enterprise: what, where, who is responsible, what is in it, what happened, and what its fields were."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html
from flask_babel import format_decimal, gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import Area, Spot
from cockpit.importing.kinds import FIELD, Kind
from cockpit.incidents import Incident
from cockpit.inventory.many import MANY
from cockpit.inventory.page import FirmPage, Households, PlacePage, Watch
from cockpit.inventory.past import ADDED, Change
from cockpit.people import Shown
from cockpit.places import Enterprise, Place, PlaceKind
from pages import charts
from pages.inventory import place_form
from pages.inventory.places import KINDS as PLACE_KINDS
from pages.inventory.places import Names, size, sort_of, trade, what_of
from pages.parts import (
    KINDS,
    STATES,
    clock_time,
    district_time,
    empty,
    facts,
    full_time,
    local_day,
    shape,
    shape_of,
    words,
)

Areas = Mapping[str, Area]


def place(page: PlacePage, areas: Areas, by: Actor) -> list[Any]:
    one, names = page.place, names_of(areas)
    rows = [
        (_("Kind"), sort_of(one)),
        *common(one, page.contact, names),
        households(page.households),
        *watching(page.watch),
    ]
    return [
        *head(one, areas, by),
        facts(rows),
        *firms(page.firms, page.firm_count),
        *incidents(page.incidents, by),
        *([place_form.correcting(page, areas)] if by.may("edit_inventory") else []),
        *past(page.past, names, Kind.PLACES),
    ]


def firm(page: FirmPage, areas: Areas, by: Actor) -> list[Any]:
    one, names = page.firm, names_of(areas)
    rows = [
        (_("Trade"), sort_of(one)),
        (_("Size"), size(one.size) if one.size else "–"),
        (_("Staff"), _("{count} people").format(count=format_decimal(one.staff))),
        *([(_("Lies in"), opens(page.place))] if page.place else []),
        *common(one, page.contact, names),
    ]
    return [
        *head(one, areas, by),
        facts(rows),
        *([place_form.correcting(page, areas)] if by.may("edit_inventory") else []),
        *past(page.past, names, Kind.ENTERPRISES),
    ]


def names_of(areas: Areas) -> dict[str, str]:
    return {code: area.name for code, area in areas.items()}


def head(one: Place | Enterprise, areas: Areas, by: Actor) -> list[Any]:
    to_map = dcc.Link(_("On the map"), href=f"/?area={one.spot.grid}", className="button")
    flag = html.P(
        [shape("watch"), " ", _("Somebody has to look where it lies: the point does not fit what was said.")],
        className="warn",
    )
    return [
        html.Header([html.H2(one.name, **{"data-shown": one.code}), html.P(one.code, className="hint")]),
        *([flag] if one.flagged else []),
        *([gone(one.closed_at)] if one.closed_at else []),
        html.Img(
            src=charts.spot(*drawn_around(one.spot, areas)), alt=_("Where it lies in its community"), className="spot"
        ),
        *([html.Div(to_map, className="asides")] if by.may("see_cockpit") else []),
    ]


def gone(since: datetime) -> html.P:
    return html.P([shape("plan"), " ", _("No more since {day}.").format(day=local_day(since))], className="hint")


def drawn_around(spot: Spot, areas: Areas) -> tuple[list[Any], Any, tuple[float, float]]:
    """The grids of its community, its own grid, and the point."""
    grids = [area.outline for area in areas.values() if area.parent == spot.community]
    own = areas[spot.grid].outline if spot.grid in areas else ()
    return grids, own, (spot.lon, spot.lat)


def common(one: Place | Enterprise, contact: Mapping[str, Shown], names: Names) -> list[tuple[str, Any]]:
    spot = one.spot
    where = " › ".join(names[code] for code in (spot.street, spot.community, spot.grid) if code in names)
    return [
        (gettext(FIELD[Kind.PLACES]["address"].says), one.address or "–"),
        (_("Area"), where),
        (_("Point"), f"{spot.lon:.5f}, {spot.lat:.5f}"),
        (_("Responsible person"), responsible(contact)),
    ]


def responsible(contact: Mapping[str, Shown]) -> str:
    """Whoever may see nothing of it is told so; where nobody is named, that."""
    if not contact:
        return _("hidden")
    return " ".join(one.text for one in contact.values() if one.text) or _("not known")


def households(one: Households) -> tuple[str, str]:
    says = _("Households of the community") if one.community else _("Households")
    return says, f"{one.text} {_('homes')}" if one.text != "–" else "–"


def watching(watch: Watch | None) -> list[tuple[str, str]]:
    if watch is None or watch.last_at is None:
        return []
    rule = watch.rule
    says = _(
        "warns at %(count)s people or more for %(minutes)s min",
        count=rule.threshold,
        minutes=f"{rule.hold.total_seconds() / 60:g}",
    )
    last = _("%(count)s people at %(time)s", count=watch.last_count, time=clock_time(watch.last_at))
    return [(_("Counted at the door"), says), (_("Last count"), last)]


# What is in it, and what happened


def opens(one: Place | Enterprise) -> html.A:
    """Another of the inventory; the page's script opens it without a new load."""
    key = "place" if isinstance(one, Place) else "firm"
    return html.A(
        one.name,
        href=f"/inventory?show=places&{key}={one.code}",
        **{"data-what": what_of(one).value, "data-code": one.code},
    )


def firms(found: Sequence[Enterprise], count: int) -> list[Any]:
    if not count:
        return []
    rows = [html.Li([opens(one), html.Small(" · " + trade(one.trade))]) for one in found]
    more = _("{shown} of {count} shown").format(shown=len(found), count=format_decimal(count))
    return [
        html.Details(
            [
                html.Summary(_("Enterprises here: {count}").format(count=format_decimal(count))),
                html.Ul(rows, className="plain"),
                *([html.P(more, className="hint")] if count > len(found) else []),
            ],
            className="fold",
        )
    ]


def incidents(found: Sequence[Incident], by: Actor) -> list[Any]:
    if not by.may("see_incidents"):
        return []
    rows = [
        html.Li(
            [
                shape(shape_of(one.state)),
                " ",
                html.A(
                    f"{one.code} {words(KINDS, one.kind)}", href=f"/incidents?incident={one.id}&day={day_of(one)}"
                ) if one.over else html.A(f"{one.code} {words(KINDS, one.kind)}", href=f"/incidents?incident={one.id}"),
                html.Small(f" · {words(STATES, one.state)} · {full_time(one.received_at)}"),
            ]
        )
        for one in found
    ]  # fmt: skip
    return [html.H3(_("Incidents here")), html.Ul(rows, className="plain") if rows else empty(_("None so far."))]


def day_of(one: Incident) -> str:
    return district_time(one.received_at.isoformat())[:10]


# What its fields were


def past(found: Sequence[Change], names: Names, kind: Kind) -> list[Any]:
    lines = [line(one, names, kind) for one in found]
    first = empty(_("Nothing was changed since the inventory was set up."))
    return [
        html.H3(_("History")),
        html.Ul(lines, className="timeline past", id="inventory-one-past") if lines else first,
    ]


def line(one: Change, names: Names, kind: Kind) -> html.Li:
    return html.Li(
        [
            html.Time(full_time(one.at)),
            html.Span([*told(one, names, kind), html.Small(" · " + source(one))]),
        ],
        **{"data-field": one.field or "added"},
    )


def told(one: Change, names: Names, kind: Kind) -> list[Any]:
    if one.field == ADDED:
        return [html.B(_("Added"))]
    was, became = (said(side, one.field, names, kind) for side in (one.was, one.became))
    return [html.B(field_name(one.field, kind)), f" {was} → {became}"]


def field_name(field: str, kind: Kind) -> str:
    ours = {"spot": _("Where it lies"), "closed": _("Is it there")}
    return ours[field] if field in ours else gettext(FIELD[kind][field].says)


def said(value: Any, field: str, names: Names, kind: Kind) -> str:
    """A field as it was in words; of who was responsible as much as the reader may see."""
    if field == "contact":
        return responsible(value or {})
    if field == "spot" and value:
        areas = " › ".join(names[code] for code in value[:3] if code in names)
        to_look_at = f" {_('to look at')}" if value[5] else ""
        return f"{areas} ({value[3]:.5f}, {value[4]:.5f}){to_look_at}"
    word = value[0] if value else ""
    if field == "closed":
        return _("no more") if word else _("there")
    if field == "kind" and word in set(PlaceKind):
        return gettext(PLACE_KINDS[PlaceKind(word)])
    if field in ("trade", "size") and word:
        return trade(word) if field == "trade" else size(word)
    return str(word) or _("empty")


def source(one: Change) -> str:
    """By which file, or by whose hand."""
    who = one.who or _("The cockpit")
    if one.batch is None:
        return _("{who}, by hand").format(who=who)
    file = f" {gettext(MANY) if one.file == MANY else one.file}" if one.file else ""
    return _("{who}, import #{batch}").format(who=who, batch=one.batch) + file
