"""Who rode with whom: He sat somewhere, Su elsewhere on the same run, and the kind of vehicle decides."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.screening import Case, CaseStatus, Closeness, Means, Ride, contacts_of
from cockpit.screening.ride import Nearness, nearness
from cockpit.screening.rule import ContactRule, Unit, Within

ZONE = ZoneInfo("Asia/Shanghai")
HE, SU = 1, 2
BEGAN = datetime(2020, 2, 10, 9, tzinfo=ZONE)
HOUR = timedelta(hours=1)
RULE = ContactRule(
    5,
    look_back=2,
    minutes=15,
    observation=14,
    means={
        "plane": Within(Unit.ROW, 3, others=True),
        "sealed_train": Within(Unit.CARRIAGE),
        "train": Within(Unit.ROW, 1, others=True),
        "sealed_coach": Within(Unit.VEHICLE),
        "coach": Within(Unit.ROW, 3, others=True),
        "ship": Within(Unit.COMPARTMENT, others=True),
    },
)


def ride(person: int, means: Means, **seat: Any) -> Ride:
    return Ride(person, "G7512 2020-02-10", means, BEGAN, BEGAN + 2 * HOUR, **seat)


def near(means: Means, his: dict[str, Any], hers: dict[str, Any]) -> Nearness:
    return nearness(ride(HE, means, **his), ride(SU, means, **hers), RULE)


@pytest.mark.parametrize(
    ("row", "found"), [(12, "close"), (15, "close"), (9, "close"), (16, "other"), (8, "other"), (None, "unsure")]
)
def test_on_a_plane_three_rows_before_and_behind_are_close_and_all_others_general(row: int | None, found: str) -> None:
    assert near(Means.PLANE, {"row": 12}, {"row": row}) == found


def test_the_crew_of_the_zone_is_close_and_that_of_another_general() -> None:
    assert near(Means.PLANE, {"row": 12, "carriage": "C"}, {"crew": True, "carriage": "C"}) is Nearness.CLOSE
    assert near(Means.PLANE, {"row": 12, "carriage": "C"}, {"crew": True, "carriage": "Y"}) is Nearness.OTHER
    assert near(Means.COACH, {"row": 12}, {"crew": True}) is Nearness.CLOSE


SEATS = st.fixed_dictionaries(
    {
        "carriage": st.sampled_from(["", "7", "8"]),
        "row": st.sampled_from([None, 3, 4, 9]),
        "compartment": st.sampled_from(["", "1", "2"]),
        "crew": st.booleans(),
    }
)


@given(means=st.sampled_from(Means), one=SEATS, other=SEATS)
def test_who_of_two_is_ill_does_not_change_how_near_they_sat(
    means: Means, one: dict[str, Any], other: dict[str, Any]
) -> None:
    assert near(means, one, other) == near(means, other, one)


def test_in_a_sealed_train_the_carriage_counts_and_no_other() -> None:
    assert near(Means.SEALED_TRAIN, {"carriage": "07", "row": 1}, {"carriage": "07", "row": 17}) is Nearness.CLOSE
    assert near(Means.SEALED_TRAIN, {"carriage": "07"}, {"carriage": "08"}) is Nearness.NONE
    assert near(Means.SEALED_TRAIN, {"carriage": "07"}, {}) is Nearness.UNSURE


def test_in_a_soft_sleeper_the_compartment_counts() -> None:
    his = {"carriage": "03", "compartment": "5"}
    assert near(Means.SEALED_TRAIN, his, {"carriage": "03", "compartment": "5"}) is Nearness.CLOSE
    assert near(Means.SEALED_TRAIN, his, {"carriage": "03", "compartment": "6"}) is Nearness.NONE
    assert near(Means.SEALED_TRAIN, his, {"carriage": "04", "compartment": "5"}) is Nearness.NONE


@pytest.mark.parametrize(
    ("carriage", "bay", "found"), [("3", 5, "close"), ("3", 6, "close"), ("3", 7, "other"), ("4", 5, "other")]
)
def test_in_an_ordinary_train_the_bay_and_its_neighbours_count(carriage: str, bay: int, found: str) -> None:
    assert near(Means.TRAIN, {"carriage": "3", "row": 5}, {"carriage": carriage, "row": bay}) == found


def test_a_sealed_coach_is_one_room_and_a_ventilated_one_has_rows() -> None:
    assert near(Means.SEALED_COACH, {"row": 1}, {"row": 12}) is Nearness.CLOSE
    assert near(Means.SEALED_COACH, {}, {}) is Nearness.CLOSE
    assert near(Means.COACH, {"row": 1}, {"row": 4}) is Nearness.CLOSE
    assert near(Means.COACH, {"row": 1}, {"row": 5}) is Nearness.OTHER


def test_on_a_ship_the_cabin_counts() -> None:
    deck = {"carriage": "2"}
    assert near(Means.SHIP, {**deck, "compartment": "21"}, {**deck, "compartment": "21"}) is Nearness.CLOSE
    assert near(Means.SHIP, {**deck, "compartment": "21"}, {**deck, "compartment": "22"}) is Nearness.OTHER
    assert near(Means.SHIP, {**deck, "compartment": "21"}, deck) is Nearness.UNSURE


def test_what_is_certainly_apart_is_not_asked_about() -> None:
    assert near(Means.TRAIN, {"carriage": "3", "row": 5}, {"carriage": "4"}) is Nearness.OTHER


def closeness(his: Ride, hers: Ride) -> Closeness | None:
    case = Case(1, HE, CaseStatus.CONFIRMED, onset=BEGAN.date())
    found = contacts_of([case], [], [his, hers], [], RULE, ZONE, BEGAN + 48 * HOUR)
    return found[SU].closeness if SU in found else None


def test_only_the_same_run_counts_and_only_the_part_that_both_rode() -> None:
    his = ride(HE, Means.SEALED_TRAIN, carriage="07")
    hers = ride(SU, Means.SEALED_TRAIN, carriage="07")
    assert closeness(his, hers) is Closeness.CLOSE
    assert closeness(his, Ride(SU, "G7512 2020-02-11", Means.SEALED_TRAIN, BEGAN, BEGAN + HOUR, "07")) is None
    assert closeness(his, Ride(SU, his.run, Means.SEALED_TRAIN, BEGAN + 2 * HOUR, BEGAN + 3 * HOUR, "07")) is None


def test_whose_seat_nobody_knows_is_asked_and_is_a_contact_until_then() -> None:
    assert closeness(ride(HE, Means.PLANE, row=12), ride(SU, Means.PLANE)) is Closeness.TO_ASK
    assert closeness(ride(HE, Means.PLANE, row=12), ride(SU, Means.PLANE, row=30)) is Closeness.GENERAL
