"""One act on many that are chosen in the table: its buttons, how far it is, and what became of each."""

from datetime import datetime
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.bulk import Bulk, Outcome, Row
from cockpit.incidents import RESOLUTIONS
from cockpit.incidents.step import RIGHTS, Act
from cockpit.texts import N_
from pages.incidents.undo import way_back
from pages.parts import shape, why
from pages.sentences import ACTS

DOES = {
    Act.CONFIRM: N_("Confirm"),
    Act.SEND: N_("Send per run card"),
    Act.HOLD: N_("Put on hold"),
    Act.RESUME: N_("Take up again"),
    Act.VERIFY: N_("Verify"),
    Act.FALSE_ALARM: N_("False alarm"),
    Act.CANCEL: N_("Cancel"),
}


def panel(by: Actor) -> html.Div:
    """Hidden until a row is ticked; the page's script (incidents_bulk.js) counts, and asks step by step."""
    chosen = html.B(id="incidents-bulk-count", **{"data-says": _("{count} chosen")})
    picks = [
        html.Button(_("All that are shown"), id="incidents-bulk-all", type="button", className="quiet"),
        html.Button(_("Choose none"), id="incidents-bulk-none", type="button", className="quiet"),
    ]
    return html.Div(
        [
            dcc.Store(id="incidents-bulk-asked"),
            dcc.Store(id="incidents-bulk-left"),
            html.Div([chosen, *picks], className="bulk-picks"),
            html.Fieldset(
                [*[button(act) for act in DOES if by.may(RIGHTS[act])], *closing(by)], id="incidents-bulk-acts"
            ),
            html.Div(id="incidents-bulk-results", className="bulk-results", role="status"),
        ],
        id="incidents-bulk",
        className="bulk",
        hidden=True,
        **{"aria-label": _("The same for all that are chosen")},
    )


def button(act: Act) -> html.Button:
    return html.Button(gettext(DOES[act]), type="button", className="quiet", **{"data-act": act.value})


def closing(by: Actor) -> list[Any]:
    reasons = [html.Option(gettext(says), value=word) for word, says in RESOLUTIONS.items()]
    select = html.Select(reasons, id="incidents-bulk-resolution", **{"aria-label": _("Reason for closing")})
    close = html.Button(_("Close with reason"), type="button", className="quiet", **{"data-act": Act.CLOSE.value})
    return [html.Span([select, close], className="bulk-close")] if by.may(RIGHTS[Act.CLOSE]) else []


def results(bulk: Bulk, until: datetime | None) -> list[Any]:
    """While some are waiting how far it is; then one line each, what was refused first, and the way back."""
    done, refused, of = bulk.of(Outcome.DONE), bulk.of(Outcome.REFUSED), len(bulk.rows)
    what = gettext(ACTS[bulk.act]) if bulk.act else _("Undone")
    said = _("%(what)s: %(done)s done, %(refused)s refused", what=what, done=len(done), refused=len(refused))
    if bulk.waiting:
        now = _("%(done)s of %(of)s", done=of - len(bulk.waiting), of=of)
        return [html.Progress(value=str(of - len(bulk.waiting)), max=str(of)), html.Span(f"{what} · {now}")]
    back = [way_back(what, until, at=(bulk.finished_at or bulk.at).isoformat(), bulk=bulk.id)] if until else []
    lines = [html.Li(line(row), **{"data-outcome": row.outcome, "data-id": row.incident}) for row in refused + done]
    return [html.P([html.B(said), *back]), html.Ul(lines, className="plain")]


def line(row: Row) -> list[Any]:
    if row.refusal is None:
        return [shape("done"), f" {row.code}"]
    said = why(row.refusal)
    return [shape("act"), f" {said}" if row.code in said else f" {row.code} · {said}"]
