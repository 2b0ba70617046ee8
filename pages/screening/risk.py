"""Risk as it is drawn: how many at each level and where, the people of the highest level first with what each rests on,
the rule in words, and how often it erred."""

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.screening.risk import AtRisk, Erred, Level, RiskSeen
from cockpit.small_cells import Cell
from cockpit.texts import N_
from pages.parts import empty, loading, words
from pages.screening import risk_publish
from pages.screening.case import name_of, where
from pages.screening.risk_words import LEVELS, level_mark, part_words, rule_words

SHOWN = (Level.HIGH, Level.MEDIUM, Level.LOW)
NAMES = {level.name.lower(): level for level in Level}
REASONS = 5  # of one person; the rest is counted
STOOD: dict[Level | None, str] = {**LEVELS, Level.NONE: N_("Listed, at no level"), None: N_("Listed by nobody")}


def section(by: Actor, _asked: dict[str, str]) -> html.Div:
    drafts = by.may("draft_risk")
    left = [
        html.Header([html.H1(_("Risk"))], className="headed"),
        html.Div(loading(), id="screening-risk-left", **{"aria-live": "polite"}),
    ]
    right = [
        *(risk_publish.frame(by) if drafts else []),
        html.Div(loading(), id="screening-risk-rule"),
        *([html.Div(id="screening-risk-form")] if drafts else []),
        *([dcc.Loading(html.Div(id="screening-risk-preview", **{"aria-live": "polite"}))] if drafts else []),
        *([html.Div(id="screening-risk-before")] if drafts else []),
    ]
    return html.Div(
        [
            dcc.Store(id="screening-risk-tick"),
            dcc.Store(id="screening-risk-asked"),
            html.Section(left, className="column"),
            html.Section(right, className="column"),
        ],
        id="screening-risk",
        className="page two",
    )


def address(area: str, level: Level | None) -> str:
    asked = {"area": area} | ({"level": level.name.lower()} if level is not None else {})
    return f"/screening?{urlencode({'show': 'risk'} | asked)}"


def left(seen: RiskSeen, level: Level | None, names: dict[str, str], by: Actor) -> list[Any]:
    """`names` are those of areas."""
    people = [html.Div(at_risk(seen, level, names), className="panel pad")] if by.may("see_screening") else []
    return [html.Div(counted(seen, level, names, by), className="panel pad"), *people]


def right(seen: RiskSeen) -> list[Any]:
    return [
        html.Div([html.H2(_("The rule of today")), *rule_words(seen.rule)], className="panel pad"),
        html.Div(erred(seen), className="panel pad"),
    ]


# Counts


def counted(seen: RiskSeen, level: Level | None, names: dict[str, str], by: Actor) -> list[Any]:
    areas = sorted({code for cells in seen.counts.values() for code in cells} | {by.area})
    head = [html.Th(_("Area")), *(html.Th(words(LEVELS, one)) for one in SHOWN)]
    head += [html.Th(_("Visits a day"))] if seen.visits else []
    rows = [html.Tr(row(code, seen, level, names)) for code in areas]
    table = html.Table([html.Thead(html.Tr(head)), html.Tbody(rows)], className="table")
    return [html.H2(_("People by level")), html.Div(table, className="wide")]


def row(code: str, seen: RiskSeen, level: Level | None, names: dict[str, str]) -> list[Any]:
    numbers = [html.Td(number(code, one, seen, level), className="figure-cell") for one in SHOWN]
    visits = [html.Td(f"{seen.visits.get(code, 0):g}", className="figure-cell")] if seen.visits else []
    return [html.Th(names.get(code, code), scope="row"), *numbers, *visits]


def number(code: str, one: Level, seen: RiskSeen, level: Level | None) -> Any:
    """A way to those people, for whoever sees any."""
    cell = seen.counts[one].get(code, Cell(0))
    if not seen.visits or not cell.value:
        return str(cell)
    here = "here" if (code, one) == (seen.area, level) else ""
    return html.Span(dcc.Link(str(cell), href=address(code, one), className=here), **{"data-level": one.name.lower()})


# People


def at_risk(seen: RiskSeen, level: Level | None, names: dict[str, str]) -> list[Any]:
    told = " · ".join([names.get(seen.area, ""), words(LEVELS, level) if level is not None else _("the highest first")])
    head = html.H2([_("People, each with what it rests on"), html.Small(f" {told}")])
    every = [dcc.Link(_("Show all"), href="/screening?show=risk")] if level is not None else []
    nobody = empty(_("Nobody here stands at this level. Levels are reckoned anew after each round of screening."))
    found = html.Ul([person(one, seen, names) for one in seen.people], className="contacts")
    return [head, *every, found if seen.people else nobody]


def person(one: AtRisk, seen: RiskSeen, names: dict[str, str]) -> html.Li:
    parts, more = one.stands.parts[:REASONS], len(one.stands.parts) - REASONS
    reasons = [html.Li(part_words(part, seen)) for part in parts]
    reasons += [html.Li(_("and %(count)s more", count=more))] if more > 0 else []
    score = _("%(score)s %%, by version %(number)s", score=round(100 * one.stands.score), number=one.stands.policy)
    title = [level_mark(one.stands.level), html.B(" · ".join(name_of(one.person)))]
    return html.Li(
        [
            html.P([*title, html.Small(where(one.person, names)), html.Small(score)]),
            html.Ul(reasons, className="reasons"),
        ],
        **{"data-risk": str(one.person.id), "data-level": one.stands.level.name.lower()},
    )


# Errors


def erred(seen: RiskSeen) -> list[Any]:
    head = html.Tr([html.Th(_("Stood at")), html.Th(_("People")), html.Th(_("Fell ill")), html.Th(_("Share"))])
    rows = [html.Tr(outcome(one), **{"data-stood": one.stood.name.lower() if one.stood is not None else "nobody"}) for one in seen.erred]  # fmt: skip
    says = _(
        "Whoever became a case counts by how they stood when it was reported, all others by how they stood last. What was "
        "taken away after its time is not counted."
    )
    table = html.Table([html.Thead(head), html.Tbody(rows)], className="table")
    return [html.H2(_("How often the rule erred")), html.Div(table, className="wide"), html.P(says, className="hint")]


def outcome(one: Erred) -> list[Any]:
    exact = one.contacts.exact and one.ill.exact and one.contacts.value and one.stood is not None
    share = f"{100 * (one.ill.value or 0) / one.contacts.value:.0f} %" if exact and one.contacts.value else "–"
    return [
        html.Th(gettext(STOOD[one.stood]), scope="row"),
        *(html.Td(text, className="figure-cell") for text in (str(one.contacts), str(one.ill), share)),
    ]
