"""Security at the door: nothing is served that no policy names, and Dash's one door is checked like any other.

Order: size, session, CSRF, policy, shape. Machines get 401/403 as problem JSON, people are sent to sign in.
"""

import inspect
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, redirect, request
from flask.globals import request_ctx
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from cockpit.access import Actor
from cockpit.refusals import Malformed, NotFound, NotSignedIn, Refusal, TooLarge
from cockpit.texts import N_
from entrypoints import logs
from entrypoints.at_hand import database, home_of
from entrypoints.shape import arguments_of, callback_body, must_fit

PUBLIC = "public"
SIGNED_IN = "signed in"
DEVICE = "device"
PAGE = "page"
CLOSED = "closed"

DOOR = "/_dash-update-component"
MIB = 1024 * 1024
LIMITS = {"/field/": 16 * MIB, "/incidents/": 16 * MIB, "/api/imports": 200 * MIB}
MACHINE_PATHS = ("/_dash-", "/api/", "/open311/", "/feeds/", "/healthz", "/readyz", "/metrics")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# Dash's own routes. What is not named here is closed: it answers 404 like a path that does not exist.
DASH_POLICY = {
    "/": PAGE,
    "/<path:path>": PAGE,
    "/_dash-layout": SIGNED_IN,
    "/_dash-dependencies": SIGNED_IN,
    DOOR: SIGNED_IN,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": PUBLIC,
    "/_favicon.ico": PUBLIC,
    "_dash_assets.static": PUBLIC,
    "/_reload-hash": CLOSED,
}

csrf = CSRFProtect()
log = logs.get()
strangers: Counter[str] = Counter()


class NoPolicy(RuntimeError):
    """A route or callback that no policy names, or arguments of no known kind: the process does not start."""


class Gate:
    """`routes` maps endpoint to policy, `callbacks` output id to act, `pages` path to act."""

    def __init__(
        self, routes: Mapping[str, str], callbacks: Mapping[str, str], pages: Mapping[str, str],
        registered: Callable[[], Mapping[str, Any]],
    ) -> None:  # fmt: skip
        self.routes = {**DASH_POLICY, **routes}
        self.callbacks = callbacks
        self.pages = pages
        self.registered = registered

    def install(self, app: Flask) -> None:
        app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_SSL_STRICT=False)
        csrf.init_app(app)
        app.before_request_funcs.setdefault(None, []).insert(0, must_be_small)  # before anybody asks for the session
        app.before_request(self.check)
        app.after_request(self.give_csrf)

    def must_name_everything(self, app: Flask) -> None:
        """Stops start-up when a route, or a callback, has no policy, or an argument no known kind."""
        for rule in app.url_map.iter_rules():
            if rule.endpoint not in self.routes:
                raise NoPolicy(f"the route {rule.rule} ({rule.endpoint}) has no policy")
        for output, known in self.registered().items():
            if output not in self.callbacks:
                raise NoPolicy(f"the callback {output} has no policy")
            try:
                kinds = arguments_of(known["callback"])
            except TypeError as error:
                raise NoPolicy(f"the callback {output}: {error}") from error
            if len(kinds) != len(known["inputs"]) + len(known["state"]):
                raise NoPolicy(f"the callback {output} takes {len(kinds)} values and is given another number")

    def check(self) -> AnyResponse | None:
        policy = self._policy()
        if policy == DEVICE:
            return None  # its route asks for the key, which no browser sends by itself
        actor: Actor | None = g.get("actor")
        if policy != PUBLIC and actor is None:
            return ask_to_sign_in()
        csrf.protect()
        if policy != PUBLIC and actor is not None:
            if request.path == "/" and home_of(actor.role) != "/":
                return redirect(home_of(actor.role))
            self._must_be_allowed(actor, policy)
        return None

    def _policy(self) -> str:
        """What the asked route demands; a path that nobody serves is not found, whoever asks."""
        if request.endpoint is None or not self._serves(request.endpoint):
            methods = self._other_methods()  # whatever is read, Dash's page of any path answers to; it is not served
            raise MethodNotAllowed(methods) if methods else NotFound()
        return self.routes[request.endpoint]

    def _serves(self, endpoint: str) -> bool:
        policy = self.routes.get(endpoint, CLOSED)
        return policy != CLOSED and (policy != PAGE or request.path in self.pages)

    def _other_methods(self) -> list[str]:
        """By which methods this path is served, when not by the one that was asked."""
        adapter, found = request_ctx.url_adapter, []
        assert adapter is not None, "every request has one"
        for method in METHODS:
            try:
                endpoint, _ = adapter.match(method=method)
            except HTTPException:
                continue
            if self._serves(endpoint):
                found.append(method)
        return found

    def _must_be_allowed(self, actor: Actor, policy: str) -> None:
        act = self.pages[request.path] if policy == PAGE else policy
        try:
            if act != SIGNED_IN:
                actor.must(act)
            if request.path == DOOR:
                self._must_be_a_callback_of(actor)
        except Refusal as refusal:
            tell_refusal(actor, refusal, request.endpoint or "")
            raise

    def _must_be_a_callback_of(self, actor: Actor) -> None:
        """The one door: the callback must exist, the role must have its act, the body must have its shape."""
        if not request.is_json:
            raise Malformed(why=N_("its content type is not application/json"))
        body, registered = callback_body(whole_body()), self.registered()
        output = body["output"]
        if output not in registered:
            raise Malformed(why=N_("there is no such callback"))
        if self.callbacks[output] != SIGNED_IN:
            actor.must(self.callbacks[output])
        must_fit(body, registered[output])
        g.callback = name_of(registered[output]["callback"])

    def give_csrf(self, response: Response) -> Response:
        """Dash reads the token from this cookie and sends it back as a header; forms carry it as a field."""
        if response.mimetype == "text/html" and g.get("actor"):
            response.set_cookie("_csrf_token", generate_csrf(), samesite="Strict", secure=request.is_secure)
        return response


def name_of(callback: Callable[..., Any]) -> str:
    """What the log and the counters call it: module and function."""
    function = inspect.unwrap(callback)
    return f"{function.__module__}.{function.__name__}"


def must_be_small() -> None:
    """Refuses by the announced length; a body without one is cut off at the limit while it is read."""
    limit = next((size for prefix, size in LIMITS.items() if request.path.startswith(prefix)), MIB)
    request.max_content_length = limit
    if (request.content_length or 0) > limit:
        raise TooLarge(limit_kib=limit // 1024)


def whole_body() -> bytes:
    """The body of the request; Werkzeug silently cuts one that came without a length off at the limit."""
    data, limit = request.get_data(), request.max_content_length or MIB
    if request.content_length is None and len(data) >= limit:
        raise TooLarge(limit_kib=limit // 1024)
    return data


def ask_to_sign_in() -> AnyResponse:
    if asked_by_machine() or request.method not in ("GET", "HEAD"):
        raise NotSignedIn()
    return redirect(f"/sign-in?next={quote(request.full_path.rstrip('?'), safe='')}")


def asked_by_machine() -> bool:
    """Whether the answer is read by a program: by its path, by what it sends, or by what it says it takes."""
    if request.path.startswith(MACHINE_PATHS) or request.is_json or request.headers.get("X-Requested-With") == "fetch":
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def tell_refusal(actor: Actor, refusal: Refusal, where: str) -> None:
    """What was refused to whom is part of the audit; `where` is a name of ours, never a text of the asker's."""
    with database().work(actor) as work:
        work.refused(refusal, where)


def count_stranger(refusal: Refusal) -> None:
    """A refusal to somebody who is not signed in: counted and now and then logged, so that no flood fills the audit."""
    kind = type(refusal).__name__
    strangers[kind] += 1
    if strangers[kind].bit_count() == 1:
        log.info("refused to strangers so far", refusal=kind, count=strangers[kind])


def csrf_refusal(_: CSRFError) -> Refusal:
    refusal = Malformed(why=N_("the page's security token is missing or old; load the page again"))
    if g.get("actor"):
        tell_refusal(g.actor, refusal, request.endpoint or "")
    return refusal
