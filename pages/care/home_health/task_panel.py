"""What is to be done for one person, as it is drawn: each open task with its answers, the way to hospital, and what was done."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.home_health import (
    DESKS,
    POSSIBLE,
    RESULTS,
    STATES,
    TASKS,
    WHY_NOT,
    WHY_REMOVED,
    OpenedHome,
    Task,
    TaskKind,
    TaskState,
    WhyNot,
    does,
)
from pages.care.home_health.words import SHAPES, due
from pages.parts import clock_time, day_time, empty, field, kept, shape, words

KEYS = {"take": "T", "transfer": "H", "approve": "A", "arrive": "R"}
SHOWN = 12


def panel(found: OpenedHome, by: Actor) -> html.Div:
    waits = sorted((one for one in found.tasks if one.open), key=lambda one: (not acts_on(one, by), one.due_at))
    past = [one for one in found.tasks if not one.open][:SHOWN]
    rows = [open_task(one, found, by, first=one is waits[0]) for one in waits] or [empty(_("Nothing is to be done."))]
    done = [html.Ol([ended(one, found, by) for one in past], className="care-past")] if past else []
    return html.Div(
        [html.H3(_("To do")), *rows, *note(found, by, waits), *hospital(found, by, waits), *done],
        className="panel pad care-tasks",
    )


def acts_on(one: Task, by: Actor) -> bool:
    """One's own to do comes first, and has the keys."""
    return by.may("approve_transfer") if one.kind is TaskKind.TRANSFER else does(by, one) and one.owner in (None, by.id)


def open_task(one: Task, found: OpenedHome, by: Actor, *, first: bool) -> html.Div:
    """The answers stand with who may give them; who has it stands with the rest."""
    mine = acts_on(one, by)
    acts = [] if not mine else transfer(one, by) if one.kind is TaskKind.TRANSFER else answers(one, by, first)
    who = found.names.get(one.owner or one.approved_by or 0, "")
    state = words(STATES, one.state) if one.kind is not TaskKind.TRANSFER else transfer_state(one, found)
    line = [html.B(words(TASKS, one.kind)), " · ", words(DESKS, one.desk), " · ", due(one, found.at)]
    return html.Div(
        [
            html.P([shape(SHAPES[one.gravity] if one.gravity != "none" else "act"), " ", *line]),
            html.Small(" · ".join(part for part in (state, who if one.kind is not TaskKind.TRANSFER else "") if part)),
            html.Div(acts, className="care-acts"),
        ],
        className="care-task late-task" if one.overdue(found.at) else "care-task",
        **{"data-task": str(one.id), "data-task-kind": one.kind.value, "data-state": one.state.value},
    )


def answers(one: Task, by: Actor, first: bool) -> list[Any]:
    taken = one.state is TaskState.IN_PROGRESS
    take = [button(_("Give back"), "give_back", one.id)] if taken else [button(_("Take"), "take", one.id, first=first)]
    results = [
        button(words(RESULTS, result), "result", one.id, result.value, str(n) if first else "")
        for n, result in enumerate(POSSIBLE[one.kind], 1)
    ]
    reasons = [button(words(WHY_NOT, why), "cannot", one.id, why.value) for why in WhyNot]
    cannot = html.Details(
        [html.Summary(_("It cannot be done")), html.Div(reasons, className="care-acts")], className="fold"
    )
    return [*take, *results, cannot]


def transfer(one: Task, by: Actor) -> list[Any]:
    off = button(_("Call it off"), "call_off", one.id)
    if one.state is TaskState.IN_PROGRESS:
        return [button(_("Has arrived at the hospital"), "arrive", one.id, first=True), off]
    return ([] if one.opened_by == by.id else [button(_("Approve the transfer"), "approve", one.id, first=True)]) + [
        off
    ]


def transfer_state(one: Task, found: OpenedHome) -> str:
    ordered = _("ordered by %(who)s", who=found.names.get(one.opened_by or 0, ""))
    if one.state is not TaskState.IN_PROGRESS:
        return f"{ordered} · {_('waits for a second person to approve it')}"
    at = clock_time(one.approved_at) if one.approved_at else ""
    return f"{ordered} · {_('approved by %(who)s at %(at)s', who=found.names.get(one.approved_by or 0, ''), at=at)}"


def note(found: OpenedHome, by: Actor, waits: list[Task]) -> list[Any]:
    """Beside whatever is answered next; also there where nothing waits, for what the answers read."""
    here = by.may("do_care_task") and any(does(by, one) for one in waits)
    area = dcc.Textarea(
        id="care-one-note", value="", maxLength=500, rows=2, **kept(by, f"care-note-{found.episode.id}")
    )
    return [html.Div(field(_("Note, kept sealed"), area), hidden=not here)]


def hospital(found: OpenedHome, by: Actor, waits: list[Task]) -> list[Any]:
    ordered = any(one.kind is TaskKind.TRANSFER for one in waits)
    if ordered or not found.holds or not by.may("order_transfer"):
        return []
    return [html.Div(button(_("Order a transfer to hospital"), "transfer", found.episode.id), className="care-acts")]


def button(label: str, say: str, about: int, word: str = "", key: str = "", *, first: bool = True) -> html.Button:
    key = key or (KEYS.get(say, "") if first else "")
    hot = {"data-hotkey": key.lower()} if key else {}
    return html.Button(
        [label, html.Kbd(key)] if key else label, type="button", className="quiet",
        **{"data-say": say, "data-about": str(about), "data-word": word, **hot},
    )  # fmt: skip


def ended(one: Task, found: OpenedHome, by: Actor) -> html.Li:
    came = words(RESULTS, one.result) if one.result else words(WHY_NOT | WHY_REMOVED, one.reason)
    who = found.names.get(one.ended_by or 0, "")
    parts = [words(TASKS, one.kind), came, who, day_time(one.ended_at) if one.ended_at else ""]
    noted = [html.Small(_("“%(words)s”", words=found.notes[one.id]))] if one.id in found.notes else []
    return html.Li(
        [html.Span(" · ".join(part for part in parts if part)), *noted, *back(one, by)],
        **{"data-ended": one.state.value},
    )


def back(one: Task, by: Actor) -> list[Any]:
    """One's own answer; whether its time is over is told by whoever is asked."""
    answered = one.state in (TaskState.DONE, TaskState.NOT_EXECUTABLE) and one.kind is not TaskKind.TRANSFER
    return [button(_("Take back"), "take_back", one.id)] if answered and one.ended_by == by.id else []
