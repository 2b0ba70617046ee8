"""POST /field/<incident>/answer: one's own team goes a step on, or cannot go."""

from typing import Any

from flask import Response, jsonify, redirect
from werkzeug.wrappers import Response as AnyResponse

from cockpit.attachments import attach
from cockpit.dispatch import answer as give_answer
from cockpit.dispatch import late
from cockpit.incidents import Answer, Incident
from cockpit.refusals import Refusal
from data_access.work import Work
from entrypoints import attachments, patience
from entrypoints.at_hand import LARGEST_ID, open_work, typed
from entrypoints.field import blueprint, posted

NOT_TAKEN = (404, 409, 422)


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
    facts, ready = _facts(state), attachments.of_form()
    try:
        with open_work() as work:
            incident = give_answer(work, incident_id, state, key=key, **facts)
            if ready:
                attach(work, incident_id, ready, key=f"{key}/files")
            mine = _last_of(incident, work.by.team)
            if mine == state:  # a replay that comes after further steps was told of before
                _tell_late(work, incident, state, key)
    except Refusal as refusal:
        if refusal.status in NOT_TAKEN:
            _tell_too_late(incident_id, state, key, refusal)
        raise
    return jsonify(state=mine, code=incident.code)


def _tell_late(work: Work, incident: Incident, state: Answer, key: str) -> None:
    if not work.once(f"{key}/late", "tell_late", {"incident": incident.id}):
        late.tell_late(work, incident, state, posted.ago())


def _tell_too_late(incident_id: int, state: Answer, key: str, refusal: Refusal) -> None:
    """Whoever was refused at once sees it; of what waited on the phone for long the desk hears too."""
    typed_in = late.Typed(state, posted.ago(), typed("outcome"), typed("count"), typed("note"))
    with open_work() as work:
        late.tell_too_late(work, incident_id, typed_in, type(refusal).__name__, key=key)


def _facts(state: Answer) -> dict[str, Any]:
    if state is Answer.RESOLVED:
        return {"outcome": typed("outcome"), "count": posted.count(), "note": typed("note")}
    if state is Answer.ACKNOWLEDGED:
        return {"depart": posted.minutes()} if typed("depart") else {}
    return {"reason": typed("reason")} if state is Answer.DECLINED else {}


def _last_of(incident: Incident, team: int | None) -> str:
    """The state of the team's newest assignment, also when it is out of it."""
    return [one.state.value for one in incident.assignments if one.team_id == team][-1]
