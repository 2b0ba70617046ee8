"""What a case told is read piece by piece; what cannot be read stands there and is asked about."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.screening import Lack, Means, Reading, Stop, StopKind

ZONE = ZoneInfo("Asia/Shanghai")
READING = Reading({"云海大药房": 10, "云海": 12, "文晖菜市场": 11}, ZONE, date(2020, 2, 1))


def at(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    return datetime(2020, month, day, hour, minute, tzinfo=ZONE)


def one(text: str) -> Stop:
    (found,) = READING.stops(7, text)
    return found


def test_a_ride_with_its_seat_and_both_times() -> None:
    found = one("1月21日9:02乘G7512次07车12F由武汉至杭州东，13:40到达")

    assert (found.kind, found.run, found.means) == (StopKind.RIDE, "G7512", Means.SEALED_TRAIN)
    assert (found.carriage, found.row) == ("07", 12)
    assert (found.began, found.ended) == (at(21, 9, 2), at(21, 13, 40))
    assert found.counts


def test_a_stay_in_a_place_that_is_known_by_its_longest_name() -> None:
    found = one("1月24日上午10点到11点半在云海大药房买药")

    assert (found.kind, found.place) == (StopKind.STAY, 10)
    assert (found.began, found.ended) == (at(24, 10), at(24, 11, 30))


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("1月24日下午2点在文晖菜市场停留30分钟", at(24, 14, 30)),
        ("1月24日14:00文晖菜市场，约1个半小时", at(24, 15, 30)),
        ("1月24日14时文晖菜市场两小时", at(24, 16)),
    ],
)
def test_how_long_it_took_says_when_it_ended(text: str, ended: datetime) -> None:
    found = one(text)

    assert (found.began, found.ended, found.place) == (at(24, 14), ended, 11)


def test_the_day_goes_on_until_another_is_said() -> None:
    found = READING.stops(7, "2020年1月24日9:00-9:30文晖菜市场；10:00-10:20云海大药房。1月25日居家")

    assert [stop.day and stop.day.day for stop in found] == [24, 24, 25]
    assert found[1].began == at(24, 10) and found[1].counts


def test_an_evening_goes_on_past_midnight() -> None:
    found = one("1月24日22:30至0:20 云海大药房")

    assert (found.began, found.ended) == (at(24, 22, 30), at(25, 0, 20))


def test_afternoon_goes_on_to_the_second_time() -> None:
    found = one("1月24日下午2点至4点云海大药房")

    assert (found.began, found.ended) == (at(24, 14), at(24, 16))


def test_a_day_that_would_be_to_come_was_last_year() -> None:
    assert one("12月30日9:00-10:00云海大药房").day == date(2019, 12, 30)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("1月24日去了朋友家吃饭", (Lack.PLACE, Lack.BEGAN, Lack.ENDED)),
        ("1月24日10:00云海大药房", (Lack.ENDED,)),
        ("坐高铁回来", (Lack.PLACE, Lack.BEGAN, Lack.ENDED)),
        ("1月24日10:00-11:00某超市", (Lack.PLACE,)),
    ],
)
def test_what_is_lacking_is_asked_for(text: str, lacks: tuple[Lack, ...]) -> None:
    found = one(text)

    assert found.lacks == lacks and found.words == text and not found.counts


def test_a_flight_with_its_row() -> None:
    found = one("1月22日CA1701航班12排，8:00-10:15")

    assert (found.run, found.means, found.row, found.carriage) == ("CA1701", Means.PLANE, 12, "")


@given(st.text(max_size=200))
def test_whatever_is_written_nothing_is_lost(text: str) -> None:
    found = READING.stops(7, text)

    assert all(stop.words.strip() for stop in found)
    assert sum(len(stop.words) for stop in found) <= len(text)
