"""Records that look alike: the pairs, one of them, what is said of it, the merges, and a run that finds more."""

from typing import Any

from dash import Input, Output, State

from callbacks import answers, open_work
from cockpit import linking
from pages.inventory import alike

TICK = Input("inventory-alike-tick", "data")
CHOSEN = State("inventory-alike-chosen", "data")


@answers("merge_persons", Output("inventory-alike-list", "children"), TICK, Input("inventory-alike-chosen", "data"))
def waiting(_tick: int | None, chosen: int | None) -> Any:
    with open_work() as work:
        return alike.pairs(linking.alike(work), chosen)


@answers("link", Output("inventory-alike-run", "children"), Output("inventory-alike-start", "hidden"), TICK)
def running(_tick: int | None) -> Any:
    """Where nothing can compare there is no button for it."""
    with open_work() as work:
        at_hand = work.links.at_hand()
        return alike.running(linking.latest_run(work), at_hand), not at_hand


@answers("merge_persons", Output("inventory-alike-merges", "children"), TICK)
def merged(_tick: int | None) -> Any:
    with open_work() as work:
        found = linking.merges(work)
        return alike.merges(found, work.accounts.names([one.account for one in found if one.account]))


@answers(
    "merge_persons",
    Output("inventory-alike-pair", "children"),
    Input("inventory-alike-chosen", "data"),
    prevent_initial_call=True,
)
def opened(chosen: int | None) -> Any:
    """Each time a look: it is drawn when it is chosen, and not when something changes elsewhere."""
    if chosen is None:
        return alike.nothing()
    with open_work() as work:
        return alike.opened(linking.open_pair(work, chosen))


@answers(
    "link",
    Output("inventory-alike-start", "disabled"),
    Input("inventory-alike-start", "n_clicks"),
    prevent_initial_call=True,
)
def started(clicks: int | None) -> bool:
    """What follows is heard from the stream."""
    if clicks:
        with open_work() as work:
            linking.link(work)
    return False


@answers(
    "merge_persons",
    Output("inventory-alike-same", "disabled"),
    Input("inventory-alike-same", "n_clicks"),
    CHOSEN,
    prevent_initial_call=True,
)
def same(clicks: int | None, chosen: int | None) -> bool:
    return said(linking.merge, clicks, chosen)


@answers(
    "merge_persons",
    Output("inventory-alike-apart", "disabled"),
    Input("inventory-alike-apart", "n_clicks"),
    CHOSEN,
    prevent_initial_call=True,
)
def apart(clicks: int | None, chosen: int | None) -> bool:
    return said(linking.keep_apart, clicks, chosen)


def said(act: Any, clicks: int | None, chosen: int | None) -> bool:
    if not clicks or chosen is None:
        return False
    with open_work() as work:
        act(work, chosen)
    return True


@answers(
    "merge_persons",
    Output("inventory-alike-undone", "data"),
    Input("inventory-alike-undo", "data"),
    prevent_initial_call=True,
)
def undone(merge: int | None) -> int | None:
    """The page's script says which of the merges."""
    if merge is not None:
        with open_work() as work:
            linking.undo_merge(work, merge)
    return merge
