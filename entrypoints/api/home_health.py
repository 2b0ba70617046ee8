"""POST /api/reports/sms and /api/reports/voice: what a gateway heard of people at home; its answer is what they are told.

A gateway signs each message by the key of the settings, and names it: what comes again is the same report once more. Whose
telephone it is, or whether it is anybody's, its answer does not say.
"""

import hmac
from collections.abc import Callable
from time import time
from typing import Any

from flask import Response, current_app, jsonify, request
from flask_babel import gettext as _

from cockpit.home_health import (
    Answer,
    Channel,
    Heard,
    HeardRule,
    NotUnderstood,
    Said,
    hear,
    heard_keys,
    heard_words,
    keys_rule,
    words_rule,
)
from cockpit.needs import NEEDS
from cockpit.refusals import Malformed, NotSignedIn
from cockpit.screening import SYMPTOMS
from cockpit.texts import N_
from data_access.work import Work
from entrypoints.api import blueprint
from entrypoints.at_hand import database
from entrypoints.gate import csrf, whole_body
from entrypoints.public import anybody
from entrypoints.refused import in_full
from entrypoints.shape import parsed

LATEST = 300  # seconds of machine time after which what was signed is not taken any more
LONGEST = {"id": 100, "from": 40, "text": 1000, "digits": 100}
Listen = Callable[[str, HeardRule], Heard]


@blueprint.post("/api/reports/sms")
@csrf.exempt
def hear_message() -> Response:
    """`{"id", "from", "text"}`."""
    told = told_of("text")
    return _answered(told, Channel.SMS, lambda work: heard_words(told["text"], words_rule(_rule(work, "words"))))


@blueprint.post("/api/reports/voice")
@csrf.exempt
def hear_call() -> Response:
    """`{"id", "from", "digits"}`: the keys that were pressed, with # after each answer."""
    told = told_of("digits")
    return _answered(told, Channel.VOICE, lambda work: heard_keys(told["digits"], keys_rule(_rule(work, "keys"))))


def told_of(what: str) -> dict[str, str]:
    """The message of a gateway that proved itself: signed are the time and the body, with a point between them."""
    body = whole_body()
    if not proved(request.headers.get("X-Cockpit-Time", ""), request.headers.get("X-Cockpit-Signature", ""), body):
        raise NotSignedIn()
    told: Any = parsed(body)
    if not isinstance(told, dict) or told.keys() != {"id", "from", what} or not _fits(told):
        raise Malformed(why=N_("an object with id, from and text or digits is expected"))
    return told


def proved(at: str, signature: str, body: bytes) -> bool:
    """Without a key in the settings nobody is a gateway."""
    key = current_app.extensions["cockpit_report_gateway_key"]
    return bool(key) and _fresh(at) and hmac.compare_digest(signature.encode(), signed(key, at, body).encode())


def _fits(told: dict[str, Any]) -> bool:
    return bool(told["id"]) and all(isinstance(one, str) and len(one) <= LONGEST[name] for name, one in told.items())


def signed(key: str, at: str, body: bytes) -> str:
    """`sha256=` and the hex HMAC-SHA256 of `<seconds>.<body>` under the gateway's key."""
    return f"sha256={hmac.digest(key.encode(), at.encode() + b'.' + body, 'sha256').hex()}"


def _fresh(at: str) -> bool:
    """Written so many seconds ago at most, by the machine's clock; a gateway's may be ahead as far."""
    return at.isascii() and at.isdigit() and len(at) < 12 and abs(time() - int(at)) <= LATEST


def _rule(work: Work, key: str) -> Any:
    return work.policy.get("report", key, work.areas.district().code)


def _answered(told: dict[str, str], channel: Channel, listen: Callable[[Work], Heard]) -> Response:
    """What was not understood becomes no report, and is answered with an example."""
    with database().work(anybody()) as work:
        try:
            heard = listen(work)
        except NotUnderstood as refusal:
            return jsonify(understood=False, reply=_example(refusal, channel))
        answer = hear(work, told["from"], heard, told["id"], channel)
    return jsonify(understood=answer is Answer.HEARD, reply=_reply(answer, heard.said))


def _example(refusal: NotUnderstood, channel: Channel) -> str:
    if channel is Channel.SMS:
        return in_full(refusal)
    return _(
        "This was not understood, and nothing was noted. Press 3 7 2 # for 37.2 degrees, then 1 # for no symptoms."
    )


def _reply(answer: Answer, said: Said) -> str:
    if answer is Answer.WHICH:
        return _(
            "Several people report by this telephone. Add the day of birth, as in 37.2 19560304, or call the community."
        )
    return _(
        "Understood: {what}. It counts if this is the telephone that your community knows you by. If you feel worse, call.",
    ).format(what=_("; ").join(_heard_of(said)))


def _heard_of(said: Said) -> list[str]:
    heat = [f"{said.temperature} ℃"] if said.temperature is not None else []
    signs = [_(SYMPTOMS[one]) for one in said.symptoms] or [_("no symptoms")]
    needs = (
        [_("needed: {things}").format(things=_(", ").join(_(NEEDS[one]) for one in said.needs))] if said.needs else []
    )
    return [*heat, _(", ").join(signs), *needs, *([_("asks to be called")] if said.call_me else [])]
