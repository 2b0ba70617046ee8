"""The status board: every team of one's own area, what is wrong first; the browser's side draws it and follows it."""

from datetime import datetime
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.scene.board import Alive, Board
from cockpit.teams import ROLE_NAMES
from pages.parts import loading

TABS = ("all", "wrong", "under_way", "free", "off")


def section(_by: Actor) -> list[Any]:
    heads = ("", _("Team"), _("State"), _("Since when"), _("Jobs waiting"), _("Heard of"), _("Place known"), _("Shift"))
    return [
        html.H1(_("Status board")),
        html.Div(id="duty-teams-tabs", className="tabs", role="tablist"),
        html.Div([html.Span(one) for one in heads], className="status-head", **{"aria-hidden": "true"}),
        html.Div(
            loading(), id="duty-teams", className="status-board", role="listbox", **{"aria-label": _("Status board")}
        ),
        dcc.Store(id="duty-teams-data"),
        dcc.Store(id="duty-teams-alive"),
        dcc.Store(id="duty-teams-tick"),
        dcc.Store(id="duty-teams-beat"),
    ]


def data(board: Board, names: dict[str, str], change: int) -> dict[str, Any]:
    """All that the board follows from this change on; instants in milliseconds."""
    return {
        "change": change,
        "teams": [
            [one.id, one.code, one.name, one.role.value, names.get(one.area, ""), one.members] for one in board.teams
        ],
        "duty": {team: [[ms(start), ms(end)] for start, end in spans] for team, spans in board.duty.items()},
        "jobs": [
            [one.team_id, one.incident_id, one.kind, one.place, one.priority, one.state.value, ms(one.since), ms(one.answer_by)]
            for one in board.jobs
        ],
        "alive": alive(board.alive),
        "words": browser_words(),
    }  # fmt: skip


def alive(found: Alive) -> dict[str, Any]:
    return {
        "clocks": [
            [one.team_id, one.incident_id, ms(one.sign_at), ms(one.amber_at), ms(one.red_at), one.lapsed_at is not None]
            for one in found.clocks
        ],
        "positions": [[one.team_id, ms(one.at)] for one in found.positions],
        "calls": [[one.team_id, one.incident_id, one.answered] for one in found.calls],
    }


def ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def browser_words() -> dict[str, Any]:
    names = (_("All"), _("Wrong"), _("Under way"), _("Free"), _("Off duty"))
    return {
        "tabs": dict(zip(TABS, names, strict=True)),
        "roles": {role.value: gettext(name) for role, name in ROLE_NAMES.items()},
        "calls": _("Calls for help"),
        "called": _("Called for help; answered"),
        "silent": _("Nothing heard"),
        "free": _("Free"),
        "off": _("Off duty"),
        "until": _("to {time}"),
        "from": _("from {time}"),
        "people": _("{count} people"),
        "ago": _("{span} ago"),
        "late": _("Not answered in time"),
        "none": _("No team stands like this."),
    }
