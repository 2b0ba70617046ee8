"""What is done to a round: opened, opened a second time, closed, shared out; and the order for whom it found."""

from typing import Any

from dash import Input, Output, State, no_update

from callbacks import answers, open_work
from callbacks.screening.canvass.seen import CHOSEN, WHERE
from callbacks.screening.cases import parsed
from cockpit import canvass
from cockpit.canvass import Criteria
from cockpit.people import Tenure
from cockpit.quarantine import QuarantineKind
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.work import Work
from pages.screening import canvass as drawn


@answers(
    "open_canvass",
    Output("screening-rounds-opened", "data"),
    Input("screening-rounds-open", "n_clicks"),
    State("screening-rounds-name", "value"),
    State("screening-rounds-area", "value"),
    State("screening-rounds-tenure", "value"),
    State("screening-rounds-unvisited", "value"),
    State("screening-rounds-came", "value"),
    State("screening-rounds-due", "value"),
    prevent_initial_call=True,
)
def opened(
    clicks: int | None, name: str | None, area: str | None, tenure: str | None, unvisited: str | None,
    came: list[str] | None, due: str | None,
) -> Any:  # fmt: skip
    if not clicks:
        return no_update
    if not area:
        raise Invalid("area", N_("choose the district, a street or a community"))
    with open_work() as work:
        return canvass.open_round(work, name or "", criteria(work, area, tenure, unvisited, came), due_on(due)).id


def criteria(work: Work, area: str, tenure: str | None, unvisited: str | None, came: list[str] | None) -> Criteria:
    kept = None if tenure == drawn.ANY else Tenure.RENTED
    asked = Criteria(area, kept, parsed("unvisited_since", unvisited, drawn.day))
    return canvass.lately_came(work, asked) if came else asked


@answers(
    "open_canvass",
    Output("screening-rounds-fit", "children"),
    Input("screening-rounds-area", "value"),
    Input("screening-rounds-tenure", "value"),
    Input("screening-rounds-unvisited", "value"),
    Input("screening-rounds-came", "value"),
    prevent_initial_call=True,
)
def fitting(area: str | None, tenure: str | None, unvisited: str | None, came: list[str] | None) -> Any:
    """How many homes it would have, while it is thought of."""
    if not area:
        return []
    with open_work() as work:
        asked = criteria(work, area, tenure, unvisited, came)
        return drawn.fitting(canvass.count_homes(work, asked), asked)


@answers(
    "open_canvass",
    Output("screening-rounds-second", "data"),
    Input("screening-rounds-repeat", "n_clicks"),
    State(CHOSEN, "data"),
    State("screening-rounds-secondname", "value"),
    State("screening-rounds-seconddue", "value"),
    State("screening-rounds-before", "value"),
    prevent_initial_call=True,
)
def repeated(
    clicks: int | None, round_id: int | None, name: str | None, due: str | None, before: str | None
) -> Any:  # fmt: skip
    if not clicks or round_id is None:
        return no_update
    older = parsed("repeats_before", before, drawn.day)
    with open_work() as work:
        return canvass.open_second(work, round_id, name or "", due_on(due), older).id


def due_on(text: str | None) -> Any:
    found = parsed("due", text, drawn.day)
    if found is None:
        raise Invalid("due", N_("say until which day"))
    return found


@answers(
    "open_canvass",
    Output("screening-rounds-closed", "data"),
    Input("screening-rounds-close", "n_clicks"),
    State(CHOSEN, "data"),
    prevent_initial_call=True,
)
def closed(clicks: int | None, round_id: int | None) -> Any:
    if not clicks or round_id is None:
        return no_update
    with open_work() as work:
        canvass.close_round(work, round_id)
        return work.at.isoformat()


@answers(
    "order_quarantine",
    Output("screening-rounds-ordered", "data"),
    Input("screening-rounds-order", "n_clicks"),
    State(CHOSEN, "data"),
    State(WHERE, "data"),
    State("screening-rounds-kind", "value"),
    prevent_initial_call=True,
)
def ordered(clicks: int | None, round_id: int | None, where: str | None, kind: QuarantineKind | None) -> Any:
    if not clicks or round_id is None:
        return no_update
    with open_work() as work:
        canvass.order_found(work, round_id, QuarantineKind(kind or QuarantineKind.HOME), where or "")
        return work.at.isoformat()


@answers(
    "share_canvass",
    Output("screening-rounds-shared", "data"),
    Input("screening-rounds-share", "n_clicks"),
    State(CHOSEN, "data"),
    State(WHERE, "data"),
    State("screening-rounds-walker", "value"),
    prevent_initial_call=True,
)
def shared(clicks: int | None, round_id: int | None, where: str | None, walker: str | None) -> Any:
    if not clicks or round_id is None or not where:
        return no_update
    with open_work() as work:
        canvass.share(work, round_id, where, walker or "")
        return work.at.isoformat()


@answers(
    "share_canvass",
    Output("screening-rounds-sharedall", "data"),
    Input("screening-rounds-shareall", "n_clicks"),
    State(CHOSEN, "data"),
    State(WHERE, "data"),
    prevent_initial_call=True,
)
def shared_out(clicks: int | None, round_id: int | None, where: str | None) -> Any:
    """In the area that is shown, however large."""
    if not clicks or round_id is None:
        return no_update
    with open_work() as work:
        canvass.share_all(work, round_id, where or "")
        return work.at.isoformat()
