"""Which channel is tried when, and what may be said of a paging: rules without a database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cockpit.paging import Delivery, Kind, OwnChannel, Paging, Rule, Standing, Waiting, standing
from cockpit.paging.channels import checked
from cockpit.paging.delivery import ripe
from cockpit.refusals import Invalid

AT = datetime(2020, 2, 1, 7, 20, tzinfo=UTC)
S = timedelta(seconds=1)
RULE = Rule(60 * S, 60 * S, 120 * S, 3600 * S, (5 * S, 15 * S), frozenset({"mail"}), (23, 6), 7)
PUSH = OwnChannel(7, Kind.PUSH, "", "", 1, AT, 1)
MAIL = OwnChannel(7, Kind.MAIL, "gu@desk.example", "", 2, AT, 2)
HOOK = OwnChannel(7, Kind.WEBHOOK, "https://hook.example/x", "", 3, AT, 3)
DAY, NIGHT = 12, 2


def paging(priority: int = 2, **facts: Any) -> Paging:
    return Paging(7, "urged", "incident", "1", "330103001", priority, {}, AT, AT, id=1, **facts)


def waiting(*marks: Delivery, priority: int = 2, **facts: Any) -> Waiting:
    return Waiting(paging(priority, **facts), [PUSH, MAIL, HOOK], {one.channel: one for one in marks})


def due(one: Waiting, seconds: int, hour: int = DAY) -> list[int]:
    return [each.id for each in one.due(RULE, AT + seconds * S, hour)]


def took(channel: int, at: datetime = AT) -> Delivery:
    return Delivery(1, channel, "push", 1, 1, at, "handed", at)


def failed(channel: int, tries: int = 1, at: datetime = AT) -> Delivery:
    return Delivery(1, channel, "push", 1, tries, at, "no_answer")


def test_the_first_channel_is_tried_at_once_and_the_next_after_a_minute() -> None:
    assert due(waiting(), 0) == [1]
    assert due(waiting(failed(1, at=AT + 59 * S)), 60) == [2]
    assert due(waiting(failed(1, at=AT + 119 * S)), 120) == [2, 3]


def test_what_one_channel_took_goes_by_no_other_but_in_an_emergency_that_nobody_opens() -> None:
    assert due(waiting(took(1)), 61) == []
    assert due(waiting(took(1), priority=1), 59) == []
    assert due(waiting(took(1), priority=1), 61) == [2]


def test_what_failed_is_tried_again_after_its_pause() -> None:
    assert due(waiting(failed(1)), 4) == []
    assert due(waiting(failed(1)), 5) == [1]
    assert due(waiting(failed(1, tries=9)), 14) == []


@pytest.mark.parametrize(("hour", "quiet"), [(22, False), (23, True), (0, True), (5, True), (6, False)])
def test_nobody_is_woken_in_quiet_hours_but_for_an_emergency(hour: int, quiet: bool) -> None:
    assert due(waiting(), 0, hour) == ([] if quiet else [1])
    assert due(waiting(priority=1), 0, hour) == [1]


def test_a_test_goes_by_its_own_channel_alone_also_at_night() -> None:
    assert due(waiting(channel=3), 0, NIGHT) == [3]


def pair(number: int, seconds: int, *marks: Delivery, priority: int = 2) -> tuple[Waiting, OwnChannel]:
    told = Paging(7, "urged", "", "", "330103", priority, {}, AT + seconds * S, AT, id=number)
    return Waiting(told, [MAIL], {one.channel: one for one in marks}), MAIL


def ready(*pairs: tuple[Waiting, OwnChannel], at: int) -> list[int]:
    return [one.paging.id for one, _ in ripe(pairs, RULE, AT + at * S)]


def test_a_slow_channel_gathers_for_two_minutes_then_all_goes_together() -> None:
    assert ready(pair(1, 0), pair(2, 100), at=119) == []
    assert ready(pair(1, 0), pair(2, 100), at=120) == [1, 2]


def test_red_gathers_with_nothing_and_what_was_tried_goes_as_it_was() -> None:
    assert ready(pair(1, 0, priority=1), pair(2, 0), at=1) == [1]
    assert ready(pair(1, 0, failed(2)), pair(2, 1), at=6) == [1]


@pytest.mark.parametrize(
    ("marks", "seconds", "found"),
    [
        ([], 60, Standing.WAITING),
        ([], 61, Standing.NOT_DELIVERED),
        ([failed(1)], 61, Standing.NOT_DELIVERED),
        ([failed(1), took(2)], 61, Standing.HANDED_OVER),
        ([Delivery(1, 1, "push", 1, 1, AT, "handed", AT, AT)], 61, Standing.DELIVERED),
    ],
)
def test_handed_over_is_not_delivered_and_delivered_is_not_seen(
    marks: list[Delivery], seconds: int, found: Standing
) -> None:
    assert standing(paging(), marks, AT + seconds * S, RULE) is found


def test_seen_says_it_all() -> None:
    assert standing(paging(seen_at=AT), [failed(1)], AT + 999 * S, RULE) is Standing.SEEN


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (Kind.MAIL, "gu@desk.example"),
        (Kind.SMS, "10012345678"),
        (Kind.DINGTALK, "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef"),
        (Kind.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123-4567-89ab"),
        (Kind.WEBHOOK, "https://hook.example:8443/in?x=1"),
    ],
)
def test_an_address_of_its_kind_is_taken_and_no_other_kind_takes_it(kind: Kind, typed: str) -> None:
    assert checked(kind, typed) == typed
    for other in {Kind.MAIL, Kind.SMS, Kind.DINGTALK, Kind.WECOM} - {kind}:
        with pytest.raises(Invalid):
            checked(other, typed)


@pytest.mark.parametrize(
    "typed",
    ["", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://gu:secret@hook.example/", "ftp://a.example",
     "https://hook.example/ x", "https://hook.example:99999/", "https://[/", "https://例.example/", "x" * 600],
)  # fmt: skip
def test_rubbish_is_no_webhook(typed: str) -> None:
    with pytest.raises(Invalid):
        checked(Kind.WEBHOOK, typed)


@pytest.mark.parametrize(
    "typed",
    ["https://oapi.dingtalk.com.evil.example/robot/send?access_token=0123456789abcdef",
     "https://oapi.dingtalk.com/robot/send?access_token=a&access_token=0123456789",
     "https://oapi.dingtalk.com/robot/send", "http://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef"],
)  # fmt: skip
def test_a_robot_lives_at_its_makers_and_nowhere_else(typed: str) -> None:
    with pytest.raises(Invalid):
        checked(Kind.DINGTALK, typed)
