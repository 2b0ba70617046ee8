"""What Dong writes beside what she says by hand: sealed, read by whoever may read the contact, and told to nobody else."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import Actor, system
from cockpit.override_note import LONGEST, Override
from cockpit.quarantine import Lifted, QuarantineKind, lift
from cockpit.refusals import Invalid
from cockpit.screening import (
    Case,
    CaseFacts,
    CaseStatus,
    Denial,
    Setting,
    add_contact,
    change_case,
    deny_contact,
    list_again,
    open_case,
    order,
)
from data_access.database import Database
from data_access.emergency import COLLECTED
from tests.data_access.screening.conftest import ISOLATED, ZONE, Outbreak
from tests.people import DISTRICT, somebody

MET = date(2020, 2, 9)
NOTE = "他说那天在外地陪母亲看病"


def notes(outbreak: Outbreak, case: Case, person: int, by: Actor | None = None) -> list[tuple[Any, str, str]]:
    seen = outbreak.do(open_case, case.id, by=by)
    return [(one.override, one.why, one.words) for one in seen.notes.get(person, ())]


def rows(database: Database, query: str) -> list[Any]:
    with database.connection() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_beside_each_word_stands_its_note_with_who_and_when(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(add_contact, case.id, outbreak.ma, Setting.MEAL, MET, NOTE)
    outbreak.do(deny_contact, case.id, outbreak.ma, Denial.ELSEWHERE, "  门岗登记\n可证  ")
    outbreak.do(list_again, case.id, outbreak.ma, "登记是别人的")
    assert notes(outbreak, case, outbreak.ma) == [
        (Override.ADDED, "meal", NOTE), (Override.DENIED, "elsewhere", "门岗登记 可证"), (Override.AGAIN, "", "登记是别人的")
    ]  # fmt: skip
    seen = outbreak.do(open_case, case.id)
    (first, *_) = seen.notes[outbreak.ma]
    assert seen.authors[first.account] and first.at == outbreak.morning.at and first.role == "investigator"


def test_an_order_that_is_lifted_gets_one_too(outbreak: Outbreak, case: Case) -> None:
    made = outbreak.do(order, outbreak.tao, QuarantineKind.HOME)
    outbreak.do(lift, made.id, Lifted.OTHER, NOTE)
    assert notes(outbreak, case, outbreak.tao) == [(Override.LIFTED, "other", NOTE)]


def test_without_a_note_the_word_counts_and_nothing_is_written(
    outbreak: Outbreak, database: Database, case: Case
) -> None:
    outbreak.do(deny_contact, case.id, outbreak.tao, Denial.MISTAKE, "   ")
    assert notes(outbreak, case, outbreak.tao) == [] == rows(database, "select id from override_note")


def test_another_reason_than_those_of_the_list_is_said(outbreak: Outbreak, case: Case) -> None:
    made = outbreak.do(order, outbreak.tao, QuarantineKind.HOME)
    for use_case, given in ((deny_contact, (case.id, outbreak.tao, Denial.OTHER)), (lift, (made.id, Lifted.OTHER))):
        with pytest.raises(Invalid) as refusal:
            outbreak.do(use_case, *given, " ")
        assert refusal.value.field == "note"
    assert outbreak.tao in {one.person.id for one in outbreak.do(open_case, case.id).contacts}


def test_one_that_is_too_long_is_refused_and_the_word_with_it(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(add_contact, case.id, outbreak.ma, Setting.MEAL, MET, "长" * LONGEST)
    for use_case, given in (
        (add_contact, (outbreak.su, Setting.MEAL, MET)), (deny_contact, (outbreak.ma, Denial.ELSEWHERE)),
    ):  # fmt: skip
        with pytest.raises(Invalid):
            outbreak.do(use_case, case.id, *given, "长" * (LONGEST + 1))
    assert len(notes(outbreak, case, outbreak.ma)) == 1


@pytest.mark.parametrize(
    ("account", "reads"),
    [
        ("investigator2", True), ("clinician", True), ("community", True), ("officer", False), ("street_officer", False),
        ("shift_lead", False),
    ],
)  # fmt: skip
def test_who_reads_the_contact_in_full_reads_the_note(
    outbreak: Outbreak, database: Database, case: Case, account: str, reads: bool
) -> None:
    outbreak.do(deny_contact, case.id, outbreak.tao, Denial.ELSEWHERE, NOTE)
    by = somebody(database, account)
    assert bool(notes(outbreak, case, outbreak.tao, by)) is reads
    looks = rows(
        database, f"select facts from look_entry where facts ->> 'fields' like '%override%' and account = {by.id}"
    )
    assert len(looks) == reads, "and that is a look"


def test_it_lies_sealed_and_no_event_line_or_job_holds_a_word_of_it(
    outbreak: Outbreak, database: Database, case: Case
) -> None:
    outbreak.do(deny_contact, case.id, outbreak.tao, Denial.OTHER, NOTE)
    notes(outbreak, case, outbreak.tao)
    for table in ("override_note", "change", "audit_entry", "look_entry", "procrastinate_jobs", "notification"):
        assert NOTE not in str(rows(database, f"select t::text from {table} t")), table
    ((told,),) = rows(database, "select told from override_note")
    assert NOTE.encode() not in told


def test_a_note_of_another_case_is_not_shown(outbreak: Outbreak, case: Case) -> None:
    outbreak.do(deny_contact, case.id, outbreak.tao, Denial.ELSEWHERE, NOTE)
    other = outbreak.enter(outbreak.su, onset=MET)
    assert notes(outbreak, other, outbreak.tao) == []


# How it goes


def test_it_goes_with_the_last_of_what_it_was_about(outbreak: Outbreak, database: Database, case: Case) -> None:
    outbreak.do(deny_contact, case.id, outbreak.tao, Denial.ELSEWHERE, NOTE)
    of = {one.kind: one for one in COLLECTED}
    for kind, left in (("override_note", 1), ("contact", 1), ("override_note", 0)):
        with outbreak.morning.work(system(DISTRICT)) as work:
            told = {"reason": "expired", "district_at": work.at, "machine_at": work.machine_at}
            work.emergencies.erase(of[kind], None, datetime(2020, 5, 1, tzinfo=ZONE), 100, told)
        assert len(rows(database, "select id from override_note")) == left


def test_it_goes_with_its_case_with_the_emergency_and_with_whoever_has_their_data_deleted(
    outbreak: Outbreak, database: Database, case: Case
) -> None:
    outbreak.do(deny_contact, case.id, outbreak.tao, Denial.ELSEWHERE, NOTE)
    outbreak.do(add_contact, case.id, outbreak.ma, Setting.MEAL, MET, NOTE)
    assert rows(database, "select distinct emergency from override_note") == [(1,)]
    with outbreak.morning.work(system(DISTRICT)) as work:
        work.emergencies.erase_person(outbreak.tao, work.at, work.machine_at)
    assert rows(database, "select person_id from override_note") == [(outbreak.ma,)]
    of_case = next(one for one in COLLECTED if one.kind == "case")
    outbreak.do(change_case, case.id, CaseFacts(CaseStatus.NO_CASE, onset=ISOLATED.onset))
    with outbreak.morning.work(system(DISTRICT)) as work:
        told = {"reason": "expired", "district_at": work.at, "machine_at": work.machine_at}
        work.emergencies.erase(of_case, None, datetime(2020, 5, 1, tzinfo=ZONE), 100, told)
    assert rows(database, "select id from override_note") == []
