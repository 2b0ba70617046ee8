"""The words of the risk map: the five colours, each with a shape beside it, and the sentences that explain one."""

from collections.abc import Mapping
from typing import Any

from dash import html
from flask_babel import format_decimal, gettext
from flask_babel import gettext as _

from cockpit.policy import Policy
from cockpit.risk_map import HAPPENED, RESIDENTS, Level, Reason, What
from cockpit.texts import N_
from pages.parts import source_words, words

COLOURS = {
    Level.GREEN: N_("Green"),
    Level.BLUE: N_("Blue"),
    Level.YELLOW: N_("Yellow"),
    Level.ORANGE: N_("Orange"),
    Level.RED: N_("Red"),
}
MEANS = {
    Level.GREEN: N_("low risk"),
    Level.BLUE: N_("lesser risk, or too little known"),
    Level.YELLOW: N_("medium risk"),
    Level.ORANGE: N_("raised risk"),
    Level.RED: N_("high risk"),
}
GLYPHS = {Level.GREEN: "○", Level.BLUE: "●", Level.YELLOW: "◇", Level.ORANGE: "◆", Level.RED: "▲"}
NO_GLYPH = "–"
COUNTS = {
    RESIDENTS: N_("Residents"),
    What.CASES: N_("Cases"),
    What.WAITING: N_("Close contacts among others"),
    What.APART: N_("Close contacts apart"),
    What.RETURNEES: N_("Returnees from key regions among others"),
    What.CROWDS: N_("Crowds"),
}
SHARE_NAMES = {
    What.FILLED: N_("Fields of the inventory that are filled"),
    What.FRESH: N_("Parts of the inventory that are fresh"),
    What.MADE: N_("Visits made of those planned"),
}


def named(level: Level | None) -> str:
    return _("No colour") if level is None else gettext(COLOURS[level])


def glyph(level: Level | None) -> str:
    return NO_GLYPH if level is None else GLYPHS[level]


def chip(level: Level | None) -> html.Span:
    """A colour that is read without colours."""
    number = "none" if level is None else str(level.value)
    return html.Span(f"{glyph(level)} {named(level)}", className=f"risk-chip risk-{number}", **{"data-level": number})


def browser_words() -> dict[str, Any]:
    """What the maps write: of each colour from green to red its shape with its name, and of none."""
    labels = [f"{glyph(level)} {named(level)}" for level in Level]
    return {"labels": labels, "means": [gettext(MEANS[level]) for level in Level], "none": _("nobody lives there")}


def reason_words(one: Reason, names: Mapping[str, str], rule: Policy) -> str:
    """One sentence; what the reader may not be told is left out of it."""
    if one.what is What.INSIDE:
        return _inside(one, names)
    if one.what is What.TOGETHER:
        return _together(one, rule)
    if one.what in SHARE_NAMES:
        return _("%(what)s: %(number)s %%, less than %(least)s %%", what=words(SHARE_NAMES, one.what), number=number(one.number), least=number(one.least))  # fmt: skip
    told = {"what": _days(one.what, rule), "number": number(one.number), "least": number(one.least)}
    return _("%(what)s: %(number)s; from %(least)s on it is %(colour)s", **told, colour=named(one.level))


def _inside(one: Reason, names: Mapping[str, str]) -> str:
    worse = named(Level(min(Level.RED, int(one.number or one.level))))
    where = names.get(one.area) or _("an area in it")
    return _("%(where)s is %(worse)s: what it lies in is %(colour)s at least", where=where, worse=worse, colour=named(one.level))  # fmt: skip


def _together(one: Reason, rule: Policy) -> str:
    told = {"least": number(one.least), "per": number(rule.body["per"]), "colour": named(one.level)}
    if one.number is None:
        return _("All together, per %(per)s residents, reaches %(colour)s", per=told["per"], colour=told["colour"])
    return _("All together %(number)s points per %(per)s residents; from %(least)s on it is %(colour)s", number=number(one.number), **told)  # fmt: skip


def _days(what: What, rule: Policy) -> str:
    if what is What.CASES:
        return _("Cases of the last %(days)s days", days=rule.body["days"])
    return words(COUNTS, what)


def number(value: float | None) -> str:
    return "–" if value is None else format_decimal(round(value, 1))


def rule_words(rule: Policy) -> list[html.Li]:
    """The rule, a sentence each part."""
    body, colon = rule.body, _(": ")
    weights = _(", ").join(f"{words(COUNTS, what)} {number(body['weights'].get(what, 0))}" for what in HAPPENED)
    shares = _(", ").join(f"{words(SHARE_NAMES, What(name))} {share} %" for name, share in body["shares"].items())
    alone = [_thresholds(_days(What(name), rule), each) for name, each in body["counts"].items()]
    together = _("All together, in points per %(per)s residents", per=number(body["per"]))
    said = [
        _("A case counts for %(days)s days from the onset; visits of the last %(visits)s days", days=body["days"], visits=body["visit_days"]),
        *alone,
        _thresholds(together, body["points"]),
        _("Points of one") + colon + weights,
        _("Never green below") + colon + shares,
        _("An area is at most %(steps)s step better than the worst that lies in it", steps=body["steps"]),
        source_words(rule),
    ]  # fmt: skip
    return [html.Li(one) for one in said]


def _thresholds(what: str, body: Mapping[str, float]) -> str:
    each = _(", ").join(
        _("from %(least)s on %(colour)s", least=number(least), colour=named(Level[name.upper()]))
        for name, least in body.items()
    )
    return what + _(": ") + each
