"""The form for a report by hand: places while one types, then the report."""

from typing import Any

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import answers, open_work
from callbacks.incidents.acts import key_in
from cockpit.incidents.by_hand import Typed, places_like, take_report
from pages.incidents import report

FORM = ("kind", "priority", "source", "place", "lon", "lat", "count", "note", "home")


@answers(
    "report",
    Output("incidents-report-place", "options"),
    Output("incidents-report-place", "value"),
    Output("incidents-report-none", "children"),
    Input("incidents-report-words", "value"),
)
def places(typed: Any) -> tuple[Any, ...]:
    """What fits; the only one that fits is chosen already."""
    with open_work() as work:
        found = places_like(work, typed)
        names = {one.spot.grid: work.areas.get(one.spot.grid).name for one in found}
    return report.found(found, names), found[0].id if len(found) == 1 else None, report.none_found(typed, found)


@answers(
    "report",
    Output("incidents-reported", "data"),
    Input("incidents-report-send", "n_clicks"),
    State("incidents-report-key", "data"),
    *[State(f"incidents-report-{name}", "value") for name in FORM],
    running=[(Output("incidents-report-send", "disabled"), True, False)],
    prevent_initial_call=True,
)
def send(clicks: Any, key: Any, *form: Any) -> Any:
    if not clicks:
        return no_update
    facts = dict(zip(FORM, form, strict=True))
    typed = Typed(at_home=facts.pop("home") == ["home"], **facts)
    with open_work() as work:
        answer = take_report(work, typed, key=key_in(key))
    return report.taken(answer) if answer else no_update


clientside_callback(
    ClientsideFunction("cockpit_incidents", "reported"),
    Output("incidents-report", "title"),
    Input("incidents-reported", "data"),
)
