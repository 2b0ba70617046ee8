"""Desk figures of the area and the days that the address names: the reader's own area and today where it names none."""

from datetime import date
from typing import Any
from urllib.parse import parse_qs

from dash import Input, Output, State

from callbacks import answers, open_work
from cockpit.areas import parent_codes
from cockpit.desk_figures import BY, Asked, Shown, desk_figures, untouched
from cockpit.incidents.board import day_of
from data_access.work import Work
from pages import shell
from pages.duty import figures

Query = dict[str, list[str]]


@answers(
    "see_desk_figures",
    Output("duty-figures", "children"),
    Input("duty-figures", "id"),
    Input("duty-figures-tick", "data"),
    State(shell.URL, "search"),
)
def shown(_: str | None, _tick: int | None, search: str | None) -> Any:
    query = parse_qs((search or "").lstrip("?"))
    with open_work() as work:
        asked, by, today = asked_of(query, work)
        found = desk_figures(work, asked, by)
        waiting = untouched(work, asked.area) if work.by.may("see_incidents") else None
        path = [work.areas.get(code) for code in parent_codes(asked.area) if work.by.sees(code)]
        return figures.drawn(found, by, path, names_of(work, found, by), today, waiting)


def asked_of(query: Query, work: Work) -> tuple[Asked, str, date]:
    """What the address makes no sense of is what it does not name."""
    one = {name: values[-1] for name, values in query.items()}
    today = work.at.astimezone(work.zone).date()
    last = day_of(one.get("to")) or today
    by = one.get("by", "street")
    return (
        Asked(one.get("area") or work.by.area, day_of(one.get("from")) or last, last),
        by if by in BY else BY[0],
        today,
    )


def names_of(work: Work, found: Shown, by: str) -> dict[Any, str]:
    if by == "street":
        return {key: work.areas.get(key).name for key, _ in found.rows}
    return dict(work.teams.names([one.team_id for one in found.teams]))
