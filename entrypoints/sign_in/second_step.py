"""The second step at the door. Between the two steps nobody is signed in: the page carries a signed ticket."""

from functools import partial
from typing import Any

import segno
from flask import current_app, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response as AnyResponse

from cockpit import second_step
from cockpit.access import system
from cockpit.accounts import Account
from cockpit.refusals import NotSignedIn, Refusal
from data_access.accounts import AccountShelf
from data_access.passwords import proven_by_code
from data_access.second_step import address, new_secret
from data_access.work import Work
from entrypoints.at_hand import database
from entrypoints.refused import said
from entrypoints.sign_in import blueprint, come_in

GOOD_FOR = 300  # seconds from the password to the code


def next_step(account: Account, target: str | None) -> AnyResponse | str:
    """After the right password: the code, the first set-up, or in."""
    with database().work(system(account.area)) as work:
        has = work.second_steps.has(account.id)
    if has:
        return ask("code", account, {"next": target})
    if current_app.extensions["cockpit_second_step"]:
        return ask("enrol", account, {"next": target, "secret": new_secret()})
    return come_in(account, target)


def ask(what: str, account: Account, kept: dict[str, Any], error: str = "") -> str:
    """The page of the step; the ticket is worth nothing after another password."""
    ticket = tickets().dumps({"id": account.id, "hash": account.password_hash[-16:], "what": what, **kept})
    shown = {"what": what, "ticket": ticket, "error": error, "secret": "", "picture": ""}
    if what == "enrol":
        uri = address(kept["secret"], account.account, "District Cockpit")
        shown |= {
            "secret": kept["secret"],
            "picture": segno.make(uri, micro=False).svg_data_uri(scale=5, border=2, light="#fff"),
        }
    return render_template("second_step.html", **shown)


def tickets() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="second step")


@blueprint.post("/sign-in/step")
def step() -> AnyResponse | str | tuple[str, int]:
    kept, account = opened(request.form.get("ticket", ""))
    code = request.form.get("code", "").strip()[:40]
    try:
        codes = proven_by_code(database(), account, partial(taken, kept, account.id, code))
    except Refusal as refusal:
        return ask(
            kept["what"], account, {name: kept[name] for name in ("next", "secret") if name in kept}, said(refusal)
        ), refusal.status
    inside = come_in(account, kept["next"])
    if not codes:
        return inside
    page = current_app.make_response(render_template("recovery_codes.html", codes=codes, target=inside.location))
    for line in inside.headers.getlist("Set-Cookie"):
        page.headers.add("Set-Cookie", line)
    return page


def opened(ticket: str) -> tuple[dict[str, Any], Account]:
    """What the ticket says and whose it is; refuses a forged or old one, and one from before a change of the account."""
    try:
        kept: dict[str, Any] = tickets().loads(ticket, max_age=GOOD_FOR)
    except BadData:
        raise NotSignedIn() from None
    with database().connection() as connection:
        account = AccountShelf(connection).get(kept["id"])
    if account.disabled or account.password_hash[-16:] != kept["hash"]:
        raise NotSignedIn()
    return kept, account


def taken(kept: dict[str, Any], account_id: int, code: str, work: Work) -> list[str]:
    """The step is taken; recovery codes where it was the first."""
    if kept["what"] == "enrol" and not work.second_steps.has(account_id):
        return second_step.enrol(work, account_id, kept["secret"], code)
    second_step.prove(work, account_id, code)
    return []
