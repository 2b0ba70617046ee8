"""Who is at home today: the list, anew when somebody reports or something was done."""

from typing import Any

from dash import Input, Output, State

from callbacks import answers, open_work
from cockpit.areas import Level
from cockpit.home_health import board
from data_access.work import Work
from pages.care.home_health import homes as page
from pages.care.home_health.words import WHOLE, chips, only_of


def names(work: Work) -> dict[str, str]:
    return {code: area.name for code, area in work.areas.known.items()}


def streets_of(work: Work, asked: str | None) -> list[dict[str, str]]:
    """And the area that the address asks for, whatever its level."""
    mine = [one for one in work.areas.known.values() if work.by.sees(one.code)]
    return page.streets([one for one in mine if one.level is Level.STREET or one.code == asked])


def area_of(said: str | None) -> str:
    return "" if said in (None, WHOLE) else str(said)


@answers(
    "see_reports",
    Output("care-homes-area", "options"),
    Input("care-homes-area", "id"),
    State("care-homes-area", "value"),
)
def streets(_: str | None, asked: str | None) -> Any:
    with open_work() as work:
        return streets_of(work, asked)


@answers(
    "see_reports",
    Output("care-homes-head", "children"),
    Output("care-homes-list", "children"),
    Output("care-homes-only", "options"),
    Input("care-homes-area", "value"),
    Input("care-homes-only", "value"),
    Input("care-homes-tick", "data"),
)
def listed(area: str | None, only: str | None, _tick: int | None) -> Any:
    with open_work() as work:
        found = board(work, area_of(area), only_of(only))
        return page.head(found), page.rows(found, names(work)), chips(found.counts, page.LISTS)
