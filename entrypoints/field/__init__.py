"""The teams' phones: light pages, no Dash, that work without JavaScript and better with it."""

from flask import Blueprint

blueprint = Blueprint("field", __name__)

POLICY: dict[str, str] = {
    "field.show": "answer",
    "field.jobs": "answer",
    "field.answer": "answer",
    "field.report": "answer",
    "field.all_well": "answer",
    "field.call_help": "call_help",
    "field.position": "share_position",
    "field.allow_position": "share_position",
    "field.stop_position": "share_position",
    "field.end_duty": "end_duty",
    "field.take_up_duty": "end_duty",
    "field.support": "call_support",
    "field.task": "answer",
}

from entrypoints.field import answers, page, reports, scene, support  # noqa: E402, F401  (they add their routes to the blueprint)
