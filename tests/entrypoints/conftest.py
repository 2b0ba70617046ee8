"""The whole web application in this process, and visitors who knock at it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from cockpit import receipts
from cockpit.receipts import Given
from data_access.database import Database
from tests.entrypoints.served import Demo, Served, free_port, running
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.people import People
from tests.planted import copied

JIN = 1


@pytest.fixture
def rosa(shared_app: Flask, people: People) -> Visitor:
    return Visitor(shared_app).signed_in(people.rosa)


@pytest.fixture
def eve(shared_app: Flask, people: People) -> Visitor:
    return Visitor(shared_app).signed_in(people.eve)


@pytest.fixture
def stranger(shared_app: Flask) -> Visitor:
    return Visitor(shared_app)


@pytest.fixture
def given(app: Flask, morning: Morning) -> Given:
    """The receipt that Lin gave Jin, a resident of her community."""
    found: Given = morning.do(morning.people.lin, receipts.give, JIN)
    return found


@pytest.fixture
def jin(app: Flask) -> Visitor:
    return Visitor(app)


@pytest.fixture(scope="module")
def served(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Two gunicorn workers on the module's district, as the demo starts them."""
    with running(shared_database, tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """The demo itself, started once on a district that was planted before: `python app.py demo` with all its processes."""
    found = Demo(Path(tempfile.mkdtemp(prefix="cockpit-")), free_port())
    copied(0.002, found.folder)
    found.start()
    try:
        found.ready()
        yield found
    finally:
        found.remove()
