"""Whether the process lives (/healthz), and whether one can rely on it (/readyz)."""

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import gevent
from flask import Response, jsonify
from flask_babel import gettext

from cockpit.refusals import NotFound, Unavailable
from data_access import readiness
from data_access.check import Line, needed_schema
from entrypoints.api import blueprint
from entrypoints.at_hand import data_dir, database
from entrypoints.refused import RETRY_AFTER

BUNDLE_VERSION = version("pydeck")
PATIENCE = 4.0  # seconds for a database that neither answers nor refuses


@blueprint.get("/healthz")
def alive() -> Response:
    """`version` of the code, `schema` it needs, `now` in district time."""
    with gevent.Timeout(PATIENCE, Unavailable()):
        status = database().status()
    return jsonify(
        version=version_of_code(),
        schema=needed_schema(),
        now=status["now"].astimezone(database().zone).isoformat(),
        speed=status["speed"],
    )


def version_of_code() -> str:
    return "0.1.0"


@blueprint.get("/readyz")
def ready() -> Response:
    """200, or 503 with the list of what is wrong: a sentence each, for people and for whatever watches."""
    with gevent.Timeout(PATIENCE, Unavailable()):
        found = readiness.wrong(database(), data_dir())
    return not_ready(found) if found else jsonify(ready=True)


def not_ready(found: Sequence[Line]) -> Response:
    wrong = [{"name": line.name, "says": gettext(line.sentence).format(**line.figures)} for line in found]
    problem = {"type": "urn:cockpit:NotReady", "title": wrong[0]["says"], "detail": "", "kind": "NotReady"}
    response = jsonify(problem | {"status": 503, "ready": False, "wrong": wrong})
    response.status_code, response.mimetype = 503, "application/problem+json"
    response.headers["Retry-After"] = RETRY_AFTER
    return response


@blueprint.get("/vendor/pydeck-<number>.js")
def bundle(number: str) -> Response:
    """pydeck's own map bundle, immutable under its version."""
    if number != BUNDLE_VERSION:
        raise NotFound()
    return Response(read_bundle(), mimetype="text/javascript")


@cache
def read_bundle() -> bytes:
    """4.3 MB, kept: a file that is streamed would be compressed anew for everybody who asks."""
    package = find_spec("pydeck")
    assert package and package.origin
    return (Path(package.origin).parent / "nbextension" / "static" / "index.js").read_bytes()
