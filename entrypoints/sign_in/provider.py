"""The sign-in service of the district's own IT (OpenID Connect), as we ask it: who is at this browser?

Authorization code with PKCE, state and nonce. What it says is believed when it is signed by one of its keys with an
asymmetric algorithm (never "none", whatever its metadata allows), comes from it, is meant for us, answers this very
request, and is not out of date. Nothing of it becomes a right: it names an account that is there, or nobody.
"""

from time import monotonic
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import ClaimError, ExpiredTokenError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from cockpit.refusals import ProviderAway, ProviderUntrusted
from cockpit.texts import N_
from entrypoints.settings import Oidc
from entrypoints.sign_in.asked import Asked

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
PATIENCE = 2.5  # seconds for each of the questions; a request as a whole has six
KNOWN_FOR = 3600.0  # seconds of machine time for which its addresses and keys are kept
LEEWAY = 60  # seconds that its clock and ours may be apart
WHY = {
    "iss": N_("it comes from another service"),
    "aud": N_("it is meant for another service"),
    "azp": N_("it is meant for another service"),
    "nonce": N_("it answers another request"),
    "exp": N_("it is out of date"),
}
UNSIGNED = N_("it is not signed by the service")
UNREADABLE = N_("it cannot be read")


class Provider:
    """Its addresses and keys are asked for when somebody signs in, and kept for an hour."""

    def __init__(self, settings: Oidc) -> None:
        self.settings = settings
        self._known: dict[str, tuple[float, dict[str, Any]]] = {}

    def address(self, asked: Asked, back: str) -> str:
        """Where the browser is sent."""
        place = self._addresses()["authorization_endpoint"]
        with self._session(back) as session:
            words = {"state": asked.state, "nonce": asked.nonce, "code_verifier": asked.verifier}
            return str(session.create_authorization_url(place, **words)[0])

    def who(self, asked: Asked, code: str, back: str) -> dict[str, Any]:
        """What the service says of the person who came back with this code. Raises ProviderAway, ProviderUntrusted."""
        place = self._addresses()["token_endpoint"]
        try:
            with self._session(back) as session:
                given = session.fetch_token(
                    place, code=code, grant_type="authorization_code", code_verifier=asked.verifier, timeout=PATIENCE
                )
        except AuthlibBaseError as error:  # it knows no such code, or us not
            raise ProviderUntrusted(why=N_("it knows nothing of this request")) from error
        except (requests.RequestException, ValueError) as error:
            raise ProviderAway() from error
        return self._believed(given, asked.nonce)

    def _session(self, back: str) -> OAuth2Session:
        own = self.settings
        method = "client_secret_basic" if own.client_secret else "none"
        return OAuth2Session(
            own.client_id, own.client_secret or None, token_endpoint_auth_method=method,
            scope="openid profile email", redirect_uri=back, code_challenge_method="S256",
        )  # fmt: skip

    def _believed(self, given: dict[str, Any], nonce: str) -> dict[str, Any]:
        try:
            token = self._opened(str(given.get("id_token", "")))
            options = {name: {"essential": True, "value": value} for name, value in self._wanted().items()}
            params = {"nonce": nonce, "client_id": self.settings.client_id, "access_token": given.get("access_token")}
            claims = CodeIDToken(token.claims, token.header, options, params)
            claims.validate(leeway=LEEWAY)
        except ExpiredTokenError as error:
            raise ProviderUntrusted(why=WHY["exp"]) from error
        except ClaimError as error:
            raise ProviderUntrusted(why=WHY.get(error.claim or "", UNREADABLE)) from error
        except (JoseError, ValueError, TypeError) as error:
            raise ProviderUntrusted(why=UNSIGNED) from error
        return dict(claims)

    def _wanted(self) -> dict[str, str]:
        return {"iss": self.settings.issuer, "aud": self.settings.client_id}

    def _opened(self, token: str) -> jwt.Token:
        """A key that is not known yet may be a new one: the keys are asked for once more."""
        try:
            return jwt.decode(token, self._keys(), algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            self._known.pop("keys", None)
            return jwt.decode(token, self._keys(), algorithms=ALGORITHMS)

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(self._asked("keys", self._addresses()["jwks_uri"]))  # type: ignore[arg-type]

    def _addresses(self) -> dict[str, Any]:
        found = self._asked("addresses", f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer") != self.settings.issuer or not all(_safe(found.get(one)) for one in needed):
            self._known.pop("addresses", None)
            raise ProviderUntrusted(why=WHY["iss"])
        return found

    def _asked(self, name: str, place: str) -> dict[str, Any]:
        at, found = self._known.get(name, (0.0, {}))
        if not found or monotonic() - at > KNOWN_FOR:
            found = _fetched(place)
            self._known[name] = (monotonic(), found)
        return found


def _fetched(place: str) -> dict[str, Any]:
    try:
        answer = requests.get(place, timeout=PATIENCE, allow_redirects=False)
        found = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError) as error:
        raise ProviderAway() from error
    if not isinstance(found, dict):
        raise ProviderAway()
    return found


def _safe(place: object) -> bool:
    return isinstance(place, str) and Oidc.speaks_safely(place)
