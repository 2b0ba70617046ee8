"""The hours that volunteers gave: a week or a month, each team, with the way to take it out as a file."""

from datetime import timedelta
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.hours import Hours, Length, Period, Sheet
from pages.parts import empty, full_time, loading


def section(_by: Actor) -> list[Any]:
    return [html.H1(_("Volunteers' hours")), html.Div(loading(), id="duty-hours")]


def drawn(sheet: Sheet) -> list[Any]:
    if not sheet.rows:
        return [empty(_("No volunteers belong to this area."))]
    return [choosing(sheet.period), said(sheet), table(sheet)]


def choosing(period: Period) -> html.Nav:
    lengths = [
        link(says, Period.around(length, period.first), "here" if length is period.length else "")
        for length, says in ((Length.WEEK, _("Week")), (Length.MONTH, _("Month")))
    ]
    around = [link("‹", period.before, "", _("The one before")), link("›", period.next, "", _("The next one"))]
    days = html.B(f"{period.first.isoformat()} – {(period.after - timedelta(days=1)).isoformat()}")
    file = html.A(_("Take out as a file"), href=f"/reports/hours.csv?{asked(period)}", className="button")
    return html.Nav([*lengths, around[0], days, around[1], file], className="hours-choice")


def link(says: str, period: Period, name: str, title: str = "") -> dcc.Link:
    return dcc.Link(says, href=f"/duty?show=hours&{asked(period)}", className=name, title=title or says)


def asked(period: Period) -> str:
    return f"period={period.length}&day={period.first.isoformat()}"


def said(sheet: Sheet) -> html.P:
    given = sum((one.given for one in sheet.rows), timedelta(0))
    jobs = sum(one.jobs for one in sheet.rows)
    words = _(
        "%(hours)s hours given by %(teams)s teams, %(jobs)s jobs; as of %(at)s",
        hours=hours(given), teams=len([one for one in sheet.rows if one.given]), jobs=jobs, at=full_time(sheet.at),
    )  # fmt: skip
    return html.P(words, className="hint")


def heads() -> list[str]:
    return [
        _("Team"),
        _("Members"),
        _("On duty (hours)"),
        _("On jobs (hours)"),
        _("Jobs"),
        _("Given (hours × members)"),
    ]


def cells(one: Hours) -> list[str]:
    return [
        one.team.name, str(one.team.members), hours(one.duty), hours(one.on_jobs), str(one.jobs), hours(one.given)
    ]  # fmt: skip


def table(sheet: Sheet) -> html.Table:
    rows = [html.Tr([html.Td(cell) for cell in cells(one)]) for one in sheet.rows]
    head = html.Thead(html.Tr([html.Th(one) for one in heads()]))
    return html.Table([head, html.Tbody(rows)], className="table hours-table")


def hours(length: timedelta) -> str:
    """1,234.5; a quarter of an hour more or less is nobody's quarrel."""
    return f"{length / timedelta(hours=1):,.1f}"
