"""The inventory: looking up, one person, one field after a reason, one record behind the glass, and its review."""

from typing import Any

from dash import ClientsideFunction, Input, Output, State, clientside_callback, ctx, no_update

from callbacks import answers, open_work
from cockpit.areas import Level
from cockpit.glass import (
    NOBODY,
    NoSingleRecord,
    Verdict,
    break_glass,
    break_glass_for,
    my_glasses,
    review,
    to_review,
)
from cockpit.inventory import PAGE, By, asked, correct_person, list_community, look_at, look_up
from cockpit.reasons import Reason, must_name_code
from cockpit.reveal import Field, reveal, reveals_today
from data_access.work import Work
from pages import inventory

Options = list[dict[str, str]]


def names(work: Work) -> dict[str, str]:
    return {code: area.name for code, area in work.areas.known.items()}


@answers(
    "see_people",
    Output("inventory-street", "options"),
    Output("inventory-street", "value"),
    Output("inventory-community", "options"),
    Input("inventory-list", "id"),
)
def choices(_: str | None) -> tuple[Options, str, Options]:
    """All streets, since a glass may be broken for any; one's own communities."""
    with open_work() as work:
        every = work.areas.of_level(Level.STREET, work.areas.district().code)
        own = work.areas.of_level(Level.COMMUNITY, work.by.area)
        mine = work.by.area[:9] if len(work.by.area) > len(work.areas.district().code) else every[0].code
        return inventory.streets(every), mine, inventory.communities(own, names(work))


@answers(
    "see_people",
    Output("inventory-list", "children"),
    Output("inventory-last", "data"),
    Output("inventory-more", "hidden"),
    Input("inventory-search", "n_clicks"),
    Input("inventory-value", "n_submit"),
    Input("inventory-community", "value"),
    Input("inventory-more", "n_clicks"),
    State("inventory-by", "value"),
    State("inventory-street", "value"),
    State("inventory-value", "value"),
    State("inventory-last", "data"),
    prevent_initial_call=True,
)
def found(
    _search: int | None, _submit: int | None, community: str | None, _more: int | None, by: By | None,
    street: str | None, value: str | None, last: int | None,
) -> tuple[Any, int | None, bool]:  # fmt: skip
    listed = ctx.triggered_id in ("inventory-community", "inventory-more")
    with open_work() as work:
        if listed:
            after = last or 0 if ctx.triggered_id == "inventory-more" else 0
            people = list_community(work, community or "", after)
        else:
            people = look_up(work, By(by or By.PHONE), street or "", value or "")
        shown = inventory.found(people, names(work))
    return shown, people[-1].id if people else None, not listed or len(people) < PAGE


@answers(
    "see_people",
    Output("inventory-person", "children"),
    Input("inventory-chosen", "data"),
    Input("inventory-tick", "data"),
    Input("inventory-saved", "data"),
    prevent_initial_call=True,
)
def person(person_id: int | None, _tick: int | None, _saved: str | None) -> Any:
    if person_id is None:
        return no_update
    with open_work() as work:
        shown = look_at(work, person_id)
        return inventory.person(shown, names(work), work.by.may("reveal"), work.by.may("edit_inventory"))


@answers(
    "edit_inventory",
    Output("inventory-saved", "data"),
    Input("inventory-save", "n_clicks"),
    State("inventory-chosen", "data"),
    State("inventory-edit-name", "value"),
    State("inventory-edit-phone", "value"),
    State("inventory-edit-number", "value"),
    prevent_initial_call=True,
)
def save(clicks: int | None, person_id: int | None, name: str | None, phone: str | None, number: str | None) -> Any:
    if not clicks or person_id is None:
        return no_update
    with open_work() as work:
        correct_person(work, person_id, {"name": name or "", "phone": phone or "", "number": number or ""})
        return work.at.isoformat()


@answers(
    "reveal",
    Output("inventory-revealed", "children"),
    Input("inventory-reveal", "n_clicks"),
    State("inventory-chosen", "data"),
    State("inventory-field", "data"),
    State("inventory-reveal-code", "value"),
    State("inventory-reveal-reason", "value"),
    prevent_initial_call=True,
)
def show_field(
    clicks: int | None, person_id: int | None, field: Field | None, code: Reason | None, reason: str | None
) -> Any:
    if not clicks or person_id is None or field is None:
        return no_update
    with open_work() as work:
        given = reveal(work, person_id, Field(field), must_name_code(code), reason or "")
    return inventory.revealed(given)  # only now: the look is committed


@answers(
    "break_glass",
    Output("inventory-broken", "data"),
    Input("inventory-break", "n_clicks"),
    State("inventory-chosen", "data"),
    State("inventory-by", "value"),
    State("inventory-street", "value"),
    State("inventory-value", "value"),
    State("inventory-break-code", "value"),
    State("inventory-break-reason", "value"),
    prevent_initial_call=True,
)
def break_it(
    clicks: int | None, person_id: int | None, by: By | None, street: str | None, value: str | None,
    code: Reason | None, reason: str | None,
) -> Any:  # fmt: skip
    """Whoever is chosen, else the one whom the value fits."""
    if not clicks:
        return no_update
    with open_work() as work:
        why = (must_name_code(code), reason or "")
        if person_id is not None:
            return break_glass(work, person_id, *why).person
        way = By(by or By.PHONE)
        opened = break_glass_for(work, way, asked(way, street or "", value or ""), *why)
    if opened.person == NOBODY:
        raise NoSingleRecord()  # only now: the try is committed
    return opened.person


@answers(
    "see_people",
    Output("inventory-open", "children"),
    Input("inventory-broken", "data"),
    Input("inventory-tick", "data"),
)
def banner(_broken: int | None, _tick: int | None) -> Any:
    with open_work() as work:
        return inventory.glasses(my_glasses(work) if work.by.may("break_glass") else [])


@answers(
    "review_glass",
    Output("inventory-queue", "children"),
    Input("inventory-queue-tick", "data"),
    Input("inventory-reviewed", "data"),
)
def waiting(_tick: int | None, _reviewed: int | None) -> Any:
    with open_work() as work:
        return inventory.queue(to_review(work), work.at)


@answers("review_glass", Output("inventory-made", "children"), Input("inventory-queue-tick", "data"))
def seen_today(_tick: int | None) -> Any:
    with open_work() as work:
        return inventory.made(reveals_today(work))


@answers(
    "review_glass",
    Output("inventory-reviewed", "data"),
    Input("inventory-fitting", "n_clicks"),
    Input("inventory-not-fitting", "n_clicks"),
    State("inventory-reviewing", "data"),
    prevent_initial_call=True,
)
def say_verdict(fitting: int | None, not_fitting: int | None, glass_id: int | None) -> Any:
    if glass_id is None or not (fitting or not_fitting):
        return no_update
    verdict = Verdict.FITTING if ctx.triggered_id == "inventory-fitting" else Verdict.NOT_FITTING
    with open_work() as work:
        return review(work, glass_id, verdict).id


clientside_callback(
    ClientsideFunction("cockpit_inventory", "opened"),
    Output("inventory-person", "title"),
    Input("inventory-broken", "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_inventory", "reviewed"),
    Output("inventory-queue", "title"),
    Input("inventory-reviewed", "data"),
)
clientside_callback(
    ClientsideFunction("cockpit_inventory", "shown"),
    Output("inventory-revealed", "title"),
    Input("inventory-revealed", "children"),
)
