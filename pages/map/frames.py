"""The frame that a map hangs in: the canvas, what floats over it, the switches of its layers."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _


@dataclass(frozen=True)
class Chip:
    """A switch for one layer."""

    layer: str
    words: str
    on: bool = True


def frame(prefix: str, chips: Sequence[Chip] | None = None, *, padding: str = "40,40,40,40") -> html.Div:
    """The empty map of a page; `padding` is what panels cover of it, in pixels (top, right, bottom, left).

    Stores: PREFIX-map-base, -pins and -focus go in; -chosen comes out as {kind, code or id, n}, n counting clicks.
    """
    name = f"{prefix}-map"
    canvas = html.Div(id=name, className="map", role="application", tabIndex=0, **wiring(name, padding))
    words: dict[str, Any] = dict.fromkeys(("title", "aria-label"), _("Show all of it again"))
    star = html.Button("☆", id=f"{name}-star", className="map-star", type="button", **words)
    stores = [dcc.Store(id=f"{name}-{part}") for part in ("base", "pins", "focus", "chosen", "drawn")]
    return html.Div([canvas, star, notes(name), switches(name, chips), *stores], className="map-frame")


def notes(name: str) -> html.Div:
    """What this map cannot do just now, each shown by the browser when it is so."""
    said = {
        "plain": _("Plain map: this computer cannot draw the full one."),
        "bare": _("The base map does not answer; areas and pins are all there."),
    }
    lines = [html.P(words, id=f"{name}-{note}", className="map-plain", hidden=True) for note, words in said.items()]
    return html.Div(lines, id=f"{name}-notes", className="map-notes")


def wiring(name: str, padding: str) -> dict[str, Any]:
    """What `assets/map.js` reads off the element: where the bundle is, which ids are its neighbours."""
    parts: dict[str, Any] = {f"data-{part}": f"{name}-{part}" for part in ("star", "plain", "chips", "chosen")}
    parts["aria-label"] = _("Map: arrow keys move it, plus and minus zoom, 0 shows all of it")
    return {**parts, "data-bundle": f"/vendor/pydeck-{version('pydeck')}.js", "data-padding": padding}


def switches(name: str, chips: Sequence[Chip] | None) -> html.Div:
    usual = [Chip("incident", _("Incidents")), Chip("warning", _("Warnings")), Chip("team", _("Teams"))]
    buttons = [switch(chip) for chip in (usual if chips is None else chips)]
    group: dict[str, Any] = {"role": "group", "aria-label": _("Layers")}
    return html.Div(buttons, id=f"{name}-chips", className="map-chips", **group)


def switch(chip: Chip) -> html.Button:
    state: dict[str, Any] = {"data-layer": chip.layer, "aria-pressed": str(chip.on).lower()}
    return html.Button(chip.words, className="map-chip", type="button", **state)
