"""People at home by street and community, as it is drawn: counts alone, each leading to the list behind it."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import Area, Level
from cockpit.home_health import ByArea, Count, Only
from pages.parts import empty, loading, shape

ALARMING = ("silent", "sick", "overdue", "unseen")
LEADS = {"silent": Only.SILENT, "sick": Only.SYMPTOMATIC, "unseen": Only.UNSEEN, "at_home": Only.ALL}


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    parts = [
        html.Header([html.H1(_("By street and community"))], className="headed"),
        html.Div(loading(), id="care-areas-table", className="panel care-areas"),
    ]
    return html.Div(
        [dcc.Store(id="care-areas-tick"), html.Section(parts, className="column")], id="care-areas", className="page"
    )


def columns() -> dict[str, str]:
    return {
        "at_home": _("At home"), "reported": _("Reported today"), "silent": _("Missed today"), "sick": _("For the health centre"),
        "open": _("Tasks open"), "overdue": _("Overdue"), "unseen": _("Nobody greeted for 24 hours"),
    }  # fmt: skip


def table(found: ByArea, areas: list[Area]) -> Any:
    """`areas` in the order in which they stand: each street, then its communities."""
    if not found.counts:
        return empty(_("Nobody stays apart at home here today."))
    head = html.Thead(
        html.Tr([html.Th(_("Area"), scope="col"), *(html.Th(one, scope="col") for one in columns().values())])
    )
    body = [row(one, found.counts[one.code]) for one in areas if one.code in found.counts]
    return html.Table([head, html.Tbody(body)], className="table")


def row(area: Area, count: Count) -> html.Tr:
    cells = [html.Td(cell(area, name, getattr(count, name))) for name in columns()]
    return html.Tr(
        [html.Th(area.name, scope="row"), *cells], className=f"level-{area.level.value}", **{"data-area": area.code}
    )


def cell(area: Area, name: str, value: int) -> Any:
    words = [shape("act"), f" {value:,}"] if value and name in ALARMING else f"{value:,}"
    late = "late" if value and name in ALARMING else ""
    if name not in LEADS or not value:
        return html.Span(words, className=late, **{"data-count": name})
    only = f"&only={LEADS[name].value}" if LEADS[name].value else ""
    return dcc.Link(words, href=f"/care?show=homes&area={area.code}{only}", className=late, title=columns()[name])


def order(areas: dict[str, Area]) -> list[Area]:
    levels = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
    return sorted((one for one in areas.values() if one.level in levels), key=lambda one: one.code)
