"""The board: one table of what is open and what ended lately, filters in the address bar, one chosen incident."""

from typing import Any

import dash_ag_grid as dag
from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.incidents import Source
from cockpit.teams import Team
from pages.incidents import report
from pages.parts import MARKS, SOURCES, empty, loading, words

BOARD = "incidents-board"
PRIORITIES = (1, 2, 3)


def layout(by: Actor, **asked: Any) -> html.Div:
    """The frame of the board; its rows come with the first callback, the browser's side follows the stream."""
    return html.Div(
        [
            dcc.Store(id="incidents-asked", data={"day": asked.get("day")}),
            dcc.Store(id="incidents-data"),
            dcc.Store(id="incidents-chosen"),
            dcc.Store(id="incidents-tick"),
            html.Section(table_panel(), className="board-main"),
            html.Aside(
                [
                    report.panel(by, **asked),
                    html.Div([empty(_("Choose an incident in the table."))], id="incidents-detail"),
                ],
                id="incidents-side",
                className="board-side",
            ),
        ],
        id="incidents",
        className="board",
    )


def table_panel() -> list[Any]:
    return [
        html.Header([tabs(), tools()], className="board-head"),
        html.Div(id="incidents-filters", className="board-filters", role="search"),
        unread(),
        html.Div(loading(), id="incidents-loading"),
        html.Div(grid(), className="board-grid"),
        html.P(id="incidents-count", className="board-tally", role="status"),
    ]


def tabs() -> html.Div:
    return html.Div(id="incidents-tabs", className="tabs", role="tablist", **{"aria-label": _("State")})


def tools() -> html.Div:
    report_one = [_("Report an incident"), html.Kbd("N")]
    return html.Div(
        [
            html.Button(_("Export table"), id="incidents-export", type="button", className="quiet"),
            html.Button(report_one, id="incidents-new", type="button", className="quiet strong"),
        ],
        className="board-tools",
    )


def unread() -> html.Div:
    """Shown when the rows could not be read: what one sees is old, and there is a way to try again."""
    again = html.Button(_("Try again"), id="incidents-retry", type="button", className="quiet")
    return html.Div(
        [html.Span(id="incidents-failed-words"), again],
        id="incidents-failed",
        className="failed",
        role="alert",
        hidden=True,
        **{"data-words": _("The board could not be read.")},
    )


def grid() -> dag.AgGrid:
    return dag.AgGrid(
        id=BOARD,
        columnDefs=columns(),
        rowData=[],
        getRowId="boardId(params)",
        rowClassRules={"board-over": "boardOver(params)"},
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True, "suppressMovable": True},
        dashGridOptions={
            "theme": {"function": "boardTheme(themeQuartz)"},
            "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
            "isExternalFilterPresent": {"function": "boardFiltered()"},
            "doesExternalFilterPass": {"function": "boardPasses(params)"},
            "localeText": grid_words(),
            "rowHeight": 44,
            "headerHeight": 36,
            "animateRows": False,
            "asyncTransactionWaitMillis": 30,
        },
        style={"height": "100%", "width": "100%"},
    )


def columns() -> list[dict[str, Any]]:
    """The most urgent first: what waits, then by priority, then by the time it came."""
    shapes = {f"shape-{name}": f"boardShape(params) === '{name}'" for name in ("act", "watch", "hand", "plan")}
    return [
        column("state", _("State"), 132, sort="asc", cellClassRules=shapes),
        column("code", _("Code"), 66),
        column("priority", _("Prio."), 50),
        column("kind", _("Kind"), 80),
        column("place", _("Place"), 96, flex=2, minWidth=84),
        column("area", _("Grid"), 78, flex=1, minWidth=78),
        column("count", _("People"), 66),
        column("received_at", _("Received"), 80),
        column("elapsed", _("Elapsed"), 68),
        column("due", _("Due"), 104, cellClassRules={"late": "boardLate(params)"}),
        column("teams", _("Teams"), 60, sortable=False),
        column("source", _("Source"), 90),
    ]


def column(field: str, heading: str, width: int, **more: Any) -> dict[str, Any]:
    """The browser's side gives each column its value (for order) and its words (for show)."""
    return {
        "colId": field,
        "headerName": heading,
        "width": width,
        "valueGetter": {"function": f"boardValue(params, '{field}')"},
        "valueFormatter": {"function": f"boardWords(params, '{field}')"},
        "tooltipValueGetter": {"function": f"boardTip(params, '{field}')"},
        "cellClass": f"board-{field}",
        "comparator": {"function": "boardOrder"},
        **more,
    }


def grid_words() -> dict[str, str]:
    """What the table itself says, in the reader's language."""
    nothing = _("Nothing here fits the filter.")
    return {
        "noRowsToShow": _("No incidents."),
        "noMatchingRows": nothing,
        "loadingOoo": _("Loading"),
        "ariaSortableColumn": _("Press Enter to sort"),
        "ariaRowSelect": _("Press Space to choose this row"),
        "ariaRowDeselect": _("Press Space to leave this row"),
        "ariaRowSelectionDisabled": _("This row cannot be chosen"),
        "ariaFilterColumn": _("Filter"),
        "ariaMenuColumn": _("Menu"),
        "copy": _("Copy"),
    }


def team_marks(teams: list[Team]) -> dict[str, list[str]]:
    """Team id -> its mark of one character and its name."""
    return {str(one.id): [_(MARKS[one.role]), one.name] for one in teams}


def browser_words() -> dict[str, Any]:
    """The words that the browser's side of the board puts together, beside those of the frame."""
    return {
        "sources": {source.value: words(SOURCES, source) for source in Source},
        "groups": {
            "all": _("All"),
            "waiting": _("Waiting"),
            "in_hand": _("In hand"),
            "to_verify": _("To verify"),
            "over": _("Over"),
        },
        "board": {
            "left": _("{span} left"),
            "late": _("overdue {span}"),
            "home": _("At a home"),
            "any_kind": _("Every kind"),
            "any_area": _("Every area"),
            "any_priority": _("Every priority"),
            "priority": _("Priority {n}"),
            "overdue": _("Overdue only"),
            "text": _("Place or code"),
            "day": _("Day"),
            "clear": _("Clear filters"),
            "shown": _("{shown} of {all} shown"),
            "kept": _("The board could not be read. What you see is of {time}."),
            "choose": _("Choose an incident in the table."),
            "file": _("incidents"),
        },
    }
