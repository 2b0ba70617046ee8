"""The section of needs: how many, the list by what is late and then by building, the form, and what is likely tomorrow."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.needs import LONGEST, NEEDS, SAID, STATES, UNDONE, ListedNeed, NeedKind, NeedList, Show, State
from cockpit.texts import N_
from pages.care.needs.words import SHAPES
from pages.parts import day_time, empty, field, kept, loading, shape, words

ALL = "all"
STORES = ("tick", "beat", "said", "done", "entered", "opening")
SHOWN = {
    Show.OPEN: N_("Nobody has it"),
    Show.IN_HAND: N_("Being seen to"),
    Show.BROUGHT: N_("Brought"),
    Show.ENDED: N_("Not brought"),
    Show.ALL: N_("All"),
}


def section(by: Actor, asked: dict[str, str]) -> html.Div:
    """`state`, `kind` and `need` of the address bar are the first filters and the first that is opened."""
    chosen, may = asked.get("need", ""), by.may("keep_needs")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 16 else None
    right = [
        *([entering(by)] if may else []),
        html.Div(nothing(), id="care-needs-one", **{"aria-live": "polite"}),
        tomorrow(),
    ]
    return html.Div(
        [
            dcc.Store(id="care-needs-chosen", data=number),
            *(dcc.Store(id=f"care-needs-{name}") for name in STORES),
            html.Section(left(asked, may), className="column"),
            html.Section(right, id="care-needs-side", className="column"),
        ],
        id="care-needs",
        className="page two",
    )


def left(asked: dict[str, str], may: bool) -> list[Any]:
    new = html.Button(
        [_("Write a need down"), html.Kbd("N")], id="care-needs-new", type="button", className="quiet strong", hidden=not may
    )  # fmt: skip
    paper = html.A(_("Shopping list"), href="/reports/needs", target="_blank", className="quiet strong")
    return [
        html.Header([html.H1(_("Needs")), html.Span([paper, new])], className="headed"),
        html.Div(loading(), id="care-needs-head", className="panel pad"),
        filters(asked),
        html.Div(
            loading(), id="care-needs-list", className="list", role="listbox", **{"aria-label": _("Needs")}
        ),
    ]  # fmt: skip


def filters(asked: dict[str, str]) -> html.Div:
    state, kind = asked.get("state", ""), asked.get("kind", "")
    states = [{"value": one.value, "label": gettext(says)} for one, says in SHOWN.items()]
    kinds = [{"value": ALL, "label": _("All")}, *({"value": one.value, "label": gettext(says)} for one, says in NEEDS.items())]  # fmt: skip
    chips = dcc.RadioItems(
        states, state if state in set(Show) else Show.OPEN.value, id="care-needs-state", className="chips", inline=True
    )
    sorts = dcc.RadioItems(
        kinds, kind if kind in set(NeedKind) else ALL, id="care-needs-kind", className="chips", inline=True
    )
    return html.Div([field(_("State"), chips), field(_("Which needs"), sorts)], className="panel form")


def entering(by: Actor) -> html.Div:
    """For whoever has no phone: what the person says at the door or on the telephone."""
    kinds = [{"value": one.value, "label": gettext(says)} for one, says in NEEDS.items()]
    ways = [{"value": one.value, "label": gettext(says)} for one, says in SAID.items()]
    typed = dcc.Textarea(id="care-needs-words", maxLength=LONGEST, rows=3, **kept(by, "needs-words"))
    return html.Div(
        [
            html.H2(_("Write a need down"), tabIndex=-1),
            field(_("Who stays at home"), dcc.Dropdown(id="care-needs-episode", placeholder=_("Name"))),
            field(_("What is needed"), dcc.Checklist(kinds, id="care-needs-kinds", className="picks")),
            field(_("In words: which, how much; kept sealed"), typed),
            field(_("How it was said"), dcc.RadioItems(ways, "phone", id="care-needs-way", className="picks")),
            html.Div(
                [
                    html.Button(_("Enter"), id="care-needs-enter", type="button", className="primary"),
                    html.Button(_("Back"), id="care-needs-leave", type="button", className="quiet"),
                ],
                className="said-of",
            ),
        ],
        id="care-needs-entering",
        className="panel form",
        hidden=True,
    )


def tomorrow() -> html.Details:
    return html.Details(
        [html.Summary(_("Likely tomorrow")), html.Div(loading(), id="care-needs-tomorrow")],
        className="panel pad fold", open=True,
    )  # fmt: skip


def nothing() -> list[Any]:
    return [empty(_("Choose a need on the left: it shows whose it is, who has it, and what comes next."))]


# How many


def head(found: NeedList) -> list[Any]:
    counts = found.counts
    rows = [
        (words(STATES, State.OPEN), counts.get(State.OPEN, 0), "open", False),
        (_("Overdue"), found.late, "late", bool(found.late)),
        (_("Being seen to"), sum(counts.get(one, 0) for one in UNDONE) - counts.get(State.OPEN, 0), "hand", False),
        (_("Brought"), counts.get(State.DELIVERED, 0) + counts.get(State.THANKED, 0), "brought", False),
        (_("People without supplies"), found.without, "without", bool(found.without)),
    ]
    return [html.Dl([figure(*row) for row in rows], className="counts")]


def figure(name: str, count: int, key: str, late: bool) -> html.Div:
    value = html.B([*([shape("act"), " "] if late else []), str(count)], className="late" if late else "")
    return html.Div([html.Dt(name), html.Dd(value)], **{"data-figure": key, "data-count": str(count)})


# The list


def rows(found: NeedList, show: Show, now: datetime) -> list[Any]:
    if not found.rows:
        return [empty(_("Nothing here. What somebody asks for in a report stands in this list at once."))]
    if show not in (Show.OPEN, Show.IN_HAND):
        return [row(one, now) for one in found.rows]
    return [part for title, some in grouped(found.rows, now) for part in (html.H3(title, className="group"), *some)]


def grouped(found: Sequence[ListedNeed], now: datetime) -> Iterator[tuple[str, list[Any]]]:
    """What is overdue, then building by building, the one with what is due first in front."""
    late = [one for one in found if one.need.overdue(now)]
    if late:
        yield _("Overdue"), [row(one, now) for one in late]
    rest = [one for one in found if not one.need.overdue(now)]
    for place in dict.fromkeys(one.need.place_id for one in rest):
        same = [one for one in rest if one.need.place_id == place]
        yield same[0].place or _("no building on record"), [row(one, now) for one in same]


def row(one: ListedNeed, now: datetime) -> html.Div:
    need, late = one.need, one.need.overdue(now)
    name = one.person.fields.get("name")
    whose = name.text if name and name.text else _("Person #%(id)s", id=need.person)
    told = [one.who or words(STATES, State.OPEN)] if need.state in UNDONE else [words(STATES, need.state), one.who]
    bare = (
        [html.Em([shape("watch"), " ", _("without supplies")], **{"data-unsupplied": "yes"})] if one.unsupplied else []
    )
    what = [
        html.B(f"{words(NEEDS, need.kind)} · {whose}"),
        html.Small([" · ".join(filter(None, [need.code, *told])), *([" · "] if bare else []), *bare]),
    ]
    side = [
        html.Time(day_time(need.closed_at or need.due_at)),
        html.Small(_("overdue") if late else _("due") if need.state in UNDONE else ""),
    ]
    return html.Div(
        [shape("act" if late else SHAPES[need.state]), html.Span(what, className="what"), html.Span(side, className="side")],
        className="item overdue" if late else "item",
        role="option",
        tabIndex=0,
        **{"data-need": str(need.id), "data-key": f"need-{need.id}", "data-late": "yes" if late else "no",
           "data-state": need.state.value},
    )  # fmt: skip
