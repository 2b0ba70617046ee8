"""Who is at home today, as it is drawn: how many reported, and each person with what their reports call for."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.home_health import OUTCOMES, SLOTS, Board, Home, Outcome, Standing
from cockpit.texts import N_
from pages.parts import empty, loading, shape, words

SHAPES = {Outcome.URGENT: "act", Outcome.BODY: "act", Outcome.LIVING: "watch", Outcome.NONE: "done"}
STANDINGS = {
    Standing.REPORTED: N_("reported"),
    Standing.EXPECTED: N_("not yet"),
    Standing.MISSED: N_("no report"),
}


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    left = [
        html.Header([html.H1(_("At home today"))], className="headed"),
        html.Div(loading(), id="care-homes-head"),
        html.Div(id="care-homes-list", className="list", role="list", **{"aria-label": _("At home today")}),
    ]
    return html.Div(
        [dcc.Store(id="care-homes-tick"), html.Section(left, className="column")], id="care-homes", className="page"
    )


def head(found: Board) -> list[Any]:
    total = len(found.homes)
    return [
        html.P(
            _("%(reported)s of %(total)s people reported · %(silent)s missed a report",
              reported=found.reported, total=total, silent=found.silent)
        )
    ]  # fmt: skip


def rows(found: Board, names: dict[str, str]) -> list[Any]:
    if not found.homes:
        return [empty(_("Nobody stays apart at home here today."))]
    return [row(one, names) for one in found.homes]


def row(one: Home, names: dict[str, str]) -> html.Div:
    name = one.person.fields.get("name")
    state = "act" if one.silent and one.worst is Outcome.NONE else SHAPES[one.worst]
    slots = " · ".join(f"{words(SLOTS, slot)} {words(STANDINGS, how)}" for slot, how in one.standings.items())
    where = names.get(one.person.grid, one.person.grid)
    return html.Div(
        [
            shape(state),
            html.Strong(name.text if name and name.text else _("Person #%(id)s", id=one.person.id)),
            html.Span(_("Day %(day)s of %(days)s", day=one.day, days=one.episode.days or "?")),
            html.Span(words(OUTCOMES, one.worst) if one.reports else ""),
            html.Small(f"{where} · {slots}"),
        ],
        className="item",
        role="listitem",
        **{"data-episode": one.episode.id},
    )
