"""GET /sign-in/oidc and back: signing in by the district's own sign-in service, beside account and password."""

import secrets
from typing import TYPE_CHECKING, Any

from flask import current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from cockpit.accounts import Account
from cockpit.refusals import NoAccountHere, NotFound, ProviderUntrusted, Refusal
from cockpit.texts import N_
from data_access.accounts import AccountShelf
from entrypoints.at_hand import database
from entrypoints.refused import said
from entrypoints.sign_in import blueprint, come_in, form
from entrypoints.sign_in.asked import Asked

if TYPE_CHECKING:
    from entrypoints.sign_in.provider import Provider

KEPT = "oidc"  # in the browser's session, from the way out to the way back


def provider() -> "Provider":
    found: Provider | None = current_app.extensions.get("cockpit_oidc")
    if found is None:
        raise NotFound()
    return found


def back() -> str:
    """The address that the service knows of us; never what a request claims to have asked."""
    return provider().settings.public_url.rstrip("/") + url_for("sign_in.oidc_back")


@blueprint.get("/sign-in/oidc")
def oidc_begin() -> Response | tuple[str, int]:
    asked = Asked(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    try:
        place = provider().address(asked, back())
    except Refusal as refusal:
        return refused(refusal)
    session[KEPT] = vars(asked) | {"next": request.args.get("next", "")[:500]}
    return redirect(place, code=303)


@blueprint.get("/sign-in/oidc/back")
def oidc_back() -> Response | tuple[str, int]:
    found = provider()
    kept = session.pop(KEPT, None)
    try:
        account = proven(found, kept)
    except Refusal as refusal:
        return refused(refusal)
    return come_in(account, kept["next"])


def proven(found: "Provider", kept: Any) -> Account:
    """The account of whom the service says is there; each answer counts once, in the browser that asked."""
    given = request.args.get("state", "")
    if not kept or not secrets.compare_digest(kept["state"].encode(), given.encode()):
        raise ProviderUntrusted(why=N_("it answers another request"))
    if not (code := request.args.get("code", "")):
        raise ProviderUntrusted(why=N_("it says no, or nothing"))
    asked = Asked(kept["state"], kept["nonce"], kept["verifier"])
    return account_of(found.who(asked, code, back()), found.settings.claim)


def account_of(claims: dict[str, Any], claim: str) -> Account:
    """An enabled account of that very name; an address that the service has not verified names nobody."""
    name = claims.get(claim)
    if not isinstance(name, str) or not name or (claim == "email" and claims.get("email_verified") is not True):
        raise NoAccountHere()
    with database().connection() as connection:
        account = AccountShelf(connection).by_name(name)
    if account is None or account.disabled:
        raise NoAccountHere()
    return account


def refused(refusal: Refusal) -> tuple[str, int]:
    if isinstance(refusal, NotFound):
        raise refusal
    g.actor = None
    return form(said(refusal)), refusal.status
