"""What a phone hands over when its person signs out: nobody reads it on the way, the shift lead releases it, it counts once."""

import json
import os
from base64 import b64decode, b64encode
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup

from cockpit import incidents
from cockpit.access import Actor
from cockpit.incidents import Answer
from data_access.handed_over import BOX, CURVE
from tests.entrypoints.plain_doors import csrf_of, signed_in, small_app
from tests.morning import Morning

HOURS = 3600


@pytest.fixture
def app(morning: Morning) -> Flask:
    return small_app(morning.database)


class Phone:
    """Seals as `assets/field_leave.js` does."""

    def __init__(self, app: Flask, morning: Morning, person: Actor) -> None:
        self.client, self.morning = signed_in(app, person), morning
        page = self.client.get("/field").text
        self.csrf = csrf_of(page)
        told = str(Markup(page.split('data-seal="')[1].split('"')[0]).unescape())
        self.seal: dict[str, str] = json.loads(told)

    def packed(self, action: str, *files: tuple[str, bytes], ago: float = 2 * HOURS, **fields: str) -> bytes:
        with self.morning.database.work(self.morning.people.cockpit) as work:
            tapped = (work.machine_at.timestamp() - ago) * 1000
        told = [{"name": name, "filename": "a.jpg", "type": "image/jpeg", "size": len(body)} for name, body in files]
        head = {
            "action": action,
            "entries": list(fields.items()),
            "files": told,
            "says": "I am there",
            "tapped": tapped,
        }
        written = json.dumps(head | {"code": "I-0001", "proof": self.seal["proof"]}).encode()
        return len(written).to_bytes(4) + written + b"".join(body for _, body in files)

    def sealed(self, content: bytes) -> dict[str, Any]:
        ours = ec.generate_private_key(CURVE)
        server = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, b64decode(self.seal["point"]))
        key = HKDF(SHA256(), 32, salt=None, info=BOX).derive(ours.exchange(ec.ECDH(), server))
        nonce, point = os.urandom(12), ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        body = AESGCM(key).encrypt(nonce, content, BOX)
        return {
            "key_id": self.seal["key"], "point": b64encode(point).decode(), "iv": b64encode(nonce).decode(), "sealed": body
        }  # fmt: skip

    def deliver(self, box: dict[str, Any], key: str = "box 1", by: FlaskClient | None = None) -> Any:
        client = by or self.client
        token = self.csrf if by is None else csrf_of(by.get("/field").text)
        fields = box | {"key": key, "csrf_token": token, "sealed": (BytesIO(box["sealed"]), "sealed")}
        return client.post("/field/hand-over", data=fields, headers={"X-Requested-With": "fetch"})

    def answer(self, incident: Any, state: str, key: str = "k", **fields: str) -> bytes:
        return self.packed(f"/field/{incident.id}/answer", state=state, **({"key": key} | fields))


@pytest.fixture
def phone(app: Flask, morning: Morning) -> Phone:
    return Phone(app, morning, morning.people.wu)


@pytest.fixture
def gu(app: Flask, morning: Morning) -> FlaskClient:
    return signed_in(app, morning.people.gu)


def release(gu: FlaskClient, account: int | None) -> Any:
    page = gu.get("/field/sealed").text
    token = csrf_of(page) if 'name="csrf_token"' in page else ""
    return gu.post(f"/field/sealed/{account}", data={"csrf_token": token})


def test_what_wu_hands_over_counts_as_his_once_gu_releases_it(phone: Phone, gu: FlaskClient, morning: Morning) -> None:
    incident, wu = morning.sent_to_own(), morning.people.wu
    for n, state in enumerate(("acknowledged", "on_scene")):
        box = phone.sealed(phone.answer(incident, state, key=f"k{n}"))
        for _ in range(3):
            assert phone.deliver(box, key=f"box {n}").status_code == 200
    mine = morning.now(incident).of_team(wu.team or 0)
    assert mine and mine.state is Answer.DISPATCHED
    assert gu.get("/field/sealed").text.count("I am there") == 2
    assert "✓" in release(gu, wu.id).text
    mine = morning.now(incident).of_team(wu.team or 0)
    assert mine and mine.state is Answer.ON_SCENE
    with morning.work(morning.people.rosa) as work:
        told = [one for one in work.timeline("incident", incident.id) if one.event in ("on_scene", "came_late")]
    assert [(one.event, one.account) for one in told] == [
        ("came_late", wu.id),
        ("on_scene", wu.id),
        ("came_late", wu.id),
    ]
    assert "Nothing waits" in gu.get("/field/sealed").text


def test_the_phone_may_have_sent_it_itself_meanwhile(phone: Phone, gu: FlaskClient, morning: Morning) -> None:
    fields = {"kind": "hazard", "key": "one report", "place": "河边"}
    phone.client.post("/field/report", data=fields | {"csrf_token": phone.csrf})
    phone.deliver(phone.sealed(phone.packed("/field/report", **fields)))
    assert "✓" in release(gu, morning.people.wu.id).text
    with morning.work(morning.people.rosa) as work:
        assert len([one for one in work.incidents.open_in("330103") if one.source == "patrol"]) == 1


def test_what_no_rule_takes_any_more_is_said_to_gu_and_stands_on_the_incident(
    phone: Phone, gu: FlaskClient, morning: Morning
) -> None:
    incident = morning.sent_to_own()
    phone.deliver(phone.sealed(phone.answer(incident, "on_scene")))
    morning.do(morning.people.rosa, incidents.call_false, incident.id)
    assert f"{incident.code} is over" in release(gu, morning.people.wu.id).text
    with morning.work(morning.people.rosa) as work:
        assert "came_too_late" in [one.event for one in work.timeline("incident", incident.id)]


def test_somebody_else_at_the_phone_delivers_it_and_it_stays_wus(
    app: Flask, phone: Phone, gu: FlaskClient, morning: Morning
) -> None:
    incident = morning.sent_to_own()
    box = phone.sealed(phone.answer(incident, "acknowledged"))
    assert phone.deliver(box, by=signed_in(app, morning.people.mei)).status_code == 200
    assert release(gu, morning.people.mei.id).status_code == 404
    release(gu, morning.people.wu.id)
    mine = morning.now(incident).of_team(morning.people.wu.team or 0)
    assert mine and mine.state is Answer.ACKNOWLEDGED


def test_what_was_changed_on_the_way_or_is_of_nobody_is_refused(phone: Phone, morning: Morning) -> None:
    box = phone.sealed(phone.answer(morning.sent_to_own(), "acknowledged"))
    broken = box["sealed"][:-1] + bytes([box["sealed"][-1] ^ 1])
    for change in (
        {"sealed": broken},
        {"key_id": "none"},
        {"point": "AAAA"},
        {"point": "&"},
        {"iv": ""},
        {"sealed": b""},
    ):
        assert phone.deliver(box | change).status_code == 400, change
    phone.seal["proof"] = "made up"
    assert phone.deliver(phone.sealed(phone.answer(morning.sent_to_own(1), "acknowledged"))).status_code == 404
    for rubbish in (b"", b"\xff\xff\xff\xff", b"\0\0\0\2[]", b"\0\0\0\4null"):
        assert phone.deliver(phone.sealed(rubbish)).status_code == 400


@pytest.mark.parametrize(
    "action", ["/sign-out", "/field/hand-over", "/field/sealed/1", "/nowhere", "/field/report?x=1", "//x"]
)
def test_only_a_route_of_the_phones_is_gone(phone: Phone, gu: FlaskClient, morning: Morning, action: str) -> None:
    phone.deliver(phone.sealed(phone.packed(action, kind="war", key="k")))
    reply = release(gu, morning.people.wu.id)
    assert (reply.status_code, "▲" in reply.text) == (200, True)


@pytest.mark.parametrize("who", ["rosa", "shen", "wu", "lin", "eve"])
def test_nobody_but_who_watches_over_the_shift_releases(app: Flask, morning: Morning, who: str) -> None:
    assert signed_in(app, getattr(morning.people, who)).get("/field/sealed").status_code == 403


def test_nothing_of_it_lies_readable_in_the_database(phone: Phone, morning: Morning) -> None:
    content = phone.packed("/field/report", ("photo", b"a picture"), kind="hazard", key="k", note="门口还有人")
    phone.deliver(phone.sealed(content))
    with morning.work(morning.people.gu) as work:
        (kept,) = work.handed_over.waiting()
        assert kept.content == content
        rows = work.connection.exec_driver_sql("select handed_over::text from handed_over").scalars().all()
    assert "6120706963747572" not in str(rows) and "门口" not in str(rows)


def test_gu_is_told_that_something_waits(phone: Phone, morning: Morning) -> None:
    phone.deliver(phone.sealed(phone.answer(morning.sent_to_own(), "acknowledged")))
    with morning.work(morning.people.gu) as work:
        assert "handed_over" in [one.event for one in work.pagings.of_account(morning.people.gu.id, 9)]


def test_the_shift_lead_is_paged_and_comes_to_it_by_the_notice(app: Flask, morning: Morning) -> None:
    phone = Phone(app, morning, morning.people.wu)
    assert phone.deliver(phone.sealed(phone.packed("/field/report", kind="hazard", key="k"))).status_code == 200
    with morning.work(morning.people.gu) as work:
        told = [one for one in work.pagings.of_account(morning.people.gu.id or 0, 10) if one.event == "handed_over"]
    assert [one.address("shift_lead") for one in told] == ["/field/sealed"]
