"""Duty without a database: who is on, shifts over midnight, no two at once."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from cockpit.duty import Cover, Shift, Standing, needed, on_among, overlap, uncovered

ZONE = ZoneInfo("Asia/Shanghai")
ROSA, HANA, GU = 1, 2, 3


def local(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2020-02-{day:02}T{clock}:00+08:00")


def shift(starts: datetime, ends: datetime, account: int = ROSA, number: int = 0, team: int | None = None) -> Shift:
    return Shift(number, team, None if team else account, starts, ends)


NIGHT = shift(local(1, "23:00"), local(2, "07:00"), number=5)


def standing(account: int, *said: str) -> Standing:
    return Standing(account, *(name in said for name in ("on_shift", "on_call", "rostered", "on_leave")))


def test_whoever_is_on_shift_is_on() -> None:
    assert on_among([standing(ROSA, "rostered", "on_shift"), standing(HANA, "rostered")]) == (ROSA,)


def test_who_is_on_call_is_on_where_nobody_is_on_shift() -> None:
    on_call = standing(HANA, "rostered", "on_call")

    assert on_among([standing(ROSA, "rostered"), on_call]) == (HANA,)
    assert on_among([standing(ROSA, "rostered", "on_shift"), on_call]) == (ROSA,)


def test_a_gap_in_a_roster_is_nobody() -> None:
    assert on_among([standing(ROSA, "rostered"), standing(HANA)]) == ()


def test_where_nobody_is_rostered_at_all_everyone_is_on_but_for_those_on_leave() -> None:
    assert on_among([standing(ROSA), standing(HANA), standing(GU, "on_leave")]) == (ROSA, HANA)


def test_on_leave_is_off_whatever_the_roster_says() -> None:
    assert on_among([standing(ROSA, "rostered", "on_shift", "on_leave"), standing(HANA, "rostered")]) == ()


@pytest.mark.parametrize(
    ("at", "on"),
    [("22:59", False), ("23:00", True), ("23:59", True), ("00:00", True), ("06:59", True), ("07:00", False)],
)
def test_a_night_shift_holds_over_midnight(at: str, on: bool) -> None:
    day = 1 if at >= "12" else 2
    assert NIGHT.covers(local(day, at)) is on


def test_a_night_shift_stands_on_both_its_days() -> None:
    assert NIGHT.days(ZONE) == [date(2020, 2, 1), date(2020, 2, 2)]


def test_a_shift_until_midnight_is_not_of_the_day_after() -> None:
    assert shift(local(1, "16:00"), local(2, "00:00")).days(ZONE) == [date(2020, 2, 1)]
    assert shift(local(1, "00:00"), local(2, "00:00")).days(ZONE) == [date(2020, 2, 1)]
    assert shift(local(1, "23:59"), local(2, "00:01")).days(ZONE) == [date(2020, 2, 1), date(2020, 2, 2)]


def test_two_shifts_of_one_person_do_not_overlap() -> None:
    assert overlap(shift(local(2, "06:59"), local(2, "15:00")), [NIGHT]) is NIGHT
    assert overlap(shift(local(2, "07:00"), local(2, "15:00")), [NIGHT]) is None
    assert overlap(shift(local(2, "06:00"), local(2, "15:00"), HANA), [NIGHT]) is None
    assert overlap(shift(local(2, "06:00"), local(2, "15:00"), team=ROSA), [NIGHT]) is None


def test_a_shift_that_is_moved_does_not_stand_in_its_own_way() -> None:
    assert overlap(shift(local(1, "22:00"), local(2, "06:00"), number=5), [NIGHT]) is None


# Gaps


def spans(cover: tuple[str, str], *shifts: Shift) -> list[str]:
    """What is not covered of 1 February."""
    rule = Cover.of("officer", {"level": "district", "from": cover[0], "to": cover[1], "everywhere": True})
    left = uncovered(needed(rule, date(2020, 2, 1), ZONE), shifts)
    return [f"{since.astimezone(ZONE):%d %H:%M}-{until.astimezone(ZONE):%d %H:%M}" for since, until in left]


def test_what_no_shift_reaches_into_is_a_gap() -> None:
    assert spans(("00:00", "24:00")) == ["01 00:00-02 00:00"]
    assert spans(("00:00", "24:00"), shift(local(1, "07:00"), local(1, "15:00"))) == ["01 00:00-01 07:00", "01 15:00-02 00:00"]  # fmt: skip
    assert spans(("00:00", "24:00"), NIGHT, shift(local(1, "00:00"), local(1, "23:00"))) == []


def test_hours_at_which_nobody_is_needed_are_no_gap() -> None:
    assert spans(("06:00", "22:00"), shift(local(1, "06:00"), local(1, "21:59"))) == ["01 21:59-01 22:00"]
    assert spans(("22:00", "06:00"), NIGHT) == ["01 00:00-01 06:00", "01 22:00-01 23:00"]
    assert spans(("22:00", "24:00"), NIGHT) == ["01 22:00-01 23:00"]
