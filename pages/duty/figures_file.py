"""Desk figures as rows of a file: plain numbers, of each rate its part and its whole, of each interval its seconds."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.desk_figures import INTERVALS as KNOWN
from cockpit.desk_figures import RATES, DeskFigures, Shown, Spans, TeamFigures
from cockpit.teams import ROLE_NAMES, TeamRole
from pages.duty.figures import HEADS, INTERVALS, KEYS, STEPS
from pages.parts import KINDS, words

Rows = tuple[list[str], list[list[str]]]


def rows_of(found: Shown, by: str, names: dict[Any, str]) -> Rows:
    """Heads and cells. All of it comes first, then what the page shows below."""
    if by == "team":
        return heads_of_teams(), [cells_of_team(one, names) for one in found.teams]
    heads = [gettext(KEYS[by]), _("Received")]
    heads += [
        head for name in RATES for head in (gettext(HEADS[name]), _("{name}, of").format(name=gettext(HEADS[name])))
    ]
    heads += [head for name in KNOWN for head in spans_heads(gettext(INTERVALS[name]))]
    whole = [_("All of it"), *cells(found.whole)]
    return heads, [whole, *([name_of(key, by, names), *cells(one)] for key, one in found.rows)]


def name_of(key: Any, by: str, names: dict[Any, str]) -> str:
    if by == "street":
        return names.get(key, str(key))
    return words(KINDS, key) if by == "kind" else f"{key:02d}:00"


def cells(one: DeskFigures) -> list[str]:
    rates = [str(number) for name in RATES for number in (one.rates[name].part, one.rates[name].whole)]
    return [str(one.received), *rates, *(cell for name in KNOWN for cell in spans_cells(one.intervals[name]))]


def spans_heads(name: str) -> list[str]:
    return [text.format(name=name) for text in (_("{name}: how many"), _("{name}: p50, s"), _("{name}: p90, s"))]


def spans_cells(one: Spans) -> list[str]:
    """Whole seconds; nothing of nothing."""
    return [str(one.count), *("" if seconds is None else str(round(seconds)) for seconds in (one.p50, one.p90))]


def heads_of_teams() -> list[str]:
    fixed = [_("Team"), _("Role"), _("Sent"), _("Declined"), _("No answer")]
    return [*fixed, *(head for name in STEPS.values() for head in spans_heads(gettext(name)))]


def cells_of_team(one: TeamFigures, names: dict[Any, str]) -> list[str]:
    counts: Sequence[int] = (one.sent, one.declined, one.timed_out)
    fixed = [names.get(one.team_id, str(one.team_id)), words(ROLE_NAMES, TeamRole(one.role)), *map(str, counts)]
    return [*fixed, *(cell for name in STEPS for cell in spans_cells(one.steps[name]))]
