"""What may be said at a door, how a round is counted, how fast it goes, and who is near enough to a grid to go there."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cockpit.areas import Area
from cockpit.canvass import (
    Answer,
    Criteria,
    Finding,
    KnockRule,
    Result,
    Round,
    RoundOver,
    Tally,
    Visit,
    Walker,
    nearest,
    pace_of,
)
from cockpit.refusals import Invalid

TODAY = date(2020, 2, 3)
RULE = KnockRule(1, undo=10, days=14, regions=("420000",))
WEI, SU = 11, 12  # they live here
OPENED = datetime(2020, 2, 1, 8, tzinfo=UTC)
ROUND = Round(1, "租户排查", Criteria("330103001"), OPENED, date(2020, 2, 5), 1)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(Result.SEEN_OK),
        Answer(Result.SEEN_OK, 3, returned=3, came_from="420000"),
        Answer(Result.SEEN_OK, 3, returned=1, came_from="elsewhere"),
        Answer(Result.FOUND, 2, found=(WEI, SU)),
        Answer(Result.FOUND, unnamed=1),
        Answer(Result.FOUND, found=(WEI,), since=date(2020, 1, 20)),
        Answer(Result.FOUND, found=(WEI,), since=TODAY),
        Answer(Result.MOVED, 0),
        Answer(Result.SEEN_OK, note="x" * 500),
    ],
    ids=str,
)
def test_what_can_be_so_is_taken(answer: Answer) -> None:
    answer.must_fit([WEI, SU], RULE, TODAY)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer(Result.NOT_ATTEMPTED), "result"),
        (Answer(Result.FOUND), "found"),
        (Answer(Result.SEEN_OK, found=(WEI,)), "found"),
        (Answer(Result.NOT_HOME, unnamed=1), "found"),
        (Answer(Result.FOUND, found=(99,)), "found"),
        (Answer(Result.SEEN_OK, 61), "people"),
        (Answer(Result.SEEN_OK, -1), "people"),
        (Answer(Result.FOUND, unnamed=-1), "people"),
        (Answer(Result.SEEN_OK, 2, returned=3, came_from="420000"), "returned"),
        (Answer(Result.SEEN_OK, 2, returned=1), "came_from"),
        (Answer(Result.SEEN_OK, 2, returned=1, came_from="110000"), "came_from"),
        (Answer(Result.FOUND, found=(WEI,), since=date(2020, 2, 4)), "since"),
        (Answer(Result.FOUND, found=(WEI,), since=date(2020, 1, 19)), "since"),
        (Answer(Result.SEEN_OK, note="x" * 501), "note"),
    ],
    ids=str,
)
def test_what_cannot_be_so_is_refused_with_the_field(answer: Answer, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        answer.must_fit([WEI, SU], RULE, TODAY)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("result", "left"),
    [
        (Result.NOT_ATTEMPTED, True),
        (Result.NOT_HOME, True),
        (Result.REFUSED, True),
        (Result.SEEN_OK, False),
        (Result.FOUND, False),
        (Result.MOVED, False),
    ],
)
def test_somebody_has_to_knock_again_until_it_is_known_who_lives_there(result: Result, left: bool) -> None:
    assert Visit(1, 1, 1, "s", "c", "g", result).left is left


def test_counts_of_areas_add_up() -> None:
    one = Tally({Result.SEEN_OK: 2, Result.NOT_HOME: 1}, recent=2, found=1, isolated=1)
    other = Tally({Result.FOUND: 1, Result.MOVED: 1, Result.NOT_ATTEMPTED: 5}, recent=1, found=3, unnamed=1, over=1)
    both = one.plus(other)
    assert (both.homes, both.done, both.left, both.percent) == (10, 4, 6, 40)
    assert (both.found, both.isolated, both.waiting, both.unnamed, both.recent) == (4, 1, 2, 1, 3)
    frozen = Tally(found=1, isolated=1, frozen=(5, 4)).plus(Tally(frozen=(5, 5)))
    assert (frozen.homes, frozen.done, frozen.percent) == (10, 9, 90)


def test_what_is_not_done_is_never_said_to_be() -> None:
    assert Tally({Result.SEEN_OK: 999, Result.NOT_HOME: 1}).percent == 99
    assert Tally().percent == 100


def test_the_pace_is_that_of_the_last_day_or_since_it_was_opened() -> None:
    tally = Tally({Result.SEEN_OK: 60, Result.NOT_ATTEMPTED: 40}, recent=10)
    assert pace_of(ROUND, tally, OPENED + timedelta(hours=6)).a_day == pytest.approx(40)
    three_days_later = pace_of(ROUND, tally, OPENED + timedelta(days=3))
    assert three_days_later.a_day == pytest.approx(10)
    assert three_days_later.ends_at == OPENED + timedelta(days=7)
    assert pace_of(ROUND, replace(tally, recent=0), OPENED + timedelta(days=3)).ends_at is None
    assert pace_of(ROUND, Tally({Result.SEEN_OK: 1}, recent=1), OPENED + timedelta(days=1)).ends_at is None


def test_it_is_overdue_when_its_last_day_has_passed_and_somebody_is_left() -> None:
    assert not ROUND.overdue(date(2020, 2, 5), 1)
    assert ROUND.overdue(date(2020, 2, 6), 1) and not ROUND.overdue(date(2020, 2, 6), 0)
    closed = replace(ROUND, closed_at=OPENED)
    assert not closed.overdue(date(2020, 2, 6), 1)
    with pytest.raises(RoundOver):
        closed.must_be_open()


def test_who_was_found_waits_until_the_order_or_the_end_of_their_days() -> None:
    one = Finding(1, 1, WEI, "c", TODAY, date(2020, 2, 17), 1, isolated=False)
    assert one.waits(date(2020, 2, 17)) and not one.waits(date(2020, 2, 18))
    assert not replace(one, isolated=True).waits(TODAY)


def area(code: str, lon: float, lat: float) -> Area:
    return Area(code, code, None, lon, lat, ())


def test_the_nearest_who_fits_goes() -> None:
    grid = area("330103001001002", 120.170, 30.265)
    lin = Walker("account", 7, "林", "330103001001")
    near, far = (Walker("team", n, str(n), "330103001001", lon, 30.265) for n, lon in ((1, 120.171), (2, 120.180)))
    of_grid = Walker("team", 3, "3", grid.code, 120.2, 30.3)
    beside = Walker("team", 4, "4", "330103001002", 120.170, 30.265)
    assert nearest(grid, [lin, far, near, beside]) is near
    assert nearest(grid, [lin, near, of_grid]) is of_grid, "who serves the grid itself, however far"
    assert nearest(grid, [lin, beside]) is lin
    assert nearest(grid, [beside]) is None
