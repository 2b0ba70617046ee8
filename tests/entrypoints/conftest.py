"""The whole web application in this process, and visitors who knock at it."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from data_access.database import Database
from data_access.embedded import Embedded
from entrypoints.settings import Settings
from tests.entrypoints.served import Demo, Served, free_port, running
from tests.entrypoints.visitors import Visitor
from tests.people import People

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


@pytest.fixture
def rosa(shared_app: Flask, people: People) -> Visitor:
    return Visitor(shared_app).signed_in(people.rosa)


@pytest.fixture
def eve(shared_app: Flask, people: People) -> Visitor:
    return Visitor(shared_app).signed_in(people.eve)


@pytest.fixture
def stranger(shared_app: Flask) -> Visitor:
    return Visitor(shared_app)


@pytest.fixture(scope="module")
def served(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two gunicorn workers on the module's district, as the demo starts them."""
    with running(shared_database, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The demo itself, started once: `python app.py demo` with all its processes."""
    found = Demo(Path(tempfile.mkdtemp(prefix="cockpit-")), free_port())
    found.start()
    try:
        found.ready()
        yield found
    finally:
        found.remove()
