"""The list of cases: whose contacts are not all apart is seen first."""

from collections.abc import Sequence
from typing import Any

from dash import html
from flask_babel import gettext as _

from cockpit.screening import CaseRow, CaseStatus
from pages.parts import day_time, empty, shape, words
from pages.screening.words import STATUSES, day_words


def rows(found: Sequence[CaseRow]) -> list[Any]:
    if not found:
        return [empty(_("No case here."))]
    return [row(one) for one in found]


def row(one: CaseRow) -> html.Div:
    case = one.case
    what = [html.B(" · ".join([case.code, words(STATUSES, case.status)])), html.Small(" · ".join(told(one)))]
    side = [html.Time(day_time(case.reported_at)) if case.reported_at else None, html.Small(_("entered"))]
    return html.Div(
        [shape(shape_of(one)), html.Span(what, className="what"), html.Span(side, className="side")],
        className="item overdue" if one.left else "item",
        role="option",
        tabIndex=0,
        **{"data-case": str(case.id), "data-key": f"case-{case.id}", "data-left": str(one.left)},
    )


def told(one: CaseRow) -> list[str]:
    left = [_("%(count)s of them not apart", count=one.left)] if one.left else []
    return [*left, _("%(count)s close contacts", count=one.close), *day_words(one.case)]


def shape_of(one: CaseRow) -> str:
    if one.case.status is CaseStatus.NO_CASE:
        return "done"
    return "act" if one.left else "hand"
