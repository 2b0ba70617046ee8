"""The frame: which page is shown, and who sits at the desk."""

from typing import Any
from urllib.parse import parse_qsl

from dash import Input, Output, State
from flask_babel import gettext as _

from callbacks import SIGNED_IN, actor, answers, open_work
from cockpit.desk import Seat, hand_over, take_over
from cockpit.refusals import NotAllowed, NotFound
from pages import PAGES, shell

BY_PATH = {page.path: page for page in PAGES}


@answers(SIGNED_IN, Output(shell.CONTENT, "children"), Input(shell.URL, "pathname"), State(shell.URL, "search"))
def show_page(path: str, search: str | None) -> Any:
    page = BY_PATH.get(path)
    if page is None:
        raise NotFound()
    if not actor().may(page.act):
        raise NotAllowed(role=actor().role, act=page.act)
    known = dict(parse_qsl((search or "").lstrip("?")))
    return page.layout(**{key: value for key, value in known.items() if key.isidentifier()})


@answers("take_desk", Output(shell.DESK, "children"), Input(shell.DESK, "n_clicks"))
def desk(clicks: int | None) -> str:
    """The first seat of one's own desk: taken over by a click, handed over by another."""
    with open_work() as work:
        mine = next((one for one in work.desk.now(work.by.area) if one.account == work.by.id), None)
        if clicks and mine:
            hand_over(work, mine.seat)
        elif clicks:
            mine = take_over(work, free_seat(work))
        at_desk = work.desk.now(work.by.area)
    if not at_desk:
        return _("Desk empty: take over")
    return " · ".join(f"{shell.seat_words(one.seat)} {one.name}" for one in at_desk)


def free_seat(work: Any) -> Seat:
    taken = {one.seat for one in work.desk.now(work.by.area)}
    return Seat.SECOND if Seat.FIRST in taken and Seat.SECOND not in taken else Seat.FIRST
