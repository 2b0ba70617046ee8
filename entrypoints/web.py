"""Puts one web process together: Flask, its doors, Dash behind the gate, and the headers of every answer."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale
from dash import Dash, dash_table
from flask import Flask, Response, has_request_context, request
from flask_babel import Babel, get_locale
from werkzeug.middleware.proxy_fix import ProxyFix

from cockpit.access import Actor, matrix
from cockpit.basemap import Basemap
from cockpit.requests import GROUNDS, STATES
from data_access.database import Database
from entrypoints import (
    ahead,
    api,
    attachments,
    canvass,
    desk_figures,
    doors,
    each_request,
    field,
    gate,
    needs,
    paging,
    patience,
    public,
    refused,
    reports,
    risk_map,
    rosters,
    sheets,
    sign_in,
    static_files,
)
from entrypoints.api.hub import Hub
from entrypoints.built import build_of_code
from entrypoints.home_health import daily as daily_reports
from entrypoints.home_health import papers as report_papers
from entrypoints.mind_care import files as mind_files
from entrypoints.pager.vapid import push_key
from entrypoints.settings import Settings
from pages import shell
from pages.parts import district_time
from pages.texts import CATALOGS, compile_catalogs

LOCALES = {name: Locale.parse(name) for name in ("zh_CN", "en")}  # parsed once: it costs a request a tenth of its time
NOBODY = Actor(None, "", "", "guard", "")
PARTS = (
    api, attachments, canvass, daily_reports, desk_figures, field, mind_files, needs, paging,
    public, report_papers, reports, risk_map, rosters, sheets,
)  # fmt: skip


@dataclass(frozen=True)
class Front:
    """The staff's pages, the act of each callback's output, and the frame that all pages stand in."""

    pages: Sequence[Any]
    acts: Mapping[str, str]
    frame: Callable[[], Any]


def make_server(settings: Settings, front: Front) -> Flask:
    """The WSGI application; does not start where a route or a callback has no policy."""
    compile_catalogs()
    app = Flask("entrypoints", template_folder="templates", static_folder=None)
    app.secret_key = settings.secret_key
    app.config.update(SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=settings.secure)
    _at_hand(app, settings)
    _languages(app, settings)
    patience.install(app)  # first: who asks is looked up in the database too
    sign_in.install(app)
    for part in PARTS:
        app.register_blueprint(part.blueprint)
    by_path = {page.path: page.act for page in front.pages}
    door = gate.Gate(doors.policy_of(settings.doors), front.acts, by_path, lambda: served(dash))
    door.install(app)
    dash = _dash(app, front)
    dash._setup_server()
    refused.install(app)  # after Dash, which has error answers of its own
    door.must_name_everything(app)
    _headers(app, dash, settings.basemap)
    static_files.install(app)
    ahead.install(app)
    each_request.install(app)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies, x_proto=settings.trusted_proxies)  # type: ignore[method-assign]
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    return app


def _at_hand(app: Flask, settings: Settings) -> None:
    """What every request of this process finds."""
    app.extensions["cockpit"] = Database(settings.database_url, settings.keys, settings.zone)
    app.extensions["cockpit_data_dir"] = settings.data_dir
    app.extensions["cockpit_metrics_key"] = settings.metrics_key
    app.extensions["cockpit_report_gateway_key"] = settings.report_gateway_key
    app.extensions["cockpit_second_step"] = settings.second_step
    app.extensions["cockpit_public_url"] = settings.public_url
    app.extensions["cockpit_push_key"] = push_key(settings)
    app.extensions["cockpit_basemap"] = settings.basemap
    app.extensions["cockpit_oidc"] = _provider(settings)
    app.extensions["cockpit_hub"] = Hub(app.extensions["cockpit"].apart())


def served(dash: Dash) -> dict[str, Any]:
    """The callbacks that the server answers; what runs in the browser is no door."""
    return {output: one for output, one in dash.callback_map.items() if "callback" in one}


def _dash(app: Flask, front: Front) -> Dash:
    dash = Dash(
        "cockpit",
        server=app,
        assets_folder=str(shell.ASSETS),
        assets_ignore=r".*worker\.js$|(plain|mind)\.css$|field.*|sheet.*|report\.(js|css)$",
        use_pages=False,
        use_async=False,  # asgiref comes with Procrastinate; under gevent a callback is plain and synchronous
        pages_folder="",
        suppress_callback_exceptions=True,
        serve_locally=True,
        compress=False,
        update_title="",
        title="数字驾驶舱",
    )
    for one in dash_table._js_dist:
        if one["relative_package_path"] == "dash_table/bundle.js":
            one["dynamic"] = True  # nothing of it is drawn here, so nobody waits for it
    dash.layout = lambda: _frame(front)
    return dash


def _frame(front: Front) -> Any:
    """The frame for whoever asks; Dash calls it once at start too, when nobody does."""
    return front.frame() if has_request_context() else shell.layout(NOBODY, [])


def _provider(settings: Settings) -> Any:
    """Whoever has no such service does not wait for what asks it: half a second of every start."""
    if not settings.oidc:
        return None
    from entrypoints.sign_in.provider import Provider

    return Provider(settings.oidc)


def _languages(app: Flask, settings: Settings) -> None:
    app.config.update(BABEL_TRANSLATION_DIRECTORIES=str(CATALOGS), BABEL_DEFAULT_LOCALE="en")
    app.jinja_env.globals.update(get_locale=get_locale, version=build_of_code())
    roles = matrix()["roles"]
    app.jinja_env.filters["district_time"] = district_time
    app.jinja_env.globals["role_names"] = {name: role["says"] for name, role in roles.items()}
    app.jinja_env.globals.update(field_names=matrix()["fields"], request_states=STATES, request_grounds=GROUNDS)
    Babel(app, locale_selector=lambda: chosen_locale(settings.locale), timezone_selector=lambda: settings.timezone)


def chosen_locale(default: str) -> Locale:
    """`?lang=` for once, the cookie for always, else the installation's own."""
    for wanted in (request.args.get("lang"), request.cookies.get("lang")):
        if wanted in LOCALES:
            return LOCALES[wanted]
    return LOCALES[default]


def _headers(app: Flask, dash: Dash, basemap: Basemap | None) -> None:
    pictures = " ".join(["'self'", "data:", "blob:", *([basemap.origin] if basemap and basemap.origin else [])])
    scripts = " ".join(dash.csp_hashes())
    policy = (
        f"default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src {pictures};"
        " media-src 'self'; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none';"
        " form-action 'self'; frame-ancestors 'none'"
    )

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = policy
        headers["X-Content-Type-Options"] = "nosniff"
        headers.setdefault("Referrer-Policy", "same-origin")
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if request.args.get("lang") in LOCALES:
            response.set_cookie("lang", request.args["lang"], samesite="Lax", max_age=31_536_000)
        headers["Cache-Control"] = static_files.caching(response)
        return response
