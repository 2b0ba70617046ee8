"""What makes the page an app: its manifest, its shell without anybody's jobs, and the worker that keeps the shell.

All three are the same for everybody and hold nothing of anybody. The worker has the digest of all that it keeps in it, so
that a phone brings itself up to date as soon as one of these files is another.
"""

import hashlib
import json
from functools import cache

from flask import Response, current_app, jsonify, request
from flask_babel import force_locale, gettext

from cockpit.refusals import NotFound
from cockpit.texts import N_
from entrypoints.field import blueprint
from entrypoints.field.page import SCRIPTS, STYLES, shell
from pages.shell import ASSETS

LANGUAGES = {"zh_CN": "zh-CN", "en": "en"}
FILES = ("plain.css", *STYLES, *SCRIPTS)
WORKER, PUSHED = "field_worker.js", "push.worker.js"
ICONS = (
    ("field_icon_192.png", 192, "any"),
    ("field_icon_512.png", 512, "any"),
    ("field_icon_mask.png", 512, "maskable"),
)
NAME, SHORT = N_("District Cockpit: field"), N_("Field jobs")
GROUND = "#14191f"


def known(language: str) -> str:
    if language not in LANGUAGES:
        raise NotFound()
    return language


@blueprint.get("/field/<language>.webmanifest")
def manifest(language: str) -> Response:
    """Browsers ask for it without cookies, so its language stands in its name."""
    with force_locale(known(language)):
        names = {"name": gettext(NAME), "short_name": gettext(SHORT)}
    icons = [
        {"src": f"/assets/{name}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in ICONS
    ]
    response = jsonify(
        **names, lang=LANGUAGES[language], id="/field", start_url="/field", scope="/field", display="standalone",
        background_color=GROUND, theme_color=GROUND, icons=icons,
    )  # fmt: skip
    response.mimetype = "application/manifest+json"
    return response


@blueprint.get("/field/shell/<language>")
def frame(language: str) -> str:
    """The page as it is without network and before anything was read from the phone."""
    with force_locale(known(language)):
        return shell()


@blueprint.get("/field/sw.js")
def worker() -> Response:
    """`?in=en`: another language is another worker, which keeps another shell."""
    script = (ASSETS / WORKER).read_text(encoding="utf-8")
    told = json.dumps(kept_by_worker(known(request.args.get("in", "zh_CN"))))
    begin = f'"use strict";\nself.KEPT = {told};\nimportScripts("/assets/{PUSHED}");\n'
    response = Response(begin + script, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = "/field"
    return response


@cache
def kept_by_worker(language: str) -> dict[str, object]:
    """The addresses that a phone keeps, under a name that changes with what they hold."""
    with force_locale(language):
        page = shell()
    version = current_app.jinja_env.globals["version"]
    digest = hashlib.sha256(page.encode())
    for name in (*FILES, WORKER, PUSHED):
        digest.update((ASSETS / name).read_bytes())
    files = [f"/assets/{name}?v={version}" for name in FILES]
    return {"name": f"field-{language}-{digest.hexdigest()[:16]}", "shell": f"/field/shell/{language}", "files": files}
