"""A small map beside a check: what would come, change, move, or should be looked at; of homes, how many in each community."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from flask_babel import format_decimal, gettext
from flask_babel import gettext as _

from cockpit.areas import Area
from cockpit.basemap import Basemap
from cockpit.importing.batch import Counts
from cockpit.importing.sample import Point, Sample
from cockpit.texts import N_
from pages.map import Chip, Pin, PinState, focus_on, frame, rows
from pages.map.drawn import GLASS, Pen, Scene, boxed, ground, labels, laid

LAYERS = {
    "added": (PinState.HAND, N_("New")),
    "changed": (PinState.PLAN, N_("Changed")),
    "flagged": (PinState.WATCH, N_("To look at")),
}
AROUND = 0.005  # degrees
MOVED, AREAS = "moved", "counted"
GLYPHS = {PinState.HAND: "●", PinState.PLAN: "○", PinState.WATCH: "◆"}


def place() -> html.Div:
    """The map's place on the page: hidden until there is something to draw, and never drawn anew."""
    chips = [Chip(layer, f"{GLYPHS[state]} {gettext(says)}") for layer, (state, says) in LAYERS.items()]
    more = [Chip(MOVED, f"— {_('Moved')}"), Chip(AREAS, _("Per community"))]
    drawn = frame("inventory-import", [*chips, *more], padding="30,30,60,30")
    return html.Div(
        [html.H2(_("A sample on the map")), html.Div(drawn, className="sample")],
        id="inventory-import-sample",
        className="panel pad",
        hidden=True,
    )


def deck(areas: Sequence[Area], basemap: Basemap | None) -> dict[str, Any]:
    pen = Pen(light=False, scale=1.0, solid=GLASS if basemap else 1.0)
    scene = Scene(areas, None)
    moved = pen.layer("PathLayer", MOVED, get_path="outline", get_color=pen.ink("text", 0.8), get_width=1.5,
                      width_units="pixels")  # fmt: skip
    pins = [pen.icons(layer, 16) for layer in LAYERS]
    counts = boxed(pen, AREAS, "mark", PinState.HAND)
    return laid(pen, [*ground(pen, scene), labels(pen, scene), moved, *pins, counts], basemap)


def pins(found: Sample, areas: Mapping[str, Area]) -> dict[str, list[dict[str, Any]]]:
    """Rows of each layer."""
    drawn = {layer: rows(pin(one, layer) for one in found.points if layer_of(one) == layer) for layer in LAYERS}
    known = [(areas[code], counts) for code, counts in found.areas.items() if code in areas]
    return {**drawn, MOVED: list(ways(found.points)), AREAS: rows(counted(*one) for one in known)}


def classes(pins: Mapping[str, Sequence[Any]]) -> str:
    """The chips of layers in which nothing lies are hidden by the style sheet."""
    return " ".join(["panel", "pad", *(f"has-{layer}" for layer, drawn in pins.items() if drawn)])


def focus(found: Sample, areas: Mapping[str, Area]) -> dict[str, Any]:
    """Where to look to see all of it: around its points, or what is counted, and at least a kilometre of that."""
    counted_in = [areas[code] for code in found.areas if code in areas]
    spots = [(one.lon, one.lat) for one in (*found.points, *counted_in)]
    if not spots:
        return focus_on(areas[min(areas, key=len)])
    lons, lats = zip(*spots, strict=True)
    return {"bounds": [min(lons) - AROUND, min(lats) - AROUND, max(lons) + AROUND, max(lats) + AROUND]}


def layer_of(one: Point) -> str:
    return "flagged" if one.flagged else one.verdict


def pin(one: Point, layer: str) -> Pin:
    state, says = LAYERS[layer]
    words = [one.name, gettext(says), _("line {line}").format(line=one.line)]
    if one.was:
        words.append("{:.5f}, {:.5f} → {:.5f}, {:.5f}".format(*one.was, one.lon, one.lat))
    return Pin(f"line-{one.line}", " · ".join(words), one.lon, one.lat, state)


def ways(points: Iterable[Point]) -> Iterable[dict[str, Any]]:
    """From where a thing lay to where it is going to lie."""
    return ({"outline": [list(one.was), [one.lon, one.lat]]} for one in points if one.was)


def counted(area: Area, counts: Counts) -> Pin:
    told = [(counts.added, _("New")), (counts.changed, _("Changed"))]
    words = [f"{says} {format_decimal(count)}" for count, says in told if count]
    mark = format_decimal(counts.added + counts.changed)
    return Pin(area.code, " · ".join([area.name, *words]), area.lon, area.lat, mark=mark)
