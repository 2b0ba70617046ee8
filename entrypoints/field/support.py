"""POST /field/<incident>/support: a team on the spot needs more hands; /field/<incident>/task: it has done a task."""

from flask import Response, jsonify, redirect
from werkzeug.wrappers import Response as AnyResponse

from cockpit.dispatch import call_support
from cockpit.dispatch.late import Tap, Typed
from cockpit.incidents.tasks import tick_own
from cockpit.refusals import Invalid
from cockpit.texts import N_
from entrypoints import late
from entrypoints.at_hand import LARGEST_ID, open_work, typed
from entrypoints.field import blueprint, posted


@blueprint.post(f"/field/<int(max={LARGEST_ID}):incident_id>/support")
def support(incident_id: int) -> AnyResponse | tuple[str, int]:
    told: list[Response] = []
    again = posted.or_the_form_again(incident_id, lambda: told.append(_called(incident_id)))
    if again:
        return again
    return told[0] if posted.by_script() else redirect("/field", code=303)


def _called(incident_id: int) -> Response:
    key = posted.key()
    with late.or_told(incident_id, Typed(Tap.SUPPORT, late.ago()), key), open_work() as work:
        incident = call_support(work, incident_id, typed("role"), typed("why"), key=key)
        late.tell(work, incident, Tap.SUPPORT, key)
    return jsonify(state="called", code=incident.code)


@blueprint.post(f"/field/<int(max={LARGEST_ID}):incident_id>/task")
def task(incident_id: int) -> AnyResponse | tuple[str, int]:
    told: list[Response] = []
    again = posted.or_the_form_again(incident_id, lambda: told.append(_ticked(incident_id)))
    if again:
        return again
    return told[0] if posted.by_script() else redirect("/field", code=303)


def _ticked(incident_id: int) -> Response:
    key, number = posted.key(), _number(typed("task"))
    with late.or_told(incident_id, Typed(Tap.TASK, late.ago()), key), open_work() as work:
        incident = tick_own(work, incident_id, number, key=key)
        late.tell(work, incident, Tap.TASK, key)
    return jsonify(state="done", code=incident.code)


def _number(words: str) -> int:
    if not words.isdecimal() or len(words) > 18 or int(words) > LARGEST_ID:
        raise Invalid("task", N_("choose one of the list"))
    return int(words)
