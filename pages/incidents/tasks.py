"""The tasks of an incident: what is to be done, by whom, until when; each ticked off with one click."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.incidents.story import Story
from cockpit.incidents.tasks import DESK, DROP_REASONS, MOST_MINUTES, TASKS, Task
from pages.incidents.links import key_of
from pages.parts import clock_time, kept, shape, span, words

SOON = 30  # minutes, typed in already


def stores(prefix: str) -> list[dcc.Store]:
    return [dcc.Store(id=f"{prefix}-task-said"), dcc.Store(id=f"{prefix}-tasked")]


def may_plan(story: Story, by: Actor) -> bool:
    return by.may("plan_tasks") and not story.incident.over


def tasks(story: Story, by: Actor) -> html.Section | None:
    """What is open first; what was done or dropped is seen as such."""
    if not story.tasks:
        return None
    ordered = sorted(story.tasks, key=lambda one: (not one.open, one.due_at))
    done = sum(not one.open for one in ordered)
    heading = html.H3(_("Tasks: %(done)s of %(all)s done", done=done, all=len(ordered)))
    rows = [row(one, story, may_plan(story, by)) for one in ordered]
    return html.Section([heading, html.Ul(rows, className="links tasks")], className="task-list")


def row(one: Task, story: Story, may: bool) -> html.Li:
    glyph = "done" if one.done_at else "plan" if one.dropped_at else "act" if one.overdue(story.at) else "hand"
    line = html.Span([html.Span(name_of(one, story)), html.Small(" · ".join(facts(one, story)))])
    state = "done" if one.done_at else "dropped" if one.dropped_at else "open"
    return html.Li(
        [shape(glyph), line, html.Span(buttons(one) if may else [], className="says")],
        **{"data-task": str(one.id), "data-state": state},
    )


def name_of(one: Task, story: Story) -> str:
    own = story.notes.get(one.note or 0)
    return own or words(TASKS, one.act)


def facts(one: Task, story: Story) -> list[str]:
    who = story.teams.get(one.team, "") if one.team else _("the desk")
    if one.done_at:
        return [who, _("done at %(time)s", time=clock_time(one.done_at))]
    if one.dropped_at:
        return [who, _("dropped: %(why)s", why=words(DROP_REASONS, one.dropped))]
    late = one.overdue(story.at)
    left = _("overdue by %(span)s", span=span(story.at - one.due_at)) if late else ""
    return [who, left or _("until %(time)s", time=clock_time(one.due_at))]


def buttons(one: Task) -> list[html.Button]:
    if not one.open:
        return [said("undo", one, _("Open again"))]
    return [said("done", one, _("Done")), said("not_needed", one, _("Drop"))]


def said(say: str, one: Task, label: str) -> html.Button:
    about = {"data-task-say": say, "data-task-number": str(one.id)}
    return html.Button(label, type="button", className="quiet", **about)


def setting(story: Story, prefix: str, by: Actor) -> list[Any]:
    """A new one: what, by whom, until when."""
    thing = f"{story.incident.id}/task"
    acts = [{"value": act, "label": gettext(says)} for act, says in TASKS.items()]
    return [
        dcc.Store(id=f"{prefix}-task-key", data=key_of(story, "task")),
        dcc.RadioItems(
            acts, next(iter(TASKS)), id=f"{prefix}-task-act", className="chips", inline=True, **kept(by, thing)
        ),
        dcc.Textarea(
            id=f"{prefix}-task-words", value="", maxLength=2000, rows=2,
            placeholder=_("In own words, for the desk alone"), **kept(by, thing),
        ),
        dcc.RadioItems(
            whom(story), DESK, id=f"{prefix}-task-team", className="chips", inline=True, **kept(by, thing)
        ),
        html.Label(
            [
                html.Span(_("Done within, minutes"), className="label"),
                dcc.Input(
                    id=f"{prefix}-task-minutes", type="number", value=SOON, min=1, max=MOST_MINUTES, step=1,
                    **kept(by, thing),
                ),
            ],
            className="field",
        ),
        html.Button(_("Set the task"), id=f"{prefix}-task-add", type="button", className="button"),
    ]  # fmt: skip


def whom(story: Story) -> list[dict[str, Any]]:
    """The desk, and who is on it."""
    on_it = [{"value": one.team_id, "label": story.teams.get(one.team_id, "")} for one in story.incident.counting]
    return [{"value": DESK, "label": _("the desk")}, *on_it]


def dropping(story: Story, prefix: str) -> html.Div:
    """Beside the close: what is still open is named, and may go with a reason."""
    left = [name_of(one, story) for one in story.tasks if one.open]
    reasons = [{"value": "", "label": _("Do them first")}]
    reasons += [{"value": key, "label": gettext(says)} for key, says in DROP_REASONS.items()]
    return html.Div(
        [
            html.P(_("Still open: %(tasks)s", tasks=_(", ").join(left)), className="late"),
            dcc.RadioItems(reasons, "", id=f"{prefix}-drop", className="picks"),
        ],
        hidden=not left,
    )
