"""Paper sheets: choose a grid, make its sheet, open it to print or as a workbook to type the answers into."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.areas import Area
from cockpit.people import Tenure
from cockpit.sheets import Sheet
from cockpit.texts import N_
from pages.parts import day_time, empty, field, loading, local_day

TENURES = {Tenure.OWNED: N_("owned"), Tenure.RENTED: N_("rented"), Tenure.UNKNOWN: N_("not known")}
Options = list[dict[str, str]]


def section() -> list[Any]:
    grid = dcc.RadioItems([], id="inventory-sheet-grid", className="chips", inline=True)
    make = html.Button(_("Make a sheet"), id="inventory-sheet-make", type="button", className="primary")
    left = html.Div(
        [
            html.H1(_("Paper sheets")),
            html.Div(loading(), id="inventory-sheets"),
            html.Div([field(_("Grid"), grid), make], id="inventory-sheet-choosing", className="choosing", hidden=True),
            html.P(_("A sheet lists homes and firms with blanks to tick and to write; no names, no phones."),
                   className="hint"),
        ],
        className="panel form",
    )  # fmt: skip
    right = html.Div(loading(), id="inventory-sheets-mine", className="panel pad")
    return [html.Section(left, className="column"), html.Section(right, className="column")]


def address(area: str) -> str:
    return f"/inventory?{urlencode({'show': 'sheets', 'area': area})}"


def areas(path: Sequence[Area], below: Sequence[Area]) -> list[Any]:
    """Where one is, and the areas to go on to; of a community its grids are chosen beside."""
    steps = [dcc.Link(one.name, href=address(one.code)) if one is not path[-1] else html.B(one.name) for one in path]
    parts = [part for one in steps for part in (one, html.Span(" › ", className="hint"))][:-1]
    links = [dcc.Link(one.name, href=address(one.code), className="chip") for one in below]
    return [
        html.Nav(parts, className="areas", **{"aria-label": _("Area")}),
        *(
            [
                html.Nav(links, className="picked"),
                html.P(_("Go on to a community: there its grids are chosen."), className="hint"),
            ]
            if links
            else []
        ),
    ]


def choices(grids: Sequence[Area]) -> Options:
    return [{"value": one.code, "label": one.name} for one in grids]


def mine(sheets: Sequence[Sheet], names: dict[str, str]) -> list[Any]:
    """One's own sheets whose time is not over, newest first."""
    head = html.H2(_("My sheets"))
    if not sheets:
        return [head, empty(_("No sheet was made yet: choose a grid and make one."))]
    return [head, html.Ul([one_of(one, names) for one in sheets], className="plain sheets")]


def one_of(one: Sheet, names: dict[str, str]) -> html.Li:
    says = _("{count} rows · made {time} · destroy the paper by {day}").format(
        count=len(one.rows), time=day_time(one.made_at), day=local_day(one.destroy_at)
    )
    where = f"{names.get(one.grid[:12], '')} · {names.get(one.grid, '')}"
    opens = {"target": "_blank", "rel": "noopener"}
    return html.Li(
        [
            html.B(f"{where} · #{one.id}"),
            html.Small(says),
            html.Div(
                [
                    html.A(_("Open to print"), href=f"/reports/sheet/{one.id}", className="button", **opens),
                    html.A(_("Workbook without doors"), href=f"/reports/sheet/{one.id}.xlsx", className="button"),
                ],
                className="asides",
            ),
        ],
        **{"data-sheet": str(one.id)},
    )
