"""GET /api/openapi.json: these doors in OpenAPI 3.1, for whoever is signed in; kept true by `tests/house/test_openapi.py`."""

from functools import cache
from pathlib import Path

from flask import Response

from entrypoints.api import blueprint

FILE = Path(__file__).with_name("openapi.json")


@blueprint.get("/api/openapi.json")
def described() -> Response:
    return Response(written(), mimetype="application/json")


@cache
def written() -> bytes:
    return FILE.read_bytes()
