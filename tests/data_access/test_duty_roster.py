"""The roster is changed by its lead: in place, nobody twice, nobody who is away, and taken back."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import duty
from cockpit.access import Actor
from cockpit.duty import Shift, Week
from cockpit.duty.refused import AwayThen, NothingToUndo, Overlapping, ShiftIsOver
from cockpit.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotFound
from tests.at_once import at_once
from tests.data_access.test_duty import local
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN, People, somebody

DESK = ("officer", "shift_lead", "street_officer", "duty_leader")
SUNDAY, MONDAY = date(2020, 2, 2), date(2020, 2, 3)


@pytest.fixture
def zhou(morning: Morning) -> Actor:
    """The duty leader of 长庆."""
    return somebody(morning.database, "duty_leader")


@pytest.fixture
def bare(morning: Morning) -> Morning:
    """Nobody of the desk is planned."""
    with morning.database.connection() as connection:
        connection.execute(text("delete from shift where account is not null"))
    return morning


def person(who: Actor) -> tuple[str, int]:
    assert who.id
    return ("account", who.id)


def team_in(morning: Morning, street: str, role: str = "volunteer") -> tuple[str, int]:
    with morning.work(morning.people.cockpit) as work:
        return ("team", next(one.id for one in work.teams.in_area(street) if one.role == role))


def add(morning: Morning, by: Actor, whose: tuple[str, int], starts: datetime, ends: datetime, **also: Any) -> Shift:
    found: Shift = morning.do(by, duty.add_shift, whose, starts, ends, **also)
    return found


def week(morning: Morning, by: Actor, day: date, area: str = DISTRICT) -> Week:
    found: Week = morning.do(by, duty.week_of, day, area, DESK)
    return found


def planned(morning: Morning, who: Actor, day: date = date(2020, 2, 1)) -> list[tuple[datetime, datetime]]:
    row = next(row for row in week(morning, morning.people.gu, day).rows if row.holder.whose == person(who))
    return [(one.starts, one.ends) for one in row.shifts]


def test_a_shift_is_added_moved_ended_and_stands_on_its_days(bare: Morning, people: People) -> None:
    shift = add(bare, people.gu, person(people.rosa), local("23:00"), local("07:00", 2))
    bare.do(people.gu, duty.move_shift, shift.id, local("22:00"), local("06:00", 2))
    assert planned(bare, people.rosa) == [(local("22:00"), local("06:00", 2))]
    bare.at = local("00:30", 2)
    bare.do(people.gu, duty.end_shift, shift.id)

    assert planned(bare, people.rosa) == [(local("22:00"), local("00:30", 2))]
    row = next(row for row in week(bare, people.gu, SUNDAY).rows if row.holder.whose == person(people.rosa))
    with bare.work(people.gu) as work:
        days = [day for day in week(bare, people.gu, SUNDAY).days if row.on(day, work.zone)]
    assert days == [date(2020, 2, 1), SUNDAY]


def test_two_shifts_at_once_are_refused_with_both_in_the_sentence(bare: Morning, people: People) -> None:
    add(bare, people.gu, person(people.rosa), local("23:00"), local("07:00", 2))
    with pytest.raises(Overlapping) as no:
        add(bare, people.gu, person(people.rosa), local("06:59", 2), local("15:00", 2))

    assert str(no.value) == (
        f"{people.rosa.name} is on duty 02-01 23:00–02-02 07:00 already; 02-02 06:59–15:00 would be at the same time."
    )
    add(bare, people.gu, person(people.rosa), local("07:00", 2), local("15:00", 2))
    add(bare, people.gu, person(people.hana), local("06:59", 2), local("15:00", 2))


def test_a_team_is_planned_like_a_person(morning: Morning, people: People, zhou: Actor) -> None:
    team = team_in(morning, CHANGQING)
    with pytest.raises(Overlapping):
        add(morning, zhou, team, local("21:00"), local("23:00"))
    night = add(morning, zhou, team, local("22:00"), local("06:00", 2))

    assert (night.team, night.account) == (team[1], None)


@pytest.mark.many
def test_of_two_who_plan_the_same_hours_at_once_one_is_refused(bare: Morning, people: People) -> None:
    tries = [lambda: add(bare, people.gu, person(people.rosa), local("15:00"), local("23:00"))] * 3
    answers = at_once(*tries)

    assert sum(isinstance(one, Shift) for one in answers) == 1
    assert all(isinstance(one, Shift | Overlapping) for one in answers)


def test_hours_that_make_no_sense_are_refused(bare: Morning, people: People) -> None:
    for starts, ends in (("15:00", "15:00"), ("15:00", "14:00")):
        with pytest.raises(Invalid):
            add(bare, people.gu, person(people.rosa), local(starts), local(ends))
    with pytest.raises(Invalid):
        add(bare, people.gu, person(people.rosa), local("15:00"), local("15:01", 2))
    with pytest.raises(ShiftIsOver):
        add(bare, people.gu, person(people.rosa), local("05:00"), local("07:00"))


def test_what_is_over_stays_as_it_was(bare: Morning, people: People) -> None:
    shift = add(bare, people.gu, person(people.rosa), local("07:00"), local("15:00"))
    bare.at = local("15:00")
    for act in (duty.end_shift, duty.take_off):
        with pytest.raises(ShiftIsOver):
            bare.do(people.gu, act, shift.id)
    with pytest.raises(ShiftIsOver):
        bare.do(people.gu, duty.move_shift, shift.id, local("16:00"), local("17:00"))


def test_what_runs_is_ended_and_what_is_to_come_is_taken_off(bare: Morning, people: People) -> None:
    runs = add(bare, people.gu, person(people.rosa), local("07:00"), local("15:00"))
    comes = add(bare, people.gu, person(people.rosa), local("23:00"), local("07:00", 2))
    with pytest.raises(Invalid):
        bare.do(people.gu, duty.take_off, runs.id)
    with pytest.raises(Invalid):
        bare.do(people.gu, duty.end_shift, comes.id)
    bare.do(people.gu, duty.take_off, comes.id)

    assert planned(bare, people.rosa) == [(local("07:00"), local("15:00"))]


def test_a_duty_leader_plans_the_own_street_alone(bare: Morning, people: People, zhou: Actor) -> None:
    add(bare, zhou, person(people.shen), local("15:00"), local("23:00"))
    there = add(bare, people.gu, person(people.xia), local("15:00"), local("23:00"))
    for whose in (person(people.rosa), person(people.xia), team_in(bare, WULIN), ("account", 10**9), ("x", 1)):
        with pytest.raises(NotFound):
            add(bare, zhou, whose, local("15:00", 2), local("23:00", 2))
    for act in (duty.end_shift, duty.take_off):
        with pytest.raises(NotFound):
            bare.do(zhou, act, there.id)
    with pytest.raises(NotFound):
        bare.do(zhou, duty.move_shift, there.id, local("16:00"), local("23:00"))


def test_only_leads_plan(bare: Morning, people: People) -> None:
    for one in (people.rosa, people.shen, people.lin, people.eve, people.wu):
        with pytest.raises(NotAllowed):
            add(bare, one, person(people.rosa), local("15:00"), local("23:00"))


def test_last_week_is_copied_and_what_does_not_fit_is_left_out(bare: Morning, people: People) -> None:
    for day in (1, 2):
        add(bare, people.gu, person(people.rosa), local("23:00", day), local("07:00", day + 1))
    add(bare, people.gu, person(people.rosa), local("05:00", 9), local("08:00", 9))
    told = bare.do(people.gu, duty.copy_week, date(2020, 2, 8), DISTRICT, DESK)

    assert (told.shifts, told.left_out) == (1, 1)
    assert planned(bare, people.rosa, date(2020, 2, 5)) == [
        (local("23:00", 2), local("07:00", 3)),
        (local("05:00", 9), local("08:00", 9)),
        (local("23:00", 9), local("07:00", 10)),
    ]


def test_copying_twice_copies_once(bare: Morning, people: People) -> None:
    add(bare, people.gu, person(people.rosa), local("15:00"), local("23:00"))
    first, again = (bare.do(people.gu, duty.copy_week, date(2020, 2, 8), DISTRICT, DESK) for _ in range(2))

    assert (first.shifts, again.shifts, again.left_out) == (1, 0, 1)


def test_the_last_change_is_taken_back(bare: Morning, people: People) -> None:
    shift = add(bare, people.gu, person(people.rosa), local("15:00"), local("23:00"))
    bare.do(people.gu, duty.move_shift, shift.id, local("16:00"), local("23:30"))
    bare.do(people.gu, duty.take_off, shift.id)
    bare.do(people.gu, duty.undo)
    assert planned(bare, people.rosa) == [(local("16:00"), local("23:30"))]
    bare.do(people.gu, duty.undo)
    assert planned(bare, people.rosa) == [(local("15:00"), local("23:00"))]
    bare.do(people.gu, duty.undo)
    assert planned(bare, people.rosa) == []
    with pytest.raises(NothingToUndo):
        bare.do(people.gu, duty.undo)


def test_what_somebody_else_changed_since_is_not_taken_back(bare: Morning, people: People) -> None:
    lu = somebody(bare.database, "shift_lead2")
    shift = add(bare, people.gu, person(people.rosa), local("15:00"), local("23:00"))
    bare.do(lu, duty.move_shift, shift.id, local("16:00"), local("23:00"))

    with pytest.raises(ChangedMeanwhile):
        bare.do(people.gu, duty.undo)
    bare.do(lu, duty.undo)
    bare.do(people.gu, duty.undo)


def test_a_change_of_an_hour_ago_is_taken_back_no_more(bare: Morning, people: People) -> None:
    add(bare, people.gu, person(people.rosa), local("15:00"), local("23:00"))
    bare.later(minutes=61)

    with pytest.raises(NothingToUndo):
        bare.do(people.gu, duty.undo)


# Leave


def test_leave_takes_shifts_off_and_cuts_those_that_reach_into_it(bare: Morning, people: People) -> None:
    for day in (1, 2, 3):
        add(bare, people.gu, person(people.rosa), local("23:00", day), local("07:00", day + 1))
    bare.do(people.gu, duty.take_leave, people.rosa.id, local("00:00", 2), local("02:00", 4), "sick")

    assert planned(bare, people.rosa, MONDAY) == [(local("02:00", 4), local("07:00", 4))]
    assert planned(bare, people.rosa) == [(local("23:00", 1), local("00:00", 2))]


def test_who_is_away_is_not_planned_and_not_told(bare: Morning, people: People) -> None:
    bare.do(people.gu, duty.take_leave, people.rosa.id, local("07:00"), local("00:00", 3), "annual")
    with pytest.raises(AwayThen):
        add(bare, people.gu, person(people.rosa), local("23:00", 2), local("07:00", 3))
    with pytest.raises(AwayThen):
        bare.do(people.gu, duty.take_leave, people.rosa.id, local("08:00"), local("09:00"), "annual")
    with bare.work(people.cockpit) as work:
        assert duty.who_is_on(work, "officer", DISTRICT) == (people.hana.id,)
    away = bare.do(people.gu, duty.who_is_away)
    assert [(one.holder.name, one.leave.why) for one in away] == [(people.rosa.name, duty.Why.ANNUAL)]
    bare.do(people.gu, duty.end_leave, away[0].leave.id)
    add(bare, people.gu, person(people.rosa), local("23:00", 2), local("07:00", 3))


def test_why_somebody_is_away_is_sealed_and_told_nowhere(bare: Morning, people: People) -> None:
    bare.do(people.gu, duty.take_leave, people.rosa.id, local("07:00"), local("00:00", 3), "sick")
    with bare.database.connection() as connection:
        reason = connection.execute(text("select reason from leave")).scalar_one()
        facts = connection.execute(text("select facts::text from change where event = 'leave_taken'")).scalar_one()

    assert b"sick" not in bytes(reason) and "sick" not in facts


def test_leave_is_of_the_own_area_and_has_a_reason(bare: Morning, people: People, zhou: Actor) -> None:
    with pytest.raises(NotFound):
        bare.do(zhou, duty.take_leave, people.rosa.id, local("07:00"), local("00:00", 3), "sick")
    with pytest.raises(Invalid):
        bare.do(people.gu, duty.take_leave, people.rosa.id, local("07:00"), local("00:00", 3), "tired")
    leave = bare.do(people.gu, duty.take_leave, people.rosa.id, local("07:00"), local("00:00", 3), "sick")
    for by, number in ((zhou, leave.id), (people.gu, 10**9)):
        with pytest.raises(NotFound):
            bare.do(by, duty.end_leave, number)
    with pytest.raises(NotAllowed):
        bare.do(people.rosa, duty.who_is_away)


def test_weeks_begin_on_monday_at_local_midnight(bare: Morning, people: People) -> None:
    add(bare, people.gu, person(people.rosa), local("23:00", 2), local("00:00", 3))
    add(bare, people.gu, person(people.hana), local("00:00", 3), local("00:01", 3))

    def names(day: date) -> list[str]:
        return [row.holder.name for row in week(bare, people.gu, day).rows if row.shifts]

    assert (names(SUNDAY), names(MONDAY)) == ([people.rosa.name], [people.hana.name])
    assert week(bare, people.gu, SUNDAY).first == date(2020, 1, 27) == week(bare, people.gu, date(2020, 1, 27)).first
    assert week(bare, people.gu, SUNDAY).first + timedelta(days=7) == week(bare, people.gu, MONDAY).first


def gaps(morning: Morning, people: People, role: str) -> list[tuple[datetime, datetime]]:
    found = week(morning, people.gu, SUNDAY)
    return [(one.starts, one.ends) for one in found.gaps if one.role == role]


def test_leave_leaves_a_gap_that_is_seen_in_the_roster_at_once(morning: Morning, people: People) -> None:
    assert week(morning, people.gu, SUNDAY).gaps == ()
    morning.do(people.gu, duty.take_leave, people.rosa.id, local("00:00", 2), local("00:00", 3), "annual")
    assert gaps(morning, people, "officer") == [(local("07:00", 2), local("19:00", 2))]

    add(morning, people.gu, person(people.hana), local("07:00", 2), local("18:00", 2), on_call=True)
    assert gaps(morning, people, "officer") == [(local("18:00", 2), local("19:00", 2))]
    morning.at = local("18:30", 2)
    assert gaps(morning, people, "officer") == [(local("18:30", 2), local("19:00", 2))]


def test_a_street_is_not_told_of_gaps_at_the_districts_desk(bare: Morning, people: People) -> None:
    assert {one.role for one in week(bare, people.gu, SUNDAY).gaps} == set()
    add(bare, people.gu, person(people.rosa), local("15:00"), local("23:00"))

    assert {one.role for one in week(bare, people.gu, SUNDAY).gaps} == {"officer"}
    assert week(bare, people.shen, SUNDAY, CHANGQING).gaps == ()
