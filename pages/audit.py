"""The audit, line by line, as the auditor reads it: roles and account numbers, no names."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import get_timezone, gettext
from flask_babel import gettext as _

from cockpit.access import matrix
from cockpit.audit import AuditLine, Chain, LogEntry
from cockpit.texts import N_
from pages.parts import empty, loading
from pages.sentences import SENTENCES, drawn

PAGE_SIZE = 100
CODED = ("incident", "warning")  # known by a code of four digits
THINGS = {
    "incident": N_("Incident I-{id}"),
    "warning": N_("Warning W-{id}"),
    "account": N_("Account #{id}"),
    "desk": N_("Watch {id} at the desk"),
    "emergency": N_("Emergency #{id}"),
    "receipt": N_("Receipt #{id}"),
    "request": N_("Request #{id}"),
    "field_key": N_("Field key {id}"),
    "watch": N_("Counts at place #{id}"),
    "backup": N_("Backup {id}"),
    "person": N_("Person #{id}"),
    "link_run": N_("Comparison #{id}"),
    "glass": N_("Emergency look #{id}"),
    "terminal": N_("Wall or phone #{id}"),
}
FIELDS = {
    "note.text": N_("Free text"),
    "glass.reason": N_("Reasons of emergency looks"),
    "reveal.reason": N_("Reasons of looks"),
    "request.asked": N_("What somebody asked about their own data"),
    "request.why": N_("Why somebody asked"),
    "request.said": N_("What somebody was answered"),
}
REFUSALS = {
    "NotAllowed": N_("Refusal: the role may not"),
    "NotAtTerminal": N_("Refusal: not at a wall or a phone that is nobody's"),
    "NotFound": N_("Refusal: nothing under that name"),
}


CHAINS = {Chain.ACTS: N_("What was done"), Chain.LOOKS: N_("Looks at personal data")}


def layout(action: str = "", subject: str = "", chain: str = "", **_args: Any) -> html.Div:
    """The frame; `action`, `subject` and `chain` of the address bar are the first filter."""
    chains = [{"value": one.value, "label": gettext(says)} for one, says in CHAINS.items()]
    first = chain if chain in set(Chain) else Chain.ACTS.value
    return html.Div(
        [
            html.H1(_("Audit")),
            html.P(
                with_code(_("Each line is chained to the one before it; `python app.py check` verifies the chain.")),
                className="hint",
            ),
            dcc.RadioItems(chains, first, id="audit-chain", className="chips", inline=True),
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
            html.Div(loading(), id="audit-lines", className="wide"),
        ],
        id="audit",
        className="page",
    )


def with_code(text: str) -> list[Any]:
    """A sentence with commands between backquotes, which are shown as such."""
    return [html.Code(part) if place % 2 else part for place, part in enumerate(text.split("`"))]


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
            html.Td(what(entry), title=line.action, **{"data-act": line.action}),
            html.Td(thing(line), title=f"{line.subject}/{line.subject_id}"),
            html.Td(html.Code(entry.digest.hex()[:12])),
        ]
    )


def who(entry: LogEntry) -> str:
    """Role and number of the account: the log is pseudonymous. Who signs in has no role before it is done."""
    line = entry.line
    if line.action == "wrong_sign_in":
        return "–"
    if line.account is None and line.subject == "account":
        return thing(line)
    says = matrix()["roles"][line.role]["says"]
    role = gettext(says)
    terminal = line.actor.partition("@")[2]
    at = f" · {gettext(THINGS['terminal']).format(id=terminal)}" if terminal else ""
    return f"{role} #{line.account}{at}" if line.account else role


def thing(line: AuditLine) -> str:
    """What it was done to, as people call it; the cell's title keeps the word that the filter takes."""
    if line.subject == "refusal":
        return gettext(REFUSALS.get(line.subject_id, N_("Refusal")))
    if line.subject_id == "list":
        return _("A list")
    says = gettext(THINGS[line.subject]) if line.subject in THINGS else f"{line.subject} {{id}}"
    return says.format(id=line.subject_id.zfill(4) if line.subject in CODED else line.subject_id)


def what(entry: LogEntry) -> str:
    if isinstance(entry.line.facts.get("fields"), list) and entry.line.action in SENTENCES:
        return looked_at(entry)  # a look names its fields; a correction says only how many they were
    facts = dict(entry.line.facts)
    team = {facts["team"]: _("team %(id)s", id=facts["team"])} if "team" in facts else {}
    return drawn(entry.line.action, facts, who(entry), team, {})


def looked_at(entry: LogEntry) -> str:
    """A look: which fields of how many, by what filter, for what reason; never a value."""
    facts = entry.line.facts
    shown = [field_words(one) for one in facts["fields"]]
    told = drawn(entry.line.action, facts, who(entry), {}, {})
    asked = [f"{key} {value}" for key, value in facts.get("filter", {}).items()]
    return " · ".join([told, *([", ".join(shown)] if shown else []), *asked])


def field_words(name: str) -> str:
    says = matrix()["fields"].get(name) or FIELDS.get(name)
    return gettext(says) if says else name
