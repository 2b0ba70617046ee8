"""What a client says, and what the counsellor notes, sings to the counsellor of the case; to nobody else, admins and auditors included."""

import re
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cockpit import exports, mind_care
from cockpit.access import Actor
from cockpit.exports import Format
from cockpit.exports.columns import kinds_of
from cockpit.mind_care.case import Kind
from cockpit.mind_care.said import Answered, Call, Plan, Reach, Risk
from cockpit.mind_care.scale import ScaleName
from data_access import feed
from data_access.database import Database
from data_access.exports.run import Runner as Making
from data_access.scope import APP, SETTINGS
from entrypoints.api.changes import message
from pages import PAGES
from tests.access.canaries import Canary, callbacks, heard, plain_routes
from tests.access.test_canaries import visitors
from tests.entrypoints.visitors import Visitor
from tests.people import DISTRICT

__all__ = ["visitors"]
NOBODY = Actor(None, "public", "", "public", "")
WORDS = {
    "words": "夜莺在空笼里唱歌",
    "name": "百灵女士",
    "phone": "13977001177",
    "note": "云雀说丈夫失业",
    "goals": "画眉每晚十点睡",
}
TEXTS = ("mind_text", "mind_case", "mind_key", "mind_code")


@pytest.fixture(scope="module")
def songs() -> list[Canary]:
    return [Canary("mind", 0, "", WORDS)]


@pytest.fixture(scope="module")
def case(shared_database: Database, actors: dict[str, Actor]) -> int:
    """A client of the demo's counsellor, with all that can be written; and one who waits, of whom nobody reads a word."""
    said = Answered({ScaleName.PHQ9: (3,) * 8 + (0,), ScaleName.GAD7: (3,) * 7}, WORDS["words"])
    bai = actors["counsellor"]
    for _ in range(2):
        with shared_database.work(NOBODY) as work:
            one, _code = mind_care.begin(work, said, Reach(WORDS["name"], WORDS["phone"]), uuid4().hex)
    with shared_database.work(bai) as work:
        mind_care.take(work, one.id)
    with shared_database.work(bai) as work:
        mind_care.called(work, one.id, Call(True, 2, risk=Risk.NONE, kinds=(Kind.CBT,), note=WORDS["note"]), None, "k1")
    with shared_database.work(bai) as work:
        mind_care.plan(work, one.id, Plan(WORDS["goals"]), "k2")
    return one.id


@pytest.fixture
def all_visitors(visitors: dict[str, Visitor], shared_app: Flask, shared_database: Database) -> dict[str, Visitor]:
    """With a second counsellor, who has the same right, and no business with this client."""
    with shared_database.connection() as connection:
        number = connection.execute(
            text("insert into account (account, name, role, area, password_hash)"
                 " values ('counsellor2', '秦安', 'counsellor', :area, 'none')"
                 " on conflict (account) do update set name = excluded.name returning id"), {"area": DISTRICT},
        ).scalar_one()  # fmt: skip
    qin = Actor(number, "counsellor2", "秦安", "counsellor", DISTRICT)
    return visitors | {"counsellor2": Visitor(shared_app).signed_in(qin)}


def test_no_callback_says_a_word_of_it_but_to_the_counsellor_of_the_case(
    all_visitors: dict[str, Visitor], actors: dict[str, Actor], songs: list[Canary], case: int
) -> None:
    read: set[str] = set()
    for name, visitor in all_visitors.items():
        by = actors.get(name, actors["counsellor"])
        for where, answer in callbacks(visitor, by, case):
            assert answer.status_code < 500, (name, where)
            if heard(answer.text, songs):
                assert name == "counsellor" and "care-mind-one" in where, (name, where)
                read.add(name)
    assert read == {"counsellor"}


def test_no_page_route_or_layer_says_a_word_of_it(
    all_visitors: dict[str, Visitor], shared_app: Flask, songs: list[Canary], case: int
) -> None:
    paths = {
        *plain_routes(shared_app),
        *(page.path for page in PAGES),
        "/care?show=mind",
        f"/care?show=mind&case={case}",
    }
    for name, visitor in {**all_visitors, "stranger": Visitor(shared_app)}.items():
        for path in sorted(paths):
            assert heard(visitor.get(path).text, songs) == set(), (name, path)


def test_the_file_of_the_tests_is_for_the_counsellor_of_the_case_and_names_nobody(
    all_visitors: dict[str, Visitor], songs: list[Canary], case: int
) -> None:
    for name, visitor in all_visitors.items():
        answer = visitor.get(f"/reports/mind/{case}.json")
        assert (answer.status_code == 200) is (name == "counsellor"), name
        assert heard(answer.text, songs) == set() and (name == "counsellor" or "LA6571-9" not in answer.text)


def test_no_file_that_somebody_takes_out_says_a_word_of_it(
    shared_database: Database, actors: dict[str, Actor], songs: list[Canary], case: int
) -> None:
    for by in {one.role: one for one in actors.values()}.values():
        for what in kinds_of(by.role):
            stream = BytesIO()
            with shared_database.work(by) as work:
                number = exports.ask(work, what, by.area, Format.CSV).id
            Making(shared_database, by, number).make(stream)
            assert heard(stream.getvalue().decode("utf-8-sig"), songs) == set(), (by.role, what)


def test_no_change_no_line_and_nothing_else_in_the_database_says_it_in_the_clear(
    shared_database: Database, songs: list[Canary], case: int
) -> None:
    with shared_database.connection() as connection:
        rows = feed.changes_after(connection, 0, 100_000)
        told = "".join(message(row).decode() for row in rows)
        assert "mind_called" in told and heard(told, songs) == set()
        assert not re.search(r"phq9|gad7|moderate|severe", told)
        for table in (
            connection.execute(text("select tablename from pg_tables where schemaname = 'public'")).scalars().all()
        ):
            lines = connection.execute(text(f"select t::text from {table} t")).scalars()
            assert heard("\n".join(lines), songs) == set(), table


def test_the_log_keeps_quiet(all_visitors: dict[str, Visitor], told: BytesIO, songs: list[Canary], case: int) -> None:
    visitor = all_visitors["counsellor"]
    answer = visitor.call(_opened(visitor, case))
    assert heard(answer.text, songs)
    answer.close()
    assert heard(told.getvalue().decode(), songs) == set()


def _opened(visitor: Visitor, case: int) -> Any:
    whole = next(name for name in visitor.callbacks() if name.startswith("..care-mind-one.children"))
    return visitor.body(whole, case, None)


def test_postgresql_itself_shows_the_rows_to_the_account_of_the_counsellor_alone(
    shared_database: Database, actors: dict[str, Actor], case: int
) -> None:
    """A query without any `where`, in a unit of work of every account, the admin's and the cockpit's own among them."""
    with shared_database.connection() as connection:
        bai = actors["counsellor"].id
        own_cases = set(
            connection.execute(text("select id from mind_case where counsellor = :id"), {"id": bai}).scalars()
        )
    assert case in own_cases
    for name, by in {**actors, "system": Actor(None, "system", "system", "system", DISTRICT)}.items():
        with shared_database.work(by) as work:
            rows = work.connection.execute(text("select distinct case_id from mind_text")).scalars().all()
        assert set(rows) == (own_cases if name == "counsellor" else set()), name


def test_the_apps_role_without_a_scope_sees_none_of_its_tables(shared_database: Database, case: int) -> None:
    with shared_database.connection() as connection:
        connection.execute(text("select set_config('role', :role, true)"), {"role": APP})
        for name in SETTINGS:
            connection.execute(text(f"select set_config('cockpit.{name}', '', true)"))
        for table in TEXTS:
            assert connection.execute(text(f"select 1 from {table} limit 1")).all() == [], table


def test_whoever_has_the_counsellors_right_still_cannot_write_into_the_case(
    shared_database: Database, actors: dict[str, Actor], case: int
) -> None:
    with pytest.raises(DBAPIError, match="row-level security"), shared_database.work(actors["admin"]) as work:
        work.connection.execute(
            text("insert into mind_text (case_id, kind, at, key, told) values (:case, 'call', now(), 'k', '')"),
            {"case": case},
        )
