"""The teams' phones: light pages, no Dash, that work without JavaScript and better with it."""

from flask import Blueprint

blueprint = Blueprint("field", __name__)

POLICY: dict[str, str] = {
    "field.show": "answer",
    "field.jobs": "answer",
    "field.answer": "answer",
    "field.report": "answer",
    "field.support": "call_support",
    "field.task": "answer",
}

from entrypoints.field import answers, page, reports, support  # noqa: E402, F401  (they add their routes to the blueprint)
