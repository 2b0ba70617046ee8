"""The history of He's case, as Dong, Lin and a stranger may read it."""

from datetime import date, datetime
from typing import Any

import pytest

from cockpit.access import Actor, system
from cockpit.quarantine import QuarantineKind
from cockpit.refusals import NotAllowed, NotFound
from cockpit.screening import (
    Case,
    CaseFacts,
    CaseStatus,
    Closeness,
    Denial,
    Exposure,
    Setting,
    StopFacts,
    add_contact,
    change_case,
    complete_stop,
    deny_contact,
    enter_case,
    keep_found,
    list_again,
    order_all,
    remove_stop,
    tell_itinerary,
)
from cockpit.screening.history import History, history_of
from data_access.database import Database
from tests.data_access.screening.conftest import ZONE, Outbreak
from tests.people import DISTRICT, WULIN, somebody

MET = date(2020, 2, 9)
FACTS = CaseFacts(CaseStatus.SUSPECTED, onset=date(2020, 2, 8), isolated_at=datetime(2020, 2, 10, 8, tzinfo=ZONE))


@pytest.fixture
def case(outbreak: Outbreak) -> Case:
    return outbreak.on(10).enter(**vars(FACTS))


def story(outbreak: Outbreak, case: Case, by: Actor | None = None) -> History:
    found: History = outbreak.do(history_of, case.id, by=by)
    return found


def events(found: History) -> list[str]:
    return [one.event for one in found.steps]


def test_from_the_report_to_who_was_released_each_with_who_and_when(outbreak: Outbreak, case: Case) -> None:
    outbreak.on(10, 10).do(order_all, case.id, QuarantineKind.HOME)
    outbreak.on(10, 11).do(add_contact, case.id, outbreak.ma, Setting.MEAL, MET)
    outbreak.on(10, 12).do(deny_contact, case.id, outbreak.ma, Denial.ELSEWHERE)
    outbreak.on(10, 13).do(list_again, case.id, outbreak.ma)
    outbreak.on(11, 9).do(change_case, case.id, CaseFacts(CaseStatus.NO_CASE, onset=FACTS.onset))
    found = story(outbreak, case)
    assert events(found) == [
        "case_entered", "contacts_found", "quarantine_ordered", "contact_added", "contact_denied", "contact_listed_again",
        "case_changed", "contacts_found", "quarantine_lifted",
    ]  # fmt: skip
    ordered, changed, released = found.steps[2], found.steps[6], found.steps[8]
    assert ordered.count == 2 == released.count and set(ordered.orders) == set(released.orders)
    assert (changed.facts["was"], changed.facts["status"]) == ("suspected", "no_case")
    assert found.people[changed.account or 0] and changed.at == datetime(2020, 2, 11, 9, tzinfo=ZONE)
    assert [one.at for one in found.steps] == sorted(one.at for one in found.steps)


def test_pieces_of_where_the_case_was(outbreak: Outbreak, case: Case) -> None:
    one, two = outbreak.do(tell_itinerary, case.id, "2月9日9:02-13:40乘G7512次07车12F；2月9日去了朋友家")
    outbreak.do(complete_stop, case.id, one.id, StopFacts(one.began, one.ended, run=one.run, means=one.means))
    outbreak.do(remove_stop, case.id, two.id)
    told = [step.facts["added"] for step in story(outbreak, case).steps if step.event == "itinerary_told"]
    assert told == [2, 0, -1]


def test_what_a_round_found_is_told_by_the_cockpit_itself(outbreak: Outbreak, case: Case) -> None:
    began = datetime(2020, 2, 9, 9, tzinfo=ZONE)
    met = Exposure(case.id, outbreak.ma, Setting.PLACE, Closeness.CLOSE, began, began.replace(hour=11), "1")
    with outbreak.on(10, 10).morning.work(system(DISTRICT)) as work:
        keep_found(work, work.cases.get(case.id), [met])
    last = story(outbreak, case).steps[-1]
    assert (last.event, last.facts["found"], last.role, last.account) == ("contacts_found", 1, "system", None)


def test_nothing_in_it_says_whom(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(deny_contact, case.id, outbreak.tao, Denial.OTHER, "陶然在外婆家")
    said = str(story(outbreak, case))
    assert not [name for name in ("何平", "苏青", "陶然", "外婆", "139") if name in said]


def test_an_order_from_before_the_case_is_none_of_it(outbreak: Outbreak, database: Database) -> None:
    """Ma was apart for another case by then."""
    first = outbreak.on(9).enter(outbreak.su, onset=date(2020, 2, 8))
    outbreak.do(order_all, first.id, QuarantineKind.HOME)
    second: Any = outbreak.on(10).do(enter_case, outbreak.ma, CaseFacts(CaseStatus.CONFIRMED, onset=date(2020, 2, 9)))
    outbreak.do(add_contact, second.id, outbreak.tao, Setting.MEAL, MET)
    assert "quarantine_ordered" not in events(story(outbreak, second))
    assert "quarantine_ordered" in events(story(outbreak, first))


def test_each_reads_of_contacts_what_lies_in_the_own_area(outbreak: Outbreak, database: Database, case: Case) -> None:
    outbreak.do(order_all, case.id, QuarantineKind.HOME)
    for who in ("officer", "clinician", "street_officer", "community"):
        assert "quarantine_ordered" in events(story(outbreak, case, somebody(database, who))), who


def test_who_does_not_reach_the_case_does_not_reach_its_history(
    outbreak: Outbreak, database: Database, case: Case
) -> None:
    people = outbreak.morning.people
    assert people.xia.area == WULIN
    with pytest.raises(NotFound):
        story(outbreak, case, people.xia)
    with pytest.raises(NotFound):
        outbreak.do(history_of, 10**9)
    for account in ("leader", "guard", "data_officer"):
        with pytest.raises(NotAllowed):
            story(outbreak, case, somebody(database, account))
