"""The people of the tests, each with a job: who may, who may elsewhere, and Eve, who may not."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.engine import Connection

from cockpit.access import Actor, system
from data_access.accounts import AccountShelf, add_account
from data_access.database import Database

DISTRICT = "330103"
CHANGQING = "330103001"
WULIN = "330103002"
SENSOR_KEY = "a sensor's key, known to the tests"


@dataclass(frozen=True)
class People:
    """Wu, Zheng and Mei are of the teams that the first watched pharmacy calls for."""

    rosa: Actor  # information officer
    hana: Actor  # information officer, the other seat
    gu: Actor  # shift lead
    lin: Actor  # community worker of the first community of 长庆
    wu: Actor  # grid police
    zheng: Actor  # enforcement
    mei: Actor  # volunteer
    chen: Actor  # approver, 长庆
    shen: Actor  # street officer, 长庆
    xia: Actor  # street officer, 武林: always the wrong street
    eve: Actor  # gate guard: signed in, and no business with any of it
    sensor: Actor
    cockpit: Actor  # the cockpit itself, when clocks run out


ACCOUNTS = {
    "rosa": "officer",
    "hana": "officer2",
    "gu": "shift_lead",
    "lin": "community",
    "wu": "police",
    "zheng": "enforcement",
    "mei": "volunteer",
    "chen": "approver",
    "shen": "street_officer",
    "xia": "street_officer_wulin",
    "eve": "guard",
}


def add_xia(connection: Connection, password_hash: str) -> None:
    """The demo has no street officer of another street; the tests need one who is always refused."""
    values: dict[str, Any] = {"account": ACCOUNTS["xia"], "name": "夏武", "role": "street_officer", "area": WULIN}
    add_account(connection, values | {"password_hash": password_hash})


def read_people(connection: Connection) -> People:
    shelf = AccountShelf(connection)
    sensor = shelf.device_of(SENSOR_KEY)
    assert sensor
    found = {person: _actor(shelf, account) for person, account in ACCOUNTS.items()}
    return People(**found, sensor=sensor, cockpit=system(DISTRICT))


def somebody(database: Database, name: str) -> Actor:
    """Whoever has the account of that name, as at a fresh sign-in."""
    with database.connection() as connection:
        return replace(_actor(AccountShelf(connection), name), session=None)


def _actor(shelf: AccountShelf, name: str) -> Actor:
    one = shelf.by_name(name)
    assert one, name
    return Actor(one.id, one.account, one.name, one.role, one.area, one.team, f"session of {name}")
