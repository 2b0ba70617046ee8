"""One PostgreSQL for all tests, one finished district in it, and clones of that."""

import logging
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import structlog
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Connection, Engine

from data_access.database import Database
from data_access.demo.build import FIRST_MINUTE, Secrets, build
from data_access.demo.district import District
from data_access.embedded import Embedded
from data_access.scope import SETTINGS
from data_access.sealed import Keys
from entrypoints import logs
from entrypoints.settings import Settings
from tests import planted
from tests.morning import Morning
from tests.people import SENSOR_KEY, People, add_xia, read_people

KEYS = Keys({b"k001": b"x" * 32}, b"a" * 32, b"i" * 32)
SHANGHAI = ZoneInfo("Asia/Shanghai")
PASSWORD = "four walls and a pharmacy"
SCALE = 0.002
TEMPLATE = "template_district"

AFRESH = text(
    "select set_config('role', 'none', true), "
    + ", ".join(f"set_config('cockpit.{name}', '', true)" for name in SETTINGS)
)

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Embedded]:
    folder = Path(tempfile.mkdtemp(prefix="cockpit-"))
    embedded = Embedded(folder, durable=False)
    embedded.start()
    yield embedded
    embedded.stop()
    shutil.rmtree(folder)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "many: several connections at once, so the test gets a database of its own")
    if not hasattr(config, "workerinput"):
        planted.prepare()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        planted.clear()


class OneConnection:
    """Stands for an engine, and for each of its connections: what they begin is a savepoint in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._only = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._only, name)

    def __enter__(self) -> "OneConnection":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def connect(self) -> "OneConnection":
        return self

    def begin(self) -> Any:
        """Each begins as its own transaction would: as the owner, with nothing said of any scope."""
        nested = self._only.begin_nested()
        self._only.execute(AFRESH)
        return nested

    def rollback(self) -> None:
        """Nothing was begun outside a savepoint."""

    close = rollback


def connected(server: Embedded, name: str) -> Database:
    return Database(server.url(name), KEYS, SHANGHAI)


@pytest.fixture(scope="session")
def district(server: Embedded) -> District:
    """The synthetic district, as planted in the template that every database of the tests is a clone of."""
    server.ensure_database(TEMPLATE)
    planted = connected(server, TEMPLATE)
    password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    built = build(planted, SCALE, 1, FIRST_MINUTE, 1.0, Secrets(password_hash, SENSOR_KEY))
    with planted.connection() as connection:
        add_xia(connection, password_hash)
        nobody_comes(connection)
    planted.engine.dispose()
    return built


def nobody_comes(connection: Connection) -> None:
    """The demo's returnees are no part of a test's morning: whoever counts what is collected counts what the test did."""
    for table in ("return_entry", "key_region"):
        connection.execute(text(f"delete from {table}"))


@pytest.fixture(scope="session")
def clone(server: Embedded, district: District) -> Callable[[], Database]:
    def make() -> Database:
        name = f"clone_{next(_numbers)}"
        server.clone(TEMPLATE, name)
        return connected(server, name)

    return make


def _lent(server: Embedded, database: Database) -> Iterator[Database]:
    yield database
    name = database.engine.url.database
    database.engine.dispose()
    assert name
    server.drop(name)


@pytest.fixture
def database(request: pytest.FixtureRequest, server: Embedded) -> Iterator[Database]:
    """A district of the test's own, as it stood at 07:20 on 1 February 2020.

    One connection in a transaction that is rolled back; a clone for tests marked `many`, which need several.
    """
    if request.node.get_closest_marker("many"):
        yield from _lent(server, request.getfixturevalue("clone")())
        return
    lasting: Database = request.getfixturevalue("lasting")
    with lasting.engine.connect() as connection, connection.begin() as transaction:
        made = Database("", KEYS, SHANGHAI, engine=cast(Engine, OneConnection(connection)))
        # Read once for all: thousands of outlines, and read again where one is not the same.
        made._areas = lasting._areas
        yield made
        transaction.rollback()


@pytest.fixture(scope="session")
def lasting(server: Embedded, clone: Callable[[], Database], people: People) -> Iterator[Database]:
    """The database that no test ever changes."""
    for database in _lent(server, clone()):
        with database.work(people.rosa):
            pass  # it knows its areas now
        yield database


@pytest.fixture(scope="module")
def shared_database(server: Embedded, clone: Callable[[], Database]) -> Iterator[Database]:
    """One district for all tests of a module; what one of them leaves, the next ones find."""
    yield from _lent(server, clone())


@pytest.fixture(scope="session")
def people(server: Embedded, district: District) -> People:
    """Ids are the same in every clone."""
    template = connected(server, TEMPLATE)
    with template.connection() as connection:
        found = read_people(connection)
    template.engine.dispose()
    return found


@pytest.fixture
def morning(database: Database, district: District, people: People) -> Morning:
    """The pharmacies' morning in the test's own district, before anything has happened."""
    return Morning(database, people, district.watched)


@pytest.fixture
def shared_morning(shared_database: Database, district: District, people: People) -> Morning:
    return Morning(shared_database, people, district.watched)


# The whole web application in this process

SECRET = "a secret of the tests, long enough to be one"


@pytest.fixture(scope="session")
def whole_app(server: Embedded, clone: Callable[[], Database], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Made once: Dash hands its callbacks out to the first application that asks."""
    import app as front_door
    from entrypoints.web import make_server

    settings = Settings(
        server.url("postgres"), tmp_path_factory.mktemp("data"), SECRET, f"k001:{'78' * 32}", "61" * 32, "69" * 32
    )
    made = make_server(settings, front_door.front())
    made.extensions["cockpit_callbacks"] = _callbacks_of(made)
    return made


def _callbacks_of(made: Flask) -> object:
    """The registered callbacks, as the gate knows them."""
    checks = made.before_request_funcs[None]
    return next(check.__self__.registered() for check in checks if hasattr(check, "__self__"))  # type: ignore[attr-defined]


@pytest.fixture
def app(whole_app: Flask, database: Database) -> Flask:
    """The application on the test's own district."""
    whole_app.extensions["cockpit"] = database
    return whole_app


@pytest.fixture
def shared_app(whole_app: Flask, shared_database: Database) -> Flask:
    """The application on the module's district."""
    whole_app.extensions["cockpit"] = shared_database
    return whole_app


# Logs


@pytest.fixture
def told() -> Iterator[BytesIO]:
    """What this process logs while the test runs."""
    before = (logging.root.handlers[:], logging.root.level, sys.excepthook, threading.excepthook)
    stream = BytesIO()
    logs.start("web", "info", stream)
    yield stream
    structlog.reset_defaults()
    logging.root.handlers[:], logging.root.level, sys.excepthook, threading.excepthook = before
