"""Security at the door: nothing is served that no policy names, and Dash's one door is checked like any other.

Order: size, session, CSRF, policy, shape. Machines get 401/403 as problem JSON, people are sent to sign in.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, g, redirect, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from cockpit.access import Actor
from cockpit.refusals import Malformed, NotAllowed, NotFound, NotSignedIn, Refusal, TooLarge
from entrypoints.at_hand import database

PUBLIC = "public"
SIGNED_IN = "signed in"
DEVICE = "device"
PAGE = "page"
CLOSED = "closed"

DOOR = "/_dash-update-component"
MIB = 1024 * 1024
LIMITS = {"/field/": 16 * MIB, "/api/imports": 200 * MIB}
DEEPEST = 12
MACHINE_PATHS = ("/_dash-", "/api/", "/open311/", "/feeds/")

# Dash's own routes. What is not used here is closed: it answers 404 like a path that does not exist.
DASH_POLICY = {
    "/": PAGE,
    "/<path:path>": PAGE,
    "/_dash-layout": SIGNED_IN,
    "/_dash-dependencies": SIGNED_IN,
    DOOR: SIGNED_IN,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": PUBLIC,
    "/_favicon.ico": PUBLIC,
    "_dash_assets.static": PUBLIC,
    "static": CLOSED,
}

csrf = CSRFProtect()


class NoPolicy(RuntimeError):
    """A route or callback that no policy names: the process does not start."""


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
        app.before_request(self.check)
        app.after_request(self.give_csrf)

    def must_name_everything(self, app: Flask) -> None:
        """Stops start-up when a route, or a callback, has no policy."""
        for rule in app.url_map.iter_rules():
            if rule.endpoint not in self.routes and not _unused_of_dash(rule.endpoint):
                raise NoPolicy(f"the route {rule.rule} ({rule.endpoint}) has no policy")
        for output in self.registered():
            if output not in self.callbacks:
                raise NoPolicy(f"the callback {output} has no policy")

    def check(self) -> AnyResponse | None:
        self._size()
        endpoint = request.endpoint
        policy = self.routes.get(endpoint or "", CLOSED)
        if endpoint is None or policy == CLOSED:
            raise NotFound()
        if policy in (PUBLIC, DEVICE):
            if policy == PUBLIC and request.method not in ("GET", "HEAD", "OPTIONS"):
                csrf.protect()
            return None
        if policy == PAGE and request.path not in self.pages:
            raise NotFound()
        return self._signed_in(policy)

    def _size(self) -> None:
        limit = next((size for prefix, size in LIMITS.items() if request.path.startswith(prefix)), MIB)
        request.max_content_length = limit
        if (request.content_length or 0) > limit:
            raise TooLarge(limit_kib=limit // 1024)

    def _signed_in(self, policy: str) -> AnyResponse | None:
        actor: Actor | None = g.get("actor")
        if actor is None:
            return self._ask_to_sign_in()
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            csrf.protect()
        if policy == PAGE:
            self._must(actor, self.pages[request.path])
        elif policy != SIGNED_IN:
            self._must(actor, policy)
        if request.path == DOOR:
            self._callback(actor)
        return None

    def _ask_to_sign_in(self) -> AnyResponse:
        if request.path.startswith(MACHINE_PATHS) or request.method != "GET":
            raise NotSignedIn()
        from urllib.parse import quote

        return redirect(f"/sign-in?next={quote(request.full_path.rstrip('?'), safe='')}")

    def _must(self, actor: Actor, act: str) -> None:
        if not actor.may(act):
            refusal = NotAllowed(role=actor.role, act=act)
            tell_refusal(actor, refusal, request.path)
            raise refusal

    def _callback(self, actor: Actor) -> None:
        """The one door: the callback must exist, the role must have its act, the body must have its shape."""
        try:
            body = request.get_json(silent=True)
            output = must_fit(body, self.registered())
        except Malformed as refusal:
            tell_refusal(actor, refusal, DOOR)
            raise
        act = self.callbacks[output]
        if act != SIGNED_IN:
            self._must(actor, act)

    def give_csrf(self, response: Response) -> Response:
        """Dash reads the token from this cookie and sends it back as a header; forms carry it as a field."""
        if response.mimetype == "text/html" and g.get("actor"):
            response.set_cookie("_csrf_token", generate_csrf(), samesite="Strict", secure=request.is_secure)
        return response


def _unused_of_dash(endpoint: str) -> bool:
    """Routes of Dash that no policy opens stay closed: `check` answers 404 for them."""
    return endpoint.startswith(("/_", "_dash")) or "dash" in endpoint


def must_fit(body: Any, registered: Mapping[str, Any]) -> str:
    """The output named by a callback's body, when the body is just what that callback takes; else Malformed."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        raise Malformed(why="no output")
    output: str = body["output"]
    if output not in registered or _depth(body) > DEEPEST:
        raise Malformed(why="no such callback")
    known = registered[output]
    for part, expected in (("inputs", known["inputs"]), ("state", known["state"])):
        if _ids(body.get(part, [])) != [(one["id"], one["property"]) for one in expected]:
            raise Malformed(why=part)
    if _outputs(body.get("outputs")) != _outputs_of(output):
        raise Malformed(why="outputs")
    changed = body.get("changedPropIds", [])
    names = {f"{one['id']}.{one['property']}" for one in known["inputs"]}
    if not isinstance(changed, list) or not all(isinstance(name, str) and name in names for name in changed):
        raise Malformed(why="changedPropIds")
    return output


def _ids(parts: Any) -> list[tuple[str, str]] | None:
    if not isinstance(parts, list):
        return None
    if not all(isinstance(one, dict) and isinstance(one.get("id"), str) and set(one) <= {"id", "property", "value"} for one in parts):
        return None
    return [(one["id"], str(one.get("property"))) for one in parts]


def _outputs(parts: Any) -> list[tuple[str, str]] | None:
    return _ids(parts if isinstance(parts, list) else [parts])


def _outputs_of(output: str) -> list[tuple[str, str]]:
    """`a.children` or `..a.children...b.data..` as (id, property) pairs."""
    names = output[2:-2].split("...") if output.startswith("..") else [output]
    return [(name.rsplit(".", 1)[0], name.rsplit(".", 1)[1].split("@")[0]) for name in names]


def _depth(value: Any, level: int = 0) -> int:
    if level > DEEPEST:
        return level
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((_depth(one, level + 1) for one in inner), default=level)


def tell_refusal(actor: Actor, refusal: Refusal, where: str) -> None:
    with database().work(actor) as work:
        work.refused(refusal, where)


def csrf_refusal(error: CSRFError) -> Refusal:
    refusal = Malformed(why="csrf")
    if g.get("actor"):
        tell_refusal(g.actor, refusal, request.path)
    return refusal


def parsed(data: bytes) -> Any:
    """JSON of a body; refuses what is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise Malformed(why="not JSON") from None
