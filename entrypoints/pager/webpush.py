"""Web Push as browsers' push services take it: the message sealed for one browser (RFC 8188, 8291).

By `cryptography`, which is here already: pywebpush would bring aiohttp and two more packages for these few lines, and
the standard has a worked example that they are held to.
"""

import os
import struct

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cockpit.paging import Subscription
from entrypoints.pager.vapid import CURVE, point_of, unpacked

RECORD = 4096  # bytes; a message fits in one record
LONGEST = 3000  # bytes of a message


def sealed(
    words: bytes, to: Subscription, salt: bytes | None = None, own: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """The body, in one record; `salt` and `own` key are random but in the standard's example."""
    if len(words) > LONGEST:
        raise ValueError("a message of this length is not taken by every push service")
    salt, own = salt or os.urandom(16), own or ec.generate_private_key(CURVE)
    theirs, mine = unpacked(to.p256dh), point_of(own.public_key())
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
    material = derived(shared, unpacked(to.auth), b"WebPush: info\x00" + theirs + mine, 32)
    key = derived(material, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = derived(material, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + struct.pack("!IB", RECORD, len(mine)) + mine
    return head + AESGCM(key).encrypt(nonce, words + b"\x02", None)


def derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
