"""Visits that are chosen are handed out, and taken back; a sheet of them is made, shown, and typed in at once."""

from typing import Any, TypedDict

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import actor, answers, open_work
from cockpit import follow_up
from cockpit.follow_up import Result, TypedVisit
from cockpit.refusals import Invalid
from cockpit.texts import N_
from pages.screening import follow_up as list_page
from pages.screening import hand_out as page
from pages.screening import visit_paper


class Asked(TypedDict):
    """`act`: hand, propose, nearest, back; `word` to whom, `number` of what is taken back."""

    act: str
    ids: list[int]
    word: str
    number: int


class SheetRow(TypedDict):
    row: int
    result: Result
    temperature: str
    note: str
    over: str


class SheetRows(TypedDict):
    sheet: int
    rows: list[SheetRow]


@answers(
    "assign_visits",
    Output("screening-visits-goer", "options"),
    Input("screening-visits-picked", "data"),
    Input("screening-visits-tick", "data"),
)
def goers(picked: list[int] | None, _tick: int | None) -> Any:
    """Those who can go to at least one of what is chosen, with what they have by now."""
    if not picked:
        return []
    with open_work() as work:
        return page.options(follow_up.goers(work, picked))


@answers(
    "assign_visits",
    Output("screening-visits-outcome", "children"),
    Input("screening-visits-asked", "data"),
    prevent_initial_call=True,
)
def outcome(asked: Asked | None) -> Any:
    if not asked:
        return no_update
    act, ids = asked["act"], asked["ids"]
    with open_work() as work:
        if act == "propose":
            return page.proposed(follow_up.propose(work, ids))
        if act == "back":
            return page.back(follow_up.take_hand_out_back(work, asked["number"]))
        if act not in ("hand", "nearest"):
            raise Invalid("act", N_("choose one of the list"))
        told = follow_up.hand(work, ids, asked["word"]) if act == "hand" else follow_up.hand_nearest(work, ids)
        return page.handed(told)


# Paper


@answers(
    "follow_up",
    Output("screening-visits-whose", "options"),
    Input("screening-visits-area", "value"),
    Input("screening-visits-tick", "data"),
)
def whose(area: str | None, _tick: int | None) -> Any:
    """Workers and teams who have visits there today."""
    with open_work() as work:
        return visit_paper.whose(follow_up.who_goes(work, area_of(area)))


@answers(
    "follow_up",
    Output("screening-visits-printed", "children"),
    Input("screening-visits-print", "n_clicks"),
    State("screening-visits-area", "value"),
    State("screening-visits-whose", "value"),
    prevent_initial_call=True,
)
def printed(clicks: int | None, area: str | None, whose: str | None) -> Any:
    if not clicks:
        return no_update
    with open_work() as work:
        made = follow_up.print_visits(work, area_of(area) or work.by.area, whose or "")
        return visit_paper.sheet_link(made.id)


@answers(
    "follow_up",
    Output("screening-visits-typing", "children"),
    Input("screening-visits-type", "n_clicks"),
    State("screening-visits-sheetno", "value"),
    prevent_initial_call=True,
)
def typing(clicks: int | None, number: int | None) -> Any:
    if not clicks or number is None:
        return no_update
    with open_work() as work:
        return visit_paper.typing(follow_up.open_visit_sheet(work, number), actor())


@answers(
    "follow_up",
    Output("screening-visits-typed", "children"),
    Output("screening-visits-results", "data"),
    Input("screening-visits-rows", "data"),
    prevent_initial_call=True,
)
def typed(sheet: SheetRows | None) -> Any:
    if not sheet:
        return no_update, no_update
    rows = [
        TypedVisit(one["row"], Result(one["result"]), one["temperature"], one["note"], one["over"])
        for one in sheet["rows"]
    ]
    with open_work() as work:
        found = follow_up.type_visits(work, sheet["sheet"], rows)
    return visit_paper.typed(found), visit_paper.results(found)


def area_of(chosen: str | None) -> str:
    return "" if chosen in (None, list_page.WHOLE) else str(chosen)


clientside_callback(
    ClientsideFunction("cockpit_visits", "moved"),
    Output("screening-visits-hand", "title"),
    Input("screening-visits-outcome", "children"),
    Input("screening-visits-results", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_hand", "chosen"),
    Output("screening-visits-goer", "className"),
    Input("screening-visits-goer", "value"),
)
clientside_callback(
    ClientsideFunction("cockpit_hand", "drawn"),
    Output("screening-visits-head", "title"),
    Input("screening-visits-list", "children"),
    Input("screening-visits-goer", "options"),
    Input("screening-visits-outcome", "children"),
)
clientside_callback(
    ClientsideFunction("cockpit_paper", "shown"),
    Output("screening-visits-typing", "title"),
    Input("screening-visits-typing", "children"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_paper", "saved"),
    Output("screening-visits-typed", "title"),
    Input("screening-visits-results", "data"),
    prevent_initial_call=True,
)
