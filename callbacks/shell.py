"""The frame: which page is shown, and who sits at the desk."""

from typing import Any
from urllib.parse import parse_qsl

from dash import Input, Output, State, ctx

from callbacks import SIGNED_IN, answers, open_work
from cockpit.access import Actor
from cockpit.desk import Seat, hand_over, take_over
from cockpit.refusals import NotAllowed, NotFound
from pages import PAGES, Page, shell

BY_PATH = {page.path: page for page in PAGES}


@answers(SIGNED_IN, Output(shell.CONTENT, "children"), Input(shell.URL, "pathname"), State(shell.URL, "search"))
def show_page(path: str | None, search: str | None) -> Any:
    with open_work() as work:  # a refusal within it is told to the audit
        page = page_of(work.by, path)
    known = dict(parse_qsl((search or "").lstrip("?")))
    return page.layout(**{key: value for key, value in known.items() if key.isidentifier()})


@answers(
    SIGNED_IN,  # the frame asks for everybody; the use-cases refuse whoever may not take the desk
    Output(shell.DESK, "children"),
    Input(shell.TAKE_FIRST, "n_clicks"),
    Input(shell.TAKE_SECOND, "n_clicks"),
    Input(shell.LEAVE, "n_clicks"),
    Input(shell.DESK_TICK, "data"),
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
    if not by.may(page.act):
        raise NotAllowed(role=by.role, act=page.act)
    return page


def hand_over_mine(work: Any) -> None:
    mine = next((one for one in work.desk.now(work.by.area) if one.account == work.by.id), None)
    hand_over(work, mine.seat if mine else Seat.FIRST)
