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
    return {name: Visitor(shared_app).signed_in(actor) for name, actor in actors.items()}
