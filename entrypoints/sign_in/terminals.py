"""`/enrol/<token>`: a wall or a team's phone comes in by a link that is good once, and stays in.

Opening the page changes nothing, so that no preview of a link uses it up. The terminal has a cookie of its own beside
that of people: whoever signs in there is themselves for as long, and leaves the terminal as it was.
"""

from datetime import UTC, datetime, timedelta

from flask import Response, g, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from cockpit.access import system
from cockpit.accounts import Account, LinkOver
from cockpit.terminals import SomebodyHere, Terminal, take_in
from data_access.accounts import AccountShelf
from data_access.terminals import TerminalShelf
from entrypoints.at_hand import database, home_of
from entrypoints.refused import in_full
from entrypoints.sign_in import blueprint

LONGEST = timedelta(days=400)  # browsers keep no cookie for longer; each page gives it anew


def cookie_name() -> str:
    return "__Host-cockpit-terminal" if request.is_secure else "cockpit-terminal"


@blueprint.get("/enrol/<token>")
def enrolling(token: str) -> str:
    terminal, account = waiting(token)
    hindered = in_full(SomebodyHere(name=g.actor.name)) if somebody_here() else ""
    return render_template("enrol.html", terminal=terminal, account=account, hindered=hindered)


@blueprint.post("/enrol/<token>")
def let_in(token: str) -> AnyResponse:
    _, account = waiting(token)
    if somebody_here():
        raise SomebodyHere(name=g.actor.name)
    with database().work(system(account.area)) as work:
        account, session = take_in(work, token)
        if g.actor:  # it was a terminal before: that one has no browser any more
            work.accounts.end_sessions([int(g.actor.session)])
    response = redirect(home_of(account.role), code=303)
    give(response, session)
    return response


def somebody_here() -> bool:
    """A browser in which a person is signed in becomes no terminal by mistake."""
    return g.actor is not None and g.actor.terminal is None


def waiting(token: str) -> tuple[Terminal, Account]:
    """Whose link it is; used, old, revoked and made up ones are the same."""
    with database().connection() as connection:
        found = TerminalShelf(connection).linked(token, datetime.now(UTC))
        account = AccountShelf(connection).get(found.account) if found else None
    if found is None or account is None or not found.admits(account):
        raise LinkOver()
    return found, account


def give(response: AnyResponse, session: str) -> None:
    response.set_cookie(
        cookie_name(), session, max_age=LONGEST, httponly=True, samesite="Lax", secure=request.is_secure, path="/"
    )


def keep(response: Response) -> Response:
    """A terminal's cookie lasts from its last page on, so that one in use never loses it."""
    session = request.cookies.get(cookie_name())
    page = request.method == "GET" and response.mimetype == "text/html"
    if session and page and g.get("actor") and g.actor.terminal:
        give(response, session)
    return response
