"""What phones handed over: sealed by the phone for the server alone, and here under the field key until it is released.

The server's pair of keys follows from its field key, so there is no secret more to keep: whoever has the field key opens
what was sealed for it. A phone gets the public half with its page (ECDH on P-256, HKDF-SHA-256, AES-256-GCM).
"""

from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection, Row

from cockpit.handed_over import HandedOver
from data_access.sealed import Sealer
from data_access.tables import Code, Instant, id_column, metadata, next_id

handed_over = Table(
    "handed_over",
    metadata,
    id_column(),
    Column("account", BigInteger, ForeignKey("account.id"), nullable=False),
    Column("street", Code, nullable=False),
    Column("key", Code, nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("tapped_at", Instant, nullable=False),
    Column("machine_tapped_at", Instant, nullable=False),
    Column("content", LargeBinary),
    Column("released_at", Instant),
    Column("released_by", BigInteger, ForeignKey("account.id")),
    Column("status", Integer),
    Index("ix_handed_over_street", "street"),
)

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
PAIR, BOX = b"district cockpit: the server's pair for handing over", b"district cockpit: handed over"


class CannotOpen(ValueError):
    """Not sealed for this server, under a key it has no more, or changed on the way."""


def public_half(sealer: Sealer) -> tuple[str, bytes]:
    """The id of the newest field key, and the point that a phone seals for."""
    point = _pair(sealer, sealer.newest).public_key()
    return sealer.newest.decode(), point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def open_sealed(sealer: Sealer, key_id: str, point: bytes, nonce: bytes, body: bytes) -> bytes:
    """What a phone sealed; `point` is the public half of the pair that it made for this one time."""
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
        shared = _pair(sealer, key_id.encode()).exchange(ec.ECDH(), theirs)
        return AESGCM(_derived(shared, BOX)).decrypt(nonce, body, BOX)
    except (KeyError, ValueError, InvalidTag) as error:
        raise CannotOpen(str(error)) from error


def _pair(sealer: Sealer, key_id: bytes) -> ec.EllipticCurvePrivateKey:
    secret = int.from_bytes(_derived(sealer.keys[key_id], PAIR, 48))
    return ec.derive_private_key(secret % (ORDER - 1) + 1, CURVE)


def _derived(secret: bytes, info: bytes, length: int = 32) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=info).derive(secret)


class HandedOverShelf:
    def __init__(self, connection: Connection, sealer: Sealer, account: int | None) -> None:
        self.connection = connection
        self.sealer = sealer
        self.account = account

    def add(self, new: HandedOver) -> int:
        """Its number; 0 when it came before."""
        number = next_id(self.connection, handed_over)
        names = ("account", "street", "key", "at", "tapped_at", "machine_tapped_at")
        values = {"id": number, **{name: getattr(new, name) for name in names}}
        values["content"] = self.sealer.wrap(new.content, cell=f"handed_over.content/{number}")
        done = self.connection.execute(insert(handed_over).values(values).on_conflict_do_nothing())
        return number if done.rowcount else 0

    def waiting(self, account: int | None = None) -> list[HandedOver]:
        query = select(handed_over).where(handed_over.c.released_at.is_(None), handed_over.c.content.is_not(None))
        mine = query if account is None else query.where(handed_over.c.account == account)
        ordered = mine.order_by(handed_over.c.account, handed_over.c.tapped_at, handed_over.c.id)
        return [self._built(row) for row in self.connection.execute(ordered)]

    def end(self, number: int, at: datetime, status: int) -> bool:
        """Whether it still waited; what it held goes."""
        ended = {"released_at": at, "released_by": self.account, "status": status, "content": None}
        mine = (handed_over.c.id == number, handed_over.c.released_at.is_(None))
        return bool(self.connection.execute(update(handed_over).where(*mine).values(ended)).rowcount)

    def _built(self, row: Row) -> HandedOver:  # type: ignore[type-arg]
        content = self.sealer.unwrap(row.content, cell=f"handed_over.content/{row.id}")
        instants = (row.at, row.tapped_at, row.machine_tapped_at)
        return HandedOver(row.account, row.street, row.key, *instants, content, row.id)
