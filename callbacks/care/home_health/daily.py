"""The day of people at home: its numbers anew when something changed, its lists as the address asks for them."""

from datetime import date
from typing import Any

from dash import Input, Output

from callbacks import actor, answers, open_work
from callbacks.care.home_health.homes import names
from cockpit.areas import Level
from cockpit.home_health import anomalies, daily, releases
from cockpit.refusals import Invalid
from cockpit.texts import N_
from pages.care.home_health import daily as page
from pages.care.home_health import daily_lists as lists


def day_said(text: str | None) -> date | None:
    """None where none is said."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("day", N_("a day is written as 2020-02-12")) from None


@answers(
    "see_care_day",
    Output("care-daily-head", "children"),
    Output("care-daily-table", "children"),
    Input("care-daily-day", "data"),
    Input("care-daily-area", "data"),
    Input("care-daily-tick", "data"),
)
def drawn(day: str | None, area: str | None, _tick: int | None) -> Any:
    with open_work() as work:
        found = daily(work, area or "", day_said(day))
        known = list(work.areas.known.values())
        streets = [one for one in known if one.level is Level.STREET and len(work.by.area) < len(one.code)]
        where = work.areas.get(area or work.by.area)
        return page.head(found, where, streets, actor()), page.table(found, known)


@answers(
    "see_anomalies",
    Output("care-daily-anomalies", "children"),
    Input("care-daily-area", "data"),
    Input("care-daily-anomaly", "data"),
)
def odd(area: str | None, key: str | None) -> Any:
    with open_work() as work:
        return lists.anomalies(anomalies(work, area or "", key or ""), names(work), area or "")


@answers(
    "see_releases",
    Output("care-daily-releases", "children"),
    Input("care-daily-area", "data"),
    Input("care-daily-due", "data"),
)
def due(area: str | None, when: str | None) -> Any:
    with open_work() as work:
        found = releases(work, area or "", over=when == page.TODAY)
        return lists.releases(found, names(work), area or "", actor())
