"""The plain doors alone, without Dash: what the tests of sign-in and of the phones knock at."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from typing import Any

from flask import Blueprint, Flask, Response, g, request
from flask.testing import FlaskClient
from flask_babel import Babel, get_locale
from werkzeug.serving import make_server

from cockpit.access import Actor, matrix
from data_access.database import Database
from entrypoints import attachments, field, gate, refused, sign_in, static_files
from pages.parts import district_time
from pages.texts import CATALOGS, compile_catalogs
from tests.waiting import until

ASSETS = Path(__file__).parents[2] / "assets"
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; media-src 'self';"
    " connect-src 'self'; worker-src 'self'; manifest-src 'self'"
)
END = b""


def small_app(database: Database, locale: str = "en", catalogs: Path = CATALOGS) -> Flask:
    """Sign-in, refusals, gate and phones as the product installs them, and a stream that tests feed by hand."""
    compile_catalogs()
    app = Flask("entrypoints", template_folder="templates", static_folder=None)
    app.secret_key = "a secret of the tests"
    app.config.update(BABEL_TRANSLATION_DIRECTORIES=str(catalogs), BABEL_DEFAULT_LOCALE="en")
    app.extensions["cockpit"] = database
    roles = {name: role["says"] for name, role in matrix()["roles"].items()}
    app.jinja_env.filters["district_time"] = district_time
    app.jinja_env.globals.update(get_locale=get_locale, version="test", role_names=roles)
    Babel(app, locale_selector=lambda: _locale(locale), timezone_selector=lambda: "Asia/Shanghai")
    refused.install(app)
    sign_in.install(app)
    app.register_blueprint(field.blueprint)
    app.register_blueprint(attachments.blueprint)
    app.register_blueprint(Blueprint("_dash_assets", __name__, static_folder=str(ASSETS), static_url_path="/assets"))
    app.extensions["streams"] = []
    app.extensions["cockpit_second_step"] = False
    app.add_url_rule("/api/stream", "stream", lambda: _stream(app))
    routes = {**sign_in.POLICY, **field.POLICY, **attachments.STAFF, **attachments.FIELD, "stream": gate.SIGNED_IN}
    gate.Gate(routes, {}, {}, dict).install(app)
    app.after_request(_headers)
    return app


def _locale(default: str) -> str:
    wanted = request.args.get("lang") or request.cookies.get("lang") or ""
    return wanted if wanted in ("zh_CN", "en") else default


def _headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = STRICT
    response.headers["Cache-Control"] = static_files.caching(response)
    if request.args.get("lang") and g.get("actor"):
        response.set_cookie("lang", request.args["lang"])
    return response


def _stream(app: Flask) -> Response:
    queue: Queue[bytes] = Queue()
    app.extensions["streams"].append(queue)
    return Response(_until_the_end(queue), mimetype="text/event-stream")


def _until_the_end(queue: "Queue[bytes]") -> Iterator[bytes]:
    yield b"retry: 200\n\n"
    while (message := queue.get()) != END:
        yield message


def tell_streams(app: Flask, message: bytes = b"event: change\ndata: {}\n\n") -> None:
    """To every open stream, of which there has to be one; END closes them."""
    until(lambda: app.extensions["streams"])
    for queue in app.extensions["streams"]:
        queue.put(message)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The app on a port of its own; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    if app.extensions["streams"]:
        tell_streams(app, END)
    server.shutdown()
    thread.join(10)


def token_of(database: Database, person: Actor) -> str:
    """A session of the person, opened without the password."""
    with database.work(person) as work:
        assert person.id
        return work.accounts.sign_in(person.id, datetime.now(UTC))


def signed_in(app: Flask, person: Actor) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("cockpit", token_of(app.extensions["cockpit"], person))
    return client


def csrf_of(html: str) -> str:
    return hidden(html, "csrf_token")


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', html)
    assert found, f"no field {name} in the page"
    return found.group(1)


def post(client: FlaskClient, path: str, fields: dict[str, Any], **headers: str) -> Any:
    """As a person's browser posts it, with the token of the page."""
    token = csrf_of(client.get("/field").text)
    return client.post(path, data={"csrf_token": token} | fields, headers=headers)
