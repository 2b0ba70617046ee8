"""Desk figures of the area and the days that the address names: the reader's own area and today where it names none."""

from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output, State

from callbacks import answers, open_work
from cockpit.areas import parent_codes
from cockpit.desk_figures import desk_figures, figures_asked, names_of, untouched
from pages import shell
from pages.duty import figures


@answers(
    "see_desk_figures",
    Output("duty-figures", "children"),
    Input("duty-figures", "id"),
    Input("duty-figures-tick", "data"),
    State(shell.URL, "search"),
)
def shown(_: str | None, _tick: int | None, search: str | None) -> Any:
    said = {name: values[-1] for name, values in parse_qs((search or "").lstrip("?")).items()}
    with open_work() as work:
        asked, by = figures_asked(work, said)
        found = desk_figures(work, asked, by)
        waiting = untouched(work, asked.area) if work.by.may("see_incidents") else None
        path = [work.areas.get(code) for code in parent_codes(asked.area) if work.by.sees(code)]
        today = work.at.astimezone(work.zone).date()
        return figures.drawn(found, by, path, names_of(work, found), today, waiting)
