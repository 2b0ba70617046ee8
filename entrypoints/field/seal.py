"""What phone and server agree on for handing over: by which key it is sealed, whose it is, how it is packed."""

import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app
from itsdangerous import URLSafeTimedSerializer

from cockpit.refusals import Malformed
from cockpit.texts import N_
from data_access.handed_over import public_half
from entrypoints.at_hand import actor, database

HEAD = 4  # bytes that say how long the JSON before the files is
GOOD_FOR = timedelta(days=8)  # the proof: an answer is taken as long as its key is kept, and a day to be on the way


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="field hand over")


def for_phone() -> dict[str, str]:
    """What a phone needs to seal for the server: whose it is, which key, and its public half."""
    key_id, point = public_half(database().sealer)
    return {"proof": _signer().dumps(actor().id), "key": key_id, "point": b64encode(point).decode()}


def account_of(proof: str) -> int:
    """Whose phone it was; raises BadSignature for a proof that is not ours, or too old."""
    return int(_signer().loads(proof, max_age=int(GOOD_FOR.total_seconds())))


@dataclass(frozen=True)
class Parcel:
    """What was sealed: the form as it was sent from, with files as (name, file name, type, bytes)."""

    action: str
    entries: list[list[str]]
    files: list[tuple[str, str, str, bytes]]
    says: str
    code: str
    proof: str
    tapped: datetime


def parcel_of(content: bytes) -> Parcel:
    """Raises Malformed for what no phone of ours packs."""
    try:
        end = HEAD + int.from_bytes(content[:HEAD])
        head = json.loads(content[HEAD:end])
        files = []
        for one in head["files"]:
            files.append((one["name"], one["filename"], one["type"], content[end : end + one["size"]]))
            end += one["size"]
        tapped = datetime.fromtimestamp(head["tapped"] / 1000, UTC)
        entries = [[str(name), str(value)] for name, value in head["entries"]]
        words = (str(head.get(name) or "")[:200] for name in ("says", "code", "proof"))
        return Parcel(str(head["action"]), entries, files, *words, tapped)
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
        raise Malformed(why=N_("what the phone sealed cannot be read")) from error
