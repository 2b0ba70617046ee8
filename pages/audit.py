"""The audit, line by line, as the auditor reads it: roles and account numbers, no names."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import get_timezone, gettext
from flask_babel import gettext as _

from cockpit.access import matrix
from cockpit.audit import LogEntry
from pages.parts import empty, loading
from pages.sentences import drawn

PAGE_SIZE = 100


def layout(action: str = "", subject: str = "", **_args: Any) -> html.Div:
    """The frame; `action` and `subject` of the address bar are the first filter."""
    return html.Div(
        [
            html.H1(_("Audit")),
            html.P(
                _("Each line is chained to the one before it; `python app.py check` verifies the chain."),
                className="hint",
            ),
            html.Div(
                [
                    dcc.Input(
                        id="audit-action", value=action[:40], placeholder=_("Act, like sent or refused"), debounce=True
                    ),
                    dcc.Input(
                        id="audit-subject", value=subject[:40], placeholder=_("Thing, like incident/12"), debounce=True
                    ),
                    html.Button(_("Older"), id="audit-older", type="button", className="quiet"),
                ],
                className="filters",
            ),
            dcc.Store(id="audit-last"),
            html.Div(loading(), id="audit-lines"),
        ],
        id="audit",
        className="page",
    )


def lines(entries: Sequence[LogEntry]) -> Any:
    if not entries:
        return empty(_("No line fits."))
    heads = [_("No."), _("District time"), _("Machine time (UTC)"), _("Who"), _("What"), _("Thing"), _("Digest")]
    return html.Table(
        [html.Thead(html.Tr([html.Th(head) for head in heads])), html.Tbody([line_row(entry) for entry in entries])],
        className="table",
    )


def line_row(entry: LogEntry) -> html.Tr:
    line = entry.line
    return html.Tr(
        [
            html.Td(str(entry.id)),
            html.Td(line.district_at.astimezone(get_timezone()).strftime("%m-%d %H:%M:%S")),
            html.Td(line.machine_at.strftime("%m-%d %H:%M:%S")),
            html.Td(who(entry)),
            html.Td(what(entry), title=line.action),
            html.Td(f"{line.subject}/{line.subject_id}"),
            html.Td(html.Code(entry.digest.hex()[:12])),
        ]
    )


def who(entry: LogEntry) -> str:
    """Role and number of the account: the log is pseudonymous."""
    says = matrix()["roles"][entry.line.role]["says"]
    role = gettext(says)
    return f"{role} #{entry.line.account}" if entry.line.account else role


def what(entry: LogEntry) -> str:
    facts = dict(entry.line.facts)
    team = {facts["team"]: _("team %(id)s", id=facts["team"])} if "team" in facts else {}
    return drawn(entry.line.action, facts, who(entry), team, {})
