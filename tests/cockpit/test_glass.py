"""A broken glass: an hour long, reviewed by somebody else within a day, and closed at once when it did not fit."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cockpit.glass import AlreadyReviewed, Glass, OwnGrant, Verdict
from cockpit.reasons import Reason

BEGUN = datetime(2020, 2, 1, 0, 0, tzinfo=UTC)
ROSA, GU = 1, 2


def glass() -> Glass:
    ends, due = BEGUN + timedelta(minutes=60), BEGUN + timedelta(hours=24)
    return Glass(7, ROSA, "officer", Reason.DANGER, BEGUN, ends, due, date(2020, 2, 1), 1)


@pytest.mark.parametrize(("after", "live"), [(0, True), (3599, True), (3600, False), (-1, False)])
def test_it_is_open_for_an_hour(after: int, live: bool) -> None:
    assert glass().live(BEGUN + timedelta(seconds=after)) is live


@pytest.mark.parametrize(("hours", "overdue"), [(1, False), (24, False), (24.01, True)])
def test_it_is_overdue_when_a_day_has_passed_unreviewed(hours: float, overdue: bool) -> None:
    assert glass().overdue(BEGUN + timedelta(hours=hours)) is overdue
    seen = glass().reviewed(BEGUN + timedelta(hours=2), GU, Verdict.FITTING)
    assert not seen.overdue(BEGUN + timedelta(hours=hours))


def test_what_did_not_fit_ends_at_once_and_what_did_goes_on() -> None:
    at = BEGUN + timedelta(minutes=5)
    assert not glass().reviewed(at, GU, Verdict.NOT_FITTING).live(at)
    assert glass().reviewed(at, GU, Verdict.FITTING).live(at)


def test_a_late_review_does_not_open_it_again() -> None:
    late = BEGUN + timedelta(hours=3)
    assert not glass().reviewed(late, GU, Verdict.NOT_FITTING).live(BEGUN + timedelta(minutes=61))


def test_nobody_reviews_their_own_and_nothing_is_reviewed_twice() -> None:
    with pytest.raises(OwnGrant):
        glass().reviewed(BEGUN, ROSA, Verdict.FITTING)
    with pytest.raises(AlreadyReviewed):
        glass().reviewed(BEGUN, GU, Verdict.FITTING).reviewed(BEGUN, 3, Verdict.NOT_FITTING)
