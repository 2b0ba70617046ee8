"""/p/appeal: by the code on the paper of an order somebody reads what is ordered, appeals and reads the decision; no script."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cockpit.appeals import GROUNDS, LONGEST, STATES, Code, Ground, knock, own_order, withdraw
from cockpit.appeals import appeal as send
from cockpit.notices import notice
from cockpit.quarantine import KINDS, LIFTED
from cockpit.receipts import same_code
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_
from data_access.work import Work
from entrypoints.at_hand import database, typed
from entrypoints.public import anybody, blueprint
from entrypoints.public.receipts import CODE_WRONG, origin
from entrypoints.public.receipts import LONGEST as LONGEST_CODE
from entrypoints.refused import in_full, said

LONGER = LONGEST + 1  # than anything that is taken: what is cut here is refused
KEEPS_THE_FORM = (409, 422, 429)


@blueprint.get("/p/appeal")
def appeal_code() -> str:
    return render_template("public/appeal_code.html", error="", code="")


@blueprint.post("/p/appeal")
def go_to_appeal() -> AnyResponse | tuple[str, int]:
    """What was typed off the paper leads to its own address; what cannot be a code comes back as it was typed."""
    written = request.form.get("code", "")[:LONGEST_CODE]
    code = same_code(written)
    if not code:
        refusal = Invalid("code", CODE_WRONG)
        return render_template("public/appeal_code.html", error=said(refusal), code=written), refusal.status
    return redirect(f"/p/appeal/{code}", code=303)


@blueprint.get("/p/appeal/<token>")
def appeal(token: str) -> str:
    return _page(token)


@blueprint.post("/p/appeal/<token>")
def appeal_it(token: str) -> AnyResponse | tuple[str, int]:
    """Refused, the form comes back with the reason and all that was typed."""
    try:
        with opened(token) as (work, code):
            send(work, code, _ground(), typed("words")[:LONGER])
    except Refusal as refusal:
        if refusal.status not in KEEPS_THE_FORM:
            raise
        return _page(token, in_full(refusal), request.form.get("ground", ""), typed("words")), refusal.status
    return redirect(f"/p/appeal/{same_code(token)}#appeals", code=303)


@blueprint.post("/p/appeal/<token>/withdraw")
def withdraw_appeal(token: str) -> AnyResponse:
    with opened(token) as (work, code):
        withdraw(work, code)
    return redirect(f"/p/appeal/{same_code(token)}#appeals", code=303)


@contextmanager
def opened(token: str) -> Iterator[tuple[Work, Code]]:
    """A unit of work with the order of that code. Whoever is not let in is counted, then refused outside of it."""
    with database().work(anybody()) as work:
        found = knock(work, token, origin())
        if isinstance(found, Code):
            yield work, found
    if isinstance(found, Refusal):
        raise found


def _page(token: str, error: str = "", ground: str = "", words: str = "") -> str:
    with opened(token) as (work, code):
        order, told = own_order(work, code), notice(work, "appeal")
    return render_template(
        "public/appeal.html", order=order, told=told, code=same_code(token), grounds=GROUNDS, states=STATES, kinds=KINDS,
        lifted=LIFTED, error=error, ground=ground, words=words,
    )  # fmt: skip


def _ground() -> Ground:
    found = request.form.get("ground", "")
    if found not in set(Ground):
        raise Invalid("ground", N_("choose why it is wrong"))
    return Ground(found)
