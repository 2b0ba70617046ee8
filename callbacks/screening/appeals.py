"""Appeals: the list and its figures, one of them, the decision, and what is written down for whoever has no phone."""

from typing import Any

from dash import ClientsideFunction, Input, Output, State, clientside_callback, ctx, no_update

from callbacks import answers, open_work
from callbacks.screening.cases import names
from cockpit.appeals import Ground, Opened, enter, list_appeals, look_at_appeal, refuse, uphold, withdraw_for
from cockpit.appeals import State as Stands
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.work import Work
from pages.screening import appeals


@answers(
    "see_appeals",
    Output("screening-appeals-figures", "children"),
    Output("screening-appeals-list", "children"),
    Input("screening-appeals-state", "value"),
    Input("screening-appeals-tick", "data"),
)
def listed(state: str | None, _tick: int | None) -> Any:
    wanted = Stands(state) if state in set(Stands) else None
    with open_work() as work:
        found, figures = list_appeals(work, wanted)
        return appeals.figures(figures), appeals.rows(found, names(work), work.at)


@answers(
    "see_appeals",
    Output("screening-appeals-one", "children"),
    Output("screening-appeals-deciding", "hidden"),
    Output("screening-appeals-follows", "children"),
    Output("screening-appeals-taking-back", "hidden"),
    Input("screening-appeals-chosen", "data"),
    Input("screening-appeals-beat", "data"),
)
def one(appeal_id: int | None, _beat: int | None) -> Any:
    if appeal_id is None:
        return appeals.nothing(), True, "", True
    with open_work() as work:
        seen = look_at_appeal(work, appeal_id)
        decides = seen.appeal.open and not seen.barred and work.by.may("decide_appeal")
        takes_back = seen.appeal.open and work.by.may("enter_appeal")
        shown = appeals.detail(seen, names(work), wrote(work, seen), work.at)
    return shown, not decides, appeals.follows(seen), not takes_back


@answers(
    "decide_appeal",
    Output("screening-appeals-done", "data"),
    Input("screening-appeals-uphold", "n_clicks"),
    Input("screening-appeals-refuse", "n_clicks"),
    State("screening-appeals-chosen", "data"),
    State("screening-appeals-reason", "value"),
    prevent_initial_call=True,
)
def decided(upholds: int | None, refuses: int | None, appeal_id: int | None, reason: str | None) -> Any:
    if appeal_id is None or not (upholds or refuses):
        return no_update
    with open_work() as work:
        decide = uphold if ctx.triggered_id == "screening-appeals-uphold" else refuse
        decide(work, appeal_id, reason or "")
        return work.at.isoformat()


@answers(
    "enter_appeal",
    Output("screening-appeals-back", "data"),
    Input("screening-appeals-withdraw", "n_clicks"),
    State("screening-appeals-chosen", "data"),
    prevent_initial_call=True,
)
def taken_back(clicks: int | None, appeal_id: int | None) -> Any:
    if appeal_id is None or not clicks:
        return no_update
    with open_work() as work:
        withdraw_for(work, appeal_id)
        return work.at.isoformat()


@answers(
    "enter_appeal",
    Output("screening-appeals-entered", "data"),
    Input("screening-appeals-enter", "n_clicks"),
    State("screening-appeals-episode", "value"),
    State("screening-appeals-ground", "value"),
    State("screening-appeals-words", "value"),
    prevent_initial_call=True,
)
def entered(clicks: int | None, episode: int | None, ground: str | None, words: str | None) -> Any:
    if not clicks:
        return no_update
    if episode is None:
        raise Invalid("episode", N_("type the number of the order"))
    if ground not in set(Ground):
        raise Invalid("ground", N_("choose why it is wrong"))
    with open_work() as work:
        return {"appeal": enter(work, episode, Ground(ground), words or "").id, "at": work.at.isoformat()}


def wrote(work: Work, seen: Opened) -> dict[int, str]:
    """Account -> name, of whoever had a hand in it."""
    one = seen.appeal
    hands = {one.entered_by, one.decided_by, *seen.paper.episode.ordered_by}
    return {each: work.accounts.name_of(each) for each in hands if each}


clientside_callback(
    ClientsideFunction("cockpit_appeals", "remember"),
    Output("screening-appeals-list", "title"),
    Input("screening-appeals-state", "value"),
    Input("screening-appeals-chosen", "data"),
    Input("screening-appeals-list", "children"),
)
clientside_callback(
    ClientsideFunction("cockpit_appeals", "moved"),
    Output("screening-appeals-side", "title"),
    Input("screening-appeals-done", "data"),
    Input("screening-appeals-back", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_appeals", "entered"),
    Output("screening-appeals-one", "title"),
    Input("screening-appeals-entered", "data"),
    prevent_initial_call=True,
)
