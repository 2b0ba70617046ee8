"""The day of people at home as it is drawn: its numbers by area, what is out of the ordinary, and who is due for release."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import Area
from cockpit.home_health import Day
from pages.care.home_health.daily_words import alarming, cell, columns, order
from pages.parts import clock_time, empty, loading, shape

LEADS = {"missed": "silent", "sick": "symptomatic", "unseen": "unseen", "at_home": ""}
TOMORROW, TODAY = "tomorrow", "today"


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    """`day`, `area`, `anomaly` and `due` of the address bar; what it does not say is today, one's own, none and tomorrow."""
    names = ("day", "area", "anomaly", "due")
    stores = [dcc.Store(id=f"care-daily-{name}", data=asked.get(name, "")) for name in names]
    parts = [
        html.Header([html.H1(_("Daily analysis"))], className="headed"),
        html.Div(loading(), id="care-daily-head", **{"aria-live": "polite"}),
        html.Div(loading(), id="care-daily-table", className="panel care-areas care-days"),
    ]
    return html.Div(
        [dcc.Store(id="care-daily-tick"), *stores, html.Section(parts, className="column"), *beside(by)],
        id="care-daily",
        className="page care-daily",
    )


def beside(by: Actor) -> list[html.Section]:
    """For whoever may see whom it is about."""
    own = [("anomalies", "see_anomalies"), ("releases", "see_releases")]
    parts = [html.Div(loading(), id=f"care-daily-{name}", className="panel") for name, act in own if by.may(act)]
    return [html.Section(parts, className="column care-day-lists")] if parts else []


def href(**asked: str) -> str:
    return "/care?" + urlencode({"show": "daily"} | {name: value for name, value in asked.items() if value})


def head(found: Day, area: Area, streets: Iterable[Area], by: Actor) -> list[Any]:
    """Which day, of where, as of when; and what can be carried away of it."""
    where = "" if area.code == by.area else area.code
    return [
        html.Nav(_days(found, where), className="care-day-nav", **{"aria-label": _("Day")}),
        html.Nav(_places(found, area, streets, by), className="chips care-day-areas", **{"aria-label": _("Area")}),
        html.P([*_standing(found), *_papers(found, where, by)], className="care-day-acts"),
    ]


def _days(found: Day, where: str) -> list[Any]:
    before, after = found.day - timedelta(days=1), found.day + timedelta(days=1)
    arrows = [
        dcc.Link("←", href=href(day=before.isoformat(), area=where), title=_("The day before"), id="care-daily-before")
    ]
    arrows.append(html.B(found.day.isoformat(), **{"data-day": found.day.isoformat()}))  # type: ignore[arg-type]
    if found.day < found.today:
        arrows.append(dcc.Link("→", href=href(day=_said(after, found.today), area=where), title=_("The day after")))
        arrows.append(dcc.Link(_("Today"), href=href(area=where)))
    return arrows


def _said(day: date, today: date) -> str:
    return "" if day == today else day.isoformat()


def _places(found: Day, area: Area, streets: Iterable[Area], by: Actor) -> list[Any]:
    day = _said(found.day, found.today)
    known = [(by.area, _("All")), *((one.code, one.name) for one in streets)]
    chips = [
        dcc.Link(
            name,
            href=href(day=day, area="" if code == by.area else code),
            className="here" if code == area.code else "",
        )
        for code, name in known
    ]
    deeper = code_of_community(area)
    return (chips if len(known) > 1 else []) + ([html.Span(area.name, className="here")] if deeper else [])


def code_of_community(area: Area) -> bool:
    return len(area.code) == len("330103001002")


def _standing(found: Day) -> list[Any]:
    if found.kept:
        return [html.Small([shape("done"), " ", _("This day is over; its numbers stay as they are.")])]
    return [html.Small(_("As of %(time)s", time=clock_time(found.until)))]


def _papers(found: Day, where: str, by: Actor) -> list[Any]:
    asked = f"?area={where}" if where else ""
    path = f"/reports/daily/{found.day.isoformat()}"
    links = [
        html.A(_("Print"), href=path + asked, target="_blank", className="quiet", id="care-daily-print"),
        html.A(_("Word document"), href=path + ".docx" + asked, className="quiet", id="care-daily-docx"),
    ]
    if by.may("take_line_list"):
        links.append(
            html.A(_("Line list (CSV)"), href=f"/reports/line-list.csv{asked}", className="quiet", id="care-daily-csv")
        )
    return links


def table(found: Day, areas: Iterable[Area]) -> Any:
    shown = order(areas, found)
    if not shown:
        return empty(_("Nobody stayed apart at home here on this day."))
    named = columns()
    head = html.Thead(
        html.Tr([html.Th(_("Area"), scope="col"), *(html.Th(one, scope="col") for one in named.values())])
    )
    return html.Table([head, html.Tbody([row(one, found, named) for one in shown])], className="table")


def row(area: Area, found: Day, named: dict[str, str]) -> html.Tr:
    cells = [html.Td(figure(area, found, name), **{"data-label": label}) for name, label in named.items()]
    place = dcc.Link(area.name, href=href(day=_said(found.day, found.today), area=area.code))
    return html.Tr(
        [html.Th(place, scope="row"), *cells], className=f"level-{area.level.value}", **{"data-area": area.code}
    )


def figure(area: Area, found: Day, name: str) -> Any:
    """Of today it leads to those whom it counts, for who may read of them."""
    says, alarm = cell(found, area.code, name), alarming(found, area.code, name)
    content = [shape("act"), f" {says}"] if alarm else says
    props = {"className": "late" if alarm else "", "data-count": name}
    if name not in LEADS or says == "0" or found.cells is not None or found.day != found.today:
        return html.Span(content, **props)  # type: ignore[arg-type]
    only = f"&only={LEADS[name]}" if LEADS[name] else ""
    return dcc.Link(content, href=f"/care?show=homes&area={area.code}{only}", className=props["className"])
