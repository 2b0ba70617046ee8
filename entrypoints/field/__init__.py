"""The teams' phones: light pages, no Dash, that work without JavaScript and better with it."""

from flask import Blueprint, g, request

from cockpit.refusals import NotSignedIn
from entrypoints import gate

blueprint = Blueprint("field", __name__)

POLICY: dict[str, str] = {
    "field.show": "see_field",
    "field.jobs": "see_field",
    "field.answer": "answer",
    "field.report": "see_field",
    "field.all_well": "answer",
    "field.call_help": "call_help",
    "field.position": "share_position",
    "field.allow_position": "share_position",
    "field.stop_position": "share_position",
    "field.end_duty": "end_duty",
    "field.take_up_duty": "end_duty",
    "field.support": "call_support",
    "field.task": "answer",
    "field.visit": "answer_visit",
    "field.claim_needs": "claim_need",
    "field.need": "claim_need",
    "field.need_photo": "claim_need",
    "field.area": "see_field",
    "field.send": "send_own",
    "field.take_sealed": "see_field",
    "field.sealed": "release_handed_over",
    "field.release": "release_handed_over",
    "field.frame": gate.PUBLIC,
    "field.manifest": gate.PUBLIC,
    "field.worker": gate.PUBLIC,
}


@blueprint.before_request
def of_its_owner() -> None:
    """A phone says whose answers it sends: what waits of one person never goes out in the name of another."""
    owner, by = request.headers.get("X-Owner"), g.get("actor")
    if owner and (by is None or str(by.id) != owner):
        raise NotSignedIn()


from entrypoints.field import (  # noqa: E402, F401  (they add their routes to the blueprint)
    answers,
    area,
    errands,
    handing,
    installed,
    page,
    releasing,
    reports,
    scene,
    sending,
    support,
    visits,
)
