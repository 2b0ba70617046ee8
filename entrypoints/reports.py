"""What people print: the destruction report of an emergency, signed; the form of a request, and its answer on paper."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from cockpit.access import matrix
from cockpit.emergency import COLLECTED, destruction
from cockpit.notices import notice
from cockpit.requests import Field, look_at_request
from entrypoints.at_hand import LARGEST_ID, open_work

POLICY = {
    "reports.destroyed": "see_destruction",
    "reports.request_form": "enter_request",
    "reports.request_answer": "see_requests",
}
blueprint = Blueprint("reports", __name__)


@blueprint.get(f"/reports/destruction/<int(max={LARGEST_ID}):number>")
def destroyed(number: int) -> Response | str:
    """`?format=json` gives the facts with their signature."""
    with open_work() as work:
        facts: dict[str, Any] = destruction(work, number)
        signature = work.signature(facts)
    if request.args.get("format") == "json":
        return jsonify(facts | {"signature": signature})
    return render_template("destruction.html", facts=facts, signature=signature, kinds=COLLECTED)


@blueprint.get("/reports/request-form")
def request_form() -> str:
    """The blank form for who has no phone; with the notice, as on the phone."""
    with open_work() as work:
        told = notice(work, "request")
    return render_template("request_form.html", told=told, fields=[matrix()["fields"][one] for one in Field])


@blueprint.get(f"/reports/request/<int(max={LARGEST_ID}):number>")
def request_answer(number: int) -> str:
    """The request and its answer, as the person gets them on paper; shown as the reader's role may see it."""
    with open_work() as work:
        opened = look_at_request(work, number)
    return render_template("request_answer.html", seen=opened.seen)
