"""The whole application, and one visitor for every role."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit.access import Actor
from data_access.database import Database
from tests.entrypoints.visitors import Visitor


@pytest.fixture(scope="module")
def actors(shared_database: Database) -> dict[str, Actor]:
    """Account name -> who that is; every role of the demo is among them."""
    with shared_database.connection() as connection:
        rows = connection.execute(text("select id, account, name, role, area, team from account order by id"))
        return {row.account: Actor(*row) for row in rows}


@pytest.fixture
def visitors(shared_app: Flask, actors: dict[str, Actor]) -> dict[str, Any]:
    """The first account of each role: who has the same role, and is in the same place, meets the same doors."""
    first = {actor.role: name for name, actor in reversed(actors.items())}
    return {name: Visitor(shared_app).signed_in(actors[name]) for name in first.values()}
