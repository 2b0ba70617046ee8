"""A note on a contact, and the reason of a draft, sing where they may be read, and nowhere else."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit import screening
from cockpit.access import Actor
from cockpit.screening import risk
from data_access.database import Database
from tests.access.canaries import Canary, callbacks, heard, plain_routes, plant
from tests.access.test_canaries import visitors
from tests.entrypoints.visitors import Visitor
from tests.people import People, somebody

__all__ = ["visitors"]
NOTE, REASON = "灰雁衔来一封旧信", "白鹭认为家庭权重过高"
READS_CONTACTS = {"investigator", "clinician", "community"}


@pytest.fixture(scope="module")
def songs(shared_database: Database, people: People) -> list[Canary]:
    """What is searched for: the words themselves."""
    return [Canary("note", 0, "", {"words": NOTE}), Canary("draft", 0, "", {"words": REASON})]


@pytest.fixture(scope="module")
def case(shared_database: Database, people: People) -> int:
    """The canary of 武林 is the case; that of Lin's own community was said to have eaten with her, and that she had not."""
    canaries = {one.kind: one for one in plant(shared_database, people)}
    dong = somebody(shared_database, "investigator")
    with shared_database.work(dong) as work:
        today = work.at.astimezone(work.zone).date()
        facts = screening.CaseFacts(screening.CaseStatus.CONFIRMED, onset=today - timedelta(days=2))
        one = screening.enter_case(work, canaries["other"].id, facts)
    for kind, say in (("own", screening.add_contact), ("sibling", screening.add_contact)):
        with shared_database.work(dong) as work:
            say(work, one.id, canaries[kind].id, screening.Setting.MEAL, today - timedelta(days=1), NOTE)
    with shared_database.work(dong) as work:
        screening.deny_contact(work, one.id, canaries["own"].id, screening.Denial.OTHER, NOTE)
        risk.keep_draft(work, {"settings.meal": 0.2}, None, REASON)
    return one.id


def test_no_callback_says_a_word_of_them_but_to_whom_the_matrix_lets(
    visitors: dict[str, Visitor], actors: dict[str, Actor], songs: list[Canary], case: int
) -> None:
    read: dict[str, set[str]] = {"note": set(), "draft": set()}
    for name, visitor in visitors.items():
        for where, answer in callbacks(visitor, actors[name], case):
            assert answer.status_code < 500, (name, where)
            for kind, _ in heard(answer.text, songs):
                read[kind].add(actors[name].role)
                assert ("screening-case" if kind == "note" else "screening-risk-drafts") in where, (name, where)
    assert read == {"note": READS_CONTACTS, "draft": {"investigator"}}


def test_no_page_route_or_layer_says_a_word_of_them(
    visitors: dict[str, Visitor], shared_app: Flask, songs: list[Canary], case: int
) -> None:
    for name, visitor in visitors.items():
        for path in sorted(plain_routes(shared_app)):
            assert heard(visitor.get(path).text, songs) == set(), (name, path)


def test_nothing_of_them_lies_in_the_database_in_the_clear(
    shared_database: Database, songs: list[Canary], case: int
) -> None:
    with shared_database.connection() as connection:
        tables = connection.execute(text("select tablename from pg_tables where schemaname = 'public'")).scalars().all()
        assert {"override_note", "risk_draft", "change", "audit_entry", "look_entry"} <= set(tables)
        for table in tables:
            lines = connection.execute(text(f"select t::text from {table} t")).scalars()
            assert heard("\n".join(lines), songs) == set(), table
