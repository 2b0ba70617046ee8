"""Persons' channels on their way out: to gateways on this machine that check as the real ones do, fail, lie and come back."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from bench.receivers import BEFORE, FINE, Taken, as_dingtalk, as_wecom, fifth, mail, names_in, web
from cockpit import paging
from cockpit.access import Actor
from cockpit.incidents import Incident
from cockpit.paging import Kind, OwnChannel, PersonTold, Standing, Subscription
from entrypoints.pager.begin import persons_of
from entrypoints.pager.gateways import Gateways
from entrypoints.pager.out import Pager
from entrypoints.pager.post import Inside
from entrypoints.pager.vapid import Vapid, packed
from entrypoints.settings import BadSetting
from tests.entrypoints.push_service import Browser, claims_of
from tests.entrypoints.visitors import Visitor
from tests.morning import Morning
from tests.people import People

pytestmark = pytest.mark.many  # the pager's threads have connections of their own

HERE = Inside.of("127.0.0.1")
VAPID = Vapid(packed(bytes(range(1, 33))), "mailto:desk@district.example")
TOKEN, SECRET = "0123456789abcdef", "SECabcdef0123456789"
DINGTALK = f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}"
WECOM = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={TOKEN}"


@pytest.fixture
def pager(morning: Morning) -> Iterator[Pager]:
    """Tries again at once, falls back at once, gathers nothing: the rules with their spans have tests of their own."""
    spans = '{"intervals": [0], "fallback": 0, "bundle": 0}'
    with morning.database.connection() as connection:
        connection.execute(
            text("update policy set body = body || cast(:b as jsonb) where kind = 'paging'"), {"b": spans}
        )
    found = Pager(morning.database, Gateways(HERE, vapid=VAPID), "zh_CN", "https://desk.example")
    yield found
    found.pool.shutdown()


def has(morning: Morning, person: Actor, kind: Kind, target: str, secret: str = "") -> OwnChannel:
    """Checks of what is typed have tests of their own: the stand-ins lie on this machine."""
    with morning.work(person) as work:
        channel = OwnChannel(person.id or 0, kind, target, secret or work.own_channels.new_secret(), 1, work.machine_at)
        return work.own_channels.add(channel)


def page(morning: Morning, incident: Incident | None, *persons: Actor, event: str = "urged") -> None:
    morning.do(morning.people.rosa, paging.page, [one.id for one in persons], event, incident)


def told(morning: Morning, incident: Incident) -> list[PersonTold]:
    found: list[PersonTold] = morning.do(morning.people.rosa, paging.pagings_of, incident.id)
    return found


def aged(morning: Morning, seconds: int) -> None:
    """All that was told so far, that much longer ago."""
    with morning.database.connection() as connection:
        connection.execute(text("update paging set at = at - make_interval(secs => :s)"), {"s": seconds})


def body_of(asked: Any) -> Any:
    return json.loads(asked[2])


# One message by each kind


def test_a_webhook_is_told_signed_and_nothing_personal_is_in_it(morning: Morning, people: People, pager: Pager) -> None:
    incident = morning.crowd()
    with web(Taken()) as hook:
        channel = has(morning, people.gu, Kind.WEBHOOK, f"{hook.url}/in")
        page(morning, incident, people.gu)
        assert [pager.look() for _ in range(2)] == [1, 0]
    [(path, headers, body)] = hook.got
    signature = hmac.new(channel.secret.encode(), body, hashlib.sha256).hexdigest()
    assert (path, headers["X-Cockpit-Signature"]) == ("/in", f"sha256={signature}")
    found = json.loads(body)
    assert found["text"].endswith(f"{incident.code}催办：请立即处理") and found["urgent"]
    assert found["address"] == f"https://desk.example/incidents?incident={incident.id}"
    assert people.gu.name not in str(found) and people.rosa.name not in str(found)
    assert told(morning, incident)[0].standing is Standing.HANDED_OVER


def test_dingtalk_takes_what_is_signed_as_it_asks(morning: Morning, people: People, pager: Pager) -> None:
    incident = morning.crowd()
    with web(Taken(answers=as_dingtalk(TOKEN, SECRET))) as robot:
        pager.gateways = replace(pager.gateways, robots={Kind.DINGTALK: f"{robot.url}/robot/send"})
        has(morning, people.gu, Kind.DINGTALK, DINGTALK, SECRET)
        page(morning, incident, people.gu)
        assert pager.look() == 1
    assert incident.code in body_of(robot.got[0])["text"]["content"]


def test_dingtalk_says_no_with_a_status_of_200_and_is_understood(
    morning: Morning, people: People, pager: Pager
) -> None:
    incident = morning.crowd()
    with web(Taken(answers=as_dingtalk(TOKEN, SECRET))) as robot:
        pager.gateways = replace(pager.gateways, robots={Kind.DINGTALK: f"{robot.url}/robot/send"})
        has(morning, people.gu, Kind.DINGTALK, DINGTALK, "SECanother0123456789")
        page(morning, incident, people.gu)
        assert pager.look() == 0
    assert said(morning, incident) == ["refused"]


def test_wecom_takes_its_key_and_no_other(morning: Morning, people: People, pager: Pager) -> None:
    incident = morning.crowd()
    with web(Taken(answers=as_wecom(TOKEN))) as robot:
        pager.gateways = replace(pager.gateways, robots={Kind.WECOM: f"{robot.url}/send"})
        has(morning, people.gu, Kind.WECOM, WECOM)
        has(morning, people.shen, Kind.WECOM, WECOM.replace(TOKEN, "anotherkey"))
        page(morning, incident, people.gu, people.shen)
        assert pager.look() == 1
    assert [one.standing for one in told(morning, incident)] == [Standing.HANDED_OVER, Standing.WAITING]


def by_mail(pager: Pager, port: int) -> None:
    url = f"mailto://127.0.0.1:{port}/?from=desk@district.example&smtp=127.0.0.1&to={{to}}&cto=2&rto=2"
    pager.gateways = replace(pager.gateways, persons={"mail": url})


def test_mail_goes_through_the_gateway_of_the_settings(morning: Morning, people: People, pager: Pager) -> None:
    incident = morning.crowd()
    with mail(Taken()) as post:
        by_mail(pager, post.port)
        has(morning, people.gu, Kind.MAIL, "gu@desk.example")
        page(morning, incident, people.gu)
        assert pager.look() == 1
    [(to, letter)] = post.got
    assert to == "gu@desk.example" and names_in(letter["Subject"])
    assert incident.code in letter.get_body(("plain", "html")).get_content()


def said(morning: Morning, incident: Incident) -> list[str]:
    return [mark.said for one in told(morning, incident) for mark in one.deliveries]


def test_without_a_gateway_in_the_settings_it_says_so(morning: Morning, people: People, pager: Pager) -> None:
    incident = morning.crowd()
    has(morning, people.gu, Kind.SMS, "10012345678")
    page(morning, incident, people.gu)
    assert pager.look() == 0 and said(morning, incident) == ["no_gateway"]


# Gateways that lie, point elsewhere or inside


@pytest.mark.parametrize(
    ("status", "words", "answer"),
    [
        (200, "<html>Sign in to the hotel's network</html>", "nonsense"),
        (200, "{", "nonsense"),
        (200, "x" * 70_000, "nonsense"),
        (500, "", "refused"),
        (403, "{}", "refused"),
        (302, "", "redirect"),
        (307, "", "redirect"),
    ],
)
def test_what_no_gateway_would_answer_is_not_taken_for_a_yes(
    morning: Morning, people: People, pager: Pager, status: int, words: str, answer: str
) -> None:
    incident = morning.crowd()
    with web(Taken()) as inside, web(Taken(answers=lambda _: (status, words))) as hook:
        hook.headers = {"Location": f"{inside.url}/"} if status in (302, 307) else {}
        has(morning, people.gu, Kind.WEBHOOK, hook.url)
        page(morning, incident, people.gu)
        assert pager.look() == 0
        assert inside.got == [], "no redirect is followed"
    assert said(morning, incident) == [answer]


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:{}", "http://localhost:{}", "http://[::1]:{}", "http://0.0.0.0:{}", "http://[::ffff:127.0.0.1]:{}"],
)  # fmt: skip
def test_an_address_inside_is_refused_unless_a_setting_allows_it(
    morning: Morning, people: People, pager: Pager, address: str
) -> None:
    incident = morning.crowd()
    pager.gateways = replace(pager.gateways, inside=Inside())
    with web(Taken()) as hook:
        has(morning, people.gu, Kind.WEBHOOK, address.format(hook.port))
        page(morning, incident, people.gu)
        assert pager.look() == 0 and hook.got == []
    assert said(morning, incident) == ["inside"]


@pytest.mark.parametrize("address", ["10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "fe80::1", "fd00::1",
                                     "::ffff:10.0.0.1", "224.0.0.1", "100.64.0.1", "0.0.0.0"])  # fmt: skip
def test_what_lies_inside_is_known_by_its_number(address: str) -> None:
    assert not Inside().lets(address, 443)
    assert Inside().lets("93.184.215.14", 443)


def test_a_setting_lets_one_address_or_one_port_in() -> None:
    some = Inside.of("10.1.2.0/24, 127.0.0.1:9000")
    assert some.lets("10.1.2.3", 443) and some.lets("127.0.0.1", 9000)
    assert not some.lets("10.1.3.3", 443) and not some.lets("127.0.0.1", 9001)
    with pytest.raises(ValueError, match="x"):
        Inside.of("x")
    with pytest.raises(BadSetting):
        persons_of("mail=mailto://127.0.0.1")


# None lost, none double


def test_of_a_fifth_that_breaks_none_is_lost_and_none_is_double_by_its_name(
    morning: Morning, people: People, pager: Pager
) -> None:
    """A tenth of what bench/notices.py does: lines that break before and after the message was taken."""
    incident, rounds = morning.crowd(), 25
    with ExitStack() as stack:
        hook, post = stack.enter_context(web(Taken(drops=fifth))), stack.enter_context(mail(Taken(drops=fifth)))
        by_mail(pager, post.port)
        has(morning, people.gu, Kind.WEBHOOK, hook.url)
        has(morning, people.shen, Kind.MAIL, "shen@desk.example")
        for _ in range(rounds):
            page(morning, incident, people.gu, people.shen)
            pager.look()
        while pager.look() or any(one.standing is not Standing.HANDED_OVER for one in told(morning, incident)):
            pass
        names = [body_of(asked)["id"] for asked in hook.got]
        letters = [names_in(letter["Subject"])[0] for _, letter in post.got]
    assert len(set(names)) == rounds == len(set(letters)), "none lost, and a double bears the same name"
    assert len(names) > rounds < len(letters), "lines did break after the message was taken"


def test_what_a_dead_gateway_did_not_take_says_so_by_person_and_in_the_incidents_story(
    app: Flask, morning: Morning, people: People, pager: Pager
) -> None:
    incident = morning.crowd()
    has(morning, people.gu, Kind.WEBHOOK, "http://127.0.0.1:9/")
    page(morning, incident, people.gu, people.shen)
    aged(morning, 61)
    pager.look()
    assert [one.standing for one in told(morning, incident)] == [Standing.NOT_DELIVERED] * 2
    with morning.work(people.rosa) as work:
        late = [one.facts["account"] for one in work.timeline("incident", incident.id) if one.event == "not_reached"]
    assert late == [people.gu.id, people.shen.id]
    pager.look()
    with morning.work(people.rosa) as work:
        assert len([one for one in work.timeline("incident", incident.id) if one.event == "not_reached"]) == 2
    rosa = Visitor(app).signed_in(people.rosa)
    output = next(name for name in rosa.callbacks() if name.startswith("incidents-detail."))
    drawn = rosa.call(rosa.body(output, incident.id)).text
    assert people.gu.name in drawn and "未送达" in drawn and "127.0.0.1" not in drawn


def test_a_dead_channels_pile_keeps_nobody_else_waiting(
    morning: Morning, people: People, pager: Pager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data_access.paging.shelf.EACH", 2)
    incident = morning.crowd()
    with web(Taken()) as hook:
        has(morning, people.gu, Kind.WEBHOOK, "http://127.0.0.1:9/")
        for _ in range(3):
            page(morning, incident, people.gu)
            pager.look()
        has(morning, people.shen, Kind.WEBHOOK, hook.url)
        for _ in range(3):
            page(morning, incident, people.shen)
        assert pager.look() + pager.look() == 3


def test_what_broke_once_goes_again_though_a_dead_channels_pile_was_never_tried(
    morning: Morning, people: People, pager: Pager, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pile is longer than what is looked through at once, and no round gets through it."""
    monkeypatch.setattr("data_access.paging.shelf.EACH", 2)
    incident = morning.crowd()
    with web(Taken(drops=lambda nth: FINE if nth else BEFORE)) as hook:
        has(morning, people.gu, Kind.WEBHOOK, "http://127.0.0.1:9/")
        has(morning, people.shen, Kind.WEBHOOK, hook.url)
        for _ in range(5):
            page(morning, incident, people.gu)
        page(morning, incident, people.shen)
        assert [pager.look() for _ in range(6)] == [0, 1, 0, 0, 0, 0]


def test_a_channel_whose_turn_is_over_goes_on_in_its_next(
    morning: Morning, people: People, pager: Pager, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A gateway may be slow with each of a long pile and say yes or no each time: the others do not wait for its end."""
    monkeypatch.setattr("entrypoints.pager.out.TURN", 0.0)
    incident = morning.crowd()
    with web(Taken()) as slow, web(Taken()) as other:
        has(morning, people.gu, Kind.WEBHOOK, slow.url)
        has(morning, people.shen, Kind.WEBHOOK, other.url)
        for _ in range(3):
            page(morning, incident, people.gu)
        page(morning, incident, people.shen)
        assert [pager.look() for _ in range(4)] == [2, 1, 1, 0]
    assert len(slow.got) == 3 and len(other.got) == 1


def test_no_round_waits_for_a_gateway_that_hangs_nor_gives_it_anything_twice(
    morning: Morning, people: People, pager: Pager
) -> None:
    incident, comes_back = morning.crowd(), threading.Event()

    def hangs(_: object) -> tuple[int, str]:
        assert comes_back.wait(4)
        return 200, ""

    with web(Taken(answers=hangs)) as slow, web(Taken()) as other:
        has(morning, people.gu, Kind.WEBHOOK, slow.url)
        has(morning, people.shen, Kind.WEBHOOK, other.url)
        page(morning, incident, people.gu)
        [hanging] = pager.begin()
        page(morning, incident, people.shen)
        assert [each.result() for each in pager.begin()] == [1] and not hanging.done()
        comes_back.set()
        assert hanging.result() == 1
        assert pager.look() == 0
    assert len(slow.got) == len(other.got) == 1


def test_a_second_channel_takes_over_where_the_first_is_dead(morning: Morning, people: People, pager: Pager) -> None:
    incident = morning.crowd()
    with web(Taken()) as hook:
        has(morning, people.gu, Kind.WEBHOOK, "http://127.0.0.1:9/")
        has(morning, people.gu, Kind.WEBHOOK, hook.url)
        page(morning, incident, people.gu)
        pager.look()
        assert len(hook.got) == 1
    assert told(morning, incident)[0].standing is Standing.HANDED_OVER


def test_what_was_opened_or_is_given_up_goes_out_no_more(morning: Morning, people: People, pager: Pager) -> None:
    with web(Taken()) as hook:
        has(morning, people.gu, Kind.WEBHOOK, hook.url)
        page(morning, None, people.gu, event="swap_asked")
        morning.do(people.gu, paging.open_paging, morning.do(people.gu, paging.my_pagings).latest[0].id)
        page(morning, None, people.gu, event="swap_asked")
        aged(morning, 3601)
        assert pager.look() == 0 and hook.got == []


def test_who_went_off_duty_meanwhile_is_left_in_peace(
    morning: Morning, people: People, pager: Pager, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident = morning.crowd()
    with web(Taken()) as hook:
        has(morning, people.gu, Kind.WEBHOOK, hook.url)
        page(morning, incident, people.gu)
        monkeypatch.setattr("cockpit.duty.is_on", lambda *_: False)
        assert pager.look() == 0 and hook.got == []
        page(morning, incident, people.shen)
    assert [one.name for one in told(morning, incident)] == [people.gu.name], "nor is anybody told anew"


def test_on_a_slow_channel_what_comes_together_is_one_message_and_red_is_alone(
    morning: Morning, people: People, pager: Pager
) -> None:
    red = morning.crowd()
    with web(Taken(answers=as_wecom(TOKEN))) as robot:
        pager.gateways = replace(pager.gateways, robots={Kind.WECOM: robot.url})
        has(morning, people.gu, Kind.WECOM, WECOM)
        for event in ("swap_asked", "swapped"):
            page(morning, None, people.gu, event=event)
        page(morning, red, people.gu)
        assert pager.look() == 2
    texts = sorted((body_of(asked)["text"]["content"] for asked in robot.got), key=len)
    assert [red.code in one for one in texts].count(True) == 1
    assert any("换班" in one and "调换" in one for one in texts)


def test_a_second_worker_hands_nothing_over_meanwhile(morning: Morning, people: People, pager: Pager) -> None:
    with web(Taken()) as hook:
        channel = has(morning, people.gu, Kind.WEBHOOK, hook.url)
        page(morning, None, people.gu, event="swap_asked")
        with morning.database.connection() as connection:
            connection.execute(text("update own_channel set held_until = now() + interval '1 minute'"))
        assert pager.look() == 0 and hook.got == []
        with morning.work(people.cockpit) as work:
            work.pagings.let_go(channel)
        assert pager.look() == 1


# Delivered, as the gateway reports it


def test_a_gateway_reports_what_arrived_and_only_who_has_the_message_can(
    app: Flask, morning: Morning, people: People, pager: Pager
) -> None:
    incident = morning.crowd()
    with web(Taken()) as hook:
        channel = has(morning, people.gu, Kind.WEBHOOK, hook.url)
        page(morning, incident, people.gu)
        pager.look()
    name = body_of(hook.got[0])["id"]
    gateway, receipt = Visitor(app).client, paging.receipt_of(channel.secret, name)
    for wrong in ({"id": name, "receipt": "0" * 64}, {"id": "9-9", "receipt": receipt}, {"id": "é", "receipt": "é"}):
        assert gateway.post("/api/delivered", json=wrong).status_code == 401
    assert gateway.post("/api/delivered", json=[]).status_code == 400
    assert told(morning, incident)[0].standing is Standing.HANDED_OVER
    for _ in range(2):
        assert gateway.post("/api/delivered", json={"id": name, "receipt": receipt}).status_code == 200
    assert told(morning, incident)[0].standing is Standing.DELIVERED


# Web Push


def agreed(morning: Morning, app: Flask, person: Actor, subscription: Subscription) -> Visitor:
    """That person's browser says yes, as it does."""
    visitor = Visitor(app).signed_in(person)
    keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    answer = visitor.post(
        "/paging/push", json={"endpoint": subscription.endpoint, "keys": keys, "expirationTime": None}
    )
    assert answer.status_code == 200, answer.text
    return visitor


def test_a_phone_is_woken_by_what_it_alone_can_open_and_reports_that_it_arrived(
    app: Flask, morning: Morning, people: People, pager: Pager
) -> None:
    incident, browser = morning.sent_to_own(), Browser()
    with web(Taken(answers=lambda _: (201, ""))) as service:
        agreed(morning, app, people.mei, browser.subscription(f"{service.url}/send/mei"))
        page(morning, incident, people.mei)
        assert pager.look() >= 1
    path, headers, body = service.got[-1]
    found = json.loads(browser.opened(body))
    claims = claims_of(headers["Authorization"], VAPID.public)
    assert path == "/send/mei" and claims["aud"] == service.url
    assert (headers["Content-Encoding"], headers["Urgency"], headers["TTL"]) == ("aes128gcm", "high", "3600")
    assert incident.code in found["text"] and people.mei.name not in str(found)
    report = {"id": found["id"], "receipt": found["receipt"]}
    assert Visitor(app).client.post("/api/delivered", json=report).status_code == 200
    assert Standing.DELIVERED in [one.standing for one in told(morning, incident)]


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_taken_away(
    app: Flask, morning: Morning, people: People, pager: Pager, status: int
) -> None:
    incident = morning.crowd()
    with web(Taken(answers=lambda _: (status, ""))) as service:
        agreed(morning, app, people.gu, Browser().subscription(f"{service.url}/x"))
        page(morning, incident, people.gu)
        assert pager.look() == 0
    assert said(morning, incident) == ["gone"]
    with morning.work(people.cockpit) as work:
        assert work.pushes.of_account(people.gu.id or 0) == []


def test_of_two_phones_one_that_is_woken_is_enough(app: Flask, morning: Morning, people: People, pager: Pager) -> None:
    incident = morning.crowd()
    with web(Taken(answers=lambda asked: (410 if asked[0] == "/old" else 201, ""))) as service:
        agreed(morning, app, people.gu, Browser().subscription(f"{service.url}/old"))
        agreed(morning, app, people.gu, Browser().subscription(f"{service.url}/new"))
        page(morning, incident, people.gu)
        assert pager.look() == 1
    assert told(morning, incident)[0].standing is Standing.HANDED_OVER


def test_who_signs_out_is_woken_no_more(app: Flask, morning: Morning, people: People, pager: Pager) -> None:
    with web(Taken(answers=lambda _: (201, ""))) as service:
        gu = agreed(morning, app, people.gu, Browser().subscription(f"{service.url}/x"))
        assert gu.get("/paging/push").get_json(force=True)["here"] is True
        gu.post("/sign-out")
        page(morning, None, people.gu, event="swap_asked")
        assert pager.look() == 0 and service.got == []


@pytest.mark.parametrize(
    "told_by_browser",
    [[], {}, {"endpoint": "https://p.example/x", "keys": {}}, {"endpoint": 1, "keys": {"p256dh": "x", "auth": "x"}},
     {"endpoint": "https://p.example/x", "keys": {"p256dh": "AAAA", "auth": "AAAA"}}],
)  # fmt: skip
def test_what_is_no_subscription_is_refused(app: Flask, morning: Morning, people: People, told_by_browser: Any) -> None:
    assert Visitor(app).signed_in(people.gu).post("/paging/push", json=told_by_browser).status_code == 400


# Tests of a channel


def test_each_channel_is_tested_once_a_week_by_itself_and_shows_what_came_of_it(
    morning: Morning, people: People, pager: Pager
) -> None:
    with web(Taken()) as hook:
        has(morning, people.gu, Kind.WEBHOOK, hook.url)
        pager.keep_house()
        assert pager.look() == 0, "new ones are not due"
        with morning.database.connection() as connection:
            connection.execute(text("update own_channel set since = since - interval '8 days'"))
        for _ in range(2):
            pager.keep_house()
            pager.look()
        assert len(hook.got) == 1 and "测试" in body_of(hook.got[0])["text"]
    [(_, tested)] = morning.do(people.gu, paging.my_channels)
    assert tested.said == "handed" and tested.handed_at
    assert morning.do(people.gu, paging.my_pagings).latest == [], "the bell does not ring for it"
