"""Early warnings: the first list, and the evidence of the chosen one."""

from typing import Any

from dash import ClientsideFunction, Input, Output, clientside_callback, no_update

from callbacks import answers, open_work
from cockpit.clock import local_day_start
from cockpit.warnings import evidence as evidence_of
from cockpit.warnings import near
from pages import warnings


@answers("see_cockpit", Output("warnings-data", "data"), Input("warnings-data", "id"))
def first_data(_: str | None) -> dict[str, Any]:
    with open_work() as work:
        start = local_day_start(work.at, work.zone)
        return {
            "change": work.last_change(),
            "warnings": [warnings.row_of(one) for one in work.warnings.since(work.by.area, start)],
            "watches": near(work, work.by.area),
            "areas": [[area.code, area.name] for area in work.areas.known.values()],
            "words": warnings.browser_words(),
        }


@answers(
    "see_cockpit",
    Output("warnings-evidence", "children"),
    Input("warnings-chosen", "data"),
    Input("warnings-tick", "data"),
)
def evidence(place_id: int | None, _: int | None) -> Any:
    """Drawn again when a change says that the chosen place's alarm moved."""
    if place_id is None:
        return no_update
    with open_work() as work:
        shown = evidence_of(work, place_id)
    return warnings.evidence(shown) if shown else warnings.not_watched()


clientside_callback(
    ClientsideFunction("cockpit_warnings", "start"), Output("warnings-list", "title"), Input("warnings-data", "data")
)
