"""Who is on now, of the area, role and state that the address names."""

from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output, State

from callbacks import answers, open_work
from cockpit.areas import Area, parent_codes
from cockpit.duty import who_holds
from data_access.work import Work
from pages import shell
from pages.duty import now


@answers(
    "see_duty",
    Output("duty-now", "children"),
    Input("duty-now", "id"),
    Input("duty-now-tick", "data"),
    State(shell.URL, "search"),
)
def shown(_: str | None, _tick: int | None, search: str | None) -> Any:
    asked = asked_of(search)
    with open_work() as work:
        board = who_holds(work, asked.area or work.by.area)
        return now.drawn(board, asked, path_to(work, board.area), names(work))


def asked_of(search: str | None) -> now.Asked:
    said = parse_qs((search or "").lstrip("?"))
    return now.Asked(*(said.get(name, [""])[-1] for name in ("area", "role", "held")))


def path_to(work: Work, area: Area) -> list[Area]:
    return [work.areas.get(code) for code in parent_codes(area.code) if work.by.sees(code)]


def names(work: Work) -> dict[str, str]:
    return {code: area.name for code, area in work.areas.known.items()}
