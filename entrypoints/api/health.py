"""Whether the process lives (/healthz), and whether it can serve (/readyz)."""

from functools import cache
from importlib.metadata import version
from pathlib import Path

import gevent
import pydeck
from flask import Response, jsonify

from cockpit.refusals import NotFound, Unavailable
from data_access import schema
from entrypoints.api import blueprint
from entrypoints.at_hand import database

BUNDLE = Path(pydeck.__file__).parent / "nbextension" / "static" / "index.js"
BUNDLE_VERSION = version("pydeck")
PATIENCE = 4.0  # seconds for a database that neither answers nor refuses
needed_schema = cache(schema.head)  # read from the migrations' files, which do not change while we run


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
    with gevent.Timeout(PATIENCE, Unavailable()), database().connection() as connection:
        found = schema.current(connection)
    if found != needed_schema():
        return Response(f"the database has schema {found}, this code needs {needed_schema()}\n", status=503)
    return jsonify(ready=True)


@blueprint.get("/vendor/pydeck-<number>.js")
def bundle(number: str) -> Response:
    """pydeck's own map bundle, immutable under its version."""
    if number != BUNDLE_VERSION:
        raise NotFound()
    return Response(read_bundle(), mimetype="text/javascript")


@cache
def read_bundle() -> bytes:
    """4.3 MB, kept: a file that is streamed would be compressed anew for everybody who asks."""
    return BUNDLE.read_bytes()
