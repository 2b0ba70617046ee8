"""What is read of rounds of visits: the list, one of them by area, its homes, whom it found, one home."""

from typing import Any

from dash import Input, Output, State

from callbacks import actor, answers, open_work
from cockpit import canvass
from cockpit.areas import Level
from data_access.work import Work
from pages.screening import canvass as drawn

GRID = 15  # digits of its code
CHOSEN, WHERE = "screening-rounds-chosen", "screening-rounds-where"


def names(work: Work) -> dict[str, str]:
    return {code: area.name for code, area in work.areas.known.items()}


@answers("see_canvass", Output("screening-rounds-list", "children"), Input("screening-rounds-tick", "data"))
def listed(_tick: int | None) -> Any:
    with open_work() as work:
        return drawn.rounds(canvass.list_rounds(work), names(work))


@answers("open_canvass", Output("screening-rounds-area", "options"), Input("screening-rounds-listed", "data"))
def areas(_listed: int | None) -> Any:
    """Those for which whoever reads may open a round."""
    with open_work() as work:
        own = [work.by.area] if len(work.by.area) < GRID else []
        levels = (Level.STREET, Level.COMMUNITY)
        below = [one.code for level in levels for one in work.areas.of_level(level, work.by.area)]
        return drawn.areas(sorted({*own, *below}), names(work))


@answers(
    "see_canvass",
    Output("screening-rounds-one", "children"),
    Input(CHOSEN, "data"),
    Input(WHERE, "data"),
    Input("screening-rounds-tick", "data"),
)
def one(round_id: int | None, where: str | None, _tick: int | None) -> Any:
    if round_id is None:
        return []
    with open_work() as work:
        return drawn.detail(canvass.progress(work, round_id, where or ""), names(work), actor())


@answers(
    "see_screening",
    Output("screening-rounds-doors", "children"),
    Input(CHOSEN, "data"),
    Input(WHERE, "data"),
    Input("screening-rounds-tick", "data"),
    Input("screening-rounds-all", "value"),
)
def doors(round_id: int | None, where: str | None, _tick: int | None, show: list[str] | None) -> Any:
    """The homes of a grid that are left, or all of them."""
    if round_id is None or len(where or "") != GRID:
        return []
    with open_work() as work:
        street = canvass.homes(work, round_id, where or "", all_of_them=bool(show))
        who = canvass.walkers(work, street.grid[:12]) if actor().may("share_canvass") else []
        return drawn.street(street, names(work), who, actor())


@answers(
    "see_screening",
    Output("screening-rounds-people", "children"),
    Input(CHOSEN, "data"),
    Input(WHERE, "data"),
    Input("screening-rounds-tick", "data"),
)
def people(round_id: int | None, where: str | None, _tick: int | None) -> Any:
    if round_id is None:
        return []
    with open_work() as work:
        return drawn.people(canvass.list_found(work, round_id, where or ""), names(work), actor())


@answers(
    "see_screening",
    Output("screening-rounds-door", "children"),
    Input("screening-rounds-home", "data"),
    Input("screening-rounds-answered", "data"),
    Input("screening-rounds-undone", "data"),
)
def door(visit_id: int | None, _answered: int | None, _undone: str | None) -> Any:
    """Drawn for another home, or after one's own answer, and never under somebody's hands."""
    if visit_id is None:
        return []
    with open_work() as work:
        return drawn.door(canvass.open_home(work, visit_id), actor())


@answers(
    "see_screening",
    Output("screening-rounds-other", "children"),
    Input("screening-rounds-tick", "data"),
    State("screening-rounds-home", "data"),
    State("screening-rounds-seen", "data"),
)
def other(_tick: int | None, visit_id: int | None, seen: int | None) -> Any:
    """Whoever types is told that somebody else was at this door, and loses nothing."""
    if visit_id is None:
        return []
    with open_work() as work:
        found = canvass.answered_meanwhile(work, visit_id, seen)
    return drawn.meanwhile(*found) if found else []
