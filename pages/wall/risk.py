"""The risk map on the wall: every community in its colour, how many have which, and the worst five with what weighs most."""

from collections.abc import Mapping
from typing import Any

from dash import html
from flask_babel import gettext as _

from cockpit.risk_map import AreaRisk, Level, RiskMap
from pages.screening.risk_map_words import browser_words, reason_words

WORST = 5
COMMUNITY = 12  # digits of its code


def risk_view() -> list[Any]:
    """The map at the left, drawn by the browser from the outlines that it has; the legend counts communities."""
    right = [
        html.H2(_("Communities by colour")),
        html.Ol(id="wall-risk-legend", className="wall-risk-legend"),
        html.H2(_("The worst five")),
        html.Ol(id="wall-risk-worst", className="wall-risk-worst"),
    ]
    label: dict[str, Any] = {"role": "img", "aria-label": _("Risk map")}
    return [
        html.Div(id="wall-risk-map", className="wall-risk-map", **label),
        html.Section(right, className="wall-risk-side"),
    ]


def risk_words(seen: RiskMap, names: Mapping[str, str]) -> dict[str, Any]:
    """`levels`: area -> 0 green to 4 red, of streets and communities; `worst`: [level, where, what weighs most]."""
    levels = {code: None if level is None else level.value for code, level in seen.levels.items() if len(code) > 6}
    counts = [sum(one == level and len(code) == COMMUNITY for code, one in levels.items()) for level in Level]
    worst = [[one.area, one.colour.level, _where(one, names), _says(one, seen, names)] for one in seen.points[:WORST]]
    return {
        "levels": levels,
        "counts": counts,
        "worst": worst,
        "quiet": _("Every community is green."),
        **browser_words(),
    }


def _where(one: AreaRisk, names: Mapping[str, str]) -> str:
    return f"{names.get(one.area[:9], '')} · {names.get(one.area, one.area)}"


def _says(one: AreaRisk, seen: RiskMap, names: Mapping[str, str]) -> str:
    """In one sentence, of what may be said."""
    return next((reason_words(each, names, seen.rule) for each in one.colour.reasons if seen.rule), "")
