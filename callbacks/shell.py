"""The frame: what it starts from, which page is shown in it, and who sits at the desk."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from dash import ClientsideFunction, Input, Output, State, clientside_callback, ctx
from flask import request

from callbacks import BRINGS, SIGNED_IN, answers, open_work
from cockpit.access import Actor
from cockpit.desk import DeskWatch, Seat, hand_over, take_over
from cockpit.refusals import NotFound
from data_access.work import Work
from pages import PAGES, PLAIN, Page, shell

BY_PATH = {page.path: page for page in PAGES}


def frame() -> Any:
    """The frame for whoever asks, once a full load; the pages change inside it. One that brings its data is in it."""
    with open_work() as work:
        pages = [page for page in PAGES if work.by.may(page.act)]
        first = {
            "change": work.last_change(),  # before all else: what comes while we read is told again
            "now": work.at.isoformat(),
            "speed": work.clock.speed,
            "words": shell.browser_words(),
        }
        watches = work.desk.now(work.by.area) if work.by.may("take_desk") else []
        path, search = asked_at()
        inside = path if path in BRINGS and BY_PATH[path] in pages else None
        content = drawn(work, BY_PATH[inside], search) if inside else None
        if inside and BY_PATH[inside].alone:
            return shell.alone(first | {"me": me(work, ())}, content)
        ways = [*pages, *(one for one in PLAIN if work.by.may(one.act))]
        return shell.layout(work.by, ways, watches, first | {"me": me(work, watches)}, inside, content)


def asked_at() -> tuple[str, str]:
    """Path and search of the page that asks for its frame, as its browser says them; empty where it does not."""
    try:
        asked = urlsplit(request.referrer or "")
    except ValueError:
        return "", ""
    return asked.path, asked.query


def me(work: Any, watches: Sequence[DeskWatch]) -> dict[str, Any]:
    """What the browser must know of me: my area, and for the right alarms my role, and my seat if I sit at the desk."""
    mine = next((watch for watch in watches if watch.account == work.by.id), None)
    return {
        "account": work.by.id,
        "role": work.by.role,
        "area": work.by.area,
        "area_name": work.areas.get(work.by.area).name,
        "desk": work.by.may("take_desk"),
        "reviews": work.by.may("review_glass"),
        "leads": work.by.may("lead_roster"),
        "seat": mine.seat if mine else None,
        "watch": mine.id if mine else None,
    }


clientside_callback(
    ClientsideFunction("cockpit_shell", "arrive"),
    Output("shell-rail", "title"),
    Input(shell.FIRST, "data"),
    Input(shell.CONTENT, "children"),
)


@answers(
    SIGNED_IN,
    Output(shell.CONTENT, "children"),
    Input(shell.URL, "pathname"),
    State(shell.URL, "search"),
    prevent_initial_call=True,  # the browser says where it is, unless the frame came with that page inside
)
def show_page(path: str | None, search: str | None) -> Any:
    with open_work() as work:  # a refusal within it is told to the audit
        return drawn(work, page_of(work.by, path), search)


def drawn(work: Work, page: Page, search: str | None) -> Any:
    asked = {key: value for key, value in parse_qsl((search or "").lstrip("?")) if key.isidentifier()}
    brought = BRINGS[page.path](work) if page.path in BRINGS else {}
    return page.layout(**asked | brought | {"by": work.by})


@answers(
    SIGNED_IN,  # the frame asks for everybody; the use-cases refuse whoever may not take the desk
    Output(shell.DESK, "children"),
    Input(shell.TAKE_FIRST, "n_clicks"),
    Input(shell.TAKE_SECOND, "n_clicks"),
    Input(shell.LEAVE, "n_clicks"),
    Input(shell.DESK_TICK, "data"),
    prevent_initial_call=True,  # the frame was drawn with it
)
def desk(_first: int | None, _second: int | None, _leave: int | None, _tick: int | None) -> str:
    """Take a seat of one's own area's desk, or leave it; a tick of the stream only shows who sits there now."""
    with open_work() as work:
        if ctx.triggered_id == shell.TAKE_FIRST:
            take_over(work, Seat.FIRST)
        elif ctx.triggered_id == shell.TAKE_SECOND:
            take_over(work, Seat.SECOND)
        elif ctx.triggered_id == shell.LEAVE:
            hand_over_mine(work)
        return shell.at_desk(work.desk.now(work.by.area)) if work.by.may("take_desk") else ""


def page_of(by: Actor, path: str | None) -> Page:
    page = BY_PATH.get(path or "")
    if page is None:
        raise NotFound()
    by.must(page.act)
    return page


def hand_over_mine(work: Any) -> None:
    mine = next((one for one in work.desk.now(work.by.area) if one.account == work.by.id), None)
    hand_over(work, mine.seat if mine else Seat.FIRST)
