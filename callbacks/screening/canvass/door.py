"""What is done at a door, and with paper."""

from typing import Any, TypedDict

from dash import Input, Output, State, no_update

from callbacks import answers, open_work
from callbacks.screening.canvass.seen import CHOSEN, WHERE
from callbacks.screening.cases import parsed
from cockpit import canvass
from cockpit.canvass import Answer, Result, Typed
from cockpit.refusals import Invalid
from cockpit.texts import N_
from pages.screening import canvass as drawn


class Tick(TypedDict):
    """A row of a sheet: `seen` is the answer that counted when it was drawn."""

    visit: int
    seen: int | None
    result: Result


class Ticks(TypedDict):
    round: int
    rows: list[Tick]


@answers(
    "knock",
    Output("screening-rounds-answered", "data"),
    Input("screening-rounds-save", "n_clicks"),
    State("screening-rounds-home", "data"),
    State("screening-rounds-seen", "data"),
    State("screening-rounds-result", "value"),
    State("screening-rounds-here", "value"),
    State("screening-rounds-returned", "value"),
    State("screening-rounds-from", "value"),
    State("screening-rounds-symptoms", "value"),
    State("screening-rounds-note", "value"),
    State("screening-rounds-found", "value"),
    State("screening-rounds-unnamed", "value"),
    State("screening-rounds-since", "value"),
    State("screening-rounds-again", "value"),
    prevent_initial_call=True,
)
def answered(
    clicks: int | None, visit_id: int | None, seen: int | None, result: Result | None, here: str | None,
    returned: str | None, came_from: str | None, symptoms: str | None, note: str | None, found: list[int] | None,
    unnamed: str | None, since: str | None, again: list[str] | None,
) -> Any:  # fmt: skip
    if not clicks or visit_id is None:
        return no_update
    if result is None:
        raise Invalid("result", N_("choose one of the list"))
    ill = {"yes": True, "no": False}.get(symptoms or "")
    came_back = counted("returned", returned) or 0
    answer = Answer(
        Result(result), counted("people", here), came_back, came_from or "" if came_back else "", ill, note or "", tuple(found or ()),
        counted("unnamed", unnamed) or 0, parsed("since", since, drawn.day), bool(again),
    )  # fmt: skip
    with open_work() as work:
        return canvass.knock(work, visit_id, seen, answer).answer


def counted(name: str, text: str | None) -> int | None:
    """A number of people as it is typed; None where nothing is."""
    typed = (text or "").strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit()):
        raise Invalid(name, N_("0 to 60"))
    return int(typed[:3])


@answers(
    "knock",
    Output("screening-rounds-undone", "data"),
    Input("screening-rounds-undo", "n_clicks"),
    State("screening-rounds-home", "data"),
    State("screening-rounds-seen", "data"),
    prevent_initial_call=True,
)
def undone(clicks: int | None, visit_id: int | None, seen: int | None) -> Any:
    if not clicks or visit_id is None or seen is None:
        return no_update
    with open_work() as work:
        canvass.take_back(work, visit_id, seen)
        return work.at.isoformat()


# Paper


@answers(
    "knock",
    Output("screening-rounds-sheet", "children"),
    Input("screening-rounds-print", "n_clicks"),
    State(CHOSEN, "data"),
    State(WHERE, "data"),
    prevent_initial_call=True,
)
def sheet(clicks: int | None, round_id: int | None, where: str | None) -> Any:
    if not clicks or round_id is None or not where:
        return no_update
    with open_work() as work:
        return drawn.sheet_link(canvass.print_homes(work, round_id, where).id)


@answers(
    "knock",
    Output("screening-rounds-typing", "children"),
    Input("screening-rounds-type", "n_clicks"),
    State("screening-rounds-sheetno", "value"),
    prevent_initial_call=True,
)
def typing(clicks: int | None, number: int | None) -> Any:
    if not clicks or number is None:
        return no_update
    with open_work() as work:
        return drawn.typing(canvass.open_paper(work, number))


@answers(
    "knock",
    Output("screening-rounds-typed", "children"),
    Input("screening-rounds-ticks", "data"),
    prevent_initial_call=True,
)
def typed(ticks: Ticks | None) -> Any:
    if not ticks:
        return no_update
    rows = [Typed(one["visit"], one["seen"], Result(one["result"])) for one in ticks["rows"]]
    with open_work() as work:
        results = canvass.type_in(work, ticks["round"], rows)
    return drawn.typed(results)
