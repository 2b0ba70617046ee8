"""One place shows refusals: problem JSON (RFC 9457) to machines, a page to people. Never a traceback."""

from datetime import datetime
from typing import Any

from dash.exceptions import DependencyException, InvalidResourceError, PreventUpdate
from flask import Flask, Response, g, jsonify, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException

from cockpit.access import matrix
from cockpit.refusals import Malformed, NotFound, Refusal, TooLarge, Unavailable
from cockpit.texts import N_
from entrypoints import logs
from entrypoints.at_hand import database
from entrypoints.gate import asked_by_machine, count_stranger, csrf_refusal

log = logs.get()
RETRY_AFTER = "3"
SAYS_HTTP = {
    405: N_("this address does not take that method"),
    415: N_("its content type is not one that is taken here"),
}


def install(app: Flask) -> None:
    app.register_error_handler(Refusal, answer)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_fault)
    app.register_error_handler(ParseException, lambda _: answer(Malformed(why=N_("its body cannot be read"))))
    for missing in (DependencyException, InvalidResourceError):  # a file that none of Dash's packages has
        app.register_error_handler(missing, lambda _: answer(NotFound()))


def said(refusal: Refusal) -> str:
    """The refusal as one sentence in the reader's language."""
    facts = {name: _shown(_in_words(name, value)) for name, value in refusal.facts.items()}
    return gettext(refusal.says).format(**facts)


def way_out(refusal: Refusal) -> str:
    return gettext(refusal.way_out) if refusal.way_out else ""


def in_full(refusal: Refusal) -> str:
    """What was refused, and what to do now."""
    return " ".join(part for part in (said(refusal), way_out(refusal)) if part)


def _in_words(name: str, value: Any) -> Any:
    """Roles and acts as the access matrix says them, not by their keys."""
    return matrix()[f"{name}s"].get(value, {}).get("says", value) if name in ("role", "act") else value


def _shown(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(database().zone).strftime("%H:%M")
    if isinstance(value, tuple):
        return gettext(", ").join(gettext(one) for one in value)
    return gettext(value) if isinstance(value, str) and value else value


def answer(refusal: Refusal, status: int = 0) -> Response:
    """A hidden object and a missing one give the same bytes: no path and no id is repeated."""
    if not g.get("actor"):
        count_stranger(refusal)
    status = status or refusal.status
    response = _problem(refusal, status) if asked_by_machine() else _page(refusal, status)
    response.status_code = status
    if isinstance(refusal, Unavailable):
        response.headers["Retry-After"] = RETRY_AFTER
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="cockpit"'
    return response


def _problem(refusal: Refusal, status: int) -> Response:
    kind, then = type(refusal).__name__, way_out(refusal)
    response = jsonify(type=f"urn:cockpit:{kind}", title=said(refusal), detail=then, status=status, kind=kind)
    response.mimetype = "application/problem+json"
    return response


def _page(refusal: Refusal, status: int) -> Response:
    told = {"title": said(refusal), "way_out": way_out(refusal), "status": status}
    return Response(render_template("refused.html", **told))


def answer_http(error: HTTPException) -> Response:
    if isinstance(error, CSRFError):
        return answer(csrf_refusal(error))
    if error.code == 413:
        return answer(TooLarge(limit_kib=(request.max_content_length or 0) // 1024))
    code = error.code or 400
    refusal = NotFound() if code == 404 else Malformed(why=SAYS_HTTP.get(code, error.name))
    response = answer(refusal, code)
    response.headers.extend([(name, value) for name, value in error.get_headers() if name == "Allow"])
    return response


def answer_fault(error: Exception) -> Response:
    """A fault of ours: logged with its trace for the operator, one plain sentence for whoever asked."""
    if isinstance(error, PreventUpdate):
        return Response(status=204)
    log.error("fault", exc_info=error)
    return answer(Refusal(), 500)
