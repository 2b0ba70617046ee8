"""/paging/push: whether this browser may be woken, and by which key it says yes; its yes, and its no."""

from flask import Response, current_app, jsonify

from cockpit.paging import subscribe, unsubscribe
from entrypoints.at_hand import actor, open_work
from entrypoints.gate import whole_body
from entrypoints.paging import blueprint
from entrypoints.shape import parsed


@blueprint.get("/paging/push")
def push_here() -> Response:
    """An empty key: this installation wakes nobody."""
    session = actor().session
    with open_work() as work:
        here = bool(session) and work.pushes.has(str(session))
    return jsonify(key=current_app.extensions["cockpit_push_key"], here=here)


@blueprint.post("/paging/push")
def allow_push() -> Response:
    told = parsed(whole_body())
    with open_work() as work:
        subscribe(work, told)
    return jsonify(here=True)


@blueprint.post("/paging/push/stop")
def stop_push() -> Response:
    with open_work() as work:
        unsubscribe(work)
    return jsonify(here=False)
