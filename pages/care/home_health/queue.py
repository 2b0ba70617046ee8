"""The health centre's queue as it is drawn: what waits, the gravest first, each with its temperatures; and the line lists."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext as _
from flask_babel import ngettext

from cockpit.access import Actor
from cockpit.home_health import LINES, OUTCOMES, Line, Only, Queue
from pages.care.home_health import one as detail
from pages.care.home_health.curve import curve
from pages.care.home_health.homes import filters
from pages.care.home_health.words import (
    SHAPES,
    WHOLE,
    chips,
    day_of,
    due,
    more,
    name_of,
    slots,
    task_words,
    unseen,
    where,
)
from pages.parts import empty, loading, shape, words


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    left = [
        html.Header([html.H1(_("Health queue"))], className="headed"),
        filters("queue", by, asked, LINES),
        html.Div(loading(), id="care-queue-head", **{"aria-live": "polite"}),
        html.Div(
            loading(), id="care-queue-list", className="list", role="listbox", **{"aria-label": _("Health queue")}
        ),
    ]
    return html.Div(
        [dcc.Store(id="care-queue-tick"), html.Section(left, className="column"), detail.place(by, asked)],
        id="care-queue",
        className="page two care-desk",
    )


def options(found: Queue) -> list[dict[str, str]]:
    """All is what waits here."""
    own = chips(found.counts, LINES)
    own[0] = {"value": WHOLE, "label": f"{_('Waiting')} {found.counts[Only.ALL]:,}"}
    return own


def head(found: Queue) -> html.P:
    waiting = found.counts[Only.ALL]
    late = ngettext("%(num)d overdue", "%(num)d overdue", found.overdue)
    parts: list[Any] = [html.B([shape("act"), " ", late], className="late")] if found.overdue else []
    parts.append(html.Span(ngettext("%(num)d person waits", "%(num)d people wait", waiting)))
    return html.P([piece for part in parts for piece in (part, " · ")][:-1], className="visits-head")


def rows(found: Queue, names: dict[str, str], only: Only) -> list[Any]:
    if not found.lines:
        return [empty(_("Nobody waits for the health centre.") if only is Only.ALL else _("Nobody is on this list."))]
    return [*(row(one, found, names) for one in found.lines), *more(found.total - len(found.lines))]


def row(one: Line, found: Queue, names: dict[str, str]) -> html.Div:
    home, task = one.home, one.task
    gravity = task.gravity if task else home.worst
    what = [
        html.B(f"{name_of(home.person)} · {day_of(home.day, home.episode.days)}"),
        html.Small(where(home.person, names)),
        html.Small([task_words(task), " · ", due(task, found.at)] if task else slots(home)),
        *unseen(home, found.at),
    ]
    side = [curve(one.heat, found.fever), html.Small(words(OUTCOMES, gravity))]
    return html.Div(
        [shape(SHAPES[gravity]), html.Span(what, className="what"), html.Span(side, className="side")],
        className="item overdue" if task and task.overdue(found.at) else "item",
        role="option",
        tabIndex=0,
        **{"data-home": str(home.episode.id), "data-key": f"line-{home.episode.id}", "data-gravity": gravity.value},
    )
