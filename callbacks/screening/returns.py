"""Returnees: the board of a street, one entry, what is said of it and done with it, and orders for one or for all who wait."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, TypedDict

from dash import ClientsideFunction, Input, Output, State, clientside_callback, no_update
from flask_babel import gettext as _

from callbacks import actor, answers, open_work
from callbacks.screening.cases import names, parsed
from cockpit import returns
from cockpit.quarantine import Lifted, QuarantineKind, lift
from cockpit.refusals import Invalid
from cockpit.returns import Closed, Declared, Source, Visit
from cockpit.texts import N_
from data_access.work import Work
from pages.screening import returns as drawn

Options = list[dict[str, Any]]


class Said(TypedDict):
    """`say` is one of SAYS, of the entry with the number `about`; `at` tells one click from the next."""

    say: str
    about: int
    at: int


@answers("see_returns", Output("screening-returns-street", "options"), Input("screening-returns-street", "id"))
def streets(_id: str | None) -> Options:
    with open_work() as work:
        whole = {"value": "", "label": _("The whole district")}
        return [whole, *({"value": one.code, "label": one.name} for one in returns.streets(work))]


@answers("keep_returns", Output("screening-returns-community", "options"), Input("screening-returns-street", "value"))
def communities(street: str | None) -> Options:
    with open_work() as work:
        return [{"value": one.code, "label": one.name} for one in returns.communities(work, street or "")]


@answers(
    "see_returns",
    Output("screening-returns-board", "children"),
    Input("screening-returns-street", "value"),
    Input("screening-returns-tick", "data"),
)
def board(street: str | None, _tick: int | None) -> Any:
    with open_work() as work:
        return drawn.lanes(returns.board(work, street or ""))


@answers(
    "see_returns",
    Output("screening-returns-entry", "children"),
    Input("screening-returns-chosen", "data"),
    Input("screening-returns-tick", "data"),
)
def one(entry_id: int | None, _tick: int | None) -> Any:
    if entry_id is None:
        return drawn.nothing()
    with open_work() as work:
        seen = returns.open_entry(work, entry_id)
        wrote = {word.account for word in seen.words} | {seen.seen.stands.entry.visited_by}
        accounts = {each: work.accounts.name_of(each) for each in wrote if each}
        return drawn.detail(seen, names(work), accounts, actor())


@answers(
    "keep_returns",
    Output("screening-returns-known", "children"),
    Input("screening-returns-chosen", "data"),
    Input("screening-returns-corrected", "data"),
)
def known(entry_id: int | None, _corrected: str | None) -> Any:
    if entry_id is None:
        return no_update
    with open_work() as work:
        seen = returns.open_entry(work, entry_id)
        return drawn.correcting(seen, returns.communities(work, seen.seen.stands.entry.street[: len(work.by.area)]))


@answers(
    "keep_returns",
    Output("screening-returns-entered", "data"),
    Input("screening-returns-enter", "n_clicks"),
    State("screening-returns-source", "value"),
    State("screening-returns-name", "value"),
    State("screening-returns-phone", "value"),
    State("screening-returns-number", "value"),
    State("screening-returns-from", "value"),
    State("screening-returns-left", "value"),
    State("screening-returns-expected", "value"),
    State("screening-returns-arrived", "value"),
    State("screening-returns-community", "value"),
    prevent_initial_call=True,
)
def entered(
    clicks: int | None, source: Source | None, name: str | None, phone: str | None, number: str | None,
    origin: str | None, left: str | None, expected: str | None, arrived: str | None, community: str | None,
) -> Any:  # fmt: skip
    if not clicks:
        return no_update
    with open_work() as work:
        area = community or (work.by.area if len(work.by.area) == COMMUNITY else "")
        days = (day("left", left), day("expected", expected), day("arrived", arrived))
        said = Declared(
            Source(source or Source.LANDLORD), origin or "", *days, area, name or "", phone or "", number or ""
        )
        return {"entry": returns.declare(work, said).entry.id, "at": work.at.isoformat()}


@answers(
    "keep_returns",
    Output("screening-returns-corrected", "data"),
    Input("screening-returns-correct", "n_clicks"),
    State("screening-returns-chosen", "data"),
    State("screening-returns-known-from", "value"),
    State("screening-returns-known-left", "value"),
    State("screening-returns-known-expected", "value"),
    State("screening-returns-known-arrived", "value"),
    State("screening-returns-known-community", "value"),
    prevent_initial_call=True,
)
def corrected(
    clicks: int | None, entry_id: int | None, origin: str | None, left: str | None, expected: str | None,
    arrived: str | None, community: str | None,
) -> Any:  # fmt: skip
    if not clicks or entry_id is None:
        return no_update
    days = (day("left", left), day("expected", expected), day("arrived", arrived))
    with open_work() as work:
        returns.correct(work, entry_id, Declared(Source.COMMUNITY, origin or "", *days, community or ""))
        return work.at.isoformat()


@answers(
    "keep_returns",
    Output("screening-returns-done", "data"),
    Input("screening-returns-said", "data"),
    prevent_initial_call=True,
)
def said(word: Said | None) -> Any:
    """They are there, somebody called, or nobody waits for them any more."""
    if not word:
        return no_update
    if word["say"] not in SAYS:
        raise Invalid("say", N_("choose one of the list"))
    with open_work() as work:
        SAYS[word["say"]](work, word["about"])
    return word["at"]


@answers(
    "order_quarantine",
    Output("screening-returns-ordered", "data"),
    Input("screening-returns-asked", "data"),
    State("screening-returns-kind", "value"),
    prevent_initial_call=True,
)
def ordered(word: Said | None, kind: QuarantineKind | None) -> Any:
    """Somebody is ordered to stay apart, for longer, or let go before the last day."""
    if not word:
        return no_update
    if word["say"] not in ORDERS:
        raise Invalid("say", N_("choose one of the list"))
    with open_work() as work:
        ORDERS[word["say"]](work, word["about"], QuarantineKind(kind or QuarantineKind.HOME))
    return word["at"]


@answers(
    "order_quarantine",
    Output("screening-returns-results", "children"),
    Input("screening-returns-order-all", "n_clicks"),
    State("screening-returns-kind", "value"),
    State("screening-returns-street", "value"),
    prevent_initial_call=True,
)
def ordered_all(clicks: int | None, kind: QuarantineKind | None, street: str | None) -> Any:
    if not clicks:
        return no_update
    with open_work() as work:
        return drawn.results(returns.order_all(work, QuarantineKind(kind or QuarantineKind.HOME), street or ""))


def day(name: str, text: str | None) -> date | None:
    found: date | None = parsed(name, text, date.fromisoformat)
    return found


def _arrived(work: Work, entry: int) -> None:
    returns.arrive(work, entry, work.at.astimezone(work.zone).date())


def _visited(work: Work, entry: int, result: Visit) -> None:
    returns.visit(work, entry, result)


def _closed(work: Work, entry: int, why: Closed) -> None:
    returns.close(work, entry, why)


def _lift(work: Work, episode: int, _kind: QuarantineKind, why: Lifted) -> None:
    lift(work, episode, why)


COMMUNITY = 12  # digits of a community's code
SAYS: dict[str, Callable[[Work, int], Any]] = {
    "arrived": _arrived,
    "know": returns.know,
    **{one.value: partial(_visited, result=one) for one in Visit},
    **{f"close_{one}": partial(_closed, why=one) for one in Closed},
}
# Of the entry, or of the episode.
ORDERS: dict[str, Callable[[Work, int, QuarantineKind], Any]] = {
    "order": returns.order,
    **{f"lift_{why}": partial(_lift, why=why) for why in Lifted},
}


clientside_callback(
    ClientsideFunction("cockpit_returns", "remember"),
    Output("screening-returns-board", "title"),
    Input("screening-returns-street", "value"),
    Input("screening-returns-chosen", "data"),
    Input("screening-returns-board", "children"),
)
clientside_callback(
    ClientsideFunction("cockpit_returns", "moved"),
    Output("screening-returns-side", "title"),
    *[Input(f"screening-returns-{name}", "data") for name in ("entered", "corrected", "done", "ordered")],
    Input("screening-returns-results", "children"),
    prevent_initial_call=True,
)
clientside_callback(
    ClientsideFunction("cockpit_returns", "entered"),
    Output("screening-returns-entry", "title"),
    Input("screening-returns-entered", "data"),
    prevent_initial_call=True,
)
