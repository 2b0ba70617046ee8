"""What every answer says beside its body, to the letter; and how much the first load of the cockpit weighs."""

import gzip
import re

import pytest
from flask import Flask

from data_access.demo.district import District
from entrypoints import static_files
from tests.conftest import PASSWORD
from tests.entrypoints.visitors import Visitor, token_of
from tests.people import People

FIRST_LOAD = 3_000_000
FOR_EVER = "public, max-age=31536000, immutable"
CSP = re.compile(
    r"default-src 'none'; script-src 'self'( 'sha256-[A-Za-z0-9+/=]{44}')+; style-src 'self' 'unsafe-inline';"
    r" img-src 'self' data: blob:; media-src 'self'; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:;"
    r" manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PATHS = [
    "/", "/help", "/sign-in", "/field", "/nowhere", "/api/nowhere", "/api/layers/streets.geojson", "/_dash-layout", "/healthz",
    "/readyz", "/_dash-dependencies", "/assets/nowhere.js", "/vendor/pydeck-0.js", "/_dash-component-suites/x/y.js",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_bears_the_same_strict_headers(rosa: Visitor, stranger: Visitor, path: str) -> None:
    for visitor in (rosa, stranger):
        headers = visitor.get(path).headers
        assert CSP.fullmatch(headers["Content-Security-Policy"])
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "Server" not in headers


def test_refusals_of_the_door_bear_them_too(rosa: Visitor) -> None:
    for answer in (rosa.client.post("/sign-out"), rosa.post("/_dash-update-component"), rosa.client.delete("/healthz")):
        assert answer.status_code >= 400
        assert answer.headers["Cache-Control"] == "no-store"
        assert CSP.fullmatch(answer.headers["Content-Security-Policy"])


# Cookies


def sign_in(app: Flask, district: District, **headers: str) -> list[str]:
    client = app.test_client()
    token = re.search(r'csrf_token" value="([^"]+)"', client.get("/sign-in", headers=headers).text)
    assert token
    fields = {"account": "officer", "password": PASSWORD, "csrf_token": token[1]}
    answer = client.post("/sign-in", data=fields, headers=headers)
    assert answer.status_code == 303, answer.text
    return answer.headers.getlist("Set-Cookie")


def test_the_sessions_cookie_is_out_of_reach_of_scripts(shared_app: Flask, district: District) -> None:
    (cookie,) = [one for one in sign_in(shared_app, district) if one.startswith("cockpit=")]
    parts = cookie.split("; ")
    assert len(parts[0]) > len("cockpit=") + 40
    assert sorted(parts[1:]) == ["HttpOnly", "Path=/", "SameSite=Lax"]


def test_behind_a_trusted_proxy_with_https_it_is_a_host_cookie(
    shared_app: Flask, district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    from werkzeug.middleware.proxy_fix import ProxyFix

    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    assert [one for one in sign_in(shared_app, district, **told) if one.startswith("cockpit=")], "nobody is trusted yet"
    monkeypatch.setattr(shared_app, "wsgi_app", ProxyFix(shared_app.wsgi_app, x_for=1, x_proto=1))
    (cookie,) = [one for one in sign_in(shared_app, district, **told) if one.startswith("__Host-cockpit=")]
    assert sorted(cookie.split("; ")[1:]) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]


def test_a_plain_cookie_counts_for_nothing_over_https(
    shared_app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    from werkzeug.middleware.proxy_fix import ProxyFix

    monkeypatch.setattr(shared_app, "wsgi_app", ProxyFix(shared_app.wsgi_app, x_for=1, x_proto=1))
    client = shared_app.test_client()
    client.set_cookie("cockpit", token_of(shared_app.extensions["cockpit"], people.rosa))
    assert client.get("/_dash-layout").status_code == 200
    assert client.get("/_dash-layout", headers={"X-Forwarded-Proto": "https"}).status_code == 401


def test_the_token_for_forms_is_of_this_site_only(rosa: Visitor) -> None:
    (cookie,) = [one for one in rosa.get("/help").headers.getlist("Set-Cookie") if one.startswith("_csrf_token=")]
    assert sorted(cookie.split("; ")[1:]) == ["Path=/", "SameSite=Strict"]


# Files


def files_of(visitor: Visitor) -> list[str]:
    """Every script, style and picture that the cockpit page names."""
    page = visitor.get("/").text
    return [found for found in re.findall(r'(?:src|href)="(/[^"]+)"', page) if found != "/"]


def test_files_are_immutable_under_their_version_and_compressed(rosa: Visitor) -> None:
    files = files_of(rosa)
    assert any("dash_renderer" in file for file in files)
    assert any(file.startswith("/assets/overview.js?m=") for file in files)
    for file in files:
        for algorithm in ("br", "gzip"):
            answer = rosa.get(file, headers={"Accept-Encoding": algorithm})
            assert answer.status_code == 200, file
            if "_favicon" in file:
                continue
            assert answer.headers["Cache-Control"] == FOR_EVER, file
            assert "Accept-Encoding" in answer.headers["Vary"]
            if len(answer.data) > 500:
                assert answer.headers["Content-Encoding"] == algorithm, file
            assert "Set-Cookie" not in answer.headers, file


def test_a_file_is_the_same_compressed_and_not_also_the_second_time(rosa: Visitor) -> None:
    file = next(file for file in files_of(rosa) if "overview.js" in file)
    plain = rosa.get(file).data
    for _ in range(2):
        assert gzip.decompress(rosa.get(file, headers={"Accept-Encoding": "gzip"}).data) == plain


def test_a_file_without_a_version_is_asked_for_again(rosa: Visitor) -> None:
    answer = rosa.get("/assets/live.worker.js")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    again = rosa.get("/assets/live.worker.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_file_that_is_kept_is_kept_for_every_cookie(rosa: Visitor) -> None:
    """Each page brings a new token: a file that differed by cookie would be fetched with each page."""
    from entrypoints.api.health import BUNDLE_VERSION

    named = [*files_of(rosa), f"/vendor/pydeck-{BUNDLE_VERSION}.js"]
    for file in (one for one in named if one.startswith(static_files.PATHS)):
        assert rosa.get(file).headers["Vary"] == "Accept-Encoding", file
    assert "Cookie" in rosa.get("/").headers["Vary"]


def test_the_first_load_of_the_cockpit_stays_under_3_mb(rosa: Visitor) -> None:
    from entrypoints.api.health import BUNDLE_VERSION

    addresses = ["/", "/_dash-layout", "/_dash-dependencies", *files_of(rosa), f"/vendor/pydeck-{BUNDLE_VERSION}.js"]
    weights = {one: len(rosa.get(one, headers={"Accept-Encoding": "gzip, deflate, br"}).data) for one in addresses}
    assert sum(weights.values()) < FIRST_LOAD, weights
