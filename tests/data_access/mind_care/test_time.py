"""What time does to texts: they go thirty days after the end, with the key; what is counted stays. And what a person's wish, a merge, a new
field key and a restore do."""

from typing import Any
from uuid import uuid4

import pytest

from cockpit.mind_care import care, own
from cockpit.mind_care.case import Outcome
from cockpit.mind_care.figures import care_figures
from cockpit.mind_care.said import Reach
from cockpit.refusals import NotFound
from data_access import retention
from data_access.backup import APART
from data_access.keys import SEALED
from data_access.linking.joining import MOVED
from data_access.mind_care import mind_case, mind_key
from tests.data_access.mind_care.conftest import LOW, NOBODY, SPOKE, Care, Rows

COUNTS = "select (select count(*) from mind_text), (select count(*) from mind_key), (select count(*) from mind_code), (select count(*) from mind_case)"


def expire(care_of: Care) -> int:
    class Now:
        def work(self, by: Any) -> Any:
            return care_of.morning.work(by)

    return retention.expire(Now(), care_of.morning.people.cockpit)["mind_case"]  # type: ignore[arg-type]


def test_thirty_days_after_the_end_every_text_and_the_key_are_gone_and_the_times_stay(
    care_of: Care, rows: Rows
) -> None:
    one, code = care_of.taken()
    care_of.do(care_of.bai, care.called, one.id, SPOKE, None, uuid4().hex)
    care_of.do(care_of.bai, care.close, one.id, Outcome.UNCHANGED)
    before = care_of.do(care_of.gu, care_figures)
    care_of.later(days=30)
    assert expire(care_of) == 0 and tuple(rows(COUNTS)[0]) == (3, 1, 1, 1)
    care_of.later(hours=2)
    assert expire(care_of) == 1 and tuple(rows(COUNTS)[0]) == (0, 0, 0, 1)
    assert expire(care_of) == 0
    with pytest.raises(NotFound):
        care_of.by_code(code, own.own_answers)
    seen = care_of.do(care_of.bai, care.open_case, one.id)
    assert (seen.answered, seen.calls, seen.reach) == ((), (), None)
    kept = rows("select outcome, opened_at, first_contact_at from mind_case")[0]
    assert kept.outcome == "unchanged" and kept.first_contact_at and before.demand


def test_whoever_only_answered_is_forgotten_thirty_days_after_the_last_answer(care_of: Care, rows: Rows) -> None:
    _, code = care_of.answers(LOW, Reach())
    care_of.later(days=20)
    care_of.by_code(code, own.answer_again, LOW, uuid4().hex)
    care_of.later(days=29)
    assert expire(care_of) == 0
    care_of.later(days=2)
    assert expire(care_of) == 1 and tuple(rows(COUNTS)[0]) == (0, 0, 0, 1)


def test_who_waits_or_is_in_care_is_not_forgotten(care_of: Care) -> None:
    care_of.answers()
    care_of.taken()
    care_of.later(days=90)
    assert expire(care_of) == 0


def test_what_was_said_lies_sealed_under_the_cases_own_key(care_of: Care, rows: Rows) -> None:
    care_of.answers()
    kept = b"".join(bytes(row.told) for row in rows("select told from mind_text"))
    assert not [word for word in ("睡不着", "于女士", "13900000009", "phq9") if word.encode() in kept]
    assert {bytes(row.told)[1:5] for row in rows("select told from mind_text")} == {b"case"}
    assert {bytes(row.wrapped)[1:5] for row in rows("select wrapped from mind_key")} == {b"k001"}


def test_the_key_changes_with_the_others_and_no_backup_holds_it() -> None:
    assert [one.name for one in SEALED if one.column.table is mind_key] == ["mind_key.wrapped"]
    assert "mind_key" in APART
    assert [one.column for one in MOVED if one.table is mind_case] == ["person_id"]


def test_with_the_persons_own_data_all_of_it_goes(care_of: Care, rows: Rows) -> None:
    with care_of.morning.work(care_of.gu) as work:
        person = work.people.of_community(care_of.morning.people.lin.area, 0, 1)[0].id
    with care_of.morning.work(NOBODY) as work:
        own.begin(work, LOW, Reach(), uuid4().hex, person)
    assert rows("select person_id from mind_case")[0].person_id == person
    with care_of.morning.work(care_of.morning.people.cockpit) as work:
        work.emergencies.erase_person(person, work.at, work.machine_at)
    assert tuple(rows(COUNTS)[0]) == (0, 0, 0, 1) and rows("select person_id from mind_case")[0].person_id is None
