"""Requests about people's own data: the list, one of them, and what is answered."""

from typing import Any

from dash import ClientsideFunction, Input, Output, State, clientside_callback, ctx, no_update

from callbacks import answers, open_work
from cockpit.refusals import Invalid
from cockpit.requests import Ground, Kind, accept, list_requests, look_at_request, refuse, withdraw_for
from cockpit.requests import State as Stand
from cockpit.texts import N_
from pages import requests

Options = list[dict[str, str]]


@answers(
    "see_requests",
    Output("requests-list", "children"),
    Input("requests-state", "value"),
    Input("requests-kind", "value"),
    Input("requests-tick", "data"),
    Input("requests-done", "data"),
    Input("requests-back", "data"),
)
def listed(
    state: str | None, kind: str | None, _tick: int | None, _done: int | None, _back: int | None
) -> Any:  # fmt: skip
    stand = Stand(state) if state in set(Stand) else None
    with open_work() as work:
        found = list_requests(work, Kind(kind) if kind in set(Kind) else None, stand)
        names = {code: area.name for code, area in work.areas.known.items()}
        return requests.rows(found, names, work.at)


@answers(
    "see_requests",
    Output("requests-detail", "children"),
    Output("requests-answering", "hidden"),
    Output("requests-taking-back", "hidden"),
    Output("requests-ground", "options"),
    Output("requests-sure", "options"),
    Output("requests-accept", "children"),
    Input("requests-chosen", "data"),
    Input("requests-done", "data"),
    Input("requests-back", "data"),
    Input("requests-fresh", "data"),
)
def one(
    request_id: int | None, _done: int | None, _back: int | None, _fresh: int | None
) -> tuple[Any, bool, bool, Options, Options, Any]:
    if request_id is None:
        return requests.nothing(), True, True, [], [], no_update
    with open_work() as work:
        opened = look_at_request(work, request_id)
        asked, by = opened.seen.request, work.by
        shown = requests.detail(opened, work.at)
    answers_it = asked.open and by.may("decide_request") and not opened.own
    return (
        shown, not answers_it, not (asked.open and by.may("enter_request")), requests.grounds(asked),
        requests.sure(asked), requests.accept_words(asked),
    )  # fmt: skip


@answers(
    "decide_request",
    Output("requests-done", "data"),
    Input("requests-accept", "n_clicks"),
    Input("requests-refuse", "n_clicks"),
    State("requests-chosen", "data"),
    State("requests-ground", "value"),
    State("requests-sure", "value"),
    State("requests-said", "value"),
    prevent_initial_call=True,
)
def answered(
    accepts: int | None, refuses: int | None, request_id: int | None, ground: Ground | None,
    sure: list[str] | None, said: str | None,
) -> Any:  # fmt: skip
    if request_id is None or not (accepts or refuses):
        return no_update
    with open_work() as work:
        if ctx.triggered_id == "requests-accept":
            accept(work, request_id, said or "", sure="yes" in (sure or []))
        else:
            refuse(work, request_id, chosen(ground), said or "")
    return (accepts or 0) + (refuses or 0)


@answers(
    "enter_request",
    Output("requests-back", "data"),
    Input("requests-withdraw", "n_clicks"),
    State("requests-chosen", "data"),
    prevent_initial_call=True,
)
def taken_back(clicks: int | None, request_id: int | None) -> Any:
    if request_id is None or not clicks:
        return no_update
    with open_work() as work:
        withdraw_for(work, request_id)
    return clicks


def chosen(ground: str | None) -> Ground:
    if ground not in set(Ground):
        raise Invalid("ground", N_("choose why it is not accepted"))
    return Ground(ground)


clientside_callback(
    ClientsideFunction("cockpit_requests", "remember"),
    Output("requests-list", "title"),
    Input("requests-state", "value"),
    Input("requests-kind", "value"),
    Input("requests-chosen", "data"),
    Input("requests-list", "children"),
)
clientside_callback(
    ClientsideFunction("cockpit_requests", "answered"),
    Output("requests-detail", "title"),
    Input("requests-done", "data"),
    prevent_initial_call=True,
)
