"""What the sections of health at home call things, and the small pieces that all of them draw."""

from datetime import datetime
from typing import Any

from dash import html
from flask_babel import gettext, ngettext
from flask_babel import gettext as _

from cockpit.home_health import SLOTS, TASKS, Home, Only, Outcome, Standing, Task, TaskState
from cockpit.texts import N_
from pages.parts import clock_time, shape, span, words

WHOLE = "all"
SHAPES = {Outcome.URGENT: "act", Outcome.BODY: "act", Outcome.LIVING: "watch", Outcome.NONE: "done"}
STANDINGS = {
    Standing.REPORTED: N_("reported"),
    Standing.EXPECTED: N_("not yet"),
    Standing.MISSED: N_("no report"),
}
LISTS = {
    Only.ALL: N_("All"),
    Only.SYMPTOMATIC: N_("Symptomatic"),
    Only.NON_REPORTING: N_("No report for 24 hours"),
    Only.ASYMPTOMATIC: N_("Without symptoms"),
    Only.REVIEW: N_("To be reviewed"),
    Only.SILENT: N_("Missed today"),
    Only.NEEDS: N_("Needs something"),
    Only.KNOCKS: N_("To be knocked at"),
    Only.UNSEEN: N_("Nobody greeted for 24 hours"),
}


def name_of(one: Any) -> str:
    """Of a person as shown; a number where no name is seen."""
    name = one.fields.get("name")
    return name.text if name and name.text else _("Person #%(id)s", id=one.id)


def where(one: Any, names: dict[str, str]) -> str:
    """The door for who sees it, else the grid."""
    address = one.fields.get("address")
    return address.text if address and address.text else names.get(one.grid, one.grid)


def day_of(day: int, days: int) -> str:
    return _("Day %(day)s of %(days)s", day=day, days=days) if days else _("Day %(day)s", day=day)


def slots(one: Home) -> str:
    return " · ".join(f"{words(SLOTS, slot)} {words(STANDINGS, how)}" for slot, how in one.standings.items())


def due(one: Task, at: datetime) -> html.Span:
    """By when; or for how long it has been overdue."""
    if one.overdue(at):
        return html.Span(_("overdue by %(span)s", span=span(at - one.due_at)), className="late")
    return html.Span(_("due %(time)s", time=clock_time(one.due_at)))


def task_words(one: Task) -> str:
    taken = one.state is TaskState.IN_PROGRESS
    return f"{words(TASKS, one.kind)}{_(', in hand') if taken else ''}"


def unseen(one: Home, at: datetime) -> list[Any]:
    if not one.unseen:
        return []
    since = one.greeted or one.episode.ordered_at
    says = (
        _("nobody greeted for %(hours)s h", hours=int((at - since).total_seconds() // 3600))
        if since
        else _("nobody greeted yet")
    )
    return [html.Small([shape("act"), " ", says], className="late", **{"data-unseen": "yes"})]


def more(left: int) -> list[Any]:
    says = ngettext(
        "and %(num)d more: choose a list or a street", "and %(num)d more: choose a list or a street", left
    )  # fmt: skip
    return [html.P(says, className="hint")] if left > 0 else []


def chips(counts: dict[Only, int], lists: tuple[Only, ...]) -> list[dict[str, str]]:
    return [{"value": one.value or WHOLE, "label": f"{gettext(LISTS[one])} {counts[one]:,}"} for one in lists]


def only_of(value: str | None) -> Only:
    """What makes no sense is all."""
    known = {one.value: one for one in Only}
    return known.get(value or "", Only.ALL)
