"""Rubbish for every door: bodies that fit with hostile values, bodies that nearly fit, and bodies that are none."""

import json
import os
import re
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from entrypoints.shape import arguments_of

HOSTILE = (
    *("", " ", "0", "-1", "1e999", "NaN", "inf", "null", "true", "٣", "9" * 40, "a" * 3000, "\t\n\r", "\x1b[2J"),
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "=cmd|' /C calc'!A0", "{{7*7}}", "%s%n%(x)s", "{0}"),
    *("' or 1=1 --", "\\", "../../etc/passwd", "\u202egnp.exe", "\u200b", "\ufeff", "\uffff", "👩‍👩‍👧", "é", "é", "\0", "\ud800"),
    *("330103", "330103001", "330103001001", "3301030010010", "I-0001", "2020-02-01", "2020-02-30", "0001-01-01", "9999-12-31"),
    *("2020-02-01T07:20:00+08:00", "9999-12-31T23:59:59.999999-14:00", "0001-01-01T00:00:00+14:00", "24:00", "23:59"),
)  # fmt: skip
NUMBERS = (0, 1, 2, 3, -1, 7, 255, 32768, 2**31 - 1, 2**31, -(2**31) - 1, 2**53 - 1, 1 - 2**53)
FIELDS = (
    *("account", "password", "next", "csrf_token", "state", "key", "outcome", "count", "note", "reason", "kind"),
    *("place", "lon", "lat", "code", "at", "again", "new", "token", "name"),
)

texts = st.sampled_from(HOSTILE) | st.text(max_size=40)
# Most callbacks begin nothing without a click or with a text that no JSON reader takes.
said = texts.filter(lambda text: "\0" not in text and not re.search("[\ud800-\udfff]", text))
numbers = st.sampled_from(NUMBERS) | st.integers(1, 12)
floats = st.sampled_from((0.0, -0.5, 1e300, -1e-300, 120.17, 30.25, 181.0)) | numbers
leaves = st.none() | st.booleans() | numbers | st.floats(allow_nan=False, allow_infinity=False) | texts
anything = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4), max_leaves=12
)
PLAIN = {bool: st.booleans(), int: numbers, float: floats, str: said, list: st.lists(anything, max_size=3),
         dict: st.dictionaries(said, anything, max_size=3)}  # fmt: skip


TIMES = int(os.environ.get("COCKPIT_RUBBISH", "1"))


def tries(number: int) -> settings:
    """The same rubbish in every run; `bench/fuzz.py` takes other and more."""
    check = HealthCheck
    return settings(
        max_examples=number * TIMES,
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=[
            check.function_scoped_fixture, check.too_slow, check.data_too_large, check.filter_too_much,
        ],
        phases=[Phase.generate],
    )  # fmt: skip


def fitting(kind: Any) -> st.SearchStrategy[Any]:
    """Values that the gate lets through to an argument of this kind, and nobody ever typed."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return anything
    if kind is None or kind is type(None):
        return st.none()
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is list:
        return st.lists(fitting(inner[0]), max_size=3)
    if origin is dict:
        return st.dictionaries(said, fitting(inner[1]), max_size=3)
    if origin is Union or inner:
        return st.one_of([fitting(one) for one in reversed(inner)])
    if is_typeddict(kind):
        return st.fixed_dictionaries({name: fitting(one) for name, one in get_type_hints(kind).items()})
    return PLAIN[kind] if kind in PLAIN else st.sampled_from([one.value for one in kind])


def filled(body: dict[str, Any], callback: Any) -> st.SearchStrategy[dict[str, Any]]:
    """The body of a callback with a fitting value in each of its places."""
    count = len(body["inputs"])

    def put(values: tuple[Any, ...]) -> dict[str, Any]:
        parts = [one | {"value": value} for one, value in zip([*body["inputs"], *body["state"]], values, strict=True)]
        return body | {"inputs": parts[:count], "state": parts[count:]}

    return st.tuples(*[fitting(kind) for kind in arguments_of(callback)]).map(put)


@st.composite
def broken(draw: st.DrawFn, body: dict[str, Any]) -> bytes:
    """A valid body after one or two blows."""
    found: Any = json.loads(json.dumps(body))
    for _ in range(draw(st.integers(1, 2))):
        where = draw(st.sampled_from([*body, "more"]))
        blow = draw(st.sampled_from(("drop", "replace", "twice", "within", "deep")))
        if blow == "drop":
            found.pop(where, None)
        elif blow == "twice" and isinstance(found.get(where), list):
            found[where] *= 2
        elif blow == "within" and isinstance(found.get(where), list) and found[where]:
            found[where][-1] = draw(anything)
        elif blow == "deep":
            found[where] = json.loads("[" * 40 + "]" * 40)
        else:
            found[where] = draw(anything)
    text = json.dumps(found)
    cut = draw(st.sampled_from((None, None, None, len(text) // 2)))
    return text[:cut].encode()


junk = st.binary(max_size=60) | anything.map(lambda value: json.dumps(value).encode())
form = st.dictionaries(st.sampled_from(FIELDS), said, max_size=8)


def posted_forms(app: Flask) -> list[str]:
    """Addresses that take a form, as the running application has them; an incident's number stands in its place."""
    machines = ("/_dash", "/api/")
    rules = [rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return sorted(re.sub(r"<[^>]*>", "1", rule) for rule in rules if not rule.startswith(machines))


def read_addresses(app: Flask) -> list[str]:
    """Addresses that are read, with their places open for rubbish; the stream does not end and is asked elsewhere."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return sorted(re.sub(r"<[^>]*>", "{}", rule.rule) for rule in rules if rule.rule != "/api/stream")
