"""Web Push 网页推送: a phone or browser that agreed to be woken, until its session ends or it is gone."""

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cockpit.access import allowed_to
from cockpit.paging.channels import Kind, OwnChannel
from cockpit.refusals import Malformed
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

POINT, AUTH = 65, 16  # bytes: an uncompressed point of P-256, and the secret beside it (RFC 8291)
LONGEST = 1000


@dataclass(frozen=True)
class Subscription:
    """Where the push service takes messages for it, and by which keys only it opens them; base64url."""

    endpoint: str
    p256dh: str
    auth: str
    id: int = 0


@allowed_to("own_channels")
def subscribe(work: "Work", told: Any) -> None:
    """This browser may be woken from now on; with the first one the person has the channel."""
    assert work.by.id is not None and work.by.session is not None
    work.pushes.put(work.by.id, work.by.session, read(told), work.machine_at)
    mine = work.own_channels.of_account(work.by.id)
    if not any(one.kind is Kind.PUSH for one in mine):
        secret = work.own_channels.new_secret()
        first = OwnChannel(work.by.id, Kind.PUSH, "", secret, 0, work.machine_at)
        work.own_channels.add(first)
    work.note_act("push_allowed", "own_channel", str(work.by.id), {})


@allowed_to("own_channels")
def unsubscribe(work: "Work") -> None:
    """This browser is left in peace."""
    assert work.by.session is not None
    work.pushes.drop_of(work.by.session)
    work.note_act("push_stopped", "own_channel", str(work.by.id), {})


def read(told: Any) -> Subscription:
    """What a browser says of itself, hostile as any answer."""
    keys = told.get("keys") if isinstance(told, dict) else None
    if not isinstance(keys, dict):
        raise Malformed(why=N_("a browser's subscription is expected"))
    one = Subscription(_text(told.get("endpoint")), _text(keys.get("p256dh")), _text(keys.get("auth")))
    point = _bytes(one.p256dh)
    if len(point) != POINT or point[0] != 4 or len(_bytes(one.auth)) != AUTH or not _is_service(one.endpoint):
        raise Malformed(why=N_("a browser's subscription is expected"))
    return one


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST or not value.isascii() or not value.isprintable():
        raise Malformed(why=N_("a browser's subscription is expected"))
    return value


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def _is_service(endpoint: str) -> bool:
    """Push services speak TLS; this machine's own stand-in, for tests and drills, need not."""
    try:
        parts = urlsplit(endpoint)
        _ = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc and " " not in endpoint
    )
