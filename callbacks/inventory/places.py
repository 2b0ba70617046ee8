"""Places and enterprises: what is found while somebody types and chooses, and one of them."""

from typing import Any, TypedDict

from dash import ClientsideFunction, Input, Output, Patch, State, clientside_callback, ctx, no_update

from callbacks import answers, open_work
from cockpit.importing import undo
from cockpit.inventory import add, close, correct, correct_many, find, open_firm, open_place, reopen
from cockpit.inventory.finding import Key, What
from cockpit.inventory.many import Part
from data_access.work import Work
from pages.inventory import many, place_page, places


class Chosen(TypedDict):
    """By its code: a place's own, or an enterprise's credit code."""

    what: What
    code: str


class Form(Chosen):
    """`seen` is the number of the newest line of the history that was shown with it."""

    seen: int
    fields: dict[str, str]


def names(work: Work) -> dict[str, str]:
    return {code: area.name for code, area in work.areas.known.items()}


@answers(
    "see_places",
    Output("inventory-places-list", "children"),
    Output("inventory-places-facets", "children"),
    Output("inventory-places-last", "data"),
    Output("inventory-places-more", "hidden"),
    Output("inventory-places-seen", "data"),
    Input("inventory-places-asked", "data"),
    Input("inventory-places-more", "n_clicks"),
    State("inventory-places-last", "data"),
    prevent_initial_call=True,
)
def found(asked: dict[str, str] | None, _more: int | None, last: Key | None) -> tuple[Any, Any, Any, bool, Any]:
    """The first page with its facets; `more` puts the next one below."""
    goes_on = ctx.triggered_id == "inventory-places-more" and last is not None
    with open_work() as work:
        page = find(work, asked or {}, last if goes_on else None)
        rows = places.rows(page, names(work), work.by.may("edit_inventory"))
        counted = page.facets and places.facets(page.wanted, page.facets, names(work), work.by.area)
    if goes_on:
        below = Patch()
        below.extend(rows)
        return below, no_update, page.last, page.last is None, no_update
    return rows or places.none_found(), counted, page.last, page.last is None, page.seen


@answers(
    "see_places",
    Output("inventory-one", "children"),
    Input("inventory-places-chosen", "data"),
    Input("inventory-places-tick", "data"),
    Input("inventory-places-saved", "data"),
    Input("inventory-places-closed", "data"),
    prevent_initial_call=True,
)
def one(chosen: Chosen | None, _tick: int | None, _saved: list[str] | None, _closed: str | None) -> Any:
    if chosen is None:
        return places.nothing()
    with open_work() as work:
        if What(chosen["what"]) is What.PLACES:
            return place_page.place(open_place(work, chosen["code"]), work.areas.known, work.by)
        return place_page.firm(open_firm(work, chosen["code"]), work.areas.known, work.by)


@answers(
    "edit_inventory",
    Output("inventory-places-saved", "data"),
    Input("inventory-places-form", "data"),
    prevent_initial_call=True,
)
def corrected(form: Form | None) -> Any:
    """What was typed stays in the form until it is kept."""
    if form is None:
        return no_update
    with open_work() as work:
        fields = correct(work, What(form["what"]), form["code"], form["fields"], form["seen"])
        return [*fields, work.at.isoformat()]


class Closing(Chosen):
    """`closed`: it is no more; else it is there again."""

    seen: int
    closed: bool


@answers(
    "edit_inventory",
    Output("inventory-places-closed", "data"),
    Input("inventory-places-closing", "data"),
    prevent_initial_call=True,
)
def closed(said: Closing | None) -> Any:
    if said is None:
        return no_update
    with open_work() as work:
        (close if said["closed"] else reopen)(work, What(said["what"]), said["code"], said["seen"])
        return work.at.isoformat()


class New(TypedDict):
    what: What
    fields: dict[str, str]


@answers(
    "edit_inventory",
    Output("inventory-places-added", "data"),
    Input("inventory-places-new", "data"),
    prevent_initial_call=True,
)
def added(new: New | None) -> Any:
    """What it is, for the page to open it."""
    if new is None:
        return no_update
    with open_work() as work:
        return {"what": new["what"], "code": add(work, What(new["what"]), new["fields"])}


class Many(TypedDict):
    """By their codes; `sent` is what the part is to be."""

    what: What
    codes: list[str]
    part: Part
    sent: dict[str, str]


@answers(
    "edit_inventory",
    Output("inventory-many-results", "children"),
    Output("inventory-places-batch", "data"),
    Input("inventory-places-many", "data"),
    State("inventory-places-seen", "data"),
    prevent_initial_call=True,
)
def many_corrected(asked: Many | None, seen: int | None) -> tuple[Any, int | None]:
    if asked is None:
        return [], None
    with open_work() as work:
        what, part = What(asked["what"]), Part(asked["part"])
        done = correct_many(work, what, asked["codes"], part, asked["sent"], seen or 0)
    return many.results(done), done.batch


@answers(
    "import",
    Output("inventory-many-undo", "disabled"),
    Input("inventory-many-undo", "n_clicks"),
    State("inventory-places-batch", "data"),
    prevent_initial_call=True,
)
def taken_back(clicks: int | None, batch: int | None) -> bool:
    """By the worker, as an import is; the stream tells when it is done."""
    if not clicks or batch is None:
        return False
    with open_work() as work:
        undo(work, batch)
    return True


clientside_callback(
    ClientsideFunction("cockpit_places", "begin"),
    Output("inventory-places-asked", "data"),
    Input("inventory-places", "id"),
)
clientside_callback(
    ClientsideFunction("cockpit_places", "drawn"),
    Output("inventory-places-list", "title"),
    Input("inventory-places-list", "children"),
)
clientside_callback(
    ClientsideFunction("cockpit_places", "saved"),
    Output("inventory-one", "title"),
    Input("inventory-places-saved", "data"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_places", "opened"),
    Output("inventory-one", "lang"),
    Input("inventory-one", "children"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_many", "done"),
    Output("inventory-many-results", "title"),
    Input("inventory-many-results", "children"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_places", "added"),
    Output("inventory-places-list", "lang"),
    Input("inventory-places-added", "data"),
    prevent_initial_call=True,
)
