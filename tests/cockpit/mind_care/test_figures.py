"""Supervision by numbers: under five stands <5, spans and shares only over five or more, nothing to reckon a hidden day from."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cockpit.mind_care.case import MindCase, Outcome
from cockpit.mind_care.figures import CareFigures, reckoned

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2020, 2, 14, 12, tzinfo=ZONE)
FIRST = date(2020, 2, 1)
ASKED = MindCase(NOW - timedelta(hours=3), 1, 1, NOW + timedelta(days=14), asked_at=NOW - timedelta(hours=3))


def of(*cases: MindCase) -> CareFigures:
    return reckoned(cases, FIRST, NOW, ZONE, timedelta(minutes=15), lambda one: one.counsellor != 9)


def test_nobody_is_nought_and_under_five_is_hidden() -> None:
    assert str(of().demand) == "0" and str(of(ASKED).demand) == "<5"
    assert [str(cell) for day, cell in of(*[ASKED] * 4).days if day == NOW.date()] == ["<5"]
    assert str(of(*[ASKED] * 5).waiting) == "5"


def test_a_sum_over_a_hidden_day_is_rounded() -> None:
    before = replace(ASKED, opened_at=NOW - timedelta(days=2))
    found = of(*[ASKED] * 6, *[before] * 2)
    assert str(found.demand) == "≈10" and found.demand.rounded
    assert str(of(*[ASKED] * 6, *[before] * 5).demand) == "11"


@pytest.mark.parametrize(("count", "shown"), [(4, None), (5, timedelta(hours=3))])
def test_how_long_people_wait_is_said_of_five_or_more(count: int, shown: timedelta | None) -> None:
    spoken = [
        replace(ASKED, first_contact_at=(ASKED.asked_at or NOW) + timedelta(hours=n)) for n in range(1, count + 1)
    ]
    assert of(*spoken).wait.p50 == shown
    assert of(*spoken).wait.p90 == (timedelta(hours=5) if shown else None)


def test_crises_in_time_and_reliable_change_are_shares_to_the_next_five_per_cent() -> None:
    crisis = replace(ASKED, crisis_at=NOW - timedelta(hours=1), crisis_answered_at=NOW - timedelta(minutes=46))
    late = replace(crisis, crisis_answered_at=NOW - timedelta(minutes=44))
    found = of(*[crisis] * 5, late)
    assert found.crises_in_time == 85 and str(found.crises) == "6"
    closed = replace(ASKED, counsellor=1, closed_at=NOW, outcome=Outcome.RECOVERED, retest_at=NOW, retested_at=NOW)
    other = replace(closed, outcome=Outcome.LOST, retested_at=None)
    assert (of(*[closed] * 3, *[other] * 2).better, of(*[closed] * 3, *[other] * 2).retests) == (60, 60)
    assert of(*[closed] * 4).better is None


def test_open_ones_whose_counsellor_is_away_are_counted_apart() -> None:
    here, away = replace(ASKED, counsellor=1), replace(ASKED, counsellor=9, next_call_at=NOW - timedelta(hours=1))
    found = of(*[here] * 5, *[away] * 5)
    assert (str(found.open), str(found.unattended), str(found.overdue)) == ("10", "5", "5")
