"""The counsellor's desk as it is drawn: who waits and one's own clients on the left, one of them with calls and plan on the right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _
from flask_babel import ngettext

from cockpit.access import Actor
from cockpit.mind_care.care import CaseLoad
from cockpit.mind_care.case import MindCase
from pages.care.mind_care.forms import forms
from pages.care.mind_care.one import nothing
from pages.parts import day_time, empty, loading, shape, span

STORES = ("tick", "beat", "taken", "called", "planned", "given", "closed", "key")


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    """`case` of the address bar is the one that is opened first."""
    chosen = asked.get("case", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 16 else None
    left = [
        html.Header([html.H1(_("Psychological care"))], className="headed"),
        html.Div(loading(), id="care-mind-head", **{"aria-live": "polite"}),
        html.Div(id="care-mind-list", className="list", role="listbox", **{"aria-label": _("Psychological care")}),
    ]
    right = [
        html.Div(nothing(), id="care-mind-one", **{"aria-live": "polite"}),
        html.Button(_("Take this case: I call"), id="care-mind-take", type="button", className="primary", hidden=True),
        *forms(by),
    ]
    return html.Div(
        [
            dcc.Store(id="care-mind-chosen", data=number),
            *(dcc.Store(id=f"care-mind-{name}") for name in STORES),
            html.Section(left, className="column"),
            html.Section(right, id="care-mind-side", className="column"),
        ],
        id="care-mind",
        className="page two",
    )


def head(found: CaseLoad) -> html.P:
    """What is wrong comes first."""
    crises = sum(one.in_crisis for one in (*found.waiting, *found.mine))
    parts = [
        *([html.B([shape("act"), " ", ngettext("%(num)d crisis waits", "%(num)d crises wait", crises)], className="late")] if crises else []),
        *([html.B([shape("act"), " ", ngettext("%(num)d call overdue", "%(num)d calls overdue", found.overdue)], className="late")] if found.overdue else []),
        html.Span(ngettext("%(num)d waits for a counsellor", "%(num)d wait for a counsellor", len(found.waiting))),
        html.Span(ngettext("%(num)d client of mine", "%(num)d clients of mine", len(found.mine))),
    ]  # fmt: skip
    return html.P([piece for part in parts for piece in (part, " · ")][:-1], className="visits-head")


def rows(found: CaseLoad) -> list[Any]:
    if not found.waiting and not found.mine:
        return [empty(_("Nobody waits, and no case is yours. Whoever asks for a talk appears here at once."))]
    drawn: list[Any] = []
    for title, cases, mine in ((_("Waiting for a counsellor"), found.waiting, False), (_("Mine"), found.mine, True)):
        if cases:
            drawn += [html.H2(title, role="presentation"), *(row(one, found.at, mine=mine) for one in cases)]
    return drawn


def row(one: MindCase, at: datetime, *, mine: bool) -> html.Div:
    late = one.in_crisis or (mine and one.call_due(at))
    return html.Div(
        [
            shape("act" if late else "hand" if mine else "watch"),
            html.Span([html.B(_("Case #%(id)s", id=one.id)), html.Small(_("; ").join(says(one, at, mine)))], className="what"),
            html.Span(side(one, mine), className="side"),
        ],
        className="item overdue" if late else "item",
        role="option",
        tabIndex=0,
        **{"data-mind": str(one.id), "data-key": f"mind-{one.id}", "data-crisis": "yes" if one.in_crisis else "no"},
    )  # fmt: skip


def says(one: MindCase, at: datetime, mine: bool) -> Sequence[str]:
    if one.in_crisis and one.crisis_at:
        return [_("Crisis, for %(span)s", span=span(at - one.crisis_at))]
    if not mine:
        return [_("waits for %(span)s", span=span(at - (one.asked_at or one.opened_at)))]
    due = [_("second test due")] if one.retest_due(at) else []
    told = [_("answered again")] if one.retested_at else []
    first = [] if one.first_contact_at else [_("not reached yet")]
    return [*due, *told, *first] or [_("in care since %(time)s", time=day_time(one.taken_at or one.opened_at))]


def side(one: MindCase, mine: bool) -> list[Any]:
    if not mine:
        return [html.Small(_("linked")) if one.person else ""]
    return [html.Small(_("Call %(time)s", time=day_time(one.next_call_at)))] if one.next_call_at else []
