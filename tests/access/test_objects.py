"""Eight checks for every endpoint that is given the number of an object: what is none of one's business is not there."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from cockpit.access import Actor
from entrypoints.shape import arguments_of
from tests.access.appeals import APPEALS
from tests.access.drafts import DRAFTS
from tests.access.home_health import HOME_HEALTH
from tests.access.mind_care import MIND_CARE
from tests.access.needs import NEEDS
from tests.access.objects import MISSING, Ground, Row
from tests.access.objects import ROWS as OF_OTHERS
from tests.access.objects_of_care import CARE
from tests.access.objects_of_rounds import ROUNDS
from tests.access.objects_of_visits import VISITS
from tests.access.returns import RETURNS
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning

# A number, and of no object: how often something was clicked or told, how far a list is read, or how many.
COUNTS = (
    ".n_clicks",
    ".n_intervals",
    ".n_submit",
    "-tick.data",
    "-beat.data",
    "-last.data",
    "-priority.value",
    "-level.value",
    "-count.value",
    "-promise.value",
)
NO_OBJECT = {
    "inventory-open.children inventory-broken.data": "says that something was opened; only one's own are read",
    "requests-list.children requests-done.data": "how often something was answered",
    "requests-list.children requests-back.data": "how often something was taken back",
    "screening-list.children screening-entered.data": "that one was entered; nothing is read by it",
    "screening-list.children screening-done.data": "that something was ordered or lifted; nothing is read by it",
    "screening-rounds-area.options screening-rounds-listed.data": "that the form is drawn; nothing is read by it",
    "screening-risk-drafts.children screening-risk-about.data": "what is reckoned already is not reckoned again; nothing is read",
    "care-needs-episode.options care-needs-opening.data": "that the form is opened; nothing is read by it",
    "inventory-queue.children inventory-reviewed.data": "says that something was reviewed",
    "settings-terminal-asked.hidden settings-terminals.value": "that another was chosen closes a question; nothing is read",
    "inventory-imports.children inventory-import-chosen.data": "the chosen one is marked among all; nothing is read by it",
    "inventory-many-results.children inventory-places-seen.data": "how far histories had come; nothing is read by it",
    "inventory-alike-list.children inventory-alike-chosen.data": "the chosen one is marked among all; nothing is read by it",
    "incidents-report-place.options incidents-report-place.value": "the chosen one stays chosen; nothing is read by it",
}
BESIDE = {
    "care-mind-to.value": "to whom a case goes that has a row; choose one of the list",
    "care-mind-mood.value": "how somebody feels, from 0 to 10",
    "recall-team.value": "of an incident that has a row; another's team is not on it",
    "settings-new-team.value": "of an account that has a row",
    "settings-invite-team.value": "of an account that is made",
}
ROUTES_OF_NO_OBJECT = {
    "/vendor/pydeck-<number>.js": "a file",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": "a file",
    "/assets/<path:filename>": "a file",
    "/<path:path>": "a page",
    "/field/<language>.webmanifest": "a file",
    "/field/shell/<language>": "a page of nobody",
}
ROWS = OF_OTHERS | RETURNS | ROUNDS | APPEALS | HOME_HEALTH | CARE | NEEDS | DRAFTS | VISITS | MIND_CARE
IDS = [pytest.param(row, id=name) for name, row in ROWS.items()]


@pytest.fixture
def ground(morning: Morning, app: Flask, actors: dict[str, Actor]) -> Ground:
    return Ground(morning, actors)


@pytest.fixture
def visit(app: Flask, ground: Ground) -> Any:
    def visitor(account: str) -> Visitor:
        found = Visitor(app)
        if not account:
            found.client.get("/sign-in")
        return found.signed_in(ground.actors[account]) if account else found

    return visitor


# The table is whole


def objects_of(whole_app: Flask) -> Iterator[tuple[str, str]]:
    """(output, argument) of each callback's values that are a number and no count, as the running application has them."""
    for output, known in whole_app.extensions["cockpit_callbacks"].items():
        parts = [f"{one['id']}.{one['property']}" for one in [*known["inputs"], *known["state"]]]
        for name, kind in zip(parts, arguments_of(known["callback"]), strict=True):
            if re.search(r"\bint\b", str(kind)) and not name.endswith(COUNTS):
                yield output.strip(".").split("...")[0], name


def test_every_callback_that_is_given_an_objects_number_has_a_row(whole_app: Flask) -> None:
    found = {
        pair
        for pair in objects_of(whole_app)
        if not pair[1].endswith(tuple(BESIDE)) and " ".join(pair) not in NO_OBJECT
    }
    assert len(found) > 40
    rows = {name.split(" ")[0] for name in ROWS}
    assert {output for output, _ in found} - rows == set()


def test_every_route_that_is_given_an_objects_number_or_secret_has_a_row(whole_app: Flask) -> None:
    found = {
        f"{re.sub(r'int[(][^)]*[)]', 'int', rule.rule)} {method}"
        for rule in whole_app.url_map.iter_rules()
        if rule.arguments and rule.rule not in ROUTES_OF_NO_OBJECT
        for method in rule.methods & {"GET", "POST", "PUT", "DELETE", "PATCH"}
    }
    assert found == {name for name in ROWS if name.startswith("/")}


# The checks


@pytest.mark.parametrize("row", IDS)
def test_it_works_once_and_says_so_when_it_was_done(row: Row, ground: Ground, visit: Any) -> None:
    number, visitor = row.here(ground), visit(row.by)
    first = row.ask(visitor, number)
    assert status_of(first) == row.works, first.text[:500]
    second = row.ask(visitor, number)
    assert status_of(second) == row.again, second.text[:500]


@pytest.mark.parametrize("row", IDS)
def test_the_same_right_elsewhere_and_another_role_get_nothing_of_it(row: Row, ground: Ground, visit: Any) -> None:
    number = row.here(ground)
    if row.elsewhere:
        answer = row.ask(visit(row.elsewhere), number)
        assert status_of(answer) == 404
        assert answer.data == row.ask(visit(row.elsewhere), row.missing).data
    if row.reader:
        assert status_of(row.ask(visit(row.reader), number)) == 403
    if row.by:
        assert status_of(row.ask(Visitor(visit("").app), number)) in (302, 400, 401)
    assert status_of(row.ask(visit(row.by), number)) == row.works, "and nothing was done by it"


@pytest.mark.parametrize("row", IDS)
def test_what_lies_elsewhere_answers_to_the_byte_like_what_is_not_there(row: Row, ground: Ground, visit: Any) -> None:
    visitor = visit(row.by)
    missing = row.ask(visitor, row.missing(ground) if callable(row.missing) else row.missing)
    assert status_of(missing) == row.not_there
    if row.there:
        foreign = row.ask(visitor, row.there(ground))
        assert status_of(foreign) == row.not_there
        assert foreign.data == missing.data and foreign.headers["Content-Type"] == missing.headers["Content-Type"]


@pytest.mark.parametrize("row", IDS)
def test_a_number_that_is_none_and_another_method_are_refused(row: Row, ground: Ground, visit: Any) -> None:
    visitor = visit(row.by)
    for bad in (row.bad, "-1", "1e3", "1 or 1=1", "%00"):
        assert status_of(row.ask(visitor, bad)) in (400, 404, 422), bad
    if row.missing == MISSING:
        assert {status_of(row.ask(visitor, bad)) for bad in (-1, 2**63 + 1)} <= {400, row.not_there, 404}
    method, address = row.other_method
    assert status_of(visitor.client.open(address, method=method)) == 405
