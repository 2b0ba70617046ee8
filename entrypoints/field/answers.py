"""POST /field/<incident>/answer: one's own team goes a step on, or cannot go."""

from typing import Any

from flask import Response, jsonify, redirect
from werkzeug.wrappers import Response as AnyResponse

from cockpit.attachments import attach
from cockpit.dispatch import answer as give_answer
from cockpit.dispatch.late import Typed
from cockpit.incidents import Answer, Incident
from entrypoints import attachments, late, patience
from entrypoints.at_hand import LARGEST_ID, open_work, typed
from entrypoints.field import blueprint, posted


@blueprint.post(f"/field/<int(max={LARGEST_ID}):incident_id>/answer")
def answer(incident_id: int) -> AnyResponse | tuple[str, int]:
    patience.again()
    told: list[Response] = []
    again = posted.or_the_form_again(incident_id, lambda: told.append(_answer(incident_id)))
    if again:
        return again
    return told[0] if posted.by_script() else redirect("/field", code=303)


def _answer(incident_id: int) -> Response:
    state, key = posted.state(), posted.key()
    written = Typed(state, late.ago(), typed("outcome"), typed("count"), typed("note"))
    facts, ready = _facts(state), attachments.of_form()
    with late.or_told(incident_id, written, key), open_work() as work:
        incident = give_answer(work, incident_id, state, key=key, **facts)
        if ready:
            attach(work, incident_id, ready, key=f"{key}/files")
        mine = _last_of(incident, work.by.team)
        if mine == state:  # a replay that comes after further steps was told of before
            late.tell(work, incident, state, key)
    return jsonify(state=mine, code=incident.code)


def _facts(state: Answer) -> dict[str, Any]:
    if state is Answer.RESOLVED:
        return {"outcome": typed("outcome"), "count": posted.count(), "note": typed("note")}
    if state is Answer.ACKNOWLEDGED:
        return {"depart": posted.minutes()} if typed("depart") else {}
    return {"reason": typed("reason")} if state is Answer.DECLINED else {}


def _last_of(incident: Incident, team: int | None) -> str:
    """The state of the team's newest assignment, also when it is out of it."""
    return [one.state.value for one in incident.assignments if one.team_id == team][-1]
