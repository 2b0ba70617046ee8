"""Canary persons: planted so that whatever is said of them anywhere can be found, and who may hear of them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import text

import app as front_door
from cockpit.access import Actor
from cockpit.areas import inside
from cockpit.sight import PERSON_FIELDS, sight
from data_access.database import Database
from entrypoints.gate import SIGNED_IN
from tests.entrypoints.visitors import Visitor
from tests.people import CHANGQING, WULIN, People

DOORS = {"own": "金丝雀幢一单元九〇一室", "sibling": "蓝雀幢二单元八〇二室", "other": "翠鸟幢三单元七〇三室"}
NAMES = {"own": "甘金雀", "sibling": "兰雀儿", "other": "崔翠鸟"}
PHONES = {"own": "10077001001", "sibling": "10077002002", "other": "10077003003"}
NUMBERS = {"own": "999000198801017712", "sibling": "999000197702028823", "other": "999000196603039934"}
ACTS = front_door.front().acts
# A stream that does not end, and files of the product itself, the same for everybody.
NO_WORDS = {
    *("api.stream", "api.bundle", "_dash_assets.static", "/_favicon.ico"),
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
}
LIST = "..inventory-list.children...inventory-last.data...inventory-more.hidden.."


@dataclass(frozen=True)
class Canary:
    """`kind`: of Lin's own community, of a sibling one in 长庆, or of 武林. `values` are whole, the address by its door."""

    kind: str
    id: int
    community: str
    values: dict[str, str]

    def in_scope(self, by: Actor) -> bool:
        return by.team is None and inside(self.community, by.area)

    def allowed(self, by: Actor) -> set[str]:
        """The fields that somebody may see in full without asking: as the matrix says, inside the own scope."""
        if not self.in_scope(by):
            return set()
        return {field for field in PERSON_FIELDS if sight(by.role, field).whole}


def plant(database: Database, people: People) -> list[Canary]:
    """Three residents of the demo become canaries: other names, phones, numbers and doors."""
    found = []
    for kind, person_id in _chosen(database, people).items():
        with database.work(people.cockpit) as work:
            for field, value in (("name", NAMES[kind]), ("phone", PHONES[kind]), ("number", NUMBERS[kind])):
                work.people.keep(person_id, field, value)
            one = work.people.get(person_id)
            door = work.people.sealer.seal(DOORS[kind], cell=f"household.door/{one.household_id}")
            values = {"door": door, "id": one.household_id}
            work.connection.execute(text("update household set door = :door where id = :id"), values)
        values = {"name": NAMES[kind], "phone": PHONES[kind], "number": NUMBERS[kind], "address": DOORS[kind]}
        found.append(Canary(kind, person_id, one.community, values))
    return found


def _chosen(database: Database, people: People) -> dict[str, int]:
    wanted = {
        "own": "community = :own",
        "sibling": "street = :street and community <> :own",
        "other": "street = :other",
    }
    values = {"own": people.lin.area, "street": CHANGQING, "other": WULIN}
    with database.connection() as connection:
        query = "select min(id) from person where {}"
        return {
            kind: connection.execute(text(query.format(where)), values).scalar_one() for kind, where in wanted.items()
        }


def heard(said: str, canaries: list[Canary]) -> set[tuple[str, str]]:
    """(kind, field) of all that is said of canaries, in whatever spelling."""
    return {
        (one.kind, field)
        for one in canaries
        for field, value in one.values.items()
        if any(spelling in said for spelling in (value, quote(value), json.dumps(value)[1:-1]))
    }


# What somebody can knock at with a canary in the hand


def knocks(visitor: Visitor, canary: Canary) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Callbacks of people, asked about this canary; no reason is given, so that nothing is revealed by one."""

    def listed() -> Any:
        body = visitor.body(LIST, None, None, canary.community, None, "phone", None, None, None)
        body["changedPropIds"] = body["parsedChangedPropsIds"] = ["inventory-community.value"]
        return visitor.call(body)

    def looked_up(by: str, value: str) -> Any:
        street = canary.community[:9]
        return visitor.call(visitor.body(LIST, 1, None, None, None, by, street, value, None))

    yield "person", lambda: visitor.call(visitor.body("inventory-person.children", canary.id, 1, None))
    yield "list", listed
    for by, value in ways(canary):
        yield by, lambda by=by, value=value: looked_up(by, value)
    for field in PERSON_FIELDS:
        body = visitor.body("inventory-revealed.children", 1, canary.id, field, "danger", "")
        yield f"reveal {field}", lambda body=body: visitor.call(body)
    body = visitor.body("inventory-broken.data", 1, canary.id, "phone", None, canary.values["phone"], "danger", "")
    yield "glass", lambda: visitor.call(body)


def ways(canary: Canary) -> list[tuple[str, str]]:
    values = canary.values
    return [
        ("phone", values["phone"]),
        ("number", values["number"]),
        ("street_name", values["name"]),
        ("street_phone4", values["phone"][-4:]),
        ("street_number4", values["number"][-4:]),
    ]


def callbacks(visitor: Visitor, by: Actor, number: int) -> Iterator[tuple[str, Any]]:
    """Every callback that the role may ask: bare, and with one number wherever one of a thing may stand."""
    for output in visitor.callbacks():
        if ACTS[output] != SIGNED_IN and not by.may(ACTS[output]):
            continue  # answered 403 before anything is read: test_doors asks them all
        yield output, visitor.call(visitor.body(output))
        body = visitor.body(output)
        for part in [*body["inputs"], *body["state"]]:
            if f"{part['id']}.{part['property']}".endswith(("-chosen.data", "-shown.data", "-tick.data", ".n_clicks")):
                part["value"] = number
        if any(part["value"] for part in [*body["inputs"], *body["state"]]):
            yield output, visitor.call(body)


def plain_routes(app: Flask) -> list[str]:
    """Every address that is read with GET, pages and layers included."""
    layers = ("streets", "communities", "grids", "incidents", "warnings", "places", "teams")
    samples = {"name": layers, "path": ("incidents",)}
    found = []
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NO_WORDS:
            paths = [rule.rule]
            for argument in rule.arguments:
                values = samples.get(argument, ("1",))
                paths = [_put(path, argument, value) for path in paths for value in values]
            found += paths
    return found


def _put(path: str, argument: str, value: str) -> str:
    before, _, rest = path.partition("<")
    inside_it, _, after = rest.partition(">")
    name = inside_it.rsplit(":", 1)[-1]
    return before + (value if name == argument else f"<{inside_it}>") + after
