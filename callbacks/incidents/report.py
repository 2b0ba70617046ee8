"""The form for a report by hand: places while one types, then the report."""

from typing import Any, TypedDict

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import actor, answers, open_work
from cockpit.incidents.by_hand import Typed, alike_to, places_like, take_report
from pages.incidents import report

FORM = ("kind", "priority", "source", "place", "lon", "lat", "count", "note", "home", "alike")


class Key(TypedDict):
    """Made by the browser when the form opens."""

    key: str


@answers(
    "report",
    Output("incidents-report-place", "options"),
    Output("incidents-report-place", "value"),
    Output("incidents-report-none", "children"),
    Input("incidents-report-words", "value"),
    State("incidents-report-place", "value"),
)
def places(typed: str | None, chosen: int | None) -> tuple[Any, ...]:
    """What fits; the chosen one stays chosen as long as it does, and the only one is chosen already."""
    with open_work() as work:
        found = places_like(work, typed)
        names = {one.spot.grid: work.areas.get(one.spot.grid).name for one in found}
    only = found[0].id if len(found) == 1 else None
    value = no_update if chosen in [one.id for one in found] else only
    return report.found(found, names), value, report.none_found(typed, found)


@answers(
    "see_incidents",
    Output("incidents-report-alike", "options"),
    Output("incidents-report-alike", "value"),
    Output("incidents-report-near", "hidden"),
    *[Input(f"incidents-report-{name}", "value") for name in ("kind", "place", "lon", "lat")],
    State("incidents-report-alike", "value"),
)
def alike(kind: str, place: int | None, lon: float | None, lat: float | None, said: str | None) -> tuple[Any, ...]:
    """What is open and may be the same; what was said of one stays said as long as that one is there."""
    with open_work() as work:
        found = alike_to(work, Typed(kind, None, None, place, lon, lat))
    options = report.alike_options(found, actor())
    kept = said if said in [one["value"] for one in options] else report.BLANK["alike"]
    return options, kept, not found


@answers(
    "report",
    Output("incidents-reported", "data"),
    Input("incidents-report-send", "n_clicks"),
    State("incidents-report-key", "data"),
    *[State(f"incidents-report-{name}", "value") for name in FORM],
    running=[(Output("incidents-report-send", "disabled"), True, False)],
    prevent_initial_call=True,
)
def send(
    clicks: int | None, key: Key, kind: str, priority: int, source: str, place: int | None, lon: float | None,
    lat: float | None, count: int | None, note: str | None, home: list[str], alike: str | None,
) -> Any:  # fmt: skip
    if not clicks:
        return no_update
    typed = Typed(kind, priority, source, place, lon, lat, count, note or "", at_home=bool(home), alike=alike)
    with open_work() as work:
        answer = take_report(work, typed, key=key["key"])
    return report.taken(answer)


clientside_callback(
    ClientsideFunction("cockpit_incidents", "reported"),
    Output("incidents-report", "title"),
    Input("incidents-reported", "data"),
)
