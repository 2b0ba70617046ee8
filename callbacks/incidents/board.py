"""The table of the board, and the one incident that is chosen in it."""

from typing import Any, TypedDict

from dash import ClientsideFunction, Input, Output, clientside_callback, no_update

from callbacks import actor, answers, open_work
from cockpit.desk_figures import clocks
from cockpit.escalation import mine
from cockpit.incidents.board import day_of, on_board
from cockpit.incidents.story import story_of
from cockpit.paging import opened
from cockpit.scene import lapsed
from pages.incidents import board, detail, report


class Asked(TypedDict, total=False):
    """`day` as the address bar has it; `again` grows when somebody tries again."""

    day: str | None
    again: int


@answers("see_incidents", Output("incidents-data", "data"), Input("incidents-asked", "data"))
def rows(asked: Asked) -> dict[str, Any]:
    """All rows as of one change id; the browser filters them, and follows the stream from there."""
    day = day_of(asked.get("day"))
    with open_work() as work:
        return {
            "change": work.last_change(),
            "day": day.isoformat() if day else None,
            "incidents": on_board(work, day),
            "elsewhere": clocks(work) if day else [],
            "mine": mine(work) if work.by.may("see_to") else None,
            "lapsed": lapsed(work),
            "areas": [[area.code, area.name, area.parent] for area in work.areas.known.values()],
            "teams": board.team_marks(work.teams.in_area(work.by.area)),
            "words": board.browser_words(),
            "blank": report.BLANK,
        }


@answers(
    "see_incidents",
    Output("incidents-detail", "children"),
    Input("incidents-chosen", "data"),
    prevent_initial_call=True,
)
def chosen(incident_id: int | None) -> Any:
    if incident_id is None:
        return no_update
    with open_work() as work:
        opened(work, incident_id)
        return detail(story_of(work, incident_id), "incidents", actor())


clientside_callback(
    ClientsideFunction("cockpit_incidents", "start"),
    Output("incidents-loading", "hidden"),
    Input("incidents-data", "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_incidents", "table"),
    Output("incidents-table", "children"),
    Input("incidents-plan", "data"),
)
