"""Photos and voice at the doors: forms with and without the script, what is refused, and how the bytes come out."""

import secrets
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from cockpit.attachments import of_incident
from cockpit.dispatch import answer as give_answer
from cockpit.incidents import Answer, Incident
from cockpit.undo import last_step, undo
from tests.data_access.test_pictures import claimed, photo
from tests.data_access.test_voices import ogg
from tests.entrypoints.plain_doors import csrf_of, signed_in, small_app
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning

SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture
def small(morning: Morning) -> Flask:
    return small_app(morning.database)


@pytest.fixture
def wu(small: Flask, morning: Morning) -> FlaskClient:
    return signed_in(small, morning.people.wu)


def file(content: bytes, name: str = "IMG_1.jpg") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def post(client: FlaskClient, path: str, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    token = csrf_of(client.get("/field").text)
    form = {"csrf_token": token, "key": secrets.token_hex(8)} | fields
    return client.post(path, data=form, headers=headers, content_type="multipart/form-data")


def kept(morning: Morning, incident: Incident) -> list[Any]:
    found: list[Any] = morning.do(morning.people.rosa, of_incident, incident.id)
    return found


def test_a_photo_goes_by_a_plain_form_and_stands_on_the_page_of_the_job(wu: FlaskClient, morning: Morning) -> None:
    sent = morning.sent_to_own()
    reply = post(wu, f"/field/{sent.id}/attachments", photo=file(photo()), voice=file(b"", ""))
    assert (reply.status_code, reply.location) == (303, "/field")
    (one,) = kept(morning, sent)
    address = f"/field/{sent.id}/attachments/{one.id}"
    assert f'src="{address}?size=small"' in wu.get("/field").text
    whole, thumb = wu.get(address), wu.get(f"{address}?size=small")
    assert whole.mimetype == thumb.mimetype == "image/jpeg" and len(thumb.data) < len(whole.data)
    assert Image.open(BytesIO(whole.data)).size == (640, 480) and b"Exif" not in whole.data
    assert whole.headers["Content-Disposition"] == f'inline; filename="photo-{one.id}.jpg"'


def test_the_script_is_told_what_is_there(wu: FlaskClient, morning: Morning) -> None:
    sent = morning.sent_to_own()
    reply = post(wu, f"/field/{sent.id}/attachments", SCRIPT, photo=[file(photo()), file(photo())])
    assert [one["form"] for one in reply.json["attachments"]] == ["photo", "photo"]


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"photo": file(b"MZ\x90\0" + b"\0" * 300)}, 422, "This is no photo"),
        ({"photo": file(claimed(8000, 5000))}, 422, "40 megapixels"),
        ({"photo": file(b"\xff\xd8\xff" + b"\0" * 5_300_000)}, 413, "5120"),
        ({"voice": file(photo(), "note.webm")}, 422, "This is no voice note"),
        ({"voice": file(ogg(61), "note.ogg")}, 422, "61 seconds"),
        ({"photo": file(b"", "")}, 422, "choose a photo"),
    ],
    ids=["a renamed program", "40 megapixels", "too heavy", "a photo for a voice", "too long", "nothing"],
)
def test_what_does_not_fit_is_refused_with_a_sentence(
    wu: FlaskClient, morning: Morning, fields: dict[str, Any], status: int, says: str
) -> None:
    sent = morning.sent_to_own()
    reply = post(wu, f"/field/{sent.id}/attachments", SCRIPT, **fields)
    assert reply.status_code == status and says in reply.json["title"]
    assert kept(morning, sent) == []


def test_four_photos_are_refused_before_one_is_opened(wu: FlaskClient, morning: Morning) -> None:
    sent = morning.sent_to_own()
    reply = post(wu, f"/field/{sent.id}/attachments", SCRIPT, photo=[file(b"no photo") for _ in range(4)])
    assert reply.status_code == 422 and "At most 3 photos" in reply.json["title"]


def test_more_than_the_door_takes_is_not_read(wu: FlaskClient, morning: Morning) -> None:
    sent = morning.sent_to_own()
    reply = post(wu, f"/field/{sent.id}/attachments", SCRIPT, photo=file(b"\0" * (17 * 1024 * 1024)))
    assert reply.status_code == 413


def test_without_the_token_nothing_is_taken(wu: FlaskClient, morning: Morning) -> None:
    sent = morning.sent_to_own()
    reply = wu.post(f"/field/{sent.id}/attachments", data={"key": "x", "photo": file(photo())}, headers=SCRIPT)
    assert reply.status_code == 400 and kept(morning, sent) == []


def test_feedback_brings_its_photos_in_the_same_form(wu: FlaskClient, morning: Morning) -> None:
    sent = morning.sent_to_own()
    fields = {"state": "resolved", "outcome": "dispersed", "count": "3", "note": "散了", "photo": file(photo())}
    assert post(wu, f"/field/{sent.id}/answer", **fields).status_code == 303
    mine = morning.now(sent).of_team(morning.people.wu.team or 0)
    assert mine and mine.state is Answer.RESOLVED and len(kept(morning, sent)) == 1


def test_a_feedback_with_a_bad_photo_is_not_given_and_comes_back_filled(wu: FlaskClient, morning: Morning) -> None:
    sent = morning.sent_to_own()
    fields = {"state": "resolved", "outcome": "helped", "count": "7", "note": "已散", "photo": file(b"MZ" * 99)}
    reply = post(wu, f"/field/{sent.id}/answer", **fields)
    assert reply.status_code == 422 and "This is no photo" in reply.text and "已散" in reply.text
    mine = morning.now(sent).of_team(morning.people.wu.team or 0)
    assert mine and mine.state is Answer.DISPATCHED


def test_a_report_brings_its_photos(wu: FlaskClient, morning: Morning) -> None:
    reply = post(wu, "/field/report", kind="hazard", note="井盖没了", photo=[file(photo()), file(photo())])
    assert reply.status_code == 303
    code = reply.location.partition("reported=")[2]
    with morning.work(morning.people.rosa) as work:
        assert len(of_incident(work, int(code.removeprefix("I-")))) == 2


def test_at_the_desk_it_comes_out_as_what_it_is_and_stays_nowhere(app: Flask, morning: Morning) -> None:
    sent = morning.sent_to_own()
    rosa = Visitor(app).signed_in(morning.people.rosa)
    form = {"key": "a click", "photo": file(photo()), "voice": file(ogg(3), "note.ogg")}
    brought = rosa.post(f"/incidents/{sent.id}/attachments", data=form, headers=SCRIPT)
    assert brought.status_code == 200, brought.text
    first, second = (rosa.get(f"/incidents/{sent.id}/attachments/{one['id']}") for one in brought.json["attachments"])
    for reply, media in ((first, "image/jpeg"), (second, "audio/ogg")):
        assert (reply.status_code, reply.mimetype) == (200, media)
        assert "no-store" in reply.headers["Cache-Control"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Content-Disposition"].startswith("inline; filename=")
    voice = f"/incidents/{sent.id}/attachments/{brought.json['attachments'][1]['id']}"
    part = rosa.get(voice, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"OggS")


def test_a_phone_says_why_a_job_is_gone(wu: FlaskClient, morning: Morning) -> None:
    sent = morning.sent_to_own()
    with morning.work(morning.people.rosa) as work:
        step = last_step(work, sent.id)
        assert step
        undo(work, sent.id, step.id)
    page = wu.get("/field").text
    assert f'data-gone="{sent.code}"' in page and "It was sent by mistake." in page
    assert f'data-incident="{sent.id}"' not in page


def test_what_came_back_and_was_sent_anew_is_a_job_and_not_gone(wu: FlaskClient, morning: Morning) -> None:
    sent = morning.sent_to_own()
    with morning.work(morning.people.rosa) as work:
        step = last_step(work, sent.id)
        assert step
        undo(work, sent.id, step.id)
    morning.send(morning.now(sent), morning.people.wu.team or 0)
    page = wu.get("/field").text
    assert "data-gone" not in page and f'data-incident="{sent.id}"' in page
    morning.do(morning.people.wu, give_answer, sent.id, Answer.ACKNOWLEDGED, key="taken")
