"""Whether the body of a callback's post is just what that callback takes. All of it is hostile until looked at.

Dash answers 500 to most of what does not fit; here it is refused before Dash sees it. What a value must be is said
once: by the annotations of the callback function itself.
"""

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Literal, NoReturn, Union, get_args, get_origin, get_type_hints, is_typeddict

from cockpit.refusals import Malformed
from cockpit.texts import N_

KEYS = {"output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds"}
DEEPEST = 12
LONGEST_TEXT = 20_000  # characters of one text in a callback's values
LARGEST = 2**53 - 1  # no browser counts further

Names = list[tuple[str, str]]


def parsed(data: bytes) -> Any:
    """JSON of a body; refuses what is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed(why=N_("it is not JSON")) from None


def callback_body(data: bytes) -> dict[str, Any]:
    """The body of a callback's post: an object of plain values, that no database and no Python stumbles over."""
    try:
        body = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Malformed(why=N_("it is not JSON")) from None
    if not isinstance(body, dict) or not set(body) <= KEYS or not isinstance(body.get("output"), str):
        raise Malformed(why=N_("it is not the post of a callback"))
    if not _plain(body):
        raise Malformed(why=N_("a value is too deep, too long or too large"))
    return body


def _no_number(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _plain(value: Any, level: int = 0) -> bool:
    if level > DEEPEST:
        return False
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT and "\0" not in value and _is_text(value)
    if isinstance(value, int | float):
        return isfinite(value) and abs(value) <= LARGEST if isinstance(value, float) else abs(value) <= LARGEST
    if isinstance(value, dict):
        return all(_plain(part, level + 1) for pair in value.items() for part in pair)
    return not isinstance(value, list) or all(_plain(part, level + 1) for part in value)


def _is_text(value: str) -> bool:
    """Half a surrogate pair is no text: it cannot be written anywhere."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def must_fit(body: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    """Refuses other ids, another number or order of them, and values that the callback's arguments do not take."""
    parts = []
    for name in ("inputs", "state"):
        given = body.get(name, [])
        if not isinstance(given, list) or _names(given) != _names(known[name]):
            raise Malformed(why=N_("it names other values than this callback takes"))
        parts += given
    if not _fits_outputs(body.get("outputs"), body["output"]):
        raise Malformed(why=N_("it names other outputs than this callback has"))
    if not _known_names(body, known["inputs"]):
        raise Malformed(why=N_("it says that something changed which this callback does not follow"))
    for part, kind in zip(parts, arguments_of(known["callback"]), strict=True):
        if not fits(part.get("value"), kind):
            raise Malformed(why=N_("a value is not of the kind that this callback takes"))


def _names(parts: Sequence[Any]) -> Names | None:
    """(id, property) of each; None when one of them is something else."""
    if not all(isinstance(one, dict) and set(one) <= {"id", "property", "value"} for one in parts):
        return None
    names = [(one.get("id"), one.get("property")) for one in parts]
    return names if all(isinstance(part, str) for name in names for part in name) else None


def _fits_outputs(given: Any, output: str) -> bool:
    """A callback with one output is asked with an object, one with several with a list in their order."""
    if not output.startswith(".."):
        return isinstance(given, dict) and _names([given]) == _outputs_of([output])
    return isinstance(given, list) and _names(given) == _outputs_of(output[2:-2].split("..."))


def _outputs_of(names: Sequence[str]) -> Names:
    pairs = (name.rsplit(".", 1) for name in names)
    return [(owner, prop.split("@")[0]) for owner, prop in pairs]


def _known_names(body: Mapping[str, Any], inputs: Sequence[Mapping[str, str]]) -> bool:
    known = [f"{one['id']}.{one['property']}" for one in inputs]
    lists = [body.get(name, []) for name in ("changedPropIds", "parsedChangedPropsIds")]
    return all(isinstance(one, list) and len(one) <= len(known) and all(name in known for name in one) for one in lists)


@cache
def arguments_of(callback: Callable[..., Any]) -> tuple[Any, ...]:
    """The annotations of a callback's arguments in order; raises TypeError where one is missing or not understood."""
    function = inspect.unwrap(callback)
    hints = get_type_hints(function)
    found = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is not parameter.POSITIONAL_OR_KEYWORD or parameter.name not in hints:
            raise TypeError(f"{function.__module__}.{function.__name__}: {parameter.name} says no type")
        fits(None, hints[parameter.name])
        found.append(hints[parameter.name])
    return tuple(found)


def fits(value: Any, kind: Any) -> bool:
    """Whether a JSON value is of the annotated kind: None, bool, int, float, str, an Enum of texts, Literal, list,
    dict with text keys, TypedDict, unions of those, or Any. Raises TypeError for another annotation."""
    if kind is Any:
        return True
    if kind is None or kind is NoneType:
        return value is None
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Union or origin is UnionType:
        return any([fits(value, one) for one in inner])
    if origin is Literal:
        return any(type(value) is type(one) and value == one for one in inner)
    if origin is list:
        return isinstance(value, list) and all(fits(one, inner[0]) for one in value)
    if origin is dict:
        return isinstance(value, dict) and all(fits(one, inner[1]) for one in value.values())
    return _fits_class(value, kind)


def _fits_class(value: Any, kind: Any) -> bool:
    if is_typeddict(kind):
        hints, needed = get_type_hints(kind), kind.__required_keys__
        right = isinstance(value, dict) and needed <= set(value) <= set(hints)
        return right and all(fits(one, hints[name]) for name, one in value.items())
    if isinstance(kind, type) and issubclass(kind, Enum):
        return isinstance(value, str) and any(value == one.value for one in kind)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind in (bool, int, str, list, dict):
        return type(value) is kind
    raise TypeError(f"a callback's argument is annotated {kind}, which is no JSON value")
