"""Who is a contact of whom: He falls ill, and Su, Tao, Yu and Ma met him, each in another way."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.policy import Policy, Rules
from cockpit.screening import (
    Bond,
    Case,
    CaseStatus,
    Closeness,
    Contact,
    ContactRule,
    Exposure,
    NoDay,
    Presence,
    Setting,
    contacts_of,
    rule_of,
)  # fmt: skip

ZONE = ZoneInfo("Asia/Shanghai")
HE, SU, TAO, YU, MA = range(1, 6)
PHARMACY, MARKET = 10, 11
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MEANS = {"sealed_train": {"unit": "carriage"}}


def at(day: int, hour: int = 12, minute: int = 0, month: int = 2) -> datetime:
    return datetime(2020, month, day, hour, minute, tzinfo=ZONE)


def edition(number: int, since: date, look_back: int) -> Policy:
    """An edition of the plan: what it says of the days before onset is what changed."""
    body = {"look_back": look_back, "minutes": 15, "observation": 14, "means": MEANS}
    instant = datetime(since.year, since.month, since.day, tzinfo=ZONE)
    return Policy(number, "contact", "close", "330103", instant, None, instant, f"edition {number}", body)


EDITIONS = (edition(4, date(2020, 1, 20), 0), edition(5, date(2020, 2, 21), 2), edition(9, date(2022, 6, 27), 4))
RULE = rule_of(EDITIONS[1])
CONFIRMED = Case(1, HE, CaseStatus.CONFIRMED, onset=date(2020, 2, 10))


def in_force(moment: datetime) -> ContactRule:
    return rule_of(Rules(EDITIONS, moment).get("contact", "close", "330103001"))


def here(person: int, came: datetime, minutes: int, place: int = PHARMACY) -> Presence:
    return Presence(person, place, came, came + minutes * MINUTE)


def found(
    *presences: Presence, case: Case = CONFIRMED, rule: ContactRule = RULE, bonds: tuple[Bond, ...] = ()
) -> dict[int, Contact]:
    return contacts_of([case], presences, [], bonds, rule, ZONE, at(20))


def met(minutes: int, day: int = 10) -> tuple[Presence, Presence]:
    """He and Su were in the pharmacy together for so long."""
    return here(HE, at(day, 9), 60), here(SU, at(day, 9) + (60 - minutes) * MINUTE, 120)


# The days that count


@pytest.mark.parametrize(
    ("reported", "first"),
    [(at(20, month=2), 10), (at(20, 23, 59), 10), (at(21, 0, 0), 8), (at(22), 8), (at(1, month=7) + 730 * DAY, 6)],
)
def test_how_many_days_before_the_onset_count_is_what_the_edition_of_that_day_says(
    reported: datetime, first: int
) -> None:
    rule = in_force(reported)
    assert set(found(*met(30, day=first), rule=rule)) == {SU}
    assert found(*met(30, day=first - 1), rule=rule) == {}


def test_the_first_day_counts_from_its_first_local_minute() -> None:
    assert set(found(here(HE, at(7, 23, 30), 60), here(SU, at(7, 23, 30), 60))) == {SU}
    assert found(here(HE, at(7, 23, 30), 30), here(SU, at(7, 23, 30), 30)) == {}


def test_without_symptoms_the_sampling_is_what_is_counted_from() -> None:
    case = Case(1, HE, CaseStatus.ASYMPTOMATIC, onset=None, sampled=date(2020, 2, 14))
    assert found(*met(30, day=11), case=case) == {}
    assert set(found(*met(30, day=12), case=case)) == {SU}


def test_of_a_case_without_any_day_nobody_can_say_whom_it_met() -> None:
    with pytest.raises(NoDay):
        found(*met(30), case=Case(7, HE, CaseStatus.CONFIRMED))


def test_whoever_came_after_the_isolation_met_nobody() -> None:
    case = replace(CONFIRMED, isolated_at=at(12, 8))
    assert set(found(*met(30, day=11), case=case)) == {SU}
    assert found(*met(30, day=12), case=case) == {}


@pytest.mark.parametrize("status", [CaseStatus.NO_CASE, CaseStatus.NOT_CLASSIFIED])
def test_a_case_that_is_ruled_out_releases_its_contacts(status: CaseStatus) -> None:
    assert set(found(*met(30), case=replace(CONFIRMED, status=CaseStatus.SUSPECTED))) == {SU}
    assert found(*met(30), case=replace(CONFIRMED, status=status)) == {}


# How near


@pytest.mark.parametrize(
    ("minutes", "closeness"), [(15, Closeness.CLOSE), (14, Closeness.GENERAL), (1, Closeness.GENERAL)]
)
def test_a_quarter_of_an_hour_in_one_place_is_close_and_less_is_general(minutes: int, closeness: Closeness) -> None:
    assert found(*met(minutes))[SU].closeness is closeness


def test_whoever_leaves_as_the_other_comes_has_not_met_them() -> None:
    assert found(here(HE, at(10, 9), 60), here(SU, at(10, 10), 60)) == {}
    assert found(here(HE, at(10, 9), 60), here(SU, at(10, 9), 60, place=MARKET)) == {}


def test_severe_symptoms_make_any_contact_close() -> None:
    assert found(*met(1), case=replace(CONFIRMED, severe=True))[SU].closeness is Closeness.CLOSE


@pytest.mark.parametrize("setting", [Setting.HOUSEHOLD, Setting.WORKPLACE, Setting.CLASS, Setting.MEAL, Setting.CARE])
def test_who_lives_works_eats_together_or_cares_is_close_whoever_is_named_first(setting: Setting) -> None:
    for pair in ((HE, TAO), (TAO, HE)):
        contact = found(bonds=(Bond(*pair, setting, at(1), at(20)),))[TAO]
        assert (contact.closeness, contact.exposures[0].setting) == (Closeness.CLOSE, setting)


def test_who_moved_out_before_the_days_that_count_is_none() -> None:
    assert found(bonds=(Bond(HE, TAO, Setting.HOUSEHOLD, at(1), at(7)),)) == {}


def test_the_case_itself_is_nobodys_contact_and_strangers_met_nobody() -> None:
    assert set(found(*met(30), here(YU, at(10, 9), 60, place=MARKET), here(HE, at(10, 9), 60))) == {SU}


# What follows


def test_the_last_contact_is_day_0_and_the_observation_ends_with_day_14() -> None:
    contact = found(*met(30, day=10), *met(20, day=13))[SU]
    assert len(contact.exposures) == 2
    assert contact.last_day(ZONE) == date(2020, 2, 13)
    assert contact.until(ZONE) == date(2020, 2, 27)


def exposed(closeness: Closeness, day: int) -> Exposure:
    return Exposure(1, SU, Setting.PLACE, closeness, at(day), at(day) + MINUTE)


def test_a_general_contact_afterwards_does_not_prolong_it_and_one_that_has_to_be_asked_about_does() -> None:
    close, general, asked = exposed(Closeness.CLOSE, 10), exposed(Closeness.GENERAL, 12), exposed(Closeness.TO_ASK, 11)
    assert Contact(SU, (close, general), RULE).last_day(ZONE) == date(2020, 2, 10)
    assert Contact(SU, (close, general, asked), RULE).last_day(ZONE) == date(2020, 2, 11)
    assert Contact(SU, (general,), RULE).last_day(ZONE) == date(2020, 2, 12)


def test_the_day_of_a_contact_is_the_districts_own() -> None:
    late = Exposure(1, SU, Setting.PLACE, Closeness.CLOSE, at(10, 22), datetime(2020, 2, 10, 16, 30, tzinfo=UTC))
    assert Contact(SU, (late,), RULE).last_day(ZONE) == date(2020, 2, 11)


# Whatever the records are

people = st.integers(HE, MA)
instants = st.integers(0, 20 * 24 * 12).map(lambda fives: at(1, 0) + fives * 5 * MINUTE)
presences = st.builds(here, people, instants, st.integers(1, 300), st.sampled_from([PHARMACY, MARKET]))
cases = st.builds(
    Case,
    st.integers(1, 9),
    people,
    st.sampled_from(CaseStatus),
    onset=st.integers(5, 15).map(lambda day: date(2020, 2, day)),
    severe=st.booleans(),
)


@given(st.lists(cases, max_size=3), st.lists(presences, max_size=12), presences)
def test_one_more_record_never_takes_a_contact_away_nor_makes_it_less_near(
    ill: list[Case], known: list[Presence], more: Presence
) -> None:
    before = contacts_of(ill, known, [], [], RULE, ZONE, at(20))
    after = contacts_of(ill, [*known, more], [], [], RULE, ZONE, at(20))
    assert all(after[person].closeness >= contact.closeness for person, contact in before.items())
    assert all(
        after[person].until(ZONE) >= contact.until(ZONE)
        for person, contact in before.items()
        if after[person].closeness == contact.closeness
    )


@given(st.lists(cases, max_size=3), st.lists(presences, max_size=12), st.integers(-400, 400))
def test_all_days_moved_alike_change_nothing(ill: list[Case], known: list[Presence], days: int) -> None:
    moved = [replace(one, came=one.came + days * DAY, left=one.left + days * DAY) for one in known]
    later = [replace(one, onset=one.onset + days * DAY) for one in ill if one.onset]
    before = contacts_of(ill, known, [], [], RULE, ZONE, at(20))
    after = contacts_of(later, moved, [], [], RULE, ZONE, at(20) + days * DAY)
    assert {person: one.closeness for person, one in before.items()} == {
        person: one.closeness for person, one in after.items()
    }
    assert {person: one.until(ZONE) + days * DAY for person, one in before.items()} == {
        person: one.until(ZONE) for person, one in after.items()
    }
