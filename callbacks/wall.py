"""The wall: first data, the map at its size, and the words of whoever leads it from the desk."""

from functools import lru_cache
from json import dumps, loads
from typing import TYPE_CHECKING, Any, TypedDict

from dash import ClientsideFunction, Input, Output, State, clientside_callback

from callbacks import answers, basemap, brings, open_work
from cockpit import wall as walls
from cockpit.areas import Level
from cockpit.basemap import Basemap
from cockpit.greeting import unseen_numbers
from cockpit.wall import View
from pages import map, shell, wall

if TYPE_CHECKING:
    from data_access.areas import AreaShelf
    from data_access.work import Work

SCALES = (1.0, 3.0)  # of the map's words: at less they are not read, and no wall is larger


class Word(TypedDict):
    """What a presenter's page says: look there in that view, or nobody leads any more; `n` tells two words apart."""

    view: View
    shown: str
    incidents: bool
    warnings: bool
    end: bool
    n: int


@brings("/wall")
def first_view(work: "Work") -> dict[str, Any]:
    return {"first": first_data(work)}


def first_data(work: "Work") -> dict[str, Any]:
    """All that the wall follows from here on, as of one change id."""
    change = work.last_change()  # before all else: what comes while we read is told again
    leads = walls.presenting_now(work)
    return {
        "change": change,
        **walls.contents(work),
        "desk": wall.desk_words(walls.desk(work)),
        "risk": risk_words(work),
        "unseen": unseen_numbers(work) if work.by.may("see_unseen") else None,
        "areas": looks_at(work),
        "rules": walls.rules(work),
        "presented": leads and walls.Presented.of(leads).facts,
        "may": {"present": work.by.may("present"), "reports": work.by.may("see_reports")},
        "words": wall.browser_words(),
    }


def looks_at(work: "Work") -> list[list[Any]]:
    """[code, name, where to look] of the district and its streets, in that order."""
    district = work.areas.district()
    streets = work.areas.of_level(Level.STREET, district.code)
    return [[area.code, area.name, map.focus_on(area)["bounds"]] for area in (district, *streets)]


@lru_cache(maxsize=8)
def ground(areas: "AreaShelf", code: str, scale: float, tiles: Basemap | None) -> str:
    """The map under all pins, its words as large as that wall needs them."""
    return dumps(map.deck(list(areas.known.values()), code, scale=scale, basemap=tiles), ensure_ascii=False)


@answers("see_wall", Output("wall-map-base", "data"), Input("wall-scale", "data"), prevent_initial_call=True)
def base_map(scale: float | None) -> Any:
    with open_work() as work:
        fits = round(min(max(scale or SCALES[0], SCALES[0]), SCALES[1]), 1)
        return loads(ground(work.areas, work.areas.district().code, fits, basemap()))


@answers("see_wall", Output("wall-desk-told", "data"), Input("wall-desk-tick", "data"), prevent_initial_call=True)
def desk(asked: int | None) -> dict[str, Any]:
    """The desk's figures anew, for a wall that shows them and heard that something happened; `asked` counts its questions."""
    with open_work() as work:
        return {"asked": asked, "desk": wall.desk_words(walls.desk(work))}


@answers("see_wall", Output("wall-risk-told", "data"), Input("wall-risk-tick", "data"), prevent_initial_call=True)
def risk(asked: int | None) -> dict[str, Any]:
    """The colours anew, for a wall that heard that some changed."""
    with open_work() as work:
        return {"asked": asked, "risk": risk_words(work)}


def risk_words(work: "Work") -> dict[str, Any]:
    names = {code: one.name for code, one in work.areas.known.items()}
    return wall.risk_words(walls.risk(work), names)


@answers("present", Output("wall-word", "data"), Input("wall-say", "data"), prevent_initial_call=True)
def lead(said: Word | None) -> int:
    """The walls hear of it from the stream, and so does the page that said it."""
    if said is None:
        return 0
    with open_work() as work:
        if said["end"]:
            walls.stop_presenting(work)
        else:
            walls.present(work, View(said["view"]), said["shown"], said["incidents"], said["warnings"])
    return said["n"]


@answers("see_unseen", Output("wall-unseen-told", "data"), Input("wall-unseen-tick", "data"), prevent_initial_call=True)
def unseen(_tick: int | None) -> Any:
    """How many people in our care nobody has greeted for too long, anew each minute."""
    with open_work() as work:
        return unseen_numbers(work)


clientside_callback(
    ClientsideFunction("cockpit_wall", "start"),
    Output("wall-name", "title"),
    Input("wall-data", "data"),
    State(shell.FIRST, "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_wall", "told"),
    Output("wall-desk", "title"),
    Input("wall-desk-told", "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_wall_risk", "told"),
    Output("wall-risk-worst", "title"),
    Input("wall-risk-told", "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_map", "draw"),
    Output("wall-map-drawn", "data"),
    Input("wall-map-base", "data"),
    Input("wall-map-pins", "data"),
    Input("wall-map-focus", "data"),
    State("wall-map", "id"),
)
clientside_callback(
    ClientsideFunction("cockpit_unseen", "told"),
    Output("wall-unseen", "lang"),
    Input("wall-unseen-told", "data"),
    prevent_initial_call=True,
)
