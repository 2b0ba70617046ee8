"""Drafts of the rule of risk: kept, drawn with what they change, published or sent back by a second person."""

from datetime import date
from typing import Any, TypedDict

from dash import ClientsideFunction, Input, Output, State, clientside_callback, ctx, no_update

from callbacks import answers, open_work
from callbacks.screening.cases import parsed
from callbacks.screening.risk import names
from cockpit.screening.risk import (
    drafts,
    keep_draft,
    preview_draft,
    publish_draft,
    renew_draft,
    send_back_draft,
    withdraw_draft,
)
from pages.screening import risk_draft, risk_publish


class Keeping(TypedDict):
    """`weights` that were changed, by their way through the rule; `at` tells one click from the next."""

    weights: dict[str, float]
    at: int


@answers(
    "draft_risk",
    Output("screening-risk-drafts", "children"),
    Output("screening-risk-before", "children"),
    Output("screening-risk-about", "data"),
    Output("screening-risk-seconding", "hidden"),
    Output("screening-risk-authoring", "hidden"),
    Input("screening-risk-drafts", "id"),
    Input("screening-risk-tick", "data"),
    State("screening-risk-about", "data"),
)
def drawn(_: str | None, _tick: int | str | None, about: int | None) -> Any:
    """Whom a draft moves is reckoned once: under its number it never changes."""
    with open_work() as work:
        seen = drafts(work)
    waiting = seen.waiting
    number = waiting.draft.id if waiting else None
    own = bool(waiting and waiting.own)
    drawn_again = no_update if number == about else number
    return risk_publish.waiting(seen), risk_publish.closed(seen), drawn_again, not waiting or own, not own


@answers(
    "draft_risk",
    Output("screening-risk-foreseen", "children"),
    Input("screening-risk-about", "data"),
    prevent_initial_call=True,
)
def foreseen(about: int | None) -> Any:
    if about is None:
        return None
    with open_work() as work:
        return risk_draft.previewed(preview_draft(work, about), names(work))


@answers(
    "draft_risk",
    Output("screening-risk-kept", "data"),
    Input("screening-risk-keeping", "data"),
    State("screening-risk-from", "value"),
    State("screening-risk-why", "value"),
    prevent_initial_call=True,
)
def kept(asked: Keeping | None, begins: str | None, why: str | None) -> Any:
    if not asked:
        return no_update
    with open_work() as work:
        keep_draft(work, asked["weights"], parsed("holds_from", begins, date.fromisoformat), why or "")
        return work.at.isoformat()


@answers(
    "publish_risk",
    Output("screening-risk-done", "data"),
    Input("screening-risk-publish", "n_clicks"),
    Input("screening-risk-back", "n_clicks"),
    State("screening-risk-about", "data"),
    State("screening-risk-answer", "value"),
    prevent_initial_call=True,
)
def seconded(publishes: int | None, back: int | None, about: int | None, answer: str | None) -> Any:
    if about is None or not (publishes or back):
        return no_update
    with open_work() as work:
        if ctx.triggered_id == "screening-risk-publish":
            publish_draft(work, about)
        else:
            send_back_draft(work, about, answer or "")
        return work.at.isoformat()


@answers(
    "draft_risk",
    Output("screening-risk-own", "data"),
    Input("screening-risk-withdraw", "n_clicks"),
    Input("screening-risk-renew", "n_clicks"),
    State("screening-risk-about", "data"),
    State("screening-risk-again", "value"),
    prevent_initial_call=True,
)
def owned(withdraws: int | None, renews: int | None, about: int | None, again: str | None) -> Any:
    if about is None or not (withdraws or renews):
        return no_update
    with open_work() as work:
        if ctx.triggered_id == "screening-risk-withdraw":
            withdraw_draft(work, about)
        else:
            renew_draft(work, about, parsed("holds_from", again, date.fromisoformat))
        return work.at.isoformat()


clientside_callback(
    ClientsideFunction("cockpit_risk_publish", "moved"),
    Output("screening-risk-drafts", "title"),
    *[Input(f"screening-risk-{name}", "data") for name in ("kept", "done", "own")],
    prevent_initial_call=True,
)
