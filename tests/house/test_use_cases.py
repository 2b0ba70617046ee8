"""Rules of the house for the heart of it: plain Python, a permission at every door, no name in any event."""

import ast
import importlib
import inspect
import pkgutil
import sys
import typing
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import cockpit
from cockpit.access import matrix
from cockpit.events import Event
from tests.none_of import none_of

ROOT = Path(__file__).parents[2]
ROOMS = ("cockpit", "data_access", "pages", "callbacks", "entrypoints")

# Functions that take `work` and have no permission of their own: what they are for, and who asks before.
INSIDE = {
    "cockpit.needs.asked": "what a report asks for, within use-cases that have their own act",
    "cockpit.override_note.note_down": "beside what is said by hand, within use-cases that have their own act",
    "cockpit.override_note.notes_on": "notes on the contacts of a case that the caller was already allowed to read",
    "cockpit.hours.period_of": "what an address asks for, before anything is read",
    "cockpit.desk_figures.figures_asked": "what an address means, read before a use-case is asked",
    "cockpit.figures.cells_of": "cells of the use-cases that show them",
    "cockpit.greeting.greet": "that somebody was reached, within use-cases that have their own act",
    "cockpit.greeting.seen_since": "the instant of the rule, asked by use-cases that have their own act",
    "cockpit.figures.must_see": "a check that use-cases and layers make, it answers nothing",
    "cockpit.glass.admit_by_glass": "what one's own broken glass opens, asked by use-cases that have their own act",
    "cockpit.receipts.let_in": "what a code opens, asked by use-cases that have their own act",
    "cockpit.receipts.its_person": "what a receipt opens, asked by use-cases that have their own act",
    "cockpit.duty.is_on": "whom to reach, asked by whatever is to be told to somebody",
    "cockpit.duty.roster_asked": "what an address means, read before a use-case is asked",
    "cockpit.duty.who_is_on": "whom to reach, asked by whatever is to be told to somebody",
    "cockpit.dispatch.plan_for": "the plan of an incident that the caller was already allowed to read",
    "cockpit.paging.rule_of": "the rule by which pagings go out, for those who show or send them",
    "cockpit.paging.page": "tells persons, within use-cases that have their own act",
    "cockpit.paging.tell_about": "tells what became of a paging, within use-cases that have their own act",
    "cockpit.notifications.retry_of": "the rule by which notices go out, for those who show or send them",
    "cockpit.importing.undo_within": "the rule of how long an import can be taken back, asked by use-cases",
    "cockpit.warnings.rule_for": "the rule of a place, asked by use-cases",
}

# Acts that no use-case names: a page or a route asks for them instead.
AT_THE_DOOR = {
    "open_screening",
    "open_care",
    "see_field",
    "see_positions",
    "see_inventory",
    "see_incidents",
    "see_audit",
    "see_help",
    "see_notes",
}

# Text fields of events, each a word of a closed list or a code, with the place that sees to it.
WORDS = {
    ("Merged", "into"): "the code of an incident",
    **{
        (event, "other"): "the code of an incident"
        for event in ("TookIn", "TakenOut", "GaveBack", "SplitInTwo", "CameFrom", "Related", "Unrelated", "SaidApart")
    },
    ("Closed", "rater"): "one of RATERS, else Invalid",
    ("Reopened", "redo"): "one of REDO_REASONS, else Invalid",
    ("SupportCalled", "role"): "the role of a team, else Invalid",
    ("SupportCalled", "why"): "one of SUPPORT_REASONS, else Invalid",
    **{(event, "act"): "one of TASKS, else Invalid" for event in ("TaskSet", "TaskDone", "TaskUndone", "TaskDropped")},
    ("TaskDropped", "dropped"): "one of DROP_REASONS, else Invalid",
    ("Closed", "resolution"): "one of RESOLUTIONS, else Invalid",
    ("Resolved", "outcome"): "one of RESOLUTIONS, else Invalid",
    ("Declined", "reason"): "one of DECLINE_REASONS, else Invalid",
    ("Sent", "role"): "the role of a team, an enum in the teams' table",
    ("Presented", "shown"): "the code of an area that its presenter may see",
    ("CameTooLate", "why"): "the name of a class of refusals",
    ("CameTooLate", "outcome"): "one of RESOLUTIONS, else none",
    ("PassedOn", "to"): "one of `Whom`, to whom a step of the policy `escalation` goes",
}


def modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(cockpit.__path__, "cockpit.")
    return [importlib.import_module(one.name) for one in found]


def doors() -> Iterator[tuple[str, Any]]:
    """Public functions whose first argument is `work`, by the room they are reached through."""
    for module in modules():
        names = getattr(module, "__all__", None) or [
            name for name, one in vars(module).items() if getattr(one, "__module__", "") == module.__name__
        ]
        if hasattr(module, "__path__") or module.__name__.count(".") == 1:
            for name in names:
                one = getattr(module, name)
                if not name.startswith("_") and inspect.isfunction(one) and first_argument(one) == "work":
                    yield f"{module.__name__}.{name}", one


def first_argument(function: Any) -> str:
    return next(iter(inspect.signature(function).parameters), "")


DOORS = dict(doors())


def test_every_use_case_has_a_permission() -> None:
    open_to_all = [name for name, one in DOORS.items() if not hasattr(one, "act") and name not in INSIDE]
    none_of(open_to_all, "mark these with @allowed_to, or say in INSIDE why not:")


def test_the_exceptions_are_still_there_and_still_needed() -> None:
    assert INSIDE.keys() <= {name for name, one in DOORS.items() if not hasattr(one, "act")}


def test_there_are_use_cases_at_all() -> None:
    assert len([one for one in DOORS.values() if hasattr(one, "act")]) >= 20


def test_every_act_is_in_the_matrix_and_used() -> None:
    asked = {one.act for one in DOORS.values() if hasattr(one, "act")}

    assert asked <= matrix()["acts"].keys()
    assert matrix()["acts"].keys() - asked <= AT_THE_DOOR


# The heart imports nothing


def sources(*rooms: str) -> list[Path]:
    found = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    assert found
    return found


HEART = sources("cockpit")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(node: ast.AST) -> Iterator[str]:
    """Modules imported anywhere below, but for those under `if TYPE_CHECKING`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield child.module or "."
        else:
            yield from imported(child)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_cockpit_imports_the_standard_library_and_itself() -> None:
    known = {"cockpit", *sys.stdlib_module_names}
    foreign = {named(path): {one for one in imported(tree(path)) if one.split(".")[0] not in known} for path in HEART}

    none_of({name: found for name, found in foreign.items() if found})


def test_cockpit_asks_nobody_for_the_time_or_the_environment() -> None:
    asks = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "os.environ", "os.getenv"}
    nodes = {named(path): ast.walk(tree(path)) for path in HEART}
    asked = {
        name: {ast.unparse(one) for one in found if isinstance(one, ast.Attribute)} & asks
        for name, found in nodes.items()
    }

    none_of({name: found for name, found in asked.items() if found})


def test_pages_know_no_data_and_hold_no_callback() -> None:
    rooms, drawn = ("data_access", "sqlalchemy", "callbacks", "entrypoints"), sources("pages")
    known = [(named(path), one) for path in drawn for one in imported(tree(path)) if one.split(".")[0] in rooms]

    none_of(known)
    none_of([named(path) for path in drawn if "callback(" in path.read_text(encoding="utf-8")])


# Events


def events(kind: type[Event] = Event) -> list[type[Event]]:
    modules()
    return [one for sub in kind.__subclasses__() for one in (sub, *events(sub))]


def fields() -> list[tuple[type[Event], str, Any]]:
    return [(kind, name, of) for kind in events() for name, of in typing.get_type_hints(kind).items()]


def could_hold_a_name(kind: type[Event], name: str, part: Any) -> bool:
    plain = part in (int, float, bool, datetime, type(None)) or (isinstance(part, type) and issubclass(part, StrEnum))
    return not plain and not (part is str and (kind.__name__, name) in WORDS)


def test_a_fact_of_an_event_is_an_id_a_count_a_time_or_a_word_of_the_trade() -> None:
    facts = fields()
    assert len(facts) > 100
    none_of(
        [
            f"{kind.__name__}.{name}"
            for kind, name, of in facts
            for part in typing.get_args(of) or (of,)
            if could_hold_a_name(kind, name, part)
        ]
    )


def test_the_words_that_are_text_are_still_there() -> None:
    assert WORDS.keys() <= {(kind.__name__, name) for kind, name, _ in fields()}


def test_no_two_events_are_told_by_the_same_name() -> None:
    names = [kind.name() for kind in events()]

    assert len(set(names)) == len(names)
