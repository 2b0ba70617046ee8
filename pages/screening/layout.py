"""The frame of the screening page: one section at a time, as the address says; here, that of the cases."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.texts import N_
from pages.parts import field, loading
from pages.screening import appeals, chains, follow_up, risk, risk_map, sources
from pages.screening.canvass import section as rounds
from pages.screening.case import nothing
from pages.screening.form import entering
from pages.screening.notes import noting
from pages.screening.returns import section as returns
from pages.screening.words import STATUSES

ALL = "all"


PLACE = "screening-place"
Asked = dict[str, str]


@dataclass(frozen=True)
class Section:
    """`draw` gives the whole section, for whoever reads and what the address bar asks for."""

    name: str
    act: str
    title: str
    draw: Callable[[Actor, Asked], html.Div]


def layout(by: Actor, **asked: Any) -> html.Div:
    return html.Div(sections(by, **asked), id=PLACE)


def sections(by: Actor, show: str = "", **asked: str) -> list[Any]:
    """The asked section of those that `by` may open, or the first; who may open one alone sees no list of them."""
    mine = [one for one in SECTIONS if by.may(one.act)]
    chosen = next((one for one in mine if one.name == show), mine[0])
    links = html.Nav([link(one, one is chosen) for one in mine], className="tabs", **{"aria-label": _("Screening")})
    return [*([links] if len(mine) > 1 else []), chosen.draw(by, asked)]


def link(one: Section, here: bool) -> dcc.Link:
    return dcc.Link(gettext(one.title), href=f"/screening?show={one.name}", className="here" if here else "")


def cases(by: Actor, asked: Asked) -> html.Div:
    """Cases on the left, on the right the one that is open, or the form of a new one.

    `case` and `status` of the address bar are the first that is opened and the first filter.
    """
    case, status = asked.get("case", ""), asked.get("status", "")
    chosen = int(case) if case.isascii() and case.isdigit() and len(case) < 16 else None
    may = by.may("keep_cases")
    new = html.Button(
        [_("Enter a case"), html.Kbd("N")], id="screening-new", type="button", className="quiet strong", hidden=not may
    )
    left = [
        html.Header([html.H1(_("Screening")), new], className="headed"),
        filters(status if status in STATUSES else ALL),
        html.Div(loading(), id="screening-list", className="list", role="listbox", **{"aria-label": _("Cases")}),
    ]
    return html.Div(
        [
            dcc.Store(id="screening-chosen", data=chosen),
            *stores(may),
            html.Section(left, className="column"),
            html.Section(opened(by, may), id="screening-side", className="column"),
            *([noting(by)] if may else []),
        ],
        id="screening",
        className="page two",
    )


def opened(by: Actor, may: bool) -> list[Any]:
    return [
        *([entering(by)] if may else []),
        html.Div(nothing(), id="screening-case", **{"aria-live": "polite"}),
        html.Div(id="screening-history-steps"),
        *([html.Div(id="screening-track"), html.Div(id="screening-known")] if may else []),
    ]


def stores(may: bool) -> list[dcc.Store]:
    names = ("tick", "said", "done", "entered", "changed", "ordered", "added")
    of_track = ("done", "told", "said", "answered") if may else ()
    return [
        *(dcc.Store(id=f"screening-{name}") for name in names),
        *(dcc.Store(id=f"screening-track-{name}") for name in of_track),
    ]


def filters(status: str) -> html.Div:
    choices = [{"value": one.value, "label": gettext(says)} for one, says in STATUSES.items()]
    every = [{"value": ALL, "label": _("All")}, *choices]
    return html.Div(
        field(_("Status"), dcc.RadioItems(every, status, id="screening-status", className="chips", inline=True)),
        className="panel form",
    )


SECTIONS = (
    Section("cases", "see_screening", N_("Cases"), cases),
    Section("visits", "see_screening", N_("Visits"), follow_up.section),
    Section("returns", "see_returns", N_("Returnees"), returns),
    Section("rounds", "see_canvass", N_("Rounds of visits"), rounds),
    Section("appeals", "see_appeals", N_("Appeals"), appeals.section),
    Section("risk", "see_risk", N_("Risk"), risk.section),
    Section("map", "see_risk_map", N_("Risk map"), risk_map.section),
    Section("chains", "see_screening", N_("Chains"), chains.section),
    Section("sources", "see_records", N_("Sources"), sources.section),
)
