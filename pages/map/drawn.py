"""What is drawn of the district, as pydeck JSON for `assets/map.js`.

Rows of live layers (shade, incident, warning, team, place, enterprise) never travel inside the deck JSON: `rows(...)` go
beside it, so that new pins replace data and nothing else. `incident/halo` is a part of `incident`, fed from the same rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from json import loads
from typing import Any

from cockpit.areas import Area, Level, inside
from cockpit.basemap import Basemap

Colour = tuple[int, int, int, int]
Row = dict[str, Any]
FONT = '"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
SHAPE_SIZE = 64
GLASS = 0.15  # how much of our ground lies over the tiles of a base map
STAINED = 0.55  # and of a shade
STEPS = 5  # colours of the ramp for quantities


class PinState(StrEnum):
    """The five states of anything that waits for somebody, in the order they are drawn: red on top."""

    PLAN = "plan"
    DONE = "done"
    HAND = "hand"
    WATCH = "watch"
    ACT = "act"


# SVG paths in a 64 x 64 box: ○ planned, ✓ done, ● in hand, ◆ watch, ▲ act. One source for WebGL, SVG and legends.
SHAPES = {
    PinState.PLAN: "M32 17a15 15 0 1 0 .01 0zM32 25a7 7 0 1 1-.01 0z",
    PinState.DONE: "M15 33l6-7 8 8 15-16 6 6-21 23z",
    PinState.HAND: "M32 10a22 22 0 1 0 .01 0z",
    PinState.WATCH: "M32 6 58 32 32 58 6 32z",
    PinState.ACT: "M32 7 60 55H4z",
}
COLOURS = {  # (dark, light); low and high are the ends of the blue-grey ramp for quantities
    "ground": ("#0b0e11", "#e9edf1"),
    "area": ("#161b21", "#ffffff"),
    "focus": ("#1e2932", "#e3ecf5"),
    "focus_line": ("#86a3bc", "#4f7599"),
    "street_line": ("#4a5763", "#9aa7b3"),
    "line": ("#323e49", "#c6d0d9"),
    "faint": ("#28333c", "#dce3e9"),
    "text": ("#e8edf2", "#14191f"),
    "secondary": ("#9aa7b3", "#5a6672"),
    "panel": ("#1d242b", "#ffffff"),
    "risk0": ("#1c6043", "#bfe5cf"),  # green to red, as the risk map has them
    "risk1": ("#1f5794", "#bdd7f5"),
    "risk2": ("#857000", "#f4e58c"),
    "risk3": ("#a84a08", "#f8bf8b"),
    "risk4": ("#a8231d", "#f1a09a"),
    "low": ("#25323d", "#e6edf3"),
    "high": ("#4d6f87", "#9db8d0"),
    PinState.PLAN: ("#7a8793", "#6f7c88"),
    PinState.DONE: ("#7a8793", "#6f7c88"),
    PinState.HAND: ("#4da3ff", "#1667c9"),
    PinState.WATCH: ("#ffb020", "#b36b00"),
    PinState.ACT: ("#ff5a52", "#c8241c"),
}

DOORS = ("place", "enterprise")  # layers of the inventory


@dataclass(frozen=True)
class Pin:
    """One thing on the map: `count` stands above it, `overdue` rings it, `mark` is the one character of a team."""

    id: str
    name: str
    lon: float
    lat: float
    state: PinState = PinState.PLAN
    count: int | None = None
    overdue: bool = False
    mark: str = ""


def rows(pins: Iterable[Pin]) -> list[Row]:
    """The rows of a live layer; what is empty is left out, for they travel to every screen."""
    return [{key: value for key, value in asdict(pin).items() if value not in (None, "")} for pin in pins]


def focus_on(area: Area, *, force: bool = False) -> dict[str, Any]:
    """Where to look to see `area` whole: {code, bounds: [west, south, east, north] in degrees, force}."""
    lons, lats = zip(*area.outline, strict=True)
    return {"code": area.code, "bounds": [min(lons), min(lats), max(lons), max(lats)], "force": force}


def focus_at(lon: float, lat: float, zoom: float = 16.5, *, force: bool = False) -> dict[str, Any]:
    """Where to look to see one spot: {lon, lat, zoom, force}."""
    return {"lon": lon, "lat": lat, "zoom": zoom, "force": force}


def deck(
    areas: Sequence[Area],
    focus: str | None = None,
    *,
    light: bool = False,
    doors: Sequence[str] = (),
    scale: float = 1.0,
    basemap: Basemap | None = None,
) -> dict[str, Any]:
    """The deck.gl JSON of the map with `focus` (an area code; none: the district) highlighted.

    `doors` are those of DOORS that get a layer; `scale` enlarges text, lines and pins (2.0 on a wall of 3840); over a
    `basemap` our ground is glass. The key `look` holds what the browser draws pins and quantities with.
    """
    pen = Pen(light, scale, GLASS if basemap else 1.0)
    scene = Scene(areas, focus)
    return laid(pen, [*ground(pen, scene), *things(pen, doors, labels(pen, scene))], basemap)


def laid(pen: "Pen", layers: Sequence[Any], basemap: Basemap | None = None) -> dict[str, Any]:
    """The deck.gl JSON of these layers, from the lowest up."""
    import pydeck

    hands = dict.fromkeys(("dragRotate", "touchRotate", "keyboard", "doubleClickZoom"), False)
    view = pydeck.View(type="MapView", controller=hands)
    drawn = pydeck.Deck(layers=list(layers), views=[view], map_provider=None, map_style=None)
    return {**loads(drawn.to_json()), "look": look(pen), "tiles": asdict(basemap) if basemap else None}


@dataclass(frozen=True)
class Pen:
    """Draws layers in one theme at one scale."""

    light: bool
    scale: float
    solid: float = 1.0

    def css(self, name: str) -> str:
        return COLOURS[name][self.light]

    def ink(self, name: str, opacity: float = 1.0) -> Colour:
        """A colour as deck.gl wants it: four numbers of 0-255."""
        red, green, blue = bytes.fromhex(self.css(name).removeprefix("#"))
        return red, green, blue, round(opacity * 255)

    def layer(self, kind: str, name: str, data: Iterable[Row] = (), **props: Any) -> Any:
        """A pydeck layer: a text given to a `get_...` is an expression over a row, any other is itself."""
        import pydeck
        from pydeck.types import String

        kept = {key: String(value) if isinstance(value, str) else value for key, value in props.items()}
        kept |= {key: value for key, value in props.items() if key.startswith("get_")}
        return pydeck.Layer(kind, data=list(data), id=name, **kept)

    def fills(self, name: str, areas: Iterable[Area], colour: Colour, **props: Any) -> Any:
        data = [{"code": area.code, "name": area.name, "outline": area.outline} for area in areas]
        shared: Row = {"get_polygon": "outline", "get_fill_color": colour, "stroked": False}
        return self.layer("PolygonLayer", name, data, **shared | props)

    def lines(self, name: str, areas: Iterable[Area], colour: str, width: float) -> Any:
        shared: Row = {"get_path": "outline", "width_units": "pixels", "joint_rounded": True}
        data = [{"code": area.code, "lon": area.lon, "lat": area.lat, "outline": area.outline} for area in areas]
        return self.layer("PathLayer", name, data, get_color=self.ink(colour), get_width=width * self.scale, **shared)

    def text(self, name: str, size: int, data: Sequence[Row] = (), **props: Any) -> Any:
        """Twice the drawn size in the atlas: half-size sampling keeps strokes of Chinese characters apart."""
        pixels = round(size * self.scale)
        font: Row = {"character_set": "auto", "font_family": FONT, "font_settings": {"fontSize": pixels * 2}}
        return self.layer("TextLayer", name, data, get_position="[lon, lat]", get_size=pixels, **font | props)

    def icons(self, name: str, size: int) -> Any:
        """The atlas itself is painted by the browser from `look`: loading a picture would need a fetch."""
        cell = {"y": 0, "width": SHAPE_SIZE, "height": SHAPE_SIZE, "mask": False}
        cells = {state: cell | {"x": place * SHAPE_SIZE} for place, state in enumerate(PinState)}
        shared: Row = {"get_position": "[lon, lat]", "get_icon": "state", "get_size": size * self.scale}
        return self.layer("IconLayer", name, icon_mapping=cells, pickable=True, **shared)

    def discs(self, name: str, radius: float, fill: Colour, **props: Any) -> Any:
        units: Row = {"radius_units": "pixels", "line_width_units": "pixels", "get_radius": radius * self.scale}
        return self.layer("ScatterplotLayer", name, get_position="[lon, lat]", get_fill_color=fill, **units | props)


@dataclass(frozen=True)
class Scene:
    """What there is to see from the area `code`, all of `areas` lying in one district."""

    areas: Sequence[Area]
    focus: str | None

    @cached_property  # each name that is drawn asks whether it lies inside
    def code(self) -> str:
        return self.focus or min((area.code for area in self.areas), key=len, default="")

    @property
    def focused(self) -> list[Area]:
        """The area to highlight; a whole district is not a highlight."""
        return [area for area in self.areas if area.code == self.code and area.level is not Level.DISTRICT]

    def of(self, level: Level, within: str = "") -> list[Area]:
        return [area for area in self.areas if area.level is level and inside(area.code, within)]

    def pieces(self) -> list[Area]:
        """A partition of the district, fine inside the focus and coarse around it: what a click may choose."""
        opened = {area.parent for area in self.areas if area.parent and inside(self.code, area.parent)}
        return [area for area in self.areas if area.code not in opened and (area.parent or area.code) in opened]


def ground(pen: Pen, scene: Scene) -> list[Any]:
    """The quiet part: pieces that take clicks, the focus, a quantity's shade, outlines from the finest to the streets."""
    street = scene.code[:9] if scene.focused else "none"
    return [
        pen.fills("area", scene.pieces(), pen.ink("area", pen.solid), pickable=True),
        pen.fills("focus", scene.focused, pen.ink("focus", pen.solid)),
        pen.layer("PolygonLayer", "shade", get_polygon="outline", get_fill_color="fill", stroked=False),
        pen.lines("outline/grid", scene.of(Level.GRID, street), "faint", 1),
        pen.lines("outline/community", scene.of(Level.COMMUNITY), "line", 1),
        pen.lines("outline/street", scene.of(Level.STREET), "street_line", 1.5),
        pen.lines("outline/focus", scene.focused, "focus_line", 2.5),
    ]


def ramp(pen: Pen) -> list[list[int]]:
    """The colours of quantities, from little to much."""
    opacity = 1.0 if pen.solid == 1.0 else STAINED
    ends = list(zip(pen.ink("low", opacity), pen.ink("high", opacity), strict=True))
    return [[round(low + (high - low) * step / (STEPS - 1)) for low, high in ends] for step in range(STEPS)]


def risk(pen: Pen) -> list[Colour]:
    """The five colours of the risk map, from green to red."""
    return [pen.ink(f"risk{level}", 0.85 if pen.solid == 1.0 else STAINED) for level in range(5)]


def labels(pen: Pen, scene: Scene) -> Any:
    """Names of the pieces: those in the focus are read first, those around it stay dim."""
    ink = {True: pen.ink("text"), False: pen.ink("secondary")}
    data = [
        {"name": area.name, "lon": area.lon, "lat": area.lat, "colour": ink[inside(area.code, scene.code)]}
        for area in scene.pieces()
    ]
    return pen.text("label", 14, data, font_weight=500, get_text="name", get_color="colour")


def things(pen: Pen, doors: Sequence[str], names: Any) -> list[Any]:
    """The live layers, empty, from the quietest up: names over what just stands there, red incidents over all.

    Of a layer of doors `LAYER` holds those that are shown by themselves, `LAYER/together` what stands together.
    """
    ring: Row = {"stroked": True, "get_line_color": pen.ink(PinState.ACT, 0.9), "get_line_width": "overdue ? 2 : 0"}
    above: Row = {"get_text": "label", "get_color": "colour", "get_pixel_offset": "lift"}
    return [
        *(pen.discs(layer, 4, pen.ink("secondary", 0.85), pickable=True) for layer in doors),
        teams(pen),
        names,
        pen.text(
            "shade/number", 13, get_text="label", get_color=pen.ink("text"), get_pixel_offset=[0, round(18 * pen.scale)]
        ),
        *(one for layer in doors for one in together(pen, layer)),
        pen.icons("warning", 16),
        pen.discs("incident/halo", 22, pen.ink(PinState.ACT, 0.22), **ring),
        pen.icons("incident", 22),
        pen.text("incident/count", 14, font_weight=700, **above),
    ]


def teams(pen: Pen) -> Any:
    return boxed(pen, "team", "mark", PinState.HAND)


def together(pen: Pen, layer: str) -> list[Any]:
    """Places on a disc that grows with their number, firms in a box below, so that both can be seen of one cell."""
    if layer == "enterprise":
        return [boxed(pen, f"{layer}/together", "label", "focus_line", get_pixel_offset="lift")]
    disc = pen.discs(f"{layer}/together", 1, pen.ink("high"), get_radius="size", pickable=True)
    return [disc, pen.text(f"{layer}/number", 12, get_text="label", get_color=pen.ink("text"))]


def boxed(pen: Pen, name: str, text: str, edge: str, **props: Any) -> Any:
    """Short words in a box."""
    box: Row = {"background": True, "background_padding": [4, 3], "get_background_color": pen.ink("panel")}
    line: Row = {"get_border_color": pen.ink(edge), "get_border_width": 1}
    return pen.text(name, 12, get_text=text, get_color=pen.ink("text"), pickable=True, **box, **line, **props)


def look(pen: Pen) -> dict[str, Any]:
    """What the browser draws shapes with, and how far above a pin its count stands: bare, with a halo."""
    shapes = {state: {"path": SHAPES[state], "colour": pen.css(state), "ink": pen.ink(state)} for state in PinState}
    lift = [round(-19 * pen.scale), round(-31 * pen.scale)]
    return {
        "ground": pen.css("ground"),
        "box": SHAPE_SIZE,
        "shapes": shapes,
        "lift": lift,
        "ramp": ramp(pen),
        "risk": risk(pen),
    }
