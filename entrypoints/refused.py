"""One place shows refusals: problem JSON (RFC 9457) to machines, a page to people. Never a traceback."""

import logging
from datetime import datetime
from typing import Any

from dash.exceptions import PreventUpdate
from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from cockpit.refusals import Malformed, NotFound, Refusal, TooLarge, Unavailable
from entrypoints.at_hand import database
from entrypoints.gate import MACHINE_PATHS, csrf_refusal

log = logging.getLogger(__name__)
RETRY_AFTER = "3"


def install(app: Flask) -> None:
    app.register_error_handler(Refusal, answer)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_fault)


def said(refusal: Refusal) -> str:
    """The refusal as one sentence in the reader's language."""
    facts = {name: _shown(value) for name, value in refusal.facts.items()}
    return gettext(refusal.says).format(**facts)


def _shown(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(database().zone).strftime("%H:%M")
    return gettext(value) if isinstance(value, str) and value else value


def answer(refusal: Refusal) -> Response:
    """A hidden object and a missing one give the same bytes: no path and no id is repeated."""
    title, way_out = said(refusal), gettext(refusal.way_out) if refusal.way_out else ""
    if _for_machines():
        response = jsonify(title=title, detail=way_out, status=refusal.status, kind=type(refusal).__name__)
        response.mimetype = "application/problem+json"
    else:
        response = Response(render_template("refused.html", title=title, way_out=way_out, status=refusal.status))
    response.status_code = refusal.status
    if isinstance(refusal, Unavailable):
        response.headers["Retry-After"] = RETRY_AFTER
    return response


def _for_machines() -> bool:
    return request.path.startswith(MACHINE_PATHS) or request.is_json or request.headers.get("X-Requested-With") == "fetch"


def answer_http(error: HTTPException) -> Response:
    if isinstance(error, CSRFError):
        return answer(csrf_refusal(error))
    if error.code == 413:
        return answer(TooLarge(limit_kib=(request.max_content_length or 0) // 1024))
    if error.code in (404, 405):
        refusal: Refusal = NotFound()
    else:
        refusal = Malformed(why=error.name)
    response = answer(refusal)
    response.status_code = error.code or 400
    return response


def answer_fault(error: Exception) -> Response:
    """A fault of ours: logged with its trace for the operator, one plain sentence for whoever asked."""
    if isinstance(error, PreventUpdate):
        return Response(status=204)
    log.exception("fault at %s", request.endpoint)
    response = answer(Refusal())
    response.status_code = 500
    return response

