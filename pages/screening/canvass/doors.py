"""Who is left in a grid, in the order of doors; who goes there; the sheet; and the people whom a round found."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.canvass import AT_A_GLANCE, RESULTS, FoundRow, HomeRow, Paper, Result, Street, TypedResult, Walker
from cockpit.canvass.found import MOST
from cockpit.people import Tenure
from pages.inventory.sheets import TENURES
from pages.parts import day_time, empty, field, shape, why, words
from pages.screening.canvass.words import Names, came_words, door_words
from pages.screening.case import name_of, where
from pages.screening.words import short

SHAPES = {
    Result.NOT_ATTEMPTED: "plan", Result.SEEN_OK: "done", Result.FOUND: "act", Result.NOT_HOME: "watch", Result.MOVED: "done",
    Result.REFUSED: "watch",
}  # fmt: skip


def street(seen: Street, names: Names, walkers: Sequence[Walker], by: Actor) -> list[Any]:
    left = _("%(count)s homes left", count=seen.left)
    head = html.H2([names.get(seen.grid, seen.grid), html.Small(f" · {left}")])
    rows = html.Ul([home(row, seen) for row in seen.rows], className="doors") if seen.rows else None
    nobody = empty(_("Nobody is left here."))
    return [html.Div([head, *sharing(seen, walkers, by), rows or nobody], className="panel pad form")]


def home(row: HomeRow, seen: Street) -> html.Li:
    visit = row.visit
    told = [words(RESULTS, visit.result)]
    if visit.at:
        told.append(f"{seen.names.get(visit.account or 0, '')} {day_time(visit.at)}".strip())
    if row.walker and visit.left:
        told.append(_("goes: %(who)s", who=row.walker))
    people = _("%(count)s known to live here", count=row.home.people)
    came = came_words(visit, seen.regions)
    button = html.Button(
        [
            shape(SHAPES[visit.result]),
            html.Span(
                [
                    html.B(door_words(row.home)),
                    html.Small(" · ".join([*told, people])),
                    *([html.Small(came, className="came")] if came else []),
                ]
            ),
        ],
        type="button",
        className="door",
        **{"data-home": str(visit.id), "data-result": visit.result.value},
    )
    return html.Li(button)


def sharing(seen: Street, walkers: Sequence[Walker], by: Actor) -> list[Any]:
    """Who goes there; and the sheet to print."""
    parts: list[Any] = []
    if by.may("share_canvass") and seen.round.open:
        choices = [{"value": one.word, "label": one.name} for one in walkers]
        parts.append(
            html.Details(
                [
                    html.Summary(_("Say who goes there")),
                    field(_("Who"), dcc.Dropdown(id="screening-rounds-walker", options=choices)),
                    html.Button(_("All that are left go to this one"), id="screening-rounds-share", type="button", className="button"),
                ],
                className="form fold",
            )
        )  # fmt: skip
    if by.may("knock") and seen.round.open:
        button = html.Button(_("Make a sheet to print"), id="screening-rounds-print", type="button", className="button")
        parts.append(html.Div([button, html.Span(id="screening-rounds-sheet")], className="said-of"))
    return parts


def sheet_link(number: int) -> html.A:
    return html.A(_("Open sheet #%(number)s", number=number), href=f"/reports/canvass/sheet/{number}", target="_blank")


# What was written on paper


def typing(paper: Paper) -> list[Any]:
    """Row by row; nothing is sent before all of it is."""
    rows = [html.Li(typed_row(one.number, one.row), className="typed-row", tabIndex=0) for one in paper.lines]
    save = html.Button(
        _("Save what was ticked"), type="button", className="primary", **{"data-save-ticks": str(paper.round.id)}
    )
    return [
        html.H3(_("Sheet #%(number)s: %(grid)s", number=paper.sheet.id, grid=paper.grid.name)),
        html.Ul(rows, className="doors"),
        save,
    ]


def typed_row(number: int, row: HomeRow | None) -> list[Any]:
    if row is None:
        return [html.B(str(number)), html.Span(_("no longer in the inventory"))]
    visit = row.visit
    seen = "" if visit.answer is None else str(visit.answer)
    ticks = [
        html.Button(
            words(RESULTS, one), type="button", className="quiet tick",
            **{"data-tick": one.value, "data-visit": str(visit.id), "data-seen": seen, "aria-pressed": "false"},
        )
        for one in AT_A_GLANCE
    ]  # fmt: skip
    said = [] if visit.answer is None else [html.Small(words(RESULTS, visit.result))]
    return [html.B(str(number)), html.Span([door_words(row.home), *said]), html.Div(ticks, className="ticks")]


def typed(results: Sequence[TypedResult]) -> list[Any]:
    """How many were taken, and of each that was not, why."""
    refusals = [why(one.refusal) for one in results if one.refusal]
    taken = len([one for one in results if one.refusal is None])
    says = _("%(count)s rows were taken", count=taken)
    return [
        html.P(says, className="hint", **{"data-taken": str(taken)}),
        html.Ul([html.Li(one, className="late") for one in refusals]),
    ]


# People who were found


def people(found: Sequence[FoundRow], names: dict[str, str], by: Actor) -> list[Any]:
    if not found:
        return []
    waiting = sum(one.waits for one in found)
    left = _("%(count)s wait for an order", count=waiting)
    head = html.H2([_("Found, to stay apart"), html.Small(f" · {left}", className="late", hidden=not waiting)])
    rows = [person(one, names, by) for one in found]
    first = _("The first %(count)s, who wait before all others; an area shows its own.", count=MOST)
    more = [html.P(first, className="hint")] if len(found) == MOST else []
    return [html.Div([head, html.Ul(rows, className="contacts"), *more], className="panel pad")]


def person(one: FoundRow, names: dict[str, str], by: Actor) -> html.Li:
    finding, shown = one.finding, one.person
    called = " ".join(name_of(shown)) if shown else _("to be entered in the inventory")
    place = where(shown, names) if shown else names.get(finding.community, "")
    days = _("day 0 is %(day)s, until %(until)s", day=short(finding.since), until=short(finding.until))
    stands = _("waits for an order") if one.waits else _("isolated") if finding.isolated else _("the days are over")
    paper = []
    if by.may("order_quarantine") and one.episode and finding.isolated:
        paper = [html.A(_("Print the order"), href=f"/reports/quarantine/{one.episode.id}", target="_blank")]
    return html.Li(
        [
            html.P([shape("act" if one.waits else "done"), html.B(called), html.Small(place)]),
            html.P([" · ".join([stands, days]), " ", *paper], className="late" if one.waits else "hint"),
        ],
        **{"data-finding": str(finding.id), "data-waits": "yes" if one.waits else "no"},
    )


def tenure_of(row: HomeRow) -> str:
    return words(TENURES, row.home.tenure) if row.home.tenure is not Tenure.UNKNOWN else ""
