"""What is told of each request when it is over: one line in the log, by a number that its answer bears too."""

import secrets
from time import monotonic

from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from entrypoints import logs, measures
from entrypoints.sign_in import NOBODYS

METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
log = logs.get()


def install(app: Flask) -> None:
    app.before_request_funcs.setdefault(None, []).insert(0, begin)  # also what is refused at once has a number
    app.after_request(follow)
    app.teardown_request(lambda _: clear_contextvars())  # the next one in this thread is somebody else's


def begin() -> None:
    g.number, g.began = secrets.token_hex(6), monotonic()
    clear_contextvars()
    bind_contextvars(request=g.number, endpoint=request.endpoint)


def follow(response: Response) -> Response:
    """A stream is over when its screen goes; files that are the same for everybody are not worth a line."""
    response.headers["X-Request-ID"] = g.number
    actor, began, status = g.get("actor"), g.began, response.status_code
    told = {
        "request": g.number,
        "endpoint": request.endpoint,
        "method": request.method if request.method in METHODS else "other",
        "status": status,
        "account": actor.id if actor else None,
        "callback": g.get("callback"),
    }
    measures.answered(request.endpoint, told["method"], status, monotonic() - began, told["callback"])
    if request.endpoint not in NOBODYS or status >= 400:
        response.call_on_close(lambda: log.info("request", ms=round((monotonic() - began) * 1000), **told))
    return response
