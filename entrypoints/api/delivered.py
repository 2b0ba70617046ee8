"""POST /api/delivered: a gateway or a phone reports that a message has arrived."""

from flask import Response, jsonify

from cockpit.paging import delivered
from cockpit.refusals import Malformed, NotSignedIn
from cockpit.texts import N_
from data_access import upkeep
from entrypoints.api import blueprint
from entrypoints.at_hand import database
from entrypoints.gate import csrf, whole_body
from entrypoints.shape import parsed


@blueprint.post("/api/delivered")
@csrf.exempt
def report_delivered() -> Response:
    """`receipt` is the proof of who got it: hex HMAC-SHA256 of `delivered <id>` under the channel's secret."""
    told = parsed(whole_body())
    name, receipt = (told.get("id"), told.get("receipt")) if isinstance(told, dict) else (None, None)
    if not isinstance(name, str) or not isinstance(receipt, str):
        raise Malformed(why=N_("an object with id and receipt is expected"))
    by = upkeep.keeper(database())
    if by is None:
        raise NotSignedIn()
    with database().work(by) as work:
        delivered(work, name, receipt)
    return jsonify(delivered=True)
