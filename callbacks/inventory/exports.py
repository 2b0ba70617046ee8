"""Taking the inventory out: what is asked for, alone or of a second person, and one's own files."""

from typing import Any

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update

from callbacks import answers, open_work
from callbacks.inventory.people import names
from cockpit.areas import Level
from cockpit.exports import Format, What, ask, ask_in_full, latest
from cockpit.refusals import Invalid
from cockpit.texts import N_
from pages.inventory import exports


@answers(
    "export",
    Output("inventory-export-area", "options"),
    Output("inventory-export-area", "value"),
    Input("inventory-export-area", "id"),
)
def areas(_: str | None) -> tuple[Any, str]:
    """One's own area and all that lies within, down to the communities."""
    with open_work() as work:
        within = [*work.areas.of_level(Level.STREET, work.by.area), *work.areas.of_level(Level.COMMUNITY, work.by.area)]
        own = [] if any(one.code == work.by.area for one in within) else [work.areas.get(work.by.area)]
        return exports.areas([*own, *within], names(work)), work.by.area


@answers(
    "export",
    Output("inventory-export-where", "children"),
    Input("inventory-export-area", "value"),
    prevent_initial_call=True,
)
def where(area: str | None) -> str:
    with open_work() as work:
        return exports.in_words(area or work.by.area, names(work))


@answers(
    "export",
    Output("inventory-exports", "children"),
    Input("inventory-export-tick", "data"),
    Input("inventory-export-asked", "data"),
)
def mine(_tick: int | None, _asked: str | None) -> Any:
    with open_work() as work:
        return exports.files(latest(work), names(work))


@answers(
    "export",
    Output("inventory-export-asked", "data"),
    Input("inventory-export-make", "n_clicks"),
    State("inventory-export-what", "value"),
    State("inventory-export-area", "value"),
    State("inventory-export-form", "value"),
    prevent_initial_call=True,
)
def make(clicks: int | None, what: What | None, area: str | None, form: Format | None) -> Any:
    if not clicks:
        return no_update
    with open_work() as work:
        return str(ask(work, *chosen(what, area or work.by.area, form)).id)


@answers(
    "export_full",
    Output("inventory-export-reason", "value"),
    Output("inventory-export-tick", "data"),
    Input("inventory-export-ask", "n_clicks"),
    State("inventory-export-what", "value"),
    State("inventory-export-area", "value"),
    State("inventory-export-form", "value"),
    State("inventory-export-reason", "value"),
    prevent_initial_call=True,
)
def ask_second(
    clicks: int | None, what: What | None, area: str | None, form: Format | None, reason: str | None
) -> tuple[Any, Any]:
    """What was typed is kept sealed, and stays here no longer."""
    if not clicks:
        return no_update, no_update
    with open_work() as work:
        return "", ask_in_full(work, *chosen(what, area or work.by.area, form), reason or "").id


def chosen(what: What | None, area: str, form: Format | None) -> tuple[What, str, Format]:
    if what is None or form is None:
        raise Invalid("what", N_("choose what is wanted, and in which form"))
    return What(what), area, Format(form)


clientside_callback(
    ClientsideFunction("cockpit_exports", "drawn"),
    Output("inventory-exports", "title"),
    Input("inventory-exports", "children"),
)
