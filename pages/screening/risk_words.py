"""The words of risk: levels, the one sentence that explains each part of an assessment, and the rule as one reads it."""

from typing import Any

from dash import html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.policy import Policy
from cockpit.screening.risk import Level, Part, PartKind, RiskSeen
from cockpit.texts import N_
from pages.parts import shape, words
from pages.screening.words import explained, short

LEVELS = {
    Level.HIGH: N_("High risk"),
    Level.MEDIUM: N_("Medium risk"),
    Level.LOW: N_("Low risk"),
    Level.NONE: N_("No level"),
}
SHAPES = {Level.HIGH: "act", Level.MEDIUM: "watch", Level.LOW: "hand", Level.NONE: "plan"}
REPORTED = {
    PartKind.SYMPTOM: N_("Reported symptoms on {day}"),
    PartKind.VISIT: N_("Went to a fever clinic on {day}"),
    PartKind.PURCHASE: N_("Bought a watched drug on {day}"),
    PartKind.STAY: N_("Was in a key region until {day}"),
    PartKind.AGE: N_("Of an age at which the illness takes hold more easily"),
}


def level_mark(level: Level) -> html.Span:
    """In a shape and words."""
    return html.Span(
        [shape(SHAPES[level]), f" {words(LEVELS, level)}"], className=f"risk-level risk-{level.name.lower()}"
    )


def part_words(one: Part, seen: RiskSeen) -> str:
    """One plain sentence, with how much of the whole it is."""
    return _("%(sentence)s (%(share)s %%)", sentence=_sentence(one, seen), share=round(100 * one.share))


def _sentence(one: Part, seen: RiskSeen) -> str:
    if one.exposure and one.exposure.case in seen.cases:
        return explained(one.exposure, seen)
    if one.exposure:
        return _("Met a case that lies outside your area")
    return words(REPORTED, one.kind).format(day=short(one.on) if one.on else "")


def rule_words(rule: Policy) -> list[Any]:
    """What raises the risk, and by how much."""
    sentences = [html.Li(one) for one in (*_of_meetings(rule.body), *_of_all_else(rule.body))]
    told = f"{gettext(rule.source)} · {_('version %(number)s', number=rule.id)}"
    return [html.Ul(sentences, className="rule-words"), html.P(told, className="hint")]


def _of_meetings(body: dict[str, Any]) -> list[str]:
    places = {"sealed": _number(body["vehicles"]["sealed"]), "place": _number(body["places"]["any"])}
    return [
        _(
            "Who meets a case is most at risk %(peak)s days before its onset; that is half %(rise)s days earlier and "
            "%(fall)s days later, and counts from %(before)s days before to %(after)s days after.",
            **_numbers(body["course"]),
        ),
        _(
            "The longer they are together on a day the more: %(minutes)s minutes make two thirds of what a day can do.",
            minutes=_number(body["minutes"]),
        ),
        _(
            "A whole day of the worst: %(household)s where they live together, %(care)s in care, %(meal)s at table, "
            "%(workplace)s at work, %(sealed)s in a sealed train, %(place)s in a place.",
            **_numbers(body["settings"]) | places,
        ),
    ]


def _of_all_else(body: dict[str, Any]) -> list[str]:
    adds = {name: _number(body["additions"][name]["any"]) for name in ("symptom", "visit", "purchase")}
    old, more = _number(body["vulnerable"]["age"]), round(100 * body["vulnerable"]["more"])
    return [
        _(
            "A key region adds %(stay)s, symptoms %(symptom)s, a fever clinic %(visit)s, a watched drug %(purchase)s; each "
            "fades by half in %(fades)s days.",
            **adds, stay=_number(body["additions"]["stay"]["high"]), fades=_number(body["fades"]),
        ),
        _(
            "From the age of %(age)s on, meetings count %(more)s %% more. What is over for %(lasts)s days counts no more.",
            age=old, more=more, lasts=_number(body["lasts"]),
        ),
        _(
            "High from %(high)s on, medium from %(medium)s, low from %(low)s: the chance that one of them infected somebody.",
            **_numbers(body["levels"]),
        ),
    ]  # fmt: skip


def _numbers(table: dict[str, Any]) -> dict[str, str]:
    return {name: _number(value) for name, value in table.items() if isinstance(value, int | float)}


def _number(value: float) -> str:
    return f"{value:g}"
