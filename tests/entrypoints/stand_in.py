"""A stand-in for a district's sign-in service: own keys, one person who is always there, and answers that tests may bend."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from werkzeug import Request, Response
from werkzeug.serving import make_server

CLIENT, SECRET = "cockpit", "a secret between the two"
Bend = Callable[[dict[str, Any]], "dict[str, Any] | str"]


class StandIn:
    """`bend` takes the claims and gives others, or a whole token; `says` is what its metadata say besides."""

    def __init__(self) -> None:
        self.url = ""
        self.key = RSAKey.generate_key(2048, parameters={"kid": "one", "use": "sig"}, private=True)
        self.shown: list[Any] = [self.key]
        self.codes: dict[str, dict[str, str]] = {}
        self.claims: dict[str, Any] = {}
        self.says: dict[str, Any] = {}
        self.asked: list[str] = []
        self.afresh()

    def afresh(self) -> None:
        self.bend: Bend = lambda claims: claims
        self.claims = {"preferred_username": "officer", "sub": "4711"}
        self.says, self.asked = {}, []

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        self.asked.append(request.path)
        answers = {
            "/.well-known/openid-configuration": self.metadata,
            "/jwks": lambda _: {"keys": [key.as_dict(private=False) for key in self.shown]},
            "/token": self.token,
        }
        answer = answers[request.path](request) if request.path in answers else None
        status = 404 if answer is None else 400 if "error" in answer else 200
        return Response(json.dumps(answer), status, mimetype="application/json")(environ, start)

    def metadata(self, _: Request) -> dict[str, Any]:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        return {"issuer": self.url, **{name: f"{self.url}/{path}" for name, path in places.items()}, **self.says}

    def consent(self, place: str) -> str:
        """What the person's browser brings back: the query of the way back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(place).query).items()}
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"code={code}&state={asked['state']}"

    def token(self, request: Request) -> dict[str, Any]:
        asked, given = self.codes.pop(request.form.get("code", ""), None), request.authorization
        known = given and (given.username, given.password) == (CLIENT, SECRET)
        if not asked or not known or challenge(request.form.get("code_verifier", "")) != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        if request.form.get("redirect_uri") != asked["redirect_uri"]:
            return {"error": "invalid_grant"}
        return {"access_token": "unused", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce} | self.claims
        bent = self.bend(claims)
        return bent if isinstance(bent, str) else self.signed(bent)

    def signed(self, claims: dict[str, Any], key: Any = None, algorithm: str = "RS256", kid: str = "one") -> str:
        return jwt.encode({"alg": algorithm, "kid": kid}, claims, key or self.key, algorithms=[algorithm])

    def unsigned(self, claims: dict[str, Any]) -> str:
        return f"{part({'alg': 'none', 'kid': 'one'})}.{part(claims)}."

    def by_public_key(self, claims: dict[str, Any]) -> str:
        """Signed by what everybody can read, as if it were a secret that both share."""
        words = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part(claims)}"
        return f"{words}.{base64url(hmac.digest(self.key.as_pem(private=False), words.encode(), 'sha256'))}"

    def by_stranger(self, claims: dict[str, Any]) -> str:
        return self.signed(claims, RSAKey.generate_key(2048))

    def by_new_key(self, claims: dict[str, Any]) -> str:
        """The service has changed its key since we last asked."""
        new = ECKey.generate_key("P-256", parameters={"kid": "two", "use": "sig"}, private=True)
        self.shown = [new]
        return self.signed(claims, new, "ES256", "two")


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def part(words: dict[str, Any]) -> str:
    return base64url(json.dumps(words).encode())


def challenge(verifier: str) -> str:
    return base64url(hashlib.sha256(verifier.encode()).digest())


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """The service on a port of its own."""
    found = StandIn()
    server = make_server("127.0.0.1", 0, found, threaded=True)
    found.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    thread.join(10)
