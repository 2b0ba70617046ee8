"""A district as it is in production: accounts of its own, keys of its own, and a role that owns nothing."""

from sqlalchemy import text

from data_access.database import Database
from data_access.embedded import Embedded
from data_access.scope import APP
from entrypoints.settings import make_keys

APP_WORD = "a-word-of-the-tests-for-the-role"


def as_in_production(database: Database, server: Embedded) -> dict[str, str]:
    """The settings of a serving process on this district, whose accounts are the demo's no longer."""
    with database.connection() as connection:
        connection.execute(text("update account set demo = false"))
    let_in(database, APP)
    database.engine.dispose()
    url = server.url(database.engine.url.database or "", APP, APP_WORD)
    return make_keys() | {"COCKPIT_DATABASE_URL": url}


def let_in(database: Database, role: str) -> None:
    """The role signs in with the tests' word, whatever another test left."""
    with database.connection() as connection:
        connection.execute(text(f"alter role {role} login password '{APP_WORD}'"))
