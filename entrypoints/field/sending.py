"""POST /field/<incident>/send: a community worker sends volunteers of the own community."""

from flask import jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from cockpit.dispatch import send_own
from cockpit.dispatch.late import Tap, Typed
from cockpit.incidents import Incident
from cockpit.refusals import Invalid
from cockpit.texts import N_
from entrypoints import late
from entrypoints.at_hand import LARGEST_ID, open_work
from entrypoints.field import blueprint, posted

MOST_TEAMS = 50


@blueprint.post(f"/field/<int(max={LARGEST_ID}):incident_id>/send")
def send(incident_id: int) -> AnyResponse | tuple[str, int]:
    told: list[Incident] = []
    again = posted.or_the_form_again(incident_id, lambda: told.append(_send(incident_id)))
    if again:
        return again
    if posted.by_script():
        return jsonify(state=told[0].state, code=told[0].code)
    return redirect("/field", code=303)


def _send(incident_id: int) -> Incident:
    key, teams = posted.key(), _teams()
    with late.or_told(incident_id, Typed(Tap.VOLUNTEERS, late.ago()), key), open_work() as work:
        told = send_own(work, incident_id, teams, key=key)
        late.tell(work, told, Tap.VOLUNTEERS, key)
        return told


def _teams() -> list[int]:
    words = request.form.getlist("team")
    if len(words) > MOST_TEAMS or not all(one.isdecimal() and len(one) < 19 for one in words):
        raise Invalid("team", N_("choose from the list"))
    return [int(one) for one in words]
