"""What is likely tomorrow, as it is drawn: each kind with its range, how it is reckoned, and where too little is known."""

from collections.abc import Mapping
from typing import Any

from dash import html
from flask_babel import gettext as _

from cockpit.needs import NEEDS, Expected, Forecast, NeedKind, OfArea
from pages.parts import empty, words


def drawn(found: Forecast, names: Mapping[str, str]) -> list[Any]:
    whole = found.whole
    if not whole.kinds:
        return [
            empty(_("Too little is known to say: %(known)s days of people at home, %(least)s are needed.",
                    known=whole.person_days, least=found.least)),
        ]  # fmt: skip
    return [table(found, names), html.P(how(found), className="hint")]


def table(found: Forecast, names: Mapping[str, str]) -> html.Div:
    """One column for the whole area; where it has several communities, a row each."""
    many = len(found.parts) > 1
    areas = [*(found.parts if many else ()), found.whole]
    kinds = [kind for kind in NeedKind if any(one.kinds and likely(one.kinds[kind]) for one in areas)] or list(
        NeedKind
    )[:2]
    head = html.Tr([html.Th(_("Area")), html.Th(_("At home")), *(html.Th(words(NEEDS, kind)) for kind in kinds)])
    body = [line(one, names.get(one.area, one.area), kinds) for one in areas]
    return html.Div(html.Table([html.Thead(head), html.Tbody(body)], className="table"), className="wide")


def likely(one: Expected) -> bool:
    return one.asked > 0 or one.high > 1


def line(one: OfArea, name: str, kinds: list[NeedKind]) -> html.Tr:
    cells = [cell(one.kinds[kind]) if one.kinds else html.Td("–") for kind in kinds]
    return html.Tr([html.Td(name), html.Td(str(one.home)), *cells])


def cell(one: Expected) -> html.Td:
    return html.Td([html.B(f"{one.mean:.1f}"), " ", html.Small(f"{one.low}–{one.high}")])


def how(found: Forecast) -> str:
    return _(
        "For %(day)s: how often each was asked for in the last %(days)s days, a person and day, times the people who are still at home "
        "then; who is released by then is not counted. On eight of ten days it is within the range.",
        day=found.day.isoformat(), days=found.days,
    )  # fmt: skip
