"""The risk map: an area on a day, as the address asks; the map under its colours."""

from datetime import date
from functools import lru_cache
from json import dumps, loads
from typing import TYPE_CHECKING, Any, TypedDict

from dash import ClientsideFunction, Input, Output, State, clientside_callback

from callbacks import actor, answers, basemap, open_work
from cockpit.basemap import Basemap
from cockpit.refusals import Invalid
from cockpit.risk_map import risk_map
from cockpit.texts import N_
from pages import map
from pages.screening import risk_map as page

if TYPE_CHECKING:
    from data_access.areas import AreaShelf

STREET = 9  # digits of its code


class Asked(TypedDict):
    """`day` in ISO 8601, `area` a code; empty: today, one's own."""

    day: str
    area: str


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("day", N_("this is no day of the calendar")) from None


@answers(
    "see_risk_map",
    Output(f"{page.NAME}-side", "children"),
    Output(f"{page.NAME}-lists", "children"),
    Output(f"{page.NAME}-levels", "data"),
    Input(f"{page.NAME}-asked", "data"),
    Input(f"{page.NAME}-tick", "data"),
)
def shown(asked: Asked | None, _tick: int | None) -> Any:
    day, area = (asked["day"], asked["area"]) if asked else ("", "")
    with open_work() as work:
        seen = risk_map(work, area, day_of(day))
        names = {code: one.name for code, one in work.areas.known.items()}
    return page.side(seen, names, actor()), page.lists(seen, names), page.levels(seen)


@answers(
    "see_risk_map",
    Output(f"{page.NAME}-map-base", "data"),
    Output(f"{page.NAME}-map-focus", "data"),
    Input(f"{page.NAME}-asked", "data"),
)
def base_map(asked: Asked | None) -> tuple[Any, Any]:
    """Grids are drawn for who is told of them."""
    with open_work() as work:
        seen = risk_map(work, asked["area"] if asked else "")
        code = seen.area[:STREET] if seen.bare else seen.area
        return loads(ground(work.areas, code, basemap())), map.focus_on(work.areas.get(seen.area), force=True)


@lru_cache(maxsize=64)
def ground(areas: "AreaShelf", code: str, tiles: Basemap | None) -> str:
    return dumps(map.deck(list(areas.known.values()), code, basemap=tiles), ensure_ascii=False)


clientside_callback(
    ClientsideFunction("cockpit_risk_map", "shown"),
    Output(f"{page.NAME}-day", "title"),
    Input(f"{page.NAME}-levels", "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_map", "draw"),
    Output(f"{page.NAME}-map-drawn", "data"),
    Input(f"{page.NAME}-map-base", "data"),
    Input(f"{page.NAME}-map-pins", "data"),
    Input(f"{page.NAME}-map-focus", "data"),
    State(f"{page.NAME}-map", "id"),
)
