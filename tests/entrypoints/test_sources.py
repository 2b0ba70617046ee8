"""How fresh things are: the last good backup concerns officers, and is not handed on to others of the same area."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from cockpit.access import Actor
from cockpit.backup_runs import Outcome, Run
from cockpit.figures import sources
from data_access.database import Database
from entrypoints.api import sources as kept
from tests.entrypoints.visitors import Visitor
from tests.people import People


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_kept", {})


def ran(database: Database, people: People, outcome: Outcome, age: timedelta) -> None:
    at = datetime.now(UTC) - age
    with database.work(people.cockpit) as work:
        work.backup_runs.keep(Run(outcome, at, at))


def backup_as(database: Database, person: Actor) -> dict[str, object] | None:
    with database.work(person) as work:
        return next((one for one in sources(work, person.area) if one["kind"] == "backup"), None)


def test_before_the_schedule_began_there_is_nothing_to_show(database: Database, people: People) -> None:
    assert backup_as(database, people.rosa) is None


def test_it_says_since_when_there_is_none_and_then_when_the_last_good_one_was(
    database: Database, people: People
) -> None:
    ran(database, people, Outcome.BEGUN, timedelta(hours=30))
    found = backup_as(database, people.rosa)
    assert found and (found["good"], found["limit"]) == (False, 26 * 3600)
    ran(database, people, Outcome.GOOD, timedelta(hours=2))
    found = backup_as(database, people.rosa)
    assert found and found["good"] is True
    with database.work(people.rosa) as work:
        age = work.at - datetime.fromisoformat(str(found["at"]))
    assert timedelta(hours=2) <= age < timedelta(hours=2, minutes=1)


def test_an_approver_of_the_street_is_not_given_what_its_officer_was(app: Flask, people: People) -> None:
    ran(app.extensions["cockpit"], people, Outcome.BEGUN, timedelta(hours=30))
    shen, chen = Visitor(app).signed_in(people.shen), Visitor(app).signed_in(people.chen)
    assert "backup" in {one["kind"] for one in shen.get("/api/sources").json}
    answer = chen.get("/api/sources")
    assert (answer.status_code, {one["kind"] for one in answer.json}) == (200, {"pharmacy"})
