"""Who is at home today, as it is drawn: what is wrong first, lists as chips, and each door with what its reports call for."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _
from flask_babel import ngettext

from cockpit.access import Actor
from cockpit.areas import Area
from cockpit.home_health import OUTCOMES, Board, Home, Only, Outcome, TaskKind, TaskState
from pages.care.home_health import one as detail
from pages.care.home_health.words import (
    SHAPES,
    WHOLE,
    chips,
    day_of,
    due,
    more,
    name_of,
    only_of,
    slots,
    task_words,
    unseen,
    where,
)
from pages.parts import empty, field, loading, shape, words

LISTS = (
    Only.ALL, Only.SILENT, Only.KNOCKS, Only.NEEDS, Only.SYMPTOMATIC, Only.NON_REPORTING, Only.ASYMPTOMATIC, Only.REVIEW, Only.UNSEEN,
)  # fmt: skip


def title(by: Actor) -> str:
    return _("My doors today") if by.role == "community" else _("At home today")


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    """`only`, `area` and `home` of the address bar are the list, the street and who is open."""
    left = [
        html.Header([html.H1(title(by))], className="headed"),
        filters("homes", by, asked, LISTS),
        html.Div(loading(), id="care-homes-head", **{"aria-live": "polite"}),
        html.Div(loading(), id="care-homes-list", className="list", role="listbox", **{"aria-label": title(by)}),
    ]
    return html.Div(
        [dcc.Store(id="care-homes-tick"), html.Section(left, className="column"), detail.place(by, asked)],
        id="care-homes",
        className="page two care-desk",
    )


def filters(name: str, by: Actor, asked: dict[str, str], lists: tuple[Only, ...]) -> html.Div:
    """The lists of a section, and the streets for whoever sees several."""
    only = only_of(asked.get("only"))
    first = (only if only in lists else Only.ALL).value or WHOLE
    start = chips(dict.fromkeys(lists, 0), lists)
    streets = dcc.RadioItems([], asked.get("area", WHOLE), id=f"care-{name}-area", className="chips", inline=True)
    return html.Div(
        [
            field(_("List"), dcc.RadioItems(start, first, id=f"care-{name}-only", className="chips", inline=True)),
            html.Div(field(_("Street"), streets), hidden=len(by.area) != len("330103")),
        ],
        className="panel form care-filters",
    )


def streets(areas: Sequence[Area]) -> list[dict[str, str]]:
    return [{"value": WHOLE, "label": _("All")}, *({"value": one.code, "label": one.name} for one in areas)]


def head(found: Board) -> html.P:
    """What is wrong comes first."""
    wrong = [
        (found.overdue, ngettext("%(num)d task overdue", "%(num)d tasks overdue", found.overdue)),
        (found.counts[Only.UNSEEN], ngettext("%(num)d person nobody greeted for 24 hours", "%(num)d people nobody greeted for 24 hours", found.counts[Only.UNSEEN])),
    ]  # fmt: skip
    total = found.counts[Only.ALL]
    parts: list[Any] = [html.B([shape("act"), " ", says], className="late") for count, says in wrong if count]
    parts += [
        html.Span(_("%(reported)s of %(total)s people reported today", reported=found.reported, total=total)),
        html.Span(_("%(silent)s missed a report", silent=found.counts[Only.SILENT])),
    ]
    none = not found.counts[Only.UNSEEN]
    quiet = [html.Small([shape("done"), " ", _("nobody is unseen")])] if none and total else []
    pieces = [piece for part in [*parts, *quiet] for piece in (part, " · ")]
    return html.P(pieces[:-1], className="visits-head", **{"data-unseen-count": str(found.counts[Only.UNSEEN])})


def rows(found: Board, names: dict[str, str]) -> list[Any]:
    if not found.homes:
        total = found.counts[Only.ALL]
        return [empty(_("Nobody is on this list.") if total else _("Nobody stays apart at home here today."))]
    return [*(row(one, found, names) for one in found.homes), *more(found.total - len(found.homes))]


def row(one: Home, found: Board, names: dict[str, str]) -> html.Div:
    quiet = one.gravity is Outcome.NONE
    state = (
        "act" if quiet and (one.silent or one.unseen) else "plan" if quiet and not one.reports else SHAPES[one.gravity]
    )
    what = [
        html.B(f"{name_of(one.person)} · {day_of(one.day, one.episode.days)}"),
        html.Small(where(one.person, names)),
        html.Small(slots(one)),
        *unseen(one, found.at),
    ]
    side = [html.Span(words(OUTCOMES, one.worst))] if one.reports else []
    side += [html.Small([task_words(task), " · ", due(task, found.at)]) for task in one.tasks[:2]] or knocked(one)
    late = any(task.overdue(found.at) for task in one.tasks)
    return html.Div(
        [shape(state), html.Span(what, className="what"), html.Span(side, className="side")],
        className="item overdue" if late else "item",
        role="option",
        tabIndex=0,
        **{"data-home": str(one.episode.id), "data-key": f"home-{one.episode.id}", "data-gravity": one.gravity.value},
    )


def knocked(one: Home) -> list[Any]:
    done = [task for task in one.knocked if task.kind is TaskKind.KNOCK and task.state is TaskState.DONE]
    return [html.Small(_("knocked"))] if done else []
