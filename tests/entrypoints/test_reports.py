"""The destruction report at its address, for who may see it."""

import pytest
from flask import Flask

from cockpit import emergency
from cockpit.access import Actor
from data_access.database import Database
from tests.entrypoints.visitors import Visitor, status_of
from tests.people import People

ADDRESS = "/reports/destruction/1"


@pytest.fixture
def ended(app: Flask, people: People) -> Flask:
    database: Database = app.extensions["cockpit"]
    with database.work(people.gu) as work:
        security = work.accounts.by_name("security")
        emergency.ask_end(work, 1)
    assert security
    with database.work(Actor(security.id, "security", "", "security", "330103")) as work:
        emergency.confirm_end(work, 1)
    return app


def test_a_shift_lead_reads_it_in_her_language_and_as_json_with_a_signature(ended: Flask, people: People) -> None:
    gu = Visitor(ended).signed_in(people.gu)
    assert "销毁报告" in gu.get(ADDRESS).text
    assert "Destruction report" in gu.get(ADDRESS + "?lang=en").text
    facts = gu.get(ADDRESS + "?format=json").json
    assert len(facts["signature"]) == 64 and facts["destroyed_at"] is None


def test_others_are_refused_and_what_has_not_ended_has_none(app: Flask, people: People) -> None:
    gu = Visitor(app).signed_in(people.gu)
    assert status_of(gu.get(ADDRESS)) == 422
    assert status_of(gu.get("/reports/destruction/99")) == 404
    assert status_of(Visitor(app).signed_in(people.rosa).get(ADDRESS)) == 403
    assert status_of(Visitor(app).get(ADDRESS)) == 302
