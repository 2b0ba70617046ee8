"""Files that do not change while we run: kept by browsers under their version, and compressed once a process."""

from collections import OrderedDict
from typing import Any

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSessionInterface
from flask_compress import Compress

PATHS = ("/assets/", "/_dash-component-suites/", "/vendor/")
FOR_EVER = "public, max-age=31536000, immutable"
MOST = 256  # files in the cache; whoever invents versions pushes others out, and fills no memory


class Packed:
    """Compressed files by algorithm and address, the longest unused going first; what is no file is not kept."""

    def __init__(self) -> None:
        self.kept: OrderedDict[str, bytes] = OrderedDict()

    def get(self, key: str) -> bytes | None:
        if key in self.kept:
            self.kept.move_to_end(key)
        return self.kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        if not key.endswith(";"):
            self.kept[key] = value
            self.kept.move_to_end(key)
            while len(self.kept) > MOST:
                self.kept.popitem(last=False)


class NoneForFiles(SecureCookieSessionInterface):
    """A file is the same for everybody. Flask-Login looks into the session of each answer, and what may differ by its cookie
    a browser would fetch anew with every token that a page brings.
    """

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if not request.path.startswith(PATHS):
            super().save_session(app, session, response)


def address_of(asked: Request) -> str:
    return asked.full_path if versioned() else ""


def versioned() -> bool:
    """Whether the address names a version of the file: in its name, or as Dash adds it to our own assets."""
    if request.path.startswith("/assets/"):
        return bool(request.args.get("m"))
    return request.path.startswith("/vendor/") or (request.path.startswith(PATHS) and ".v" in request.path)


def install(app: Flask) -> None:
    """Flask runs the last hook first: files are made whole, then compressed, then get the headers of every answer."""
    app.config.update(COMPRESS_CACHE_BACKEND=Packed, COMPRESS_CACHE_KEY=address_of, COMPRESS_STREAMS=False)
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.session_interface = NoneForFiles()
    Compress(app)
    app.after_request(whole)


def whole(response: Response) -> Response:
    """A file that Flask would stream is taken whole, so that its compressed form can be kept."""
    if request.path.startswith("/assets/") and response.status_code == 200:
        response.direct_passthrough = False
        response.make_sequence()
    return response


def caching(response: Response) -> str:
    """The Cache-Control of an answer: nothing is kept anywhere but files."""
    if not request.path.startswith(PATHS) or response.status_code not in (200, 206, 304):
        return "no-store"
    return FOR_EVER if versioned() else "no-cache"
