"""One's own channels: how they stand, and what is done to them."""

from typing import Any

from dash import Input, Output, State, ctx, no_update
from flask_babel import gettext as _

from callbacks import answers, open_work
from cockpit import paging
from data_access.work import Work
from pages.settings import channels as drawn
from pages.settings.own import done

ORDERS = ("add", "test", "first", "remove")


@answers(
    "own_channels",
    Output("settings-ways", "options"),
    Output("settings-ways-none", "children"),
    Input("settings-way-beat", "n_intervals"),
    Input("settings-way-said", "children"),
)
def shown(_beat: int | None, _said: Any) -> tuple[list[dict[str, Any]], str]:
    with open_work() as work:
        found = paging.my_channels(work)
        return drawn.options(found), drawn.none(found)


@answers(
    "own_channels",
    Output("settings-way-said", "children"),
    Output("settings-way-beat", "max_intervals"),
    *[Input(f"settings-way-{name}", "n_clicks") for name in ORDERS],
    State("settings-ways", "value"),
    State("settings-way-kind", "value"),
    State("settings-way-target", "value"),
    State("settings-way-secret", "value"),
    State("settings-way-beat", "n_intervals"),
    prevent_initial_call=True,
)
def ordered(
    _add: int | None, _test: int | None, _first: int | None, _remove: int | None,
    channel: int | None, kind: str | None, target: str | None, secret: str | None, beats: int | None,
) -> tuple[Any, Any]:  # fmt: skip
    """After a test it is looked for its answer for a while, and then no more."""
    order = str(ctx.triggered_id).removeprefix("settings-way-")
    if order not in ORDERS or not ctx.triggered[0]["value"]:
        return no_update, no_update
    with open_work() as work:
        if order == "add":
            return drawn.added(paging.add_channel(work, kind or "", target or "", secret or "")), no_update
        said = ordered_simply(work, order, channel or 0)
    return said, (beats or 0) + 20 if order == "test" else no_update


def ordered_simply(work: Work, order: str, channel: int) -> Any:
    if order == "test":
        paging.try_channel(work, channel)
        return done(_("A test is on its way; what became of it stands beside the channel within seconds."))
    if order == "first":
        paging.first_channel(work, channel)
        return done(_("It is tried first from now on."))
    paging.remove_channel(work, channel)
    return done(_("It is taken away."))
