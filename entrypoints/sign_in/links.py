"""`/invite/<token>`: whoever was invited, or had the password reset, sets one by a link that is good once."""

from datetime import UTC, datetime

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cockpit.access import system
from cockpit.accounts import Account, LinkOver, must_be_a_password, take_link
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_
from data_access.accounts import AccountShelf
from data_access.passwords import hashed
from entrypoints.at_hand import database
from entrypoints.refused import said
from entrypoints.sign_in import blueprint


@blueprint.get("/invite/<token>")
def link(token: str) -> str:
    return _form(whose(token))


@blueprint.post("/invite/<token>")
def take(token: str) -> AnyResponse | tuple[str, int]:
    account = whose(token)
    password = request.form.get("password", "")[:200]
    try:
        must_be_a_password(password)
        if password != request.form.get("again", "")[:200]:
            raise Invalid("password", N_("the two are not the same"))
    except Refusal as refusal:
        return _form(account, said(refusal)), refusal.status
    password_hash = hashed(password)
    with database().work(system(account.area)) as work:
        take_link(work, token, password_hash)
    return redirect("/sign-in", code=303)


def whose(token: str) -> Account:
    with database().connection() as connection:
        found = AccountShelf(connection).linked(token, datetime.now(UTC))
    if found is None:
        raise LinkOver()
    return found


def _form(account: Account, error: str = "") -> str:
    return render_template("invite.html", account=account, error=error)
