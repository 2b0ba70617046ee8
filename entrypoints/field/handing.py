"""POST /field/hand-over: an answer that a phone sealed for the server when its person signed out.

Whoever is at the phone then delivers it: it says by a proof of its own whose it is, and they cannot read it.
"""

from base64 import b64decode
from binascii import Error as NotBase64

from flask import Response, jsonify, request
from itsdangerous import BadSignature

from cockpit.handed_over import hand_over
from cockpit.refusals import Malformed, NotFound
from cockpit.texts import N_
from data_access.handed_over import CannotOpen, open_sealed
from entrypoints.at_hand import database, open_work, typed
from entrypoints.field import blueprint, posted
from entrypoints.field.seal import Parcel, account_of, parcel_of


@blueprint.post("/field/hand-over")
def take_sealed() -> Response:
    key, file = posted.key(), request.files.get("sealed")
    body = file.read() if file else b""
    try:
        content = open_sealed(database().sealer, typed("key_id"), _bytes("point"), _bytes("iv"), body)
    except CannotOpen as error:
        raise Malformed(why=N_("what the phone sealed cannot be read")) from error
    parcel = parcel_of(content)
    with open_work() as work:
        hand_over(work, _proven(parcel), key, parcel.tapped, content)
    return jsonify(state="handed_over")


def _proven(parcel: Parcel) -> int:
    try:
        return account_of(parcel.proof)
    except BadSignature as error:
        raise NotFound() from error


def _bytes(name: str) -> bytes:
    try:
        return b64decode(typed(name), validate=True)
    except (NotBase64, ValueError) as error:
        raise Malformed(why=N_("what the phone sealed cannot be read")) from error
