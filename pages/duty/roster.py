"""The roster of a week: people or teams down the page, days across; a lead plans in place."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from flask_babel import format_date, get_timezone
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import Area
from cockpit.duty import ROLES, TEAM_ROLES, Asked, Gap, Row, Shift, Week, kind_of, midnight
from pages.duty.now import chip, role_words
from pages.duty.planning import acts, planning
from pages.parts import empty, loading, shape

SHOWN = 80
GAPS = 6  # of one day; who has more has another problem
WEEK = timedelta(days=7)


def section(by: Actor) -> list[Any]:
    leads = by.may("lead_roster")
    return [
        html.Div(
            [
                html.Div(loading(), id="duty-roster"),
                html.Div([*(acts() if leads else []), *(planning() if leads else [])], id="duty-side"),
            ],
            className="duty-roster leads" if leads else "duty-roster",
        ),
        dcc.Store(id="duty-roster-tick"),
        *([dcc.Store(id="duty-roster-chosen"), dcc.Store(id="duty-roster-done")] if leads else []),
    ]


def address(asked: Asked, path: str = "/duty", **other: str) -> str:
    said = {"show": "roster", "week": asked.day.isoformat(), "area": asked.area, "role": asked.role} | other
    return f"{path}?{urlencode({name: value for name, value in said.items() if value})}"


def drawn(
    week: Week, asked: Asked, areas: Sequence[Area], names: Mapping[str, str], now: datetime, zone: tzinfo, by: Actor
) -> list[Any]:
    """`areas` are the streets, or what the reader has of them, to choose from where teams are shown."""
    return [
        head(week, asked, by),
        roles(asked),
        *([streets(asked, areas)] if asked.role in TEAM_ROLES and len(areas) > 1 else []),
        table(week, names, now, zone, by) if week.rows else nobody(),
    ]


def nobody() -> html.Div:
    return html.Div(empty(_("Nobody of this role here.")), className="panel")


def head(week: Week, asked: Asked, by: Actor) -> html.Header:
    last = week.days[-1]
    title = f"{format_date(week.first, 'MM-dd')} – {format_date(last, 'MM-dd')}"
    earlier, later = (address(Asked(week.first + step, asked.area, asked.role)) for step in (-WEEK, WEEK))
    files = [
        html.A(says, href=address(asked, f"/reports/duty.{form}"), className="button", download="")
        for form, says in (("xlsx", "xlsx"), ("csv", "csv"))
    ]
    paper = html.Button(_("Print"), id="duty-roster-print", type="button", className="button", **{"data-print": "yes"})
    return html.Header(
        [
            html.H1(_("Roster")),
            dcc.Link("‹", href=earlier, className="button", title=_("The week before")),
            html.B(title, className="duty-week"),
            dcc.Link("›", href=later, className="button", title=_("The week after")),
            html.Span(className="spring"),
            *([paper, *files] if by.may("take_roster") else [paper]),
        ],
        className="duty-head",
    )


def roles(asked: Asked) -> html.Nav:
    chosen = [("", _("The desk")), *((role, role_words(role)) for role in ROLES)]
    chips = [chip(says, address(Asked(asked.day, asked.area, role)), asked.role == role) for role, says in chosen]
    return html.Nav(chips, className="picked", **{"aria-label": _("Role")})


def streets(asked: Asked, areas: Sequence[Area]) -> html.Nav:
    chips = [
        chip(one.name, address(Asked(asked.day, one.code, asked.role)), asked.area.startswith(one.code))
        for one in areas
    ]
    return html.Nav(chips, className="picked", **{"aria-label": _("Area")})


def table(week: Week, names: Mapping[str, str], now: datetime, zone: tzinfo, by: Actor) -> html.Div:
    today = now.astimezone(zone).date()
    days = [
        html.Th(
            [format_date(day, "EEE"), " ", format_date(day, "MM-dd")], scope="col", className="today" if day == today else None
        )
        for day in week.days
    ]  # fmt: skip
    rows = [missing(week, names)] if week.gaps else []
    rows += [line(row, week, names, now, zone, by) for row in week.rows[:SHOWN]]
    more = len(week.rows) - SHOWN
    rest = [html.P(_("And {count} more: choose a street or a role.").format(count=more), className="hint pad")]
    head = html.Thead(html.Tr([html.Th(_("Who"), scope="col"), *days]))
    return html.Div(
        [html.Table([head, html.Tbody(rows)], className="table roster"), *(rest if more > 0 else [])],
        className="panel wide", tabIndex=0, role="region", **{"aria-label": _("Roster")},
    )  # fmt: skip


def missing(week: Week, names: Mapping[str, str]) -> html.Tr:
    """Day by day the hours that nobody is planned for, before all else."""
    cells = [html.Td([gap(one, names) for one in week.gaps if one.day == day][:GAPS]) for day in week.days]
    return html.Tr([html.Th([shape("act"), " ", _("Nobody planned")], scope="row"), *cells], className="gaps")


def gap(one: Gap, names: Mapping[str, str]) -> html.Div:
    zone = get_timezone()
    starts, ends = one.starts.astimezone(zone), one.ends.astimezone(zone)
    until = f"{ends:%H:%M}" if ends.date() == starts.date() else "24:00"
    where = "" if len(one.area) == 6 else names.get(one.area, one.area)
    return html.Div([f"{starts:%H:%M}–{until}", html.Small(" · ".join(part for part in (role_words(one.role), where) if part))])  # fmt: skip


def line(row: Row, week: Week, names: Mapping[str, str], now: datetime, zone: tzinfo, by: Actor) -> html.Tr:
    holder = row.holder
    where = "" if len(holder.area) == 6 else names.get(holder.area, holder.area)
    leads = by.may("lead_roster") and by.sees(holder.area)
    small = " · ".join(one for one in (role_words(holder.role), where) if one)
    cells = [cell(row, day, week, now, zone, leads) for day in week.days]
    return html.Tr(
        [html.Th([holder.name, html.Small(small)], scope="row"), *cells],
        **{"data-whose": "{}/{}".format(*holder.whose)},
    )


def cell(row: Row, day: date, week: Week, now: datetime, zone: tzinfo, leads: bool) -> html.Td:
    """The shifts that begin on the day, and what reaches into it from the day before."""
    parts: list[Any] = [shift(one, day, week, zone, leads) for one in row.on(day, zone)]
    if row.away(day, zone):
        parts.append(html.Span(_("Leave"), className="away"))
    over = midnight(day + timedelta(days=1), zone) <= now
    if leads and not over:
        says = _("Plan a shift of {name} on {day}").format(name=row.holder.name, day=day.isoformat())
        parts.append(html.Button("+", type="button", className="plan", title=says, **{"data-day": day.isoformat(), "aria-label": says}))  # fmt: skip
    return html.Td(html.Div(parts, className="day"))


def shift(one: Shift, day: date, week: Week, zone: tzinfo, leads: bool) -> Any:
    starts, ends = one.starts.astimezone(zone), one.ends.astimezone(zone)
    begins_here = starts.date() == day
    kind = kind_of(one, week.hours, zone)
    says = f"{starts:%H:%M}–{ends:%H:%M}" if begins_here else _("till {time}").format(time=f"{ends:%H:%M}")
    marks = [*([_("On call"), " "] if one.on_call else []), says]
    if one.id in week.offered:
        marks.append(html.Span(" ⇄", title=_("Offered")))
    name = " ".join(part for part in ("shift", kind, "call" if one.on_call else "", "" if begins_here else "over") if part)  # fmt: skip
    data = {"data-shift": str(one.id), "data-day": day.isoformat()}
    return html.Button(marks, type="button", className=name, **data) if leads else html.Span(marks, className=name)


def said(text: str) -> list[Any]:
    return [shape("done"), f" {text}"]
