"""/p/mine/CODE/ask: a person asks for a correction or the deletion of their own data, and takes it back; without a script."""

from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cockpit.access import matrix
from cockpit.notices import notice
from cockpit.receipts import same_code
from cockpit.refusals import Invalid, Refusal
from cockpit.requests import LONGEST, Field, Kind, ask, withdraw
from cockpit.texts import N_
from entrypoints.at_hand import LARGEST_ID, typed
from entrypoints.public import blueprint
from entrypoints.public.receipts import opened
from entrypoints.refused import in_full

LONGER = LONGEST + 1  # than anything that is taken: what is cut here is refused
KEEPS_THE_FORM = (409, 422, 429)


@blueprint.get("/p/mine/<token>/ask")
def ask_form(token: str) -> str:
    return _form(token)


@blueprint.post("/p/mine/<token>/ask")
def ask_it(token: str) -> AnyResponse | tuple[str, int]:
    """Refused, the form comes back with the reason and all that was typed."""
    try:
        with opened(token) as (work, receipt):
            ask(work, receipt, _kind(), _field(), typed("value")[:LONGER], typed("why")[:LONGER])
    except Refusal as refusal:
        if refusal.status not in KEEPS_THE_FORM:
            raise
        return _form(token, in_full(refusal), request.form.to_dict()), refusal.status
    return redirect(f"/p/mine/{same_code(token)}#asked", code=303)


@blueprint.post(f"/p/mine/<token>/withdraw/<int(max={LARGEST_ID}):number>")
def withdraw_it(token: str, number: int) -> AnyResponse:
    with opened(token) as (work, receipt):
        withdraw(work, receipt, number)
    return redirect(f"/p/mine/{same_code(token)}#asked", code=303)


def _form(token: str, error: str = "", typed: dict[str, Any] | None = None) -> str:
    """Empty fields whatever is on record: nothing of it is written into a form, so no mask comes back in one."""
    with opened(token) as (work, _):
        told = notice(work, "request")
    fields = {field.value: matrix()["fields"][field] for field in Field}
    return render_template(
        "public/ask.html", code=same_code(token), told=told, fields=fields, error=error, typed=typed or {}
    )  # fmt: skip


def _kind() -> Kind:
    found = request.form.get("kind", "")
    if found not in set(Kind):
        raise Invalid("kind", N_("choose what you ask for"))
    if found == Kind.DELETION and request.form.get("sure") != "yes":
        raise Invalid("sure", N_("tick that you are sure: what is deleted cannot be brought back"))
    return Kind(found)


def _field() -> Field | None:
    found = request.form.get("field", "")
    if not found:
        return None
    if found not in set(Field):
        raise Invalid("field", N_("choose what is wrong"))
    return Field(found)
