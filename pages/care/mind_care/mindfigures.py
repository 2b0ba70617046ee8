"""Care figures as they are drawn: demand day by day, waiting, crises, outcomes; counts alone."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.mind_care.figures import CareFigures
from pages.parts import facts, loading, span


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    body = [
        html.Header([html.H1(_("Care figures"))], className="headed"),
        html.P(_("Psychological care of the last fourteen days in numbers: no names, no texts; under five stands <5."), className="hint"),
        html.Div(loading(), id="care-mindfigures-body"),
    ]  # fmt: skip
    return html.Div(
        [dcc.Store(id="care-mindfigures-tick"), html.Section(body, className="column")],
        id="care-mindfigures",
        className="page",
    )


def drawn(found: CareFigures) -> list[Any]:
    told = [
        (_("Asked or answered in fourteen days"), str(found.demand)),
        (_("Waiting for a counsellor now"), str(found.waiting)),
        (_("Open with a counsellor"), str(found.open)),
        (_("of these, whose counsellor is not on duty"), str(found.unattended)),
        (_("Calls overdue"), str(found.overdue)),
        (_("From the request to the first talk, half of them within"), _span(found.wait.p50)),
        (_("nine of ten within"), _span(found.wait.p90)),
        (_("Crises"), str(found.crises)),
        (_("answered within %(span)s", span=span(found.within)), _share(found.crises_in_time)),
        (_("Second tests made of those due"), _share(found.retests)),
        (_("Reliably better at the end"), _share(found.better)),
    ]
    days = [html.Tr([html.Th(day.strftime("%m-%d"), scope="row"), html.Td(str(one))]) for day, one in found.days]
    head = html.Thead(html.Tr([html.Th(_("Day"), scope="col"), html.Th(_("Asked or answered"), scope="col")]))
    return [
        html.Div(facts(told), className="panel pad"),
        html.Div(html.Table([head, html.Tbody(days)], className="table"), className="panel pad"),
    ]


def _span(found: Any) -> str:
    return span(found) if found is not None else _("fewer than five behind it")


def _share(found: int | None) -> str:
    return f"≈{found} %" if found is not None else _("fewer than five behind it")
