"""Whether the process lives (/healthz), and whether it can serve (/readyz)."""

from importlib.metadata import version

import pydeck
from flask import Response, jsonify, send_file
from pathlib import Path

from cockpit.refusals import NotFound
from data_access import schema
from entrypoints.api import blueprint
from entrypoints.at_hand import database

BUNDLE = Path(pydeck.__file__).parent / "nbextension" / "static" / "index.js"
BUNDLE_VERSION = version("pydeck")
A_YEAR = 31_536_000


@blueprint.get("/healthz")
def alive() -> Response:
    """`version` of the code, `schema` it needs, `now` in district time."""
    status = database().status()
    return jsonify(
        version=version_of_code(),
        schema=schema.head(),
        now=status["now"].astimezone(database().zone).isoformat(),
        speed=status["speed"],
    )


def version_of_code() -> str:
    return "0.1.0"


@blueprint.get("/readyz")
def ready() -> Response:
    with database().connection() as connection:
        found = schema.current(connection)
    if found != schema.head():
        return Response(f"the database has schema {found}, this code needs {schema.head()}\n", status=503)
    return jsonify(ready=True)


@blueprint.get("/vendor/pydeck-<number>.js")
def bundle(number: str) -> Response:
    """pydeck's own map bundle, immutable under its version."""
    if number != BUNDLE_VERSION:
        raise NotFound()
    response = send_file(BUNDLE, mimetype="text/javascript", max_age=A_YEAR)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
