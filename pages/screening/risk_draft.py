"""The form of other weights, and what they would do: who changes level, how many visits that costs in each street."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.screening.risk import GROUPS, Level, Moved, Preview
from pages.parts import field, words
from pages.screening.case import name_of
from pages.screening.risk_publish import keeping
from pages.screening.risk_words import LEVELS


def form(now: Mapping[str, float], by: Actor) -> html.Details:
    groups = [
        html.Fieldset([html.Legend(gettext(says)), *(weight(way, gettext(label), now[way]) for way, label in ways.items())])
        for says, ways in GROUPS
    ]  # fmt: skip
    steps = html.Div(
        [
            html.Button(_("See what would change"), id="screening-risk-try", type="button", className="primary"),
            html.Button(_("As it is now"), id="screening-risk-reset", type="button", className="quiet"),
        ],
        className="said-of",
    )
    says = _("To see it writes nothing: it is reckoned on what is known now, and shown to you alone.")
    drawn = [html.Summary(_("Draft other weights")), *groups, html.P(says, className="hint"), steps, keeping(by)]
    return html.Details(drawn, className="form fold panel", **{"data-stays": "draft"})


def weight(way: str, label: str, value: float) -> html.Div:
    number = dcc.Input(
        id=f"screening-risk-{way.replace('.', '_')}", type="text", inputMode="decimal", maxLength=8, value=f"{value:g}"
    )
    return html.Div(field(label, number), **{"data-weight": way, "data-now": f"{value:g}"})


def previewed(found: Preview, names: dict[str, str]) -> list[Any]:
    """`names` are those of streets."""
    told = _(
        "Of %(people)s people %(up)s would rise and %(down)s fall.", people=found.people, up=found.up, down=found.down
    )
    head = html.H2(told, **{"data-up": str(found.up), "data-down": str(found.down)})
    moved = (
        [html.Ul([move(one, count) for one, count in sorted(found.moves.items(), reverse=True)])] if found.moves else []
    )
    return [html.Div([head, *moved, visits(found, names), *who(found)], className="panel pad")]  # fmt: skip


def move(one: tuple[Level, Level], count: int) -> html.Li:
    was, now = one
    return html.Li(f"{words(LEVELS, was)} → {words(LEVELS, now)}: {count}")


def visits(found: Preview, names: dict[str, str]) -> html.Div:
    head = html.Tr([html.Th(_("Street")), html.Th(_("Visits a day, now")), html.Th(_("then"))])
    total = tuple(sum(one[side] for one in found.visits.values()) for side in (0, 1))
    rows = [
        html.Tr(
            [html.Th(name, scope="row"), *(html.Td(f"{one:g}", className="figure-cell") for one in both)],
            **{"data-street": code},
        )
        for code, name, both in [
            *((code, names.get(code, code), both) for code, both in found.visits.items()), ("", _("All"), total)
        ]
    ]  # fmt: skip
    return html.Div(html.Table([html.Thead(head), html.Tbody(rows)], className="table"), className="wide")


def who(found: Preview) -> list[Any]:
    if not found.who:
        return []
    moved = html.Ul([html.Li(mover(one), **{"data-moved": str(one.person.id)}) for one in found.who])
    return [html.H3(_("Who moves furthest")), moved]


def mover(one: Moved) -> str:
    return " · ".join([*name_of(one.person), f"{words(LEVELS, one.was)} → {words(LEVELS, one.now)}"])
