"""The risk map as it is drawn: a map that is gone down into, days that are gone back over, each colour with its reasons,
risk points and weak points."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from flask_babel import format_date, gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.areas import parent_codes
from cockpit.risk_map import DAYS, AreaRisk, Level, RiskMap
from pages.map import frame
from pages.parts import empty, loading
from pages.screening.risk_map_words import (
    COUNTS,
    MEANS,
    SHARE_NAMES,
    browser_words,
    chip,
    reason_words,
    rule_words,
)

NAME = "screening-riskmap"
Names = Mapping[str, str]


def section(by: Actor, asked: Mapping[str, str]) -> html.Div:
    """`day` and `area` of the address bar are what is looked at first."""
    first = {"day": asked.get("day", ""), "area": asked.get("area", "")}
    head = [html.H1(_("Risk map")), html.Button(_("Print"), type="button", className="quiet", **{"data-print": "yes"})]
    left = [
        html.Header(head, className="headed"),
        days(),
        html.Div(frame(NAME, [], padding="30,30,30,30"), className="risk-ground"),
        html.Ol(legend(), id=f"{NAME}-legend", className="risk-legend", **{"aria-label": _("What the colours mean")}),
    ]
    right = [
        html.Div(loading(), id=f"{NAME}-side", **{"aria-live": "polite"}),
        html.Div(id=f"{NAME}-lists"),
    ]
    return html.Div(
        [
            dcc.Store(id=f"{NAME}-asked", data=first),
            dcc.Store(id=f"{NAME}-tick"),
            dcc.Store(id=f"{NAME}-levels"),
            html.Section(left, className="column"),
            html.Section(right, className="column"),
        ],
        id=NAME,
        className="page two risk-page",
    )


def days() -> html.Div:
    """The last is today; left and right arrow go back and forth. Dash draws no plain slider: the browser's side puts it in."""
    label: dict[str, Any] = {"aria-label": _("Day")}
    slide = html.Div(id=f"{NAME}-slide", className="slide", **{"data-most": str(DAYS - 1), "data-label": _("Day")})
    back, on = (
        html.Button(mark, type="button", className="quiet", title=says, **{"data-by": by, "aria-label": says})
        for mark, says, by in (
            ("‹", _("The day before (left arrow)"), "-1"),
            ("›", _("The day after (right arrow)"), "1"),
        )
    )
    return html.Div([back, slide, on, html.Output(id=f"{NAME}-day")], className="risk-days", role="group", **label)


def legend() -> list[html.Li]:
    lines = [html.Li([chip(level), html.Small(gettext(MEANS[level]))]) for level in reversed(Level)]
    return [*lines, html.Li([chip(None), html.Small(_("nobody lives there"))])]


def levels(seen: RiskMap) -> dict[str, Any]:
    """What the browser draws: area -> level, the days of the slider and their names."""
    return {
        "area": seen.area,
        "day": seen.day.isoformat(),
        "today": seen.today.isoformat(),
        "days": [[one.isoformat(), day_words(one)] for one in seen.days],
        "levels": {code: level if level is None else level.value for code, level in seen.levels.items()},
        "words": browser_words(),
    }


def day_words(day: date) -> str:
    return str(format_date(day, "M-d EEE"))


# One area


def side(seen: RiskMap, names: Names, by: Actor) -> list[Any]:
    if seen.whole is None or seen.rule is None:
        nothing = empty(_("Nothing was kept of this day: the cockpit was not there yet, or had no rule for it."))
        return [html.Div([html.H2(path(seen, names, by)), nothing], className="panel pad")]
    return [
        html.Div(explained(seen, seen.whole, names, by), className="panel pad", **{"data-shown-area": seen.area}),
        html.Div(inside(seen, names), className="panel pad") if seen.parts else None,
    ]


def path(seen: RiskMap, names: Names, by: Actor) -> list[Any]:
    """From one's own area down to the one that is shown; each leads back to itself."""
    steps = [code for code in parent_codes(seen.area) if code.startswith(by.area)]
    found: list[Any] = []
    for code in steps:
        here = code == seen.area
        found += [" › "] if found else []
        found.append(html.Span(names.get(code, code)) if here else way(code, names.get(code, code)))
    return found


def way(code: str, says: Any) -> html.Button:
    return html.Button(says, type="button", className="quiet way", **{"data-riskarea": code})


def explained(seen: RiskMap, one: AreaRisk, names: Names, by: Actor) -> list[Any]:
    assert seen.rule
    told = [reason_words(each, names, seen.rule) for each in one.colour.reasons]
    if not told:
        told = [_("Nothing that is counted reaches a colour")] if one.colour.level == Level.GREEN else []
    if one.colour.level is None:
        told = [_("Nobody lives there")]
    if seen.bare and one.colour.level and len(told) < len(one.colour.reasons) + 1:
        told.append(_("Small numbers are hidden, and what they add to the colour with them"))
    return [
        html.H2(path(seen, names, by)),
        html.P([chip(one.colour.level), html.Small(f" {day_words(seen.day)}")], className="risk-of"),
        html.Ul([html.Li(each) for each in told], className="reasons"),
        html.Dl(counts(one), className="facts"),
        html.Details([html.Summary(_("The rule of that day")), html.Ul(rule_words(seen.rule), className="rule-words")]),
        html.P(html.A(_("Take out as a file"), href=file_address(seen), className="button", download=""), className="no-print"),
    ]  # fmt: skip


def counts(one: AreaRisk) -> list[Any]:
    numbers = [(gettext(says), str(one.counts[name]), name) for name, says in COUNTS.items()]
    shares = [
        (gettext(says), "–" if one.shares[what] is None else f"{one.shares[what]} %", what)
        for what, says in SHARE_NAMES.items()
    ]
    rows = [(html.Dt(says), html.Dd(value, **{"data-count": str(name)})) for says, value, name in (*numbers, *shares)]
    return [cell for row in rows for cell in row]


def file_address(seen: RiskMap) -> str:
    return f"/reports/risk-map.csv?{urlencode({'area': seen.area, 'day': seen.day.isoformat()})}"


def inside(seen: RiskMap, names: Names) -> list[Any]:
    """The areas of the next level, the worst first."""
    ordered = sorted(seen.parts, key=lambda one: (-(-1 if one.colour.level is None else one.colour.level), one.area))
    return [html.H2(_("Inside")), html.Ol([line(one, names, seen) for one in ordered], className="risk-list")]


# Points


def lists(seen: RiskMap, names: Names) -> list[Any]:
    if seen.whole is None:
        return []
    no_risk = _("No area here is anything but green.")
    no_gap = _("Of each area here enough is known.")
    return [
        points("points", _("Risk points"), seen.points, no_risk, names, seen),
        points("weak", _("Weak points: too little is known, or too few visits made"), seen.weak, no_gap, names, seen),
    ]


def points(
    name: str, title: str, found: Sequence[AreaRisk], nothing: str, names: Names, seen: RiskMap
) -> html.Div:  # fmt: skip
    rows = html.Ol([line(one, names, seen, weak=name == "weak") for one in found], className="risk-list")
    return html.Div([html.H2(title), rows if found else empty(nothing)], className="panel pad", **{"data-list": name})


def line(one: AreaRisk, names: Names, seen: RiskMap, *, weak: bool = False) -> html.Li:
    """With what weighs most there, or is known least."""
    assert seen.rule
    reasons = one.colour.thin if weak else one.colour.reasons
    says = _("; ").join(reason_words(each, names, seen.rule) for each in reasons[: 3 if weak else 1])
    above = names.get(one.area[:9], "") if len(one.area) > 9 and len(seen.area) < 9 else ""
    where = " · ".join(each for each in (above, names.get(one.area, one.area)) if each)
    return html.Li([chip(one.colour.level), way(one.area, where), html.Small(says)], **{"data-area": one.area})
