"""What the staff's pages ask for anyway, named before their own text: a browser fetches it while it still reads scripts."""

from collections.abc import Mapping

from flask import Flask, Response, request

from entrypoints.api.health import BUNDLE_VERSION

PAGES = ("/", "/<path:path>")  # Dash's names of its pages
QUESTIONS = ("/_dash-layout", "/_dash-dependencies")
MAP = f"</vendor/pydeck-{BUNDLE_VERSION}.js>; rel=preload; as=script; fetchpriority=low"
BY_PATH: Mapping[str, tuple[str, ...]] = {"/": (MAP,)}


def install(app: Flask) -> None:
    asked = [f"<{path}>; rel=preload; as=fetch; crossorigin=anonymous" for path in QUESTIONS]

    @app.after_request
    def name(response: Response) -> Response:
        if request.endpoint in PAGES and response.status_code == 200:
            response.headers["Link"] = ", ".join([*asked, *BY_PATH.get(request.path, ())])
        return response
