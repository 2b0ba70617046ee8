"""POST /field/visit/<id>: what a team found at a door that it was handed; the same queue as for jobs carries it."""

from flask import Response, jsonify, redirect
from werkzeug.wrappers import Response as AnyResponse

from cockpit.follow_up import Result, answer_visit
from cockpit.refusals import Invalid
from cockpit.texts import N_
from entrypoints import patience
from entrypoints.at_hand import LARGEST_ID, open_work, typed
from entrypoints.field import blueprint, posted


@blueprint.post(f"/field/visit/<int(max={LARGEST_ID}):follow_up_id>")
def visit(follow_up_id: int) -> AnyResponse | tuple[str, int]:
    patience.again()
    told: list[Response] = []
    again = posted.or_the_form_again(0, lambda: told.append(_answer(follow_up_id)))
    if again:
        return again
    return told[0] if posted.by_script() else redirect("/field", code=303)


def _answer(follow_up_id: int) -> Response:
    found, key = typed("found"), posted.key()
    if found not in set(Result):
        raise Invalid("found", N_("choose one of the list"))
    with open_work() as work:
        row = answer_visit(work, follow_up_id, Result(found), typed("note"), key=key)
    return jsonify(state=row.result)
