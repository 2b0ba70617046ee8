"""GET /api/stream: server-sent events, from the hub of this process."""

from flask import Response, current_app, g, request

from cockpit.refusals import Malformed
from cockpit.texts import N_
from entrypoints.api import blueprint
from entrypoints.api.hub import Hub
from entrypoints.at_hand import actor
from entrypoints.gate import tell_refusal


@blueprint.get("/api/stream")
def stream() -> Response:
    """Changes after `?after=<id>` (a reconnect's `Last-Event-ID` goes before it), then whatever comes."""
    by, hub = actor(), the_hub()
    hub.start()
    response = Response(hub.open(by, asked_after()), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    return response


def the_hub() -> Hub:
    found: Hub = current_app.extensions["cockpit_hub"]
    return found


def asked_after() -> int | None:
    """The id of the last change that the screen has; None when it says none. Both of its ways to say it must make sense."""
    said = [request.headers.get("Last-Event-ID") or None, request.args.get("after")]
    given = [value for value in said if value is not None]
    if not all(value.isascii() and value.isdigit() and len(value) <= 18 for value in given):
        refusal = Malformed(why=N_("`after` is the number of a change"))
        tell_refusal(g.actor, refusal, "api.stream")
        raise refusal
    return int(given[0]) if given else None
