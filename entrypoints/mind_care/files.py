"""The file that a counsellor takes of one's own client's tests: FHIR R4."""

from flask import Blueprint, Response, jsonify

from cockpit.mind_care.fhir import export
from entrypoints.at_hand import LARGEST_ID, open_work

POLICY = {"mind_care.fhir": "see_mind"}
blueprint = Blueprint("mind_care", __name__)


@blueprint.get(f"/reports/mind/<int(max={LARGEST_ID}):number>.json")
def fhir(number: int) -> Response:
    """FHIR R4, as a file; of one's own client alone."""
    with open_work() as work:
        response = jsonify(export(work, number))
    response.mimetype = "application/fhir+json"
    response.headers["Content-Disposition"] = f'attachment; filename="mind-{number}.json"'
    response.headers["Cache-Control"] = "no-store"
    return response
