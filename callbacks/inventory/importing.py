"""Files into the inventory: those that were brought, one of them, and what is done with it."""

from typing import Any

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import answers, basemap, open_work
from cockpit.importing import acts, learning
from cockpit.importing.batch import Batch
from cockpit.importing.columns import Columns
from cockpit.importing.sample import sample_of
from data_access.work import Work
from pages.inventory import importing, sample


@answers(
    "import",
    Output("inventory-imports", "children"),
    Input("inventory-import-tick", "data"),
    Input("inventory-import-chosen", "data"),
)
def brought(_tick: int | None, chosen: int | None) -> Any:
    with open_work() as work:
        return importing.batches(acts.latest(work), chosen)


@answers(
    "import",
    Output("inventory-import", "children"),
    Input("inventory-import-chosen", "data"),
    Input("inventory-import-tick", "data"),
    Input("inventory-import-forgotten", "data"),
    prevent_initial_call=True,
)
def one(chosen: int | None, _tick: int | None, _forgotten: int | None) -> Any:
    if chosen is None:
        return no_update
    with open_work() as work:
        return drawn(work, acts.look(work, chosen))


@answers(
    "import",
    Output("inventory-import-map-base", "data"),
    Output("inventory-import-map-pins", "data"),
    Output("inventory-import-map-focus", "data"),
    Output("inventory-import-sample", "hidden"),
    Output("inventory-import-sample", "className"),
    Input("inventory-import-chosen", "data"),
    Input("inventory-import-tick", "data"),
    State("inventory-import-map-focus", "data"),
    prevent_initial_call=True,
)
def sampled(chosen: int | None, _tick: int | None, looks_at: dict[str, Any] | None) -> Any:
    """The ground comes once, with the first sample."""
    with open_work() as work:
        found = sample_of(work, chosen) if chosen is not None else None
        if not found:
            return no_update, no_update, no_update, True, no_update
        areas = work.areas.known
        ground = no_update if looks_at else sample.deck(list(areas.values()), basemap())
        pins = sample.pins(found, areas)
        return ground, pins, sample.focus(found, areas), False, sample.classes(pins)


clientside_callback(
    ClientsideFunction("cockpit_map", "draw"),
    Output("inventory-import-map-drawn", "data"),
    Input("inventory-import-map-base", "data"),
    Input("inventory-import-map-pins", "data"),
    Input("inventory-import-map-focus", "data"),
    State("inventory-import-map", "id"),
)


def drawn(work: Work, batch: Batch) -> Any:
    headers = Columns.from_json(batch.columns) if batch.columns else None
    rows = {name: importing.rows(acts.rows(work, batch.id, name), headers) for name in importing.SHOWN}
    undo = batch.may_be_undone(work.at, acts.undo_within(work))
    learned = learning.learned(work, headers.kind) if headers else ()
    return importing.shown(batch, headers, rows, learned, by=work.by, undo=undo)


@answers(
    "import",
    Output("inventory-import-confirm", "disabled"),
    Input("inventory-import-confirm", "n_clicks"),
    State("inventory-import-chosen", "data"),
    prevent_initial_call=True,
)
def confirmed(clicks: int | None, chosen: int | None) -> bool:
    return done(acts.confirm, clicks, chosen)


@answers(
    "import",
    Output("inventory-import-stop", "disabled"),
    Input("inventory-import-stop", "n_clicks"),
    State("inventory-import-chosen", "data"),
    prevent_initial_call=True,
)
def stopped(clicks: int | None, chosen: int | None) -> bool:
    return done(acts.stop, clicks, chosen)


@answers(
    "import",
    Output("inventory-import-undo", "disabled"),
    Input("inventory-import-undo", "n_clicks"),
    State("inventory-import-chosen", "data"),
    prevent_initial_call=True,
)
def undone(clicks: int | None, chosen: int | None) -> bool:
    return done(acts.undo, clicks, chosen)


def done(act: Any, clicks: int | None, chosen: int | None) -> bool:
    """What follows is heard from the stream, by everybody who has it open; the button is not pressed twice."""
    if not clicks or chosen is None:
        return False
    with open_work() as work:
        act(work, chosen)
    return True


@answers(
    "import",
    Output("inventory-import-columns", "disabled"),
    Input("inventory-import-wanted", "data"),
    State("inventory-import-chosen", "data"),
    prevent_initial_call=True,
)
def columns_said(said: list[str] | None, chosen: int | None) -> bool:
    """The page's script says the coordinate system, and for each column of the file the field that was chosen."""
    if not said or chosen is None:
        return False
    with open_work() as work:
        acts.choose_columns(work, chosen, said[1:], said[0])
    return True


@answers(
    "import",
    Output("inventory-import-mean", "disabled"),
    Input("inventory-import-meant", "data"),
    State("inventory-import-chosen", "data"),
    prevent_initial_call=True,
)
def table_said(said: list[str] | None, chosen: int | None) -> bool:
    """The table of the file that is meant, and what is in it; either may be empty."""
    if said is None or len(said) != 2 or chosen is None:
        return False
    with open_work() as work:
        acts.choose_table(work, chosen, *said)
    return True


@answers(
    "import",
    Output("inventory-import-forgotten", "data"),
    Input("inventory-import-forget", "data"),
    prevent_initial_call=True,
)
def forgotten(number: int | None) -> Any:
    """A header that was learned is proposed no more."""
    if number is None:
        return no_update
    with open_work() as work:
        learning.forget(work, number)
    return number
