"""Who sends a Web Push, signed (VAPID, RFC 8292): push services take messages for a browser from whom it agreed to alone."""

import base64
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from entrypoints.settings import BadSetting, Settings

GOOD_FOR = 12 * 3600  # seconds of a signature; the standard allows a day
CURVE = ec.SECP256R1()


def unpacked(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass(frozen=True)
class Vapid:
    """Who sends: a private key of P-256 (32 bytes, base64url), and how its owner is reached (`mailto:` or `https:`)."""

    key: str
    subject: str

    def private(self) -> ec.EllipticCurvePrivateKey:
        """ValueError for what is no key."""
        return ec.derive_private_key(int.from_bytes(unpacked(self.key)), CURVE)

    @property
    def public(self) -> str:
        """What a browser is given when it agrees."""
        return packed(point_of(self.private().public_key()))

    def authorization(self, endpoint: str, now: int) -> str:
        """The header that says who sends, for the service of that endpoint alone."""
        parts = urlsplit(endpoint)
        claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": now + GOOD_FOR, "sub": self.subject}
        told = ".".join(packed(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
        r, s = decode_dss_signature(self.private().sign(told.encode(), ec.ECDSA(SHA256())))
        return f"vapid t={told}.{packed(r.to_bytes(32) + s.to_bytes(32))}, k={self.public}"


def vapid_of(settings: Settings) -> Vapid | None:
    """None where the settings have no key: nobody is woken then."""
    if not settings.vapid_key:
        return None
    subject = settings.vapid_subject or (settings.public_url if settings.secure else "mailto:cockpit@localhost.invalid")
    found = Vapid(settings.vapid_key, subject)
    try:
        _ = found.public
    except ValueError:
        raise BadSetting("COCKPIT_VAPID_KEY cannot be used: it takes 32 bytes as base64url.") from None
    return found


def push_key(settings: Settings) -> str:
    """What browsers are given; empty where nobody is woken."""
    found = vapid_of(settings)
    return found.public if found else ""
