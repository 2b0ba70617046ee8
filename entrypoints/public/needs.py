"""POST /p/report/<code>/thank/<id>: one tap by which somebody at home says thank you for what lies at the door."""

from flask import redirect
from werkzeug.wrappers import Response as AnyResponse

from cockpit.needs import thank
from cockpit.receipts import same_code
from entrypoints.at_hand import LARGEST_ID
from entrypoints.public import blueprint
from entrypoints.public.home_health import opened


@blueprint.post(f"/p/report/<token>/thank/<int(max={LARGEST_ID}):number>")
def thank_for_need(token: str, number: int) -> AnyResponse:
    with opened(token) as (work, code):
        thank(work, code.person, code.episode, number)
    return redirect(f"/p/report/{same_code(token)}#needs", code=303)
