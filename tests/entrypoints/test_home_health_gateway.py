"""The gateway's door: what is signed is heard once and answered in words, and nobody learns whose telephone is known."""

from time import time
from typing import Any

import pytest
from flask import Flask

from entrypoints.settings import BadSetting, read_settings
from tests.access.objects import Ground
from tests.at_home import Home, home_of
from tests.entrypoints.gateway import gateway
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import somebody

PHONE, NOBODYS = "10055556666", "10055557777"
SMS = {"id": "m1", "from": PHONE, "text": "38.1 咳嗽 牛奶"}
CALL = {"id": "c1", "from": PHONE, "digits": "381#2#3#"}


@pytest.fixture
def home(app: Flask, morning: Morning) -> Home:
    names = ("officer", "investigator", "clinician", "data_officer")
    ground = Ground(morning, {name: somebody(morning.database, name) for name in names}).now()
    found = home_of(ground, 2)
    has(found, 0)
    return found


def has(home: Home, number: int) -> None:
    with home.ground.morning.work(home.ground.actors["data_officer"]) as work:
        work.people.keep(home.episodes[number].person, "phone", PHONE)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    return Visitor(app)


def reply(answer: Any) -> str:
    assert status_of(answer) == 200
    return str(answer.json["reply"])


@pytest.mark.parametrize(("way", "told"), [("sms", SMS), ("voice", CALL)])
def test_what_a_gateway_signed_is_a_report_and_answered_with_what_was_understood(
    home: Home, visitor: Visitor, way: str, told: Any
) -> None:
    answer = gateway(visitor, way, told)
    for part in ("38.1", "咳嗽", "牛奶"):
        assert part in reply(answer)
    ((report, said),) = home.reports_of(0)
    assert answer.json["understood"] and report.channel == way and said.temperature == 38.1


def test_the_answer_is_the_same_whether_or_not_somebody_has_that_telephone(home: Home, visitor: Visitor) -> None:
    known, unknown = gateway(visitor, "sms", SMS), gateway(visitor, "sms", SMS | {"from": NOBODYS, "id": "m2"})
    assert known.data == unknown.data and len(home.reports_of(0)) == 1


def test_what_comes_again_is_one_report(home: Home, visitor: Visitor) -> None:
    answers = [gateway(visitor, "sms", SMS) for _ in range(3)]
    assert len({one.data for one in answers}) == 1 and len(home.reports_of(0)) == 1


@pytest.mark.parametrize("text", ["你好", "372", "三十七度", "37.2 不咳嗽", ""])
def test_what_was_not_understood_is_no_report_and_answered_with_an_example(
    home: Home, visitor: Visitor, text: str
) -> None:
    answer = gateway(visitor, "sms", SMS | {"text": text})
    assert "37.2" in reply(answer) and not answer.json["understood"] and not home.reports_of(0)


def test_keys_that_mean_nothing_are_answered_with_which_to_press(home: Home, visitor: Visitor) -> None:
    answer = gateway(visitor, "voice", CALL | {"digits": "9#"})
    assert "3 7 2 #" in reply(answer) and not home.reports_of(0)


def test_of_two_with_one_telephone_the_day_of_birth_is_asked_for(home: Home, visitor: Visitor) -> None:
    has(home, 1)
    assert "19560304" in reply(gateway(visitor, "sms", SMS))
    assert not home.reports_of(0) and not home.reports_of(1)


def test_what_is_not_signed_by_the_key_or_long_ago_or_was_changed_is_nobodys(home: Home, visitor: Visitor) -> None:
    changed = b'{"id":"m1","from":"10055556666","text":"36.5"}'
    refused = [
        gateway(visitor, "sms", SMS, key="another key, as long as that of a gateway"),
        gateway(visitor, "sms", SMS, at=time() - 301), gateway(visitor, "sms", SMS, at=time() + 301),
        gateway(visitor, "sms", SMS, body=changed),
        visitor.client.post("/api/reports/sms", json=SMS),
        visitor.client.post("/api/reports/sms", json=SMS, headers={"X-Cockpit-Time": "²", "X-Cockpit-Signature": "é"}),
    ]  # fmt: skip
    visitor.app.extensions["cockpit_report_gateway_key"] = ""
    refused.append(visitor.client.post("/api/reports/voice", json=CALL, headers={"X-Cockpit-Time": str(int(time()))}))
    assert {status_of(one) for one in refused} == {401} and not home.reports_of(0)


@pytest.mark.parametrize(
    "told", [[], {}, SMS | {"text": 1}, SMS | {"id": ""}, SMS | {"more": "x"}, SMS | {"text": "x" * 1001}]
)
def test_what_is_no_message_is_malformed(visitor: Visitor, told: Any) -> None:
    assert status_of(gateway(visitor, "sms", told)) == 400


def test_a_key_that_could_be_guessed_stops_the_start() -> None:
    needed = {f"COCKPIT_{name}": "x" for name in ("DATABASE_URL", "SECRET_KEY", "FIELD_KEYS", "AUDIT_KEY", "INDEX_KEY")}
    with pytest.raises(BadSetting, match="COCKPIT_REPORT_GATEWAY_KEY is too short"):
        read_settings(needed | {"COCKPIT_REPORT_GATEWAY_KEY": "short"})
