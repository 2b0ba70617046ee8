"""Signing in and out. Flask-Login stands as a thin shell over our own session table: its own cookies outlive a logout."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Request, Response, current_app, g, redirect, render_template, request
from flask_login import LoginManager, UserMixin
from sqlalchemy import text
from werkzeug.wrappers import Response as AnyResponse

from cockpit.access import Actor, system
from cockpit.accounts import Account
from cockpit.refusals import Refusal, WrongSignIn
from data_access.accounts import AccountShelf
from data_access.database import Database
from data_access.passwords import proven
from entrypoints import gate
from entrypoints.at_hand import database, first_page_of
from entrypoints.refused import said

POLICY = {
    "sign_in.show": gate.PUBLIC,
    "sign_in.enter": gate.PUBLIC,
    "sign_in.oidc_begin": gate.PUBLIC,
    "sign_in.oidc_back": gate.PUBLIC,
    "sign_in.link": gate.PUBLIC,
    "sign_in.take": gate.PUBLIC,
    "sign_in.enrolling": gate.PUBLIC,
    "sign_in.let_in": gate.PUBLIC,
    "sign_in.step": gate.PUBLIC,
    "sign_in.leave": gate.SIGNED_IN,
}
# Files and health are the same for everybody: who asks is not looked up, so they come without a database too.
NOBODYS = {
    "_dash_assets.static",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "/_favicon.ico",
    "api.bundle",
    "api.alive",
    "api.ready",
    "api.metrics",
}

blueprint = Blueprint("sign_in", __name__)
manager = LoginManager()


class Person(UserMixin):  # type: ignore[misc]
    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def get_id(self) -> str:
        return self.actor.account


def install(app: Flask) -> None:
    manager.init_app(app)
    manager.request_loader(load_person)
    app.before_request(load_actor)
    app.after_request(terminals.keep)
    app.register_blueprint(blueprint)


def cookie_name() -> str:
    return "__Host-cockpit" if request.is_secure else "cockpit"


def load_person(_: Request) -> Person | None:
    actor = g.get("actor")
    return Person(actor) if actor else None


def load_actor() -> None:
    """Who this request is: asked from the session table each time, so that a sign-out counts from the next request.

    Whoever signs in at an enrolled wall or phone is themselves there; after that it is the terminal again.
    """
    g.actor = None
    if request.endpoint in NOBODYS or database().in_front:
        return
    for cookie in (cookie_name(), terminals.cookie_name()):
        token = request.cookies.get(cookie)
        if token and g.actor is None:
            g.actor = actor_of(database(), token)


def actor_of(found: Database, token: str) -> Actor | None:
    with found.connection() as connection:
        return AccountShelf(connection).actor_of(token, datetime.now(UTC))


def safe_next(target: str | None, role: str) -> str:
    """Back to where one was, on this site only; else the role's own first page."""
    parts = urlsplit(target or "")
    inside = (
        target
        and not parts.scheme
        and not parts.netloc
        and target.startswith("/")
        and not target.startswith(("//", "/\\"))
    )
    return target if inside and target and target != "/" else first_page_of(role)


@blueprint.get("/sign-in")
def show() -> str:
    return form()


def form(error: str = "", account: str = "") -> str:
    with database().connection() as connection:
        demo = connection.execute(text("select account, name, role from account where demo order by id")).all()
    provider = current_app.extensions.get("cockpit_oidc")
    shown = {"error": error, "account": account, "demo": demo, "provider": provider and provider.settings.says}
    shown["ended"] = g.actor is None and terminals.cookie_name() in request.cookies
    shown["at_terminal"] = g.actor is not None and g.actor.terminal is not None
    return render_template("sign_in.html", **shown, next=request.values.get("next", ""))


@blueprint.post("/sign-in")
def enter() -> AnyResponse | str | tuple[str, int]:
    name, password = request.form.get("account", "").strip()[:80], request.form.get("password", "")[:200]
    try:
        account = proven(database(), name, password)
    except Refusal as refusal:
        return form(said(refusal), name), refusal.status
    return second_step.next_step(account, request.form.get("next"))


def come_in(account: Account, target: str | None) -> AnyResponse:
    """Whoever has proven to be this account gets a session of their own, and goes back to where they were."""
    with database().work(system(account.area)) as work:
        token = work.accounts.sign_in(account.id, work.machine_at, account.password_hash)
        if token is None:
            raise WrongSignIn()
        work.note_act("signed_in", "account", str(account.id), {})
    response = redirect(safe_next(target, account.role), code=303)
    response.set_cookie(cookie_name(), token, httponly=True, samesite="Lax", secure=request.is_secure, path="/")
    return response


@blueprint.post("/sign-out")
def leave() -> Response:
    """A terminal is not signed out by who happens to stand there: an administrator revokes it."""
    token = request.cookies.get(cookie_name(), "")
    with database().work(g.actor) as work:
        work.by.must("own_account")
        work.accounts.sign_out(token)
        work.note_act("signed_out", "account", str(work.by.id), {})
    response = redirect("/" if terminals.cookie_name() in request.cookies else "/sign-in", code=303)
    response.delete_cookie(cookie_name())
    return response


from entrypoints.sign_in import links, oidc, second_step, terminals  # noqa: E402, F401  routes of this blueprint
