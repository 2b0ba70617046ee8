"""When a channel is tried again, and what can be said of a notice that went out."""

from datetime import UTC, datetime, timedelta

import pytest

from cockpit.notifications import Channel, Notification, Retry, Standing, Told, Waiting

AT = datetime(2020, 2, 1, 7, 20, tzinfo=UTC)
RETRY = Retry((5, 15, 60), late=60, give_up=86400)
MAIL, PHONE = Channel("a", "Mail", AT, id=1), Channel("b", "DingTalk", AT, id=2)
TOLD = Notification("incident", "7", "passed_on", "330103001", {}, AT, AT)


@pytest.mark.parametrize(("fails", "seconds"), [(0, 0), (1, 5), (2, 15), (3, 60), (50, 60)])
def test_a_channel_that_fails_is_left_alone_for_longer_but_never_given_up(fails: int, seconds: int) -> None:
    channel = Channel("a", "Mail", AT, fails=fails, tried_at=AT)
    assert channel.is_due(AT + timedelta(seconds=seconds), RETRY)
    assert not channel.is_due(AT + timedelta(seconds=seconds - 1), RETRY)


def test_one_that_was_never_tried_is_due() -> None:
    assert MAIL.is_due(AT, RETRY)


def test_one_that_was_refused_for_itself_pauses_by_its_own_count() -> None:
    refused = Waiting(TOLD, tries=2, tried_at=AT)
    assert refused.is_due(AT + timedelta(seconds=15), RETRY)
    assert not refused.is_due(AT + timedelta(seconds=14), RETRY)
    assert Waiting(TOLD).is_due(AT, RETRY)


def test_what_was_told_a_day_ago_is_given_up() -> None:
    assert RETRY.given_up(AT) == AT - timedelta(days=1)


@pytest.mark.parametrize(
    ("handed", "waits", "after", "standing"),
    [
        ((MAIL, PHONE), (), 3600, Standing.HANDED_OVER),
        ((MAIL,), (PHONE,), 60, Standing.WAITING),
        ((MAIL,), (PHONE,), 61, Standing.NOT_DELIVERED),
        ((), (MAIL,), 0, Standing.WAITING),
        ((MAIL,), (PHONE,), 86401, Standing.NOT_DELIVERED),
    ],
)
def test_a_notice_says_no_more_than_can_be_proven(
    handed: tuple[Channel, ...], waits: tuple[Channel, ...], after: int, standing: Standing
) -> None:
    assert Told(TOLD, handed, waits).standing(AT + timedelta(seconds=after), RETRY) is standing
