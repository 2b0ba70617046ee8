"""The board: a lane for each way an entry may stand, what is overdue first; and what became of many orders at once."""

from collections.abc import Sequence
from typing import Any

from dash import html
from flask_babel import gettext as _
from flask_babel import ngettext

from cockpit.people import ShownPerson
from cockpit.refusals import Refusal
from cockpit.returns import Board, Lane, Result, Seen, Standing, State
from pages.parts import empty, shape, words
from pages.screening.returns.words import LANES, told


def lanes(found: Board) -> list[Any]:
    lanes = html.Div([lane(one, found.waiting) for one in found.lanes], className="lanes")
    over = html.P(ngettext("%(num)s entry is over", "%(num)s entries are over", found.over), className="hint")
    return [lanes, *([over] if found.over else [])]


def lane(one: Lane, waiting: int) -> html.Section:
    """`waiting`: so many of those who were visited wait for their order."""
    state = one.state.value
    head = html.H2([html.Span(words(LANES, one.state)), html.B(str(one.count - one.later)), html.Small(_("people"))])
    today = [row for row in one.rows if not later(one, row)]
    then = [row for row in one.rows if later(one, row)]
    more = one.count - len(one.rows)
    waits = html.P(
        _("%(count)s wait for their order", count=waiting), className="late", **{"data-waiting": str(waiting)}
    )
    parts = [
        *([waits] if one.state is State.VISITED and waiting else []),
        html.Div(
            [item(row) for row in today], className="list", role="listbox", **{"aria-label": words(LANES, one.state)}
        ),
        *([empty(_("Nobody."))] if not today else []),
        *([coming(then, one.later)] if one.later else []),
        *([html.P(_("%(count)s more", count=more), className="hint")] if more > 0 else []),
    ]
    late = " late" if one.state is State.OVERDUE and one.count else ""
    return html.Section(
        [head, *parts], className=f"lane panel{late}", **{"data-lane": state, "data-count": str(one.count)}
    )


def later(one: Lane, row: Seen) -> bool:
    return one.state is State.EXPECTED and row.stands.entry.day > row.stands.today


def coming(rows: Sequence[Seen], count: int) -> html.Details:
    """Who is expected on a later day, out of the way."""
    label = ngettext("%(num)s more on later days", "%(num)s more on later days", count)
    return html.Details(
        [html.Summary(label), html.Div([item(row) for row in rows], className="list", role="listbox")], className="fold"
    )  # fmt: skip


def item(one: Seen) -> html.Div:
    entry = one.stands.entry
    what = [html.B(" · ".join([entry.code, *name_of(one.person)])), html.Small(" · ".join(told(one.stands)))]
    return html.Div(
        [shape(shape_of(one.stands)), html.Span(what, className="what")],
        className="item overdue" if one.stands.late else "item",
        role="option",
        tabIndex=0,
        **{"data-entry": str(entry.id), "data-key": f"return-{entry.id}", "data-due": "yes" if one.stands.due else "no"},
    )  # fmt: skip


def shape_of(one: Standing) -> str:
    if one.state is State.OVER:
        return "done"
    if one.late or one.waits:
        return "act"
    return "watch" if one.doubt or one.behind else "hand" if one.state is State.ISOLATED else "plan"


def name_of(person: ShownPerson | None) -> list[str]:
    if person is None:
        return []
    if person.erased:
        return [_("Erased")]
    name = person.fields["name"].text if "name" in person.fields else None
    return [name] if name else []


def results(found: Sequence[Result]) -> list[Any]:
    """Of each what became of it."""
    if not found:
        return [empty(_("Nobody waited for an order any more."))]
    ordered = sum(one.episode is not None for one in found)
    head = html.H2(ngettext("%(num)s order given", "%(num)s orders given", ordered))
    return [html.Div([head, html.Ul([result(one) for one in found], className="facts-list")], className="panel pad")]


def result(one: Result) -> html.Li:
    attributes = {"data-result": str(one.entry.id), "data-ordered": "yes" if one.episode else "no"}
    if one.episode:
        paper = html.A(_("Print the order"), href=f"/reports/quarantine/{one.episode.id}", target="_blank")
        until = one.episode.until.isoformat() if one.episode.until else ""
        return html.Li(
            [shape("done"), f"{one.entry.code} · {_('apart until %(day)s', day=until)} ", paper], **attributes
        )
    return html.Li([shape("act"), f"{one.entry.code} · {why(one.refusal)}"], className="late", **attributes)


def why(refusal: Refusal | None) -> str:
    return _(refusal.says).format(**refusal.facts) if refusal else ""
