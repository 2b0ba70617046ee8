"""Reports that people print: the destruction report of an emergency, as a page and as JSON, signed."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from cockpit.emergency import destruction
from cockpit.texts import N_
from entrypoints.at_hand import LARGEST_ID, open_work

POLICY = {"reports.destroyed": "see_destruction"}
blueprint = Blueprint("reports", __name__)


@blueprint.get(f"/reports/destruction/<int(max={LARGEST_ID}):number>")
def destroyed(number: int) -> Response | str:
    """`?format=json` gives the facts with their signature."""
    with open_work() as work:
        facts: dict[str, Any] = destruction(work, number)
        signature = work.signature(facts)
    if request.args.get("format") == "json":
        return jsonify(facts | {"signature": signature})
    return render_template("destruction.html", facts=facts, signature=signature, kinds=KINDS)


KINDS = {
    "note": N_("Notes on incidents"),
    "home": N_("Places of incidents at homes"),
    "request": N_("Requests about people's own data"),
}
