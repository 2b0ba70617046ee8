"""Needs at the desk: the list, one of them, each tap on it, what is written down, and what is likely tomorrow."""

from collections.abc import Callable
from typing import Any, TypedDict

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import actor, answers, open_work
from cockpit.needs import (
    Need,
    NeedKind,
    Show,
    Why,
    cancel_need,
    enter_need,
    fen_of,
    forecast,
    hand_need,
    list_needs,
    note_bought,
    note_delivered,
    note_money,
    note_not_executable,
    open_need,
    put_back,
    take_on,
    undo_need,
    who_may_need,
)
from cockpit.needs import Said as Way
from cockpit.refusals import Invalid
from cockpit.texts import N_
from data_access.work import Work
from pages.care.needs import needs as page
from pages.care.needs import one as one_need
from pages.care.needs import tomorrow


class Said(TypedDict):
    """A tap on a need: what it says, and what stands beside it; `at` tells one tap from the next."""

    need: int
    say: str
    team: int
    spent: str
    why: str
    at: int


@answers(
    "see_needs",
    Output("care-needs-head", "children"),
    Output("care-needs-list", "children"),
    Input("care-needs-state", "value"),
    Input("care-needs-kind", "value"),
    Input("care-needs-tick", "data"),
)
def listed(state: str | None, kind: str | None, _tick: int | None) -> Any:
    show = Show(state) if state in set(Show) else Show.OPEN
    with open_work() as work:
        found = list_needs(work, show, NeedKind(kind) if kind in set(NeedKind) else None)
        return page.head(found), page.rows(found, show, work.at)


@answers(
    "see_needs",
    Output("care-needs-tomorrow", "children"),
    Input("care-needs-tomorrow", "id"),
)
def expected(_id: str | None) -> Any:
    with open_work() as work:
        return tomorrow.drawn(forecast(work), {code: area.name for code, area in work.areas.known.items()})


@answers(
    "see_needs",
    Output("care-needs-one", "children"),
    Input("care-needs-chosen", "data"),
    Input("care-needs-beat", "data"),
)
def one(number: int | None, _beat: int | None) -> Any:
    if number is None:
        return page.nothing()
    with open_work() as work:
        return one_need.detail(open_need(work, number), actor(), work.at)


@answers(
    "keep_needs",
    Output("care-needs-done", "data"),
    Input("care-needs-said", "data"),
    prevent_initial_call=True,
)
def done(said: Said | None) -> Any:
    if not said:
        return no_update
    act = SAYS.get(said["say"])
    if act is None:
        raise Invalid("say", N_("choose one of the list"))
    with open_work() as work:
        act(work, said)
    return said["at"]


def _why(said: Said) -> Why:
    if said["why"] not in set(Why):
        raise Invalid("why", N_("choose one of the list"))
    return Why(said["why"])


SAYS: dict[str, Callable[[Work, Said], Need]] = {
    "hand": lambda work, said: hand_need(work, said["need"], said["team"]),
    "take_on": lambda work, said: take_on(work, said["need"]),
    "put_back": lambda work, said: put_back(work, said["need"]),
    "bought": lambda work, said: note_bought(work, said["need"], fen_of(said["spent"][:20])),
    "delivered": lambda work, said: note_delivered(work, said["need"]),
    "not_executable": lambda work, said: note_not_executable(work, said["need"], _why(said)),
    "cancel": lambda work, said: cancel_need(work, said["need"], _why(said)),
    "paid": lambda work, said: note_money(work, said["need"], True),
    "unpaid": lambda work, said: note_money(work, said["need"], False),
    "undo": lambda work, said: undo_need(work, said["need"]),
}


@answers(
    "keep_needs",
    Output("care-needs-episode", "options"),
    Input("care-needs-opening", "data"),
    prevent_initial_call=True,
)
def who(_opening: int | None) -> Any:
    with open_work() as work:
        found = [(one.fields["name"].text or "", one.grid, episode.id) for episode, one in who_may_need(work)]
        names = {code: area.name for code, area in work.areas.known.items()}
    return [{"label": f"{name} · {names.get(grid, grid)}", "value": number} for name, grid, number in sorted(found)]


@answers(
    "keep_needs",
    Output("care-needs-entered", "data"),
    Input("care-needs-enter", "n_clicks"),
    State("care-needs-episode", "value"),
    State("care-needs-kinds", "value"),
    State("care-needs-words", "value"),
    State("care-needs-way", "value"),
    prevent_initial_call=True,
)
def entered(
    clicks: int | None, episode: int | None, kinds: list[str] | None, words: str | None, way: str | None
) -> Any:  # fmt: skip
    if not clicks:
        return no_update
    if episode is None:
        raise Invalid("episode", N_("choose who it is for"))
    if way not in set(Way) or not set(kinds or []) <= set(NeedKind):
        raise Invalid("kinds", N_("choose from the list"))
    with open_work() as work:
        found = enter_need(work, episode, [NeedKind(one) for one in kinds or []], words or "", Way(way))
        return {"need": found[0].id, "at": work.at.isoformat()}


clientside_callback(
    ClientsideFunction("cockpit_needs", "remember"),
    Output("care-needs-list", "title"),
    Input("care-needs-state", "value"),
    Input("care-needs-kind", "value"),
    Input("care-needs-chosen", "data"),
    Input("care-needs-list", "children"),
)
clientside_callback(
    ClientsideFunction("cockpit_needs", "moved"),
    Output("care-needs-side", "title"),
    Input("care-needs-done", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_needs", "entered"),
    Output("care-needs-one", "title"),
    Input("care-needs-entered", "data"),
    prevent_initial_call=True,
)
