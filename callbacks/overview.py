"""The cockpit: first data, the chosen area, the chosen incident, and the acts of its one button."""

from functools import lru_cache
from json import dumps, loads
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Input, Output, State, clientside_callback

from callbacks import actor, answers, basemap, brings, open_work
from cockpit import figures
from cockpit.basemap import Basemap
from cockpit.clock import local_day_start
from cockpit.escalation import mine
from cockpit.escalation.follow import passed_on_after
from cockpit.greeting import unseen_numbers
from cockpit.incidents.story import story_of
from cockpit.paging import opened
from cockpit.risk_map import risk_map
from cockpit.scene import lapsed
from cockpit.warnings import near
from pages import charts, map, overview, shell
from pages.incidents import detail
from pages.screening.risk_map import levels

if TYPE_CHECKING:
    from data_access.areas import AreaShelf
    from data_access.work import Work


@brings("/")
def first_view(work: "Work") -> dict[str, Any]:
    return {"first": first_data(work), "trends": trends_of(work, None)}


def first_data(work: "Work") -> dict[str, Any]:
    """All that this page follows from here on, as of one change id; clock, words and who one is came with the frame."""
    change = work.last_change()  # before all else: what comes while we read is told again
    day_start = local_day_start(work.at, work.zone)
    return {
        "change": change,
        "incidents": work.incidents.packed_open(work.by.area),
        "mine": mine(work) if work.by.may("see_to") else None,
        "lapsed": lapsed(work),
        "watches": near(work, work.by.area),
        "figures": figures.counters(work),
        "unseen": unseen_numbers(work) if work.by.may("see_unseen") else None,
        "cells": figures.cells(work),
        "areas": [[area.code, area.name, area.parent] for area in work.areas.known.values()],
        "hours": figures.hours_by_community(work, work.by.area),
        "handling": work.incidents.handling_by_community(work.by.area, since=day_start),
        "sources": figures.sources(work, work.by.area),
        "passed_on_after": passed_on_after(work, work.by.area),
        "may": {
            "incidents": work.by.may("see_incidents"),
            "positions": work.by.may("see_positions"),
            "reports": work.by.may("see_reports"),
            "risk": work.by.may("see_risk_map"),
        },
        "words": overview.browser_words(),
        "map": map_of(work, None),
    }


def map_of(work: "Work", area: str | None) -> tuple[str, Any]:
    """The base map as JSON, and where to look; none: all that one may see."""
    code = area or work.by.area
    figures.must_see(work, code)
    return ground(work.areas, code, basemap()), map.focus_on(work.areas.get(code), force=bool(area))


@lru_cache(maxsize=32)
def ground(areas: "AreaShelf", code: str, tiles: Basemap | None) -> str:
    """The map under all pins: outlines and names of areas, the same for everybody; new areas are another shelf."""
    return dumps(map.deck(list(areas.known.values()), code, doors=map.DOORS, basemap=tiles), ensure_ascii=False)


def trends_of(work: "Work", area: str | None) -> list[str]:
    shown = figures.trend_of(work, area or work.by.area)
    return [charts.spark(shown.get(name, ())) for name, _ in overview.FIGURES]


@answers(
    "see_cockpit",
    Output("overview-map-base", "data"),
    Output("overview-map-focus", "data"),
    Input("overview-area", "data"),
    prevent_initial_call=True,  # the page brought them
)
def base_map(area: str | None) -> tuple[Any, Any]:
    with open_work() as work:
        base, focus = map_of(work, area)
    return loads(base), focus


@answers(
    "see_cockpit",
    *[Output(f"overview-trend-{name}", "src") for name, _ in overview.FIGURES],
    Input("overview-area", "data"),
    prevent_initial_call=True,
)
def trends(area: str | None) -> list[str]:
    with open_work() as work:
        return trends_of(work, area)


@answers(
    "see_risk_map", Output("overview-risk", "data"), Input("overview-risk-tick", "data"), prevent_initial_call=True
)
def risk(asked: int | None) -> dict[str, Any]:
    """The colours of today, for a map that is shaded by them; `asked` counts its questions."""
    with open_work() as work:
        found = levels(risk_map(work))
    return {"levels": found["levels"], "words": found["words"], "asked": asked}


@answers(
    "see_incidents", Output("overview-detail", "children"), Input("overview-chosen", "data"), prevent_initial_call=True
)
def chosen(incident_id: int | None) -> Any:
    """The detail of the chosen one; its buttons and its renewal are those of every detail."""
    if incident_id is None:
        return overview.nothing_chosen()
    with open_work() as work:
        opened(work, incident_id)
        return detail(story_of(work, incident_id), "overview", actor())


@answers(
    "see_unseen",
    Output("overview-unseen-told", "data"),
    Input("overview-unseen-tick", "data"),
    prevent_initial_call=True,
)
def unseen(_tick: int | None) -> Any:
    """How many people in our care nobody has greeted for too long, anew each minute."""
    with open_work() as work:
        return unseen_numbers(work)


clientside_callback(
    ClientsideFunction("cockpit_overview", "start"),
    Output("overview-name", "title"),
    Input("overview-data", "data"),
    State(shell.FIRST, "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_overview_risk", "told"),
    Output("overview-legend", "title"),
    Input("overview-risk", "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_overview", "clicked"),
    Output("overview-name", "className"),
    Input("overview-map-chosen", "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_map", "draw"),
    Output("overview-map-drawn", "data"),
    Input("overview-map-base", "data"),
    Input("overview-map-pins", "data"),
    Input("overview-map-focus", "data"),
    State("overview-map", "id"),
)
clientside_callback(
    ClientsideFunction("cockpit_unseen", "told"),
    Output("overview-unseen", "lang"),
    Input("overview-unseen-told", "data"),
    prevent_initial_call=True,
)
