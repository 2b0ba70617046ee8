"""Who is seen next, and what a visit says: Lin knocks at the doors of her community."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.follow_up import (
    FollowUp,
    FollowUpRule,
    Met,
    Result,
    State,
    Urgency,
    VisitFacts,
    age_on,
    chance_today,
    shared_out,
)
from cockpit.follow_up.chance import fallen_ill_by
from cockpit.refusals import Invalid
from cockpit.screening import Symptom

RULE = FollowUpRule(1, mu=1.621, sigma=0.418, fever=37.3, vulnerable_from=65, vulnerable=1.5, unseen=0.5, late=2)
TODAY = date(2020, 2, 10)
ROW = FollowUp(1, 7, TODAY, "330103001001")
LIN, HU = 3, 4


def test_half_of_those_who_fall_ill_have_done_so_by_the_fifth_day_and_nearly_all_by_the_fourteenth() -> None:
    assert fallen_ill_by(5.06, RULE) == pytest.approx(0.5, abs=0.01)
    assert fallen_ill_by(11.5, RULE) == pytest.approx(0.975, abs=0.005)
    assert fallen_ill_by(14, RULE) > 0.99 and fallen_ill_by(0, RULE) == 0


def test_nobody_falls_ill_on_the_day_of_the_meeting_and_the_chance_grows_towards_the_fifth_day() -> None:
    days = [chance_today(day, RULE) for day in range(6)]

    assert days == sorted(days) and days[0] < 0.001 < days[4]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 110), st.integers(0, 30))
def test_a_chance_is_one_and_who_is_older_or_longer_unseen_never_waits_longer(
    last: int, more: int, age: int, unseen: int
) -> None:
    one = Urgency(last + more, last, age, unseen, RULE)

    assert 0 <= one.chance <= 1
    assert replace(one, age=age + 40).weight >= one.weight
    assert replace(one, unseen=unseen + 1).weight >= one.weight


def test_age_turns_on_the_birthday() -> None:
    assert age_on(date(1955, 2, 10), TODAY) == 65 and age_on(date(1955, 2, 11), TODAY) == 64
    assert Urgency(5, 5, 65, 0, RULE).vulnerable and not Urgency(5, 5, 64, 0, RULE).vulnerable


def test_what_a_day_is_follows_from_the_date_alone() -> None:
    assert ROW.state(TODAY) is State.DUE
    assert ROW.state(date(2020, 2, 9)) is State.PLANNED
    assert ROW.state(date(2020, 2, 11)) is State.NOT_PERFORMED
    assert replace(ROW, result=Result.NOT_HOME).state(date(2020, 2, 11)) is State.DONE


def test_a_visit_is_entered_on_its_day_or_within_two_days_from_paper_and_never_ahead() -> None:
    entered = [ROW.may_be_entered(date(2020, 2, day), RULE) for day in (9, 10, 12, 13)]

    assert entered == [False, True, True, False]


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        (VisitFacts(Met.SEEN, temperature=36.6), Result.SEEN_OK),
        (VisitFacts(Met.SEEN, temperature=37.2), Result.SEEN_OK),
        (VisitFacts(Met.SEEN, temperature=37.3), Result.SEEN_NOT_OK),
        (VisitFacts(Met.SEEN, (Symptom.COUGH,)), Result.SEEN_NOT_OK),
        (VisitFacts(Met.NOT_HOME), Result.NOT_HOME),
        (VisitFacts(Met.MOVED), Result.MOVED),
    ],
)
def test_well_or_unwell_follows_from_what_was_found(facts: VisitFacts, result: Result) -> None:
    at = datetime(2020, 2, 10, 9, tzinfo=ZoneInfo("Asia/Shanghai"))

    assert ROW.visited(facts.checked(), RULE, LIN, at).result is result


@pytest.mark.parametrize(
    "facts",
    [
        VisitFacts(Met.SEEN, temperature=366),
        VisitFacts(Met.NOT_HOME, temperature=36.6),
        VisitFacts(Met.SEEN, note="长" * 501),
    ],
)
def test_what_cannot_be_is_refused(facts: VisitFacts) -> None:
    with pytest.raises(Invalid):
        facts.checked()


def test_who_went_last_goes_again_and_the_others_go_to_who_is_in_that_grid_already() -> None:
    free = [(1, "g1", HU), (2, "g1", None), (3, "g2", None), (4, "g2", None)]

    assert shared_out(free, [LIN, HU], {}) == {1: HU, 2: HU, 3: LIN, 4: LIN}


def test_who_works_there_no_more_is_not_sent_again() -> None:
    assert shared_out([(1, "g1", 99)], [LIN], {}) == {1: LIN}


@given(st.lists(st.tuples(st.sampled_from(["g1", "g2", "g3"]), st.sampled_from([None, LIN, HU])), max_size=30))
def test_each_visit_goes_to_one_of_them_and_nobody_has_twice_the_share(rows: list[tuple[str, int | None]]) -> None:
    free = [(number, grid, None) for number, (grid, _last) in enumerate(rows)]
    shared = shared_out(free, [LIN, HU], {})

    assert shared.keys() == {number for number, _, _ in free}
    for worker in (LIN, HU):
        assert sum(one == worker for one in shared.values()) <= -(-len(free) // 2)
