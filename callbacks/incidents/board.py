"""The table of the board, and the one incident that is chosen in it."""

from typing import Any
from uuid import uuid4

from dash import ClientsideFunction, Input, Output, clientside_callback, no_update

from callbacks import actor, answers, open_work
from callbacks.incidents.acts import known
from cockpit.incidents.board import day_of, on_board
from cockpit.incidents.story import story_of
from data_access import feed
from pages.incidents import board, detail


@answers("see_incidents", Output("incidents-data", "data"), Input("incidents-asked", "data"))
def rows(asked: Any) -> dict[str, Any]:
    """All rows as of one change id; the browser filters them, and follows the stream from there."""
    day = day_of(asked.get("day")) if isinstance(asked, dict) else None
    with open_work() as work:
        return {
            "change": feed.last_change(work.connection),
            "now": work.at.isoformat(),
            "speed": work.clock.speed,
            "scope": work.by.area,
            "day": day.isoformat() if day else None,
            "incidents": board.board_rows(on_board(work, day)),
            "areas": [[area.code, area.name, area.parent] for area in work.areas.known.values()],
            "teams": board.team_marks(work.teams.in_area(work.by.area)),
            "words": board.browser_words(),
        }


@answers(
    "see_incidents",
    Output("incidents-detail", "children"),
    Output("incidents-plan", "data"),
    Input("incidents-chosen", "data"),
    Input("incidents-tick", "data"),
    prevent_initial_call=True,
)
def chosen(incident_id: Any, _tick: Any) -> tuple[Any, Any]:
    """The detail of the chosen one; drawn again when the stream says that it changed."""
    if incident_id is None:
        return no_update, no_update
    with open_work() as work:
        story = story_of(work, known(incident_id))
    teams = [one.team.id for one in story.plan.proposals] if story.plan else []
    return detail(story, "incidents", actor()), {"incident": incident_id, "teams": teams, "key": uuid4().hex}


clientside_callback(
    ClientsideFunction("cockpit_incidents", "start"),
    Output("incidents-loading", "hidden"),
    Input("incidents-data", "data"),
)
