"""The table of the board, and its library: a quarter of all scripts, which the browser brings for this page alone."""

from pathlib import Path
from typing import Any

import dash_ag_grid as dag
from dash.fingerprint import build_fingerprint
from flask_babel import gettext as _

from cockpit.access import Actor

BOARD = "incidents-board"
LIBRARY = "dash_ag_grid.min.js"

# As a package marks what Dash is to serve and to leave out of the page until somebody asks for it.
for one in dag._js_dist:
    if one["relative_package_path"] == LIBRARY:
        one["dynamic"] = True


def address() -> str:
    """Of the library, under its version, as Dash writes it."""
    changed = int((Path(dag.__file__).parent / LIBRARY).stat().st_mtime)
    return f"/_dash-component-suites/dash_ag_grid/{build_fingerprint(LIBRARY, dag.__version__, changed)}"


def grid(by: Actor) -> dag.AgGrid:
    return dag.AgGrid(
        id=BOARD,
        columnDefs=[*([ticks()] if by.may("bulk") else []), *columns()],
        rowData=[],
        getRowId="boardId(params)",
        rowClassRules={"board-over": "boardOver(params)", "board-mine": "boardMine(params)"},
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


def ticks() -> dict[str, Any]:
    """Which rows are chosen for one act on many; a click or the space bar ticks, with Shift all in between."""
    return column(
        "tick", "", 32, sortable=False, resizable=False, headerTooltip=_("Chosen for one act on many (X)"),
        suppressKeyboardEvent={"function": "boardOwnSpace(params)"},
    )  # fmt: skip


def columns() -> list[dict[str, Any]]:
    """The most urgent first: what waits, then by priority, then by the time it came."""
    shapes = {f"shape-{name}": f"boardShape(params) === '{name}'" for name in ("act", "watch", "hand", "plan")}
    return [
        column("state", _("State"), 134, sort="asc", cellClassRules=shapes),
        column("code", _("Code"), 62),
        column("priority", _("Prio."), 50),
        column("kind", _("Kind"), 80),
        column("place", _("Place"), 96, flex=2, minWidth=78),
        column("area", _("Grid"), 78, flex=1, minWidth=78),
        column("count", _("People"), 60),
        column("received_at", _("Received"), 78),
        column("elapsed", _("Elapsed"), 68),
        column("due", _("Due"), 98, cellClassRules={"late": "boardLate(params)"}),
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
