"""An incident 事件: something that somebody must see to, from the first report to the verified close."""

from cockpit.incidents.acts import (
    add_note,
    call_false,
    cancel,
    confirm,
    hold,
    report,
    resume,
    verify,
)
from cockpit.incidents.alike import same_thing
from cockpit.incidents.ending import close, reopen
from cockpit.incidents.incident import (
    OUT,
    OVER,
    PROGRESS,
    RESOLUTIONS,
    UNDER_WAY,
    WAITING,
    Answer,
    Assignment,
    Incident,
    Kind,
    Source,
    State,
)
from cockpit.incidents.intervals import Intervals, due_instants, intervals
from cockpit.incidents.links import join, keep_apart, merge, relate, split, split_off, unrelate
from cockpit.incidents.tasks import add_task, drop_task, tick, tick_own, untick

__all__ = [
    "OUT",
    "OVER",
    "PROGRESS",
    "RESOLUTIONS",
    "UNDER_WAY",
    "WAITING",
    "Answer",
    "Assignment",
    "Incident",
    "Intervals",
    "Kind",
    "Source",
    "State",
    "add_note",
    "add_task",
    "call_false",
    "cancel",
    "close",
    "confirm",
    "drop_task",
    "due_instants",
    "hold",
    "intervals",
    "join",
    "keep_apart",
    "merge",
    "relate",
    "reopen",
    "report",
    "resume",
    "same_thing",
    "split",
    "split_off",
    "tick",
    "tick_own",
    "unrelate",
    "untick",
    "verify",
]
