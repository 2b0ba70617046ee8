"""A day is read however it was written, as long as it can be one day only."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.importing.dates import a_birthday, a_day, a_moment, a_moment_or_time, propose_day, read_time, sheet_day
from cockpit.importing.row import Context
from cockpit.refusals import Invalid

HERE = Context(date(2020, 2, 1))
EVE = date(2020, 1, 24)


def refused(text: str) -> str:
    with pytest.raises(Invalid) as caught:
        a_day(text, HERE)
    return caught.value.why


@pytest.mark.parametrize(
    "written",
    [
        *("2020-01-24", "2020-1-24", "2020/1/24", "2020.1.24", "2020 1 24", "20200124", "20200124.0"),
        *("2020年1月24日", "2020年01月24号", "2020 年 1 月 24 日", "２０２０年１月２４日", "２０２０／０１／２４"),
        *("二〇二〇年一月二十四日", "二零二零年一月二十四日", "二○二○年一月廿四日"),
        *("2020-01-24 00:00:00", "2020-01-24T00:00:00", "2020-01-24T00:00:00+08:00", "2020年1月24日 8时30分"),
        *("43854", "43854.0", "43854.5", "2020-01-24 星期五", "2020年1月24日(周五)", "'2020-01-24"),
    ],
)
def test_new_years_eve_is_read_in_all_its_ways(written: str) -> None:
    assert a_day(written, HERE) == EVE


@given(st.dates(date(1850, 1, 1), date(2200, 12, 31)))
def test_a_date_that_was_written_is_read_back(day: date) -> None:
    chinese = "〇一二三四五六七八九"
    for written in (
        *(
            f"{day:%Y-%m-%d}",
            f"{day:%Y%m%d}",
            f"{day.year}.{day.month}.{day.day}",
            f"{day.year}/{day.month:02}/{day.day}",
        ),
        *(f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d} 23:59:59"),
        f"{''.join(chinese[int(one)] for one in str(day.year))}年{in_words(day.month)}月{in_words(day.day)}日",
    ):
        assert a_day(written, HERE) == day


def in_words(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not tens:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


@given(st.dates(date(1927, 5, 19), date(2173, 1, 1)))
def test_what_a_sheet_counts_is_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days

    assert a_day(str(serial), HERE) == day
    assert a_day(f"{serial}.75", HERE) == day


def test_a_sheet_counts_a_29_february_1900_that_there_was_not() -> None:
    assert sheet_day(1) == date(1900, 1, 1)
    assert sheet_day(59) == date(1900, 2, 28)
    assert sheet_day(61) == date(1900, 3, 1)
    for none in (60, 0):
        with pytest.raises(Invalid):
            sheet_day(none)


@pytest.mark.parametrize("written", ["20-1-24", "20/1/24", "20.01.24", "'20-01-24", "20年1月24日"])
def test_a_year_of_two_figures_is_not_clear(written: str) -> None:
    assert "four figures" in refused(written)
    assert propose_day(written, HERE) == ""


@pytest.mark.parametrize("written", ["2020-02-30", "2020年13月1日", "20200230", "二〇二〇年二月三十日", "2019-02-29"])
def test_a_day_that_never_was_is_refused(written: str) -> None:
    assert "no such day" in refused(written)


@pytest.mark.parametrize(
    ("written", "proposal"),
    [("2020年3月", "2020-03-01"), ("2020-03", "2020-03-01"), ("2020", ""), ("202003", ""), ("2020年", "")],
)
def test_a_month_alone_is_no_day_and_its_first_is_proposed(written: str, proposal: str) -> None:
    assert "day is missing" in refused(written)
    assert propose_day(written, HERE) == proposal


@pytest.mark.parametrize(
    ("written", "proposal"),
    [("1/24/2020", "2020-01-24"), ("24.1.2020", "2020-01-24"), ("1/2/2020", ""), ("5/5/2020", "2020-05-05")],
)
def test_day_and_month_in_another_order_are_refused_and_proposed_where_they_are_clear(
    written: str, proposal: str
) -> None:
    assert "changed places" in refused(written)
    assert propose_day(written, HERE) == proposal


@pytest.mark.parametrize(
    "written", ["春节", "yesterday", "1.5", "99999999", "2020-01-24x", "0001-01-01", "2020.1.24.5", "٢٠٢٠-٠١-٢٤"]
)
def test_what_is_no_date_is_refused(written: str) -> None:
    assert refused(written)


@given(st.text(max_size=20))
def test_whatever_is_written_is_a_date_or_refused(written: str) -> None:
    for read in (a_day, a_birthday, a_moment, a_moment_or_time):
        with suppress(Invalid):
            read(written, HERE)


def test_nobody_is_born_tomorrow() -> None:
    assert a_birthday("2020-02-01", HERE) == HERE.today
    with pytest.raises(Invalid, match="not come yet"):
        a_birthday("2020-02-02", HERE)


# Times


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        *(("8:30", 8.5), ("08:30:00", 8.5), ("8时30分", 8.5), ("8点半", 8.5), ("上午8点30分", 8.5), ("8：30", None)),
        *(
            ("下午2点", 14),
            ("下午2:30", 14.5),
            ("晚上11点", 23),
            ("2:00 PM", 14),
            ("12:00AM", 0),
            ("凌晨12点", 0),
            ("中午12点", 12),
        ),
        *(
            ("24:00", 24),
            ("0:00", 0),
            ("0.375", 9),
            (".5", 12),
            ("0", 0),
            ("25:00", None),
            ("8:60", None),
            ("24:01", None),
            ("夜", None),
        ),
    ],
)
def test_a_time_is_so_long_after_midnight(written: str, hours: float | None) -> None:
    found = read_time(written)

    assert found == (None if hours is None else timedelta(hours=hours))


def test_a_moment_without_a_zone_is_the_districts_and_kept_in_utc() -> None:
    expected = datetime(2020, 1, 24, 0, 30, tzinfo=UTC)

    for written in (
        "2020-01-24 08:30",
        "2020年1月24日8时30分",
        "2020-01-24T08:30:00+08:00",
        "2020-01-24T00:30:00Z",
        "2020-1-24 ８：３０",
    ):
        assert a_moment(written, HERE) == expected
    assert a_moment("43854.354166667", HERE) == expected


def test_a_day_alone_begins_at_the_districts_midnight_and_24_00_is_the_next_ones() -> None:
    assert a_moment("2020-01-24", HERE) == datetime(2020, 1, 23, 16, tzinfo=UTC)
    assert a_moment("2020-01-24 24:00", HERE) == a_moment("2020-01-25 00:00", HERE)


@given(st.dates(date(1900, 1, 1), date(2199, 1, 1)), st.integers(0, 23), st.integers(0, 59), st.integers(-11, 11))
def test_a_moment_that_was_written_is_read_back(day: date, hour: int, minute: int, east: int) -> None:
    there = Context(HERE.today, zone=timezone(timedelta(hours=east)))
    written = datetime.combine(day, time(hour, minute), there.zone)

    assert a_moment(f"{written:%Y-%m-%d %H:%M}", there) == written == a_moment(written.isoformat(), HERE)


def test_a_time_alone_waits_for_its_day() -> None:
    assert a_moment_or_time("22:00", HERE) == timedelta(hours=22)
    with pytest.raises(Invalid, match="no time"):
        a_moment("2020-01-24 26:00", HERE)
