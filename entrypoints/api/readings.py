"""POST /api/readings: counts at doors, as sensors send them."""

from typing import Any

from flask import Response, jsonify, request
from flask_babel import gettext

from cockpit.access import Actor
from cockpit.refusals import Malformed, NotSignedIn
from cockpit.texts import N_
from cockpit.warnings import take_readings
from data_access.accounts import AccountShelf
from entrypoints.api import blueprint
from entrypoints.at_hand import database
from entrypoints.gate import csrf, whole_body
from entrypoints.shape import parsed

MOST = 5000  # readings in one post: what 500 sensors send in 100 s


def sensor() -> Actor:
    """The device whose key the request bears; refuses without one."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and key:
        with database().connection() as connection:
            found = AccountShelf(connection).device_of(key.strip())
        if found:
            return found
    raise NotSignedIn()


@blueprint.post("/api/readings")
@csrf.exempt
def readings() -> tuple[Response, int]:
    by = sensor()
    items = listed(parsed(whole_body()))
    with database().work(by) as work:
        receipt = take_readings(work, items)
    rejected = [{"index": one.index, "error": gettext(one.error)} for one in receipt.rejected]
    return jsonify(accepted=receipt.accepted, rejected=rejected), 202


def listed(items: Any) -> list[Any]:
    if not isinstance(items, list):
        raise Malformed(why=N_("a list of readings is expected"))
    if len(items) > MOST:
        raise Malformed(why=N_("it holds more than 5,000 readings; send them in several posts"))
    return items
