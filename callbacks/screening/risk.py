"""Risk: who stands how, as the address asks; and what other weights would do."""

from typing import Any, TypedDict
from urllib.parse import parse_qs

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import actor, answers, open_work
from cockpit.screening.risk import draft, open_risk, preview
from data_access.work import Work
from pages import shell
from pages.screening import risk, risk_draft


class Draft(TypedDict):
    """`weights` that were changed, by their way through the rule; `at` tells one click from the next."""

    weights: dict[str, float]
    at: int


def names(work: Work) -> dict[str, str]:
    return {code: area.name for code, area in work.areas.known.items()}


@answers(
    "see_risk",
    Output("screening-risk-left", "children"),
    Output("screening-risk-rule", "children"),
    Input("screening-risk", "id"),
    Input("screening-risk-tick", "data"),
    State(shell.URL, "search"),
)
def shown(_: str | None, _tick: int | str | None, search: str | None) -> Any:
    asked = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
    level = risk.NAMES.get(asked.get("level", ""))
    with open_work() as work:
        seen = open_risk(work, asked.get("area", ""), level)
        return risk.left(seen, level, names(work), actor()), risk.right(seen)


@answers(
    "draft_risk",
    Output("screening-risk-form", "children"),
    Input("screening-risk-form", "id"),
    Input("screening-risk-done", "data"),
)
def form(_: str | None, _done: str | None) -> Any:
    with open_work() as work:
        return risk_draft.form(draft(work), actor())


@answers(
    "draft_risk",
    Output("screening-risk-preview", "children"),
    Input("screening-risk-asked", "data"),
    prevent_initial_call=True,
)
def previewed(asked: Draft | None) -> Any:
    if not asked:
        return no_update
    with open_work() as work:
        return risk_draft.previewed(preview(work, asked["weights"]), names(work))


clientside_callback(
    ClientsideFunction("cockpit_risk", "previewed"),
    Output("screening-risk-preview", "title"),
    Input("screening-risk-preview", "children"),
    prevent_initial_call=True,
)
