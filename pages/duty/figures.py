"""Desk figures: first what nobody has a hand on, then how surely and how fast things came to their end."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from flask_babel import format_decimal, gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import Area
from cockpit.desk_figures import RATES, Asked, DeskFigures, Rate, Shown, Spans, TeamFigures
from cockpit.incidents import Incident
from cockpit.incidents.touch import NEXT_ACTS
from cockpit.teams import ROLE_NAMES, TeamRole
from cockpit.texts import N_
from pages.parts import KINDS, STATES, empty, loading, shape, shape_of, span, words

BYS = {"street": N_("By street"), "kind": N_("By kind"), "hour": N_("By hour"), "team": N_("By team")}
KEYS = {"street": N_("Street"), "kind": N_("Kind"), "hour": N_("Hour")}
INTERVALS = {
    "answering": N_("Report to filed"),
    "processing": N_("Filed to sent"),
    "handling": N_("Report to sent"),
    "turnout": N_("Sent to departure"),
    "travel": N_("Departure to arrival"),
    "verification": N_("Feedback to verified"),
    "closure": N_("Report to closed"),
}
STEPS = {
    "acknowledging": N_("Sent to taken"),
    "turnout": N_("Sent to departure"),
    "travel": N_("Departure to arrival"),
    "on_scene": N_("Arrival to feedback"),
}
HEADS = {
    "filed": N_("Filed"),
    "dispatched": N_("Sent out"),
    "in_time": N_("In time"),
    "closed": N_("Closed of filed"),
    "redone": N_("Redone"),
    "on_time": N_("On time"),
}
IN_ROWS = ("handling", "turnout", "travel", "closure")
PERIODS = {0: N_("Today"), 6: N_("7 days"), 29: N_("30 days")}


def section(_by: Actor) -> list[Any]:
    return [
        html.Header(
            [
                html.H1(_("Desk figures")),
                html.Button(_("Print"), type="button", className="button", **{"data-print": "yes"}),
            ],
            className="headed",
        ),
        html.Div(loading(), id="duty-figures"),
        dcc.Store(id="duty-figures-tick"),
    ]


def address(asked: Asked, by: str, **other: Any) -> str:
    named = {"show": "figures", "area": asked.area, "from": asked.first, "to": asked.last, "by": by} | other
    return f"/duty?{urlencode(named)}"


def drawn(
    found: Shown, by: str, path: Sequence[Area], names: dict[Any, str], today: date, waiting: Sequence[Incident] | None
) -> list[Any]:
    """`names` of streets or teams; `waiting` is what nobody has a hand on, None for whoever may read no incidents."""
    return [
        crumb(found.asked, by, path),
        periods(found.asked, by, today),
        nobody(found, waiting),
        html.Section([overview(found.whole)], className="panel pad"),
        html.Div(
            [chips(BYS, lambda one: address(found.asked, one), by, _("Counted by")), files(found.asked, by)],
            className="spans",
        ),
        table_of_teams(found.teams, names) if by == "team" else table(found, by, names),
        html.P(
            _("Counted is what was received on these days; of a duplicate, what it was merged into."), className="hint"
        ),
    ]


def crumb(asked: Asked, by: str, path: Sequence[Area]) -> html.Nav:
    links = [dcc.Link(one.name, href=address(asked, by, area=one.code)) for one in path[:-1]]
    parts = [part for one in (*links, html.B(path[-1].name)) for part in (one, html.Span(" › ", className="hint"))]
    return html.Nav(parts[:-1], className="areas", **{"aria-label": _("Area")})


def periods(asked: Asked, by: str, today: date) -> html.Div:
    """Three spans that end today; any other is two days of a calendar."""
    span_of = {days: {"from": today - timedelta(days=days), "to": today} for days in PERIODS}
    here = next((days for days in PERIODS if span_of[days] == {"from": asked.first, "to": asked.last}), None)
    return html.Div(
        [
            chips(PERIODS, lambda one: address(asked, by, **span_of[one]), here, _("Days")),
            calendar(asked, by, today),
        ],
        className="spans",
    )


def calendar(asked: Asked, by: str, today: date) -> html.Form:
    """Any two days; the answer is an address like the others."""
    kept = {"show": "figures", "area": asked.area, "by": by}
    days = [
        dcc.Input(type="date", name=name, value=str(day), max=str(today), className="day")
        for name, day in (("from", asked.first), ("to", asked.last))
    ]
    hidden = [dcc.Input(type="hidden", name=name, value=value) for name, value in kept.items()]
    go = html.Button(_("Show"), type="submit", className="button")
    return html.Form([*hidden, days[0], " – ", days[1], go], action="/duty", method="get", className="days")


def chips(says: dict[Any, str], href: Any, here: Any, label: str) -> html.Nav:
    links = [
        dcc.Link(gettext(text), href=href(key), className="chip here" if key == here else "chip")
        for key, text in says.items()
    ]
    return html.Nav(links, className="picked", **{"aria-label": label})


def nobody(found: Shown, waiting: Sequence[Incident] | None) -> html.Section:
    """The one number that must be none; red with what to do next, else quiet."""
    head = [
        html.Span(_("Untouched")),
        html.B(format_decimal(found.untouched), **{"data-untouched": found.untouched}),
        html.Small(_("cases")),
    ]
    rows = [lying(one, found) for one in waiting or ()]
    return html.Section(
        [html.P([shape("act" if found.untouched else "done"), " ", *head], className="big"), html.Ul(rows)],
        className="panel pad nobody red" if found.untouched else "panel pad nobody",
        **({"data-next": found.next_at.isoformat()} if found.next_at else {}),
    )


def lying(one: Incident, found: Shown) -> html.Li:
    assert one.touch_by
    place = "" if one.at_home else one.place_name
    return html.Li(
        [
            dcc.Link(one.code, href=f"/incidents?incident={one.id}"),
            html.Span([shape(shape_of(one.state)), f" {words(STATES, one.state)}"]),
            html.Span(" · ".join(part for part in (place, words(KINDS, one.kind)) if part)),
            html.Span(_("for {span} too long").format(span=span(found.at - one.touch_by)), className="late"),
            dcc.Link(gettext(NEXT_ACTS[one.state]), href=f"/incidents?untouched=1&incident={one.id}", className="next"),
        ],
        **{"data-incident": one.id},
    )


def overview(whole: DeskFigures) -> html.Div:
    cells = [
        cell(_("Received"), format_decimal(whole.received), _("cases")),
        *(
            cell(gettext(HEADS[name]), per_cent(one), of(one), gettext(RATES[name]))
            for name, one in whole.rates.items()
        ),
        *(cell(gettext(INTERVALS[name]), middle(one), most(one)) for name, one in whole.intervals.items()),
    ]
    return html.Div(cells, className="cells")


def cell(says: str, value: str, more: str, whole: str = "") -> html.Div:
    """`whole` says of how many, to a hand that rests on it."""
    return html.Div([html.Span(says), html.B(value), html.Small(more)], title=whole or None)


def per_cent(rate: Rate) -> str:
    """Rounded down: only all of them are 100%."""
    return "–" if rate.share is None else f"{int(100 * rate.share)}%"


def of(rate: Rate) -> str:
    return f"{format_decimal(rate.part)} / {format_decimal(rate.whole)}" if rate.whole else ""


def middle(one: Spans) -> str:
    return "–" if one.p50 is None else span(one.p50)


def most(one: Spans) -> str:
    return "" if one.p90 is None else _("9 in 10 within {span}").format(span=span(one.p90))


def files(asked: Asked, by: str) -> html.Span:
    """What stands in the table, and the whole of it, to reckon on with."""
    named = urlencode({"area": asked.area, "from": asked.first, "to": asked.last, "by": by})
    links = [
        html.A(form.upper(), href=f"/reports/desk-figures.{form}?{named}", download="") for form in ("csv", "xlsx")
    ]
    return html.Span([_("As a file:"), " ", links[0], " · ", links[1]], className="files")


def table(found: Shown, by: str, names: dict[Any, str]) -> Any:
    if not found.rows:
        return empty(_("Nothing was received on these days."))
    heads = [gettext(KEYS[by]), _("Received"), *map(gettext, HEADS.values()), *(gettext(INTERVALS[n]) for n in IN_ROWS)]
    rows = [
        [key_words(key, by, found, names), format_decimal(one.received), *map(rate_cell, one.rates.values())]
        + [spans_cell(one.intervals[name]) for name in IN_ROWS]
        for key, one in found.rows
    ]
    return framed(heads, rows)


def table_of_teams(teams: Sequence[TeamFigures], names: dict[Any, str]) -> Any:
    if not teams:
        return empty(_("No team was sent on these days."))
    heads = [_("Team"), _("Role"), _("Sent"), _("Declined"), _("No answer"), *map(gettext, STEPS.values())]
    rows = [
        [names.get(one.team_id, "–"), words(ROLE_NAMES, TeamRole(one.role)), one.sent, one.declined, one.timed_out]
        + [spans_cell(one.steps[name]) for name in STEPS]
        for one in teams
    ]
    return framed(heads, rows)


def framed(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> html.Div:
    body = [html.Tr([html.Th(first, scope="row"), *map(html.Td, rest)]) for first, *rest in rows]
    head = html.Thead(html.Tr([html.Th(one, scope="col") for one in heads]))
    return html.Div(
        html.Table([head, html.Tbody(body)], className="table"), className="panel wide", tabIndex=0, role="region",
        **{"aria-label": _("Desk figures")},
    )  # fmt: skip


def key_words(key: Any, by: str, found: Shown, names: dict[Any, str]) -> Any:
    """A street leads to its own figures."""
    if by == "street":
        asked = Asked(key, found.asked.first, found.asked.last)
        return dcc.Link(names.get(key, key), href=address(asked, "kind"))
    return words(KINDS, key) if by == "kind" else f"{key:02d}:00–{key:02d}:59"


def rate_cell(rate: Rate) -> list[Any]:
    return [per_cent(rate), html.Br(), html.Small(of(rate))]


def spans_cell(one: Spans) -> list[Any]:
    return [middle(one), html.Br(), html.Small(most(one))]
