"""Photos and voice notes: sealed where they lie, three and one with a feedback, seen by who may, gone with the notes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import attachments, dispatch, incidents
from cockpit.access import Actor
from cockpit.attachments import Attachment, Form, Ready, TooManyAttached, attach, of_incident, open_attachment
from cockpit.incidents import Answer, Incident
from cockpit.refusals import AlreadyOver, NotAllowed, NotFound
from data_access import retention
from data_access.keys import rotate
from data_access.sealed import Sealer
from tests.conftest import KEYS
from tests.morning import Morning

PICTURE, SMALL = b"a picture of a queue" * 50, b"a small picture of a queue"
PHOTO = Ready(Form.PHOTO, "image/jpeg", PICTURE, SMALL, 2000, 1500)
VOICE = Ready(Form.VOICE, "audio/ogg", b"OggS what Wu said", seconds=4.2)


def bring(morning: Morning, by: Actor, incident: Incident, *ready: Ready, **more: Any) -> list[Attachment]:
    asked = {"key": morning.key()} | more
    found: list[Attachment] = morning.do(by, attach, incident.id, list(ready), **asked)
    return found


def rows(morning: Morning, query: str) -> list[Any]:
    with morning.database.connection() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def looks(morning: Morning) -> list[Any]:
    return rows(morning, "select account, facts from look_entry order by id")


def test_what_wu_brings_the_desk_sees_and_each_look_is_one(morning: Morning) -> None:
    sent = morning.sent_to_own()
    photo, voice = bring(morning, morning.people.wu, sent, PHOTO, VOICE)
    assert (photo.team, photo.form, photo.width) == (morning.people.wu.team, Form.PHOTO, 2000)
    assert (voice.form, voice.seconds, voice.size) == (Form.VOICE, 4.2, len(VOICE.content))
    before = len(looks(morning))
    assert morning.do(morning.people.rosa, open_attachment, sent.id, photo.id)[1] == PICTURE
    assert morning.do(morning.people.rosa, open_attachment, sent.id, photo.id, small=True)[1] == SMALL
    assert morning.do(morning.people.rosa, open_attachment, sent.id, voice.id)[1] == VOICE.content
    assert looks(morning)[before:] == [
        (morning.people.rosa.id, {"fields": [f"attachment.{part}"], "attachment": number})
        for part, number in (("content", photo.id), ("small", photo.id), ("content", voice.id))
    ]


def test_it_is_told_by_number_and_form_alone(morning: Morning) -> None:
    sent = morning.sent_to_own()
    (photo,) = bring(morning, morning.people.wu, sent, PHOTO)
    told = rows(morning, "select facts, state from change where event = 'attached'")
    assert told[0][0] == {"attachment": photo.id, "form": "photo"} and told[0][1]["code"] == sent.code


def test_nothing_of_it_lies_open(morning: Morning) -> None:
    bring(morning, morning.people.wu, morning.sent_to_own(), PHOTO, VOICE)
    for content, small, key in rows(morning, "select content, small, key from attachment"):
        assert b"picture" not in bytes(content) + bytes(small or b"") + bytes(key) and b"OggS" not in bytes(content)


def test_three_photos_and_one_note_with_a_feedback_and_as_many_again_after_it_was_sent_back(morning: Morning) -> None:
    one = morning.resolved()
    bring(morning, morning.people.wu, one, PHOTO, PHOTO, VOICE)
    for more in ([PHOTO, PHOTO], [VOICE]):
        with pytest.raises(TooManyAttached):
            bring(morning, morning.people.wu, one, *more)
    assert len(bring(morning, morning.people.wu, one, PHOTO)) == 4
    assert len(bring(morning, morning.people.mei, one, PHOTO, PHOTO, PHOTO)) == 7
    morning.do(morning.people.hana, incidents.reopen, one.id, "not_solved")
    morning.send(morning.now(one), morning.people.wu.team or 0)
    assert len(bring(morning, morning.people.wu, one, PHOTO, PHOTO, PHOTO)) == 10


def test_what_is_sent_twice_is_kept_once(morning: Morning) -> None:
    sent = morning.sent_to_own()
    for _ in range(3):
        assert len(bring(morning, morning.people.wu, sent, PHOTO, key="one tap")) == 1


def test_a_team_sees_its_own_job_and_no_other(morning: Morning) -> None:
    theirs, other = morning.sent_to_own(0), morning.crowd(1)
    (mine,) = bring(morning, morning.people.rosa, theirs, PHOTO)
    (foreign,) = bring(morning, morning.people.rosa, other, PHOTO)
    assert morning.do(morning.people.mei, open_attachment, theirs.id, mine.id)[1] == PICTURE
    for incident, number in ((other.id, foreign.id), (theirs.id, foreign.id), (other.id, mine.id), (10**9, mine.id)):
        with pytest.raises(NotFound):
            morning.do(morning.people.mei, open_attachment, incident, number)


def test_who_is_out_of_it_sees_nothing_more(morning: Morning) -> None:
    sent = morning.sent_to_own()
    (mine,) = bring(morning, morning.people.rosa, sent, PHOTO)
    morning.answer(morning.people.mei, sent, Answer.DECLINED, reason="busy")
    morning.do(morning.people.rosa, dispatch.recall, sent.id, morning.people.zheng.team)
    for person in (morning.people.mei, morning.people.zheng):
        with pytest.raises(NotFound):
            morning.do(person, open_attachment, sent.id, mine.id)
        with pytest.raises(NotFound):
            bring(morning, person, sent, PHOTO)


def test_another_street_and_another_role_get_nothing(morning: Morning) -> None:
    sent = morning.sent_to_own()
    (mine,) = bring(morning, morning.people.wu, sent, PHOTO)
    for use_case, more in ((open_attachment, (mine.id,)), (of_incident, ())):
        with pytest.raises(NotFound):
            morning.do(morning.people.xia, use_case, sent.id, *more)
        for person in (morning.people.eve, morning.people.lin, morning.people.chen):
            with pytest.raises(NotAllowed):
                morning.do(person, use_case, sent.id, *more)


def test_a_team_adds_nothing_to_what_is_over_the_desk_may(morning: Morning) -> None:
    sent = morning.sent_to_own()
    bring(morning, morning.people.wu, sent, PHOTO)
    done = morning.resolve(morning.people.wu, sent)
    for person in (morning.people.zheng, morning.people.mei):
        morning.resolve(person, done)
    morning.do(morning.people.hana, incidents.verify, sent.id)
    morning.do(morning.people.hana, incidents.close, sent.id, "dispersed")
    with pytest.raises(AlreadyOver):
        bring(morning, morning.people.wu, sent, PHOTO)
    assert len(bring(morning, morning.people.rosa, sent, PHOTO)) == 2


def test_the_limits_are_rules(morning: Morning) -> None:
    found = morning.do(morning.people.wu, attachments.limits)
    assert (found.photos, found.photo_bytes, found.pixels, found.side) == (3, 5 * 1024 * 1024, 30_000_000, 2000)
    assert (found.voices, found.voice_bytes, found.seconds) == (1, 1_000_000, 60)


def test_they_go_with_the_notes_ninety_days_after_the_close(morning: Morning) -> None:
    one = morning.resolved()
    bring(morning, morning.people.wu, one, PHOTO, VOICE)
    morning.do(morning.people.hana, incidents.verify, one.id)
    morning.do(morning.people.hana, incidents.close, one.id, "dispersed")
    for days, left in ((89, 2), (91, 0)):
        retention.expire(Then(morning, days), morning.people.cockpit)  # type: ignore[arg-type]
        assert rows(morning, "select count(*) from attachment") == [(left,)]
    assert rows(morning, "select count(*) from deletion where kind = 'attachment'") == [(2,)]


class Then:
    """The worker's chore, so many days later."""

    def __init__(self, morning: Morning, days: int) -> None:
        self.morning, self.at = morning, morning.at + timedelta(days=days)

    def work(self, by: Actor) -> Any:
        return self.morning.database.work(by, at=self.at)


def test_a_new_field_key_seals_their_keys_anew_and_they_still_open(morning: Morning) -> None:
    sent = morning.sent_to_own()
    (mine,) = bring(morning, morning.people.wu, sent, PHOTO)
    before = rows(morning, "select content, key from attachment")
    morning.database.sealer = Sealer({b"k002": b"y" * 32, **KEYS.field})
    done = rotate(morning.database, morning.people.cockpit)
    after = rows(morning, "select content, key from attachment")
    assert done["attachment.key"] == 1
    assert bytes(after[0][0]) == bytes(before[0][0]) and bytes(after[0][1]) != bytes(before[0][1])
    assert morning.do(morning.people.rosa, open_attachment, sent.id, mine.id)[1] == PICTURE
