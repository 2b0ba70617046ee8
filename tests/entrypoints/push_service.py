"""A push service and the browser behind it, as the standards have them: it checks who sends, the browser opens."""

import json
import os
import struct
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from cockpit.paging import Subscription
from entrypoints.pager.vapid import packed, point_of, unpacked


def hmac(key: bytes, words: bytes) -> bytes:
    one = HMAC(key, SHA256())
    one.update(words)
    return one.finalize()


class Browser:
    """Reckons the keys by HMAC step by step, as the standard writes them, and not by the sender's library call."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)

    def subscription(self, endpoint: str) -> Subscription:
        return Subscription(endpoint, packed(point_of(self.key.public_key())), packed(self.auth))

    def opened(self, body: bytes) -> bytes:
        """Raises InvalidTag for what was sealed for another."""
        salt, (size, length) = body[:16], struct.unpack("!IB", body[16:21])
        sender, words = body[21 : 21 + length], body[21 + length :]
        assert size >= len(words) > 17, "one record"
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self.key.exchange(ec.ECDH(), theirs)
        mine = point_of(self.key.public_key())
        material = hmac(hmac(self.auth, shared), b"WebPush: info\0" + mine + sender + b"\1")
        base = hmac(salt, material)
        key = hmac(base, b"Content-Encoding: aes128gcm\0\1")[:16]
        nonce = hmac(base, b"Content-Encoding: nonce\0\1")[:12]
        plain = AESGCM(key).decrypt(nonce, words, None)
        assert plain[-1:] == b"\2", "the last record"
        return plain[:-1]


def claims_of(header: str, public: str) -> dict[str, Any]:
    """Of `vapid t=..., k=...`; raises InvalidSignature where somebody else signed it."""
    scheme, _, rest = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert scheme == "vapid" and set(parts) == {"t", "k"}
    head, told, signature = parts["t"].split(".")
    assert json.loads(unpacked(head)) == {"typ": "JWT", "alg": "ES256"}
    raw = unpacked(signature)
    assert len(raw) == 64
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(public))
    key.verify(der, f"{head}.{told}".encode(), ec.ECDSA(SHA256()))
    found: dict[str, Any] = json.loads(unpacked(told))
    return found
