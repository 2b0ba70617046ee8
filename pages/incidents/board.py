"""The board: one table of what is open and what ended lately, filters in the address bar, one chosen incident."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.incidents import Source
from cockpit.incidents.touch import NEXT_ACTS
from cockpit.teams import Team
from pages.incidents import bulk, report, table
from pages.incidents.detail import detail_place
from pages.parts import MARKS, SOURCES, empty, loading, untouched, words

PRIORITIES = (1, 2, 3)


def layout(by: Actor, **asked: Any) -> html.Div:
    """The frame of the board; its rows come with the first callback, the browser's side follows the stream."""
    return html.Div(
        [
            dcc.Store(id="incidents-asked", data={"day": asked.get("day")}),
            dcc.Store(id="incidents-data"),
            dcc.Store(id="incidents-chosen"),
            dcc.Store(id="incidents-tick"),
            dcc.Store(id="incidents-mine"),
            dcc.Store(id="incidents-mine-tick"),
            dcc.Store(id="incidents-plan", data={"library": table.address(), "table": table.grid(by).to_plotly_json()}),
            html.Section(table_panel(by), className="board-main"),
            html.Aside(
                [report.panel(by, **asked), *detail_place("incidents", empty(_("Choose an incident in the table.")))],
                id="incidents-side",
                className="board-side",
            ),
        ],
        id="incidents",
        className="board",
    )


def table_panel(by: Actor) -> list[Any]:
    return [
        html.Header(
            [tabs(), untouched(html.Button, id="incidents-untouched", type="button"), tools()], className="board-head"
        ),
        html.Div(id="incidents-filters", className="board-filters", role="search"),
        rows_unread(),
        *([bulk.panel(by)] if by.may("bulk") else []),
        html.Div(loading(), id="incidents-loading"),
        html.Div(id="incidents-table", className="board-grid"),
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


def rows_unread() -> html.Div:
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


def team_marks(teams: list[Team]) -> dict[str, list[str]]:
    """Team id -> its mark of one character and its name."""
    return {str(one.id): [_(MARKS[one.role]), one.name] for one in teams}


def browser_words() -> dict[str, Any]:
    """The words that the browser's side of the board puts together, beside those of the frame."""
    return {
        "sources": {source.value: words(SOURCES, source) for source in Source},
        "groups": group_words(),
        "board": {
            "left": _("{span} left"),
            "late": _("overdue {span}"),
            "home": _("At a home"),
            "any_kind": _("Every kind"),
            "any_area": _("Every area"),
            "any_priority": _("Every priority"),
            "priority": _("Priority {n}"),
            "overdue": _("Overdue only"),
            "untouched": _("Untouched for {span}"),
            "next": {state.value: gettext(says) for state, says in NEXT_ACTS.items()},
            "text": _("Place or code"),
            "day": _("Day"),
            "clear": _("Clear filters"),
            "shown": _("{shown} of {all} shown"),
            "kept": _("The board could not be read. What you see is of {time}."),
            "choose": _("Choose an incident in the table."),
            "file": _("incidents"),
        },
    }


def group_words() -> dict[str, str]:
    return {
        "all": _("All"),
        "mine": _("To me"),
        "waiting": _("Waiting"),
        "in_hand": _("In hand"),
        "to_verify": _("To verify"),
        "over": _("Over"),
    }
