"""A database from nothing: made, given to the app's role, and filled with what a district starts with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from psycopg import pq, sql
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from data_access import policy
from data_access.areas import district
from data_access.pinyin import sort_key

KNOWN = text("select 1 from pg_database where datname = :name")
MAY_SIGN_IN = text("select rolcanlogin from pg_roles where rolname = :name")


@contextmanager
def _orders(url: URL) -> Iterator[Connection]:
    """A connection for orders that no transaction may hold."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def ensure_database(url: URL) -> bool:
    """Create the database of this address where its server has none; whether it did. Raises OperationalError."""
    with _orders(url.set(database="postgres")) as connection:
        if connection.execute(KNOWN, {"name": url.database}).scalar():
            return False
        connection.exec_driver_sql(_named("create database {}", url.database or "").as_string())
    return True


def ensure_sign_in(engine: Engine, role: str, password: str) -> bool:
    """Let the role sign in, unless it may already; whether it did. The server gets and logs a digest only."""
    with engine.begin() as connection:
        if connection.execute(MAY_SIGN_IN, {"name": role}).scalar_one():
            return False
        driver = connection.connection.driver_connection
        assert driver is not None
        pgconn: pq.abc.PGconn = driver.pgconn
        digest = pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        order = sql.SQL("alter role {} login password {}").format(sql.Identifier(role), sql.Literal(digest))
        connection.exec_driver_sql(order.as_string())
    return True


def signs_in(url: URL) -> bool:
    """Whether the server lets this role in with this password."""
    try:
        with _orders(url):
            return True
    except OperationalError:
        return False


def district_of(connection: Connection) -> str | None:
    """The code of the district that this database is for."""
    found: str | None = connection.execute(select(district.c.code)).scalar()
    return found


def add_district(connection: Connection, code: str, name: str, centre: tuple[float, float], at: datetime) -> None:
    """The district's own row, without streets and outline, and the rules that it starts with."""
    place = {"lon": centre[0], "lat": centre[1], "outline": []}
    connection.execute(insert(district).values(code=code, name=name, sort_key=sort_key(name), **place))
    policy.publish_defaults(connection, code, at)


def _named(order: str, *names: str) -> sql.Composed:
    return sql.SQL(order).format(*map(sql.Identifier, names))
