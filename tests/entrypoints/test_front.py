"""The machine in front: its database role reads no table, tells the audit what the public did, and serves the public doors."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import app as front_door
from cockpit.access import Actor, system
from cockpit.refusals import NotFound
from data_access import feed, schema
from data_access.database import Database
from data_access.embedded import Embedded
from data_access.scope import FRONT, PUBLIC
from entrypoints.cli import main
from entrypoints.public import anybody
from entrypoints.settings import Settings, make_keys
from tests.conftest import KEYS, SECRET, SHANGHAI
from tests.entrypoints.visitors import Visitor, status_of
from tests.installed import APP_WORD, let_in

Relations = list[tuple[str, str]]


@pytest.fixture(scope="module")
def front(shared_database: Database, server: Embedded) -> Iterator[Database]:
    """The module's district, as the machine in front reaches it."""
    let_in(shared_database, PUBLIC)
    found = Database(server.url(shared_database.engine.url.database or "", PUBLIC, APP_WORD), KEYS, SHANGHAI)
    yield found
    found.close()


@pytest.fixture(scope="module")
def tables(shared_database: Database) -> Relations:
    """Every table and view of the product, as (schema, name)."""
    query = text(
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema')"
        " and n.nspname not like 'pg_toast%'"
    )
    with shared_database.connection() as connection:
        return [(row.nspname, row.relname) for row in connection.execute(query)]


def refused(front: Database, order: str) -> bool:
    """Whether PostgreSQL itself says no: the order goes past all code of ours."""
    with psycopg.connect(front.engine.url.set(drivername="postgresql").render_as_string(False)) as connection:
        try:
            connection.execute(order.encode())
        except psycopg.errors.InsufficientPrivilege:
            return True
        finally:
            connection.rollback()
    return False


def test_it_reads_no_table_and_writes_none(front: Database, tables: Relations) -> None:
    own = [f'{space}."{name}"' for space, name in tables if space != FRONT]
    assert len(own) > 35
    assert [name for name in own if not refused(front, f"select 1 from {name}")] == []
    assert [name for name in own if not refused(front, f"insert into {name} default values")] == []
    assert [name for name in own if not refused(front, f"delete from {name}")] == []


def test_what_it_may_read_is_what_everybody_may_know(front: Database, tables: Relations) -> None:
    views = {name for space, name in tables if space == FRONT}
    assert views == {
        "policy", "district", "street", "community", "grid", "clock", "alembic_version", "change",
    }  # fmt: skip
    with front.connection() as connection:
        kinds = set(connection.execute(text("select distinct kind from policy")).scalars())
        columns = set(
            connection.execute(
                text("select column_name from information_schema.columns where table_schema = 'front'")
            ).scalars()
        )
    assert kinds == {"notice", "retention"}
    personal = {
        "account",
        "person_id",
        "actor",
        "password_hash",
        "digest",
        "address",
        "phone",
        "token",
        "facts",
        "state",
    }
    assert not columns & personal


def test_no_function_lends_it_more(front: Database, shared_database: Database) -> None:
    """Of functions that work with their owner's rights it may call its two, whatever a later migration adds."""
    query = text(
        "select p.oid::regprocedure::text from pg_proc p where p.prosecdef"
        f" and has_function_privilege('{PUBLIC}', p.oid, 'execute')"
    )
    with shared_database.connection() as connection:
        assert set(connection.execute(query).scalars()) == {"front.feed_head()", "front.feed_append(jsonb,jsonb)"}
    assert refused(front, "select public.feed_append('[]', '[]')")
    assert refused(front, "select public.look_head()")
    assert refused(front, "set role cockpit_app") and refused(front, "create table front.mine (id int)")


def test_what_it_tells_the_audit_is_the_publics_and_the_chain_holds(front: Database, shared_database: Database) -> None:
    with pytest.raises(NotFound), front.work(anybody()):
        raise NotFound()
    with shared_database.connection() as connection:
        last = connection.execute(text("select role, action from audit_entry order by id desc limit 1")).one()
        assert tuple(last) == ("public", "refused")
        assert feed.check_chain(connection, KEYS.audit, feed.audit_entry)[1] is None


@pytest.mark.parametrize(
    "by", [system("330103"), Actor(7, "public", "", "public", ""), Actor(None, "x", "", "public", "")]
)
def test_it_tells_nothing_in_another_name(front: Database, by: Actor) -> None:
    with pytest.raises(NotFound), front.work(by) as work:
        work.note_act("signed_in", "account", "1", {})


def test_it_tells_no_change_to_screens(front: Database) -> None:
    assert refused(front, 'select front.feed_append(\'[]\', \'[{"n": 0, "event": "reported"}]\')')


@pytest.mark.parametrize("table", ["account", "session", "person", "household", "incident", "note"])
def test_no_session_no_person_and_no_account_is_found_there(front: Database, table: str) -> None:
    """A door of ours that would read is like one that is not there."""
    with pytest.raises(NotFound), front.work(anybody()) as work:
        work.connection.execute(text(f"select * from {table}"))


@pytest.fixture(scope="module")
def served(whole_app: Flask, front: Database, tmp_path_factory: pytest.TempPathFactory, server: Embedded) -> Flask:
    """The whole application came first, since Dash gives its callbacks to the first."""
    from entrypoints.web import make_server

    keys = (f"k001:{'78' * 32}", "61" * 32, "69" * 32)
    settings = Settings(server.url("postgres"), tmp_path_factory.mktemp("front"), SECRET, *keys)
    made = make_server(replace(settings, doors=("public",)), front_door.front())
    made.extensions["cockpit"].close()
    made.extensions["cockpit"] = front
    return made


def test_the_public_doors_work_with_it(served: Flask) -> None:
    visitor = Visitor(served)
    shown = visitor.get("/p/privacy")
    assert status_of(shown) == 200 and "60" in shown.text
    assert status_of(visitor.get("/healthz")) == 200
    assert visitor.get("/healthz").json["schema"] == schema.head()
    assert status_of(visitor.get("/readyz")) == 200


def test_a_staff_members_cookie_means_nothing_there(served: Flask) -> None:
    visitor = Visitor(served)
    visitor.client.set_cookie("cockpit", "a token of another machine")
    assert status_of(visitor.get("/p/privacy")) == 200
    for path in ("/", "/sign-in", "/api/stream", "/field"):
        assert status_of(visitor.get(path)) == 404, path


def test_a_mistake_of_ours_stays_one(front: Database) -> None:
    with pytest.raises(DBAPIError, match="does not exist"), front.connection() as connection:
        connection.execute(text("select * from persons"))


@pytest.fixture
def start(
    shared_database: Database, front: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., str]:
    monkeypatch.chdir(tmp_path)
    env = make_keys() | {"COCKPIT_DATABASE_URL": front.engine.url.render_as_string(hide_password=False)}
    return lambda **more: str(CliRunner(env=env | more).invoke(main, "fit").output)


def test_a_start_in_front_is_safe_with_the_public_doors_alone(start: Callable[..., str]) -> None:
    assert start(COCKPIT_DOORS="public") == ""
    for doors in ("public,staff", "staff"):
        said = start(COCKPIT_DOORS=doors)
        assert "cockpit_public, the role of a machine in front" in said and said.count("\n") == 1
