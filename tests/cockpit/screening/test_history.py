"""What happened to He's case, as it is told: many at once are one step, and pieces of an itinerary are counted."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cockpit.screening import Case, CaseStatus
from cockpit.screening.history import Heard, steps_of

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2020, 2, 10, 9, tzinfo=ZONE)
HE = Case(4, 1, CaseStatus.CONFIRMED, reported_at=NINE)
ENTERED = Heard("case_entered", {"case": 4, "status": "confirmed"}, NINE, 7, "investigator", "case", 4)


def heard(event: str, minutes: int = 1, subject: str = "case", number: int = 4, account: int | None = 7, **facts: Any) -> Heard:  # fmt: skip
    role = "investigator" if account else "system"
    return Heard(event, facts, NINE + timedelta(minutes=minutes), account, role, subject, number)


def test_orders_given_at_once_are_one_step_with_their_numbers() -> None:
    orders = [heard("quarantine_ordered", 5, "quarantine", number, kind="home", days=14) for number in (31, 32, 33)]
    _, step = steps_of(HE, [ENTERED, *orders])
    assert (step.count, step.orders) == (3, (31, 32, 33))


def test_orders_of_another_kind_moment_or_person_are_steps_of_their_own() -> None:
    told = [
        heard("quarantine_ordered", 5, "quarantine", 31, kind="home", days=14),
        heard("quarantine_ordered", 5, "quarantine", 32, kind="hospital", days=14),
        heard("quarantine_ordered", 6, "quarantine", 33, kind="home", days=14),
        heard("quarantine_ordered", 6, "quarantine", 34, account=8, kind="home", days=14),
    ]
    assert [one.orders for one in steps_of(HE, [ENTERED, *told])[1:]] == [(31,), (32,), (33,), (34,)]


def test_contacts_of_several_communities_found_by_one_round_are_summed() -> None:
    told = [heard("contacts_found", 60, "contact", account=None, case=4, found=found, gone=1) for found in (2, 3)]
    _, step = steps_of(HE, [ENTERED, *told])
    assert (step.facts["found"], step.facts["gone"], step.role) == (5, 2, "system")


def test_who_was_released_with_the_case_is_counted_beside_it() -> None:
    released = [heard("quarantine_lifted", 9, "quarantine", number, why="no_contact") for number in (31, 32)]
    changed = heard("case_changed", 9, case=4, was="confirmed", status="no_case")
    assert [(one.event, one.orders) for one in steps_of(HE, [ENTERED, changed, *released])[1:]] == [
        ("case_changed", ()), ("quarantine_lifted", (31, 32))
    ]  # fmt: skip


def test_pieces_of_an_itinerary_came_were_answered_or_went() -> None:
    told = [heard("itinerary_told", n, case=4, stops=stops, asks=0) for n, stops in enumerate((3, 3, 2))]
    assert [one.facts["added"] for one in steps_of(HE, [ENTERED, *told])[1:]] == [3, 0, -1]


def test_a_case_that_came_by_a_file_begins_with_its_report() -> None:
    (step,) = steps_of(HE, [])
    assert (step.event, step.at, step.account) == ("case_reported", NINE, None)
    assert [one.event for one in steps_of(HE, [ENTERED])] == ["case_entered"]
