"""Receipts on PostgreSQL: who gives one, what it opens, and what somebody learns who has none."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text

from cockpit import receipts
from cockpit.access import Actor
from cockpit.inventory import look_at
from cockpit.people import Erased
from cockpit.receipts import Given, NoReceipt, Receipt, TooManyGuesses
from cockpit.refusals import NotAllowed, NotFound, Refusal
from data_access import retention
from data_access.people import person
from tests.morning import Morning
from tests.people import DISTRICT

JIN = 1  # lives in the community that Lin works for
ANYBODY = Actor(None, "public", "", "public", "")
DAI = Actor(90, "data_officer", "Dai", "data_officer", DISTRICT, session="90")
MISSING = "0" * 28


@pytest.fixture
def given(morning: Morning) -> Given:
    found: Given = morning.do(morning.people.lin, receipts.give, JIN)
    return found


def knocked(morning: Morning, code: str, origin: str = "10.0.0.1") -> Receipt | Refusal:
    found: Receipt | Refusal = morning.do(ANYBODY, receipts.knock, code, origin)
    return found


def opens(morning: Morning, code: str) -> bool:
    return isinstance(knocked(morning, code), Receipt)


def copy_of(morning: Morning, code: str) -> receipts.OwnCopy:
    with morning.work(ANYBODY) as work:
        receipt = receipts.knock(work, code, "10.0.0.1")
        assert isinstance(receipt, Receipt)
        return receipts.own_copy(work, receipt)


def rows(morning: Morning, query: str) -> list[Any]:
    with morning.database.connection() as connection:
        return list(connection.execute(text(query)))


def of_another_community(morning: Morning) -> int:
    query = "select id from person where community <> :own order by id limit 1"
    with morning.database.connection() as connection:
        return int(connection.execute(text(query), {"own": morning.people.lin.area}).scalar_one())


def test_lin_gives_jin_a_code_that_is_kept_as_a_digest_only(morning: Morning, given: Given) -> None:
    assert opens(morning, given.code) and given.receipt.until == morning.at + timedelta(days=90)
    (kept,) = rows(morning, "select * from receipt")
    assert given.code not in repr(kept) and len(kept.digest) == 32
    (told,) = rows(morning, "select * from audit_entry where action = 'receipt_given'")
    assert told.account == morning.people.lin.id and given.code not in repr(told)


def test_the_own_copy_shows_name_and_phone_and_of_the_rest_whether_it_is_there(morning: Morning, given: Given) -> None:
    with morning.work(morning.people.cockpit) as work:
        known = work.people.open(JIN, ["name", "phone", "number", "address"])
    copy = copy_of(morning, given.code)
    assert {name: one.text for name, one in copy.person.fields.items()} == {
        "name": known["name"],
        "phone": known["phone"],
    }
    assert copy.on_record == {"number": True, "address": True}
    assert known["number"] not in repr(copy) and known["address"] not in repr(copy)


def test_who_looked_is_told_by_role_and_the_own_view_is_a_look_too(morning: Morning, given: Given) -> None:
    morning.do(morning.people.rosa, look_at, JIN)
    assert [look.role for look in copy_of(morning, given.code).looks] == ["officer"]
    assert [look.role for look in copy_of(morning, given.code).looks] == ["public", "officer"]
    assert "Rosa" not in repr(copy_of(morning, given.code).looks) and morning.people.rosa.name not in repr(
        copy_of(morning, given.code).looks
    )


def test_a_new_code_replaces_the_old_one_and_a_lost_one_is_taken_back(morning: Morning, given: Given) -> None:
    again = morning.do(DAI, receipts.give, JIN)
    assert not opens(morning, given.code) and opens(morning, again.code)
    assert morning.do(morning.people.lin, receipts.held_by, JIN).id == again.receipt.id
    morning.do(morning.people.lin, receipts.revoke, JIN)
    assert not opens(morning, again.code) and morning.do(DAI, receipts.held_by, JIN) is None
    with pytest.raises(NoReceipt):
        morning.do(morning.people.lin, receipts.revoke, JIN)


def test_its_time_is_over_by_the_policy_in_force_when_it_was_given(morning: Morning, given: Given) -> None:
    morning.later(days=90, seconds=-1)
    assert opens(morning, given.code)
    assert not opens(morning.later(seconds=1), given.code)
    with pytest.raises(NoReceipt):
        morning.do(morning.people.lin, receipts.revoke, JIN)


def test_only_who_knows_the_person_gives_one(morning: Morning) -> None:
    for by in (morning.people.rosa, morning.people.eve, morning.people.gu, ANYBODY):
        for use_case in (receipts.give, receipts.revoke, receipts.held_by):
            with pytest.raises(NotAllowed):
                morning.do(by, use_case, JIN)
    for number in (of_another_community(morning), 10**9):
        with pytest.raises(NotFound):
            morning.do(morning.people.lin, receipts.give, number)


def test_nobody_at_work_uses_the_door_of_the_public(morning: Morning, given: Given) -> None:
    for by in (morning.people.lin, DAI, morning.people.eve):
        with pytest.raises(NotAllowed):
            morning.do(by, receipts.knock, given.code, "10.0.0.1")


def test_who_is_erased_gets_none_and_a_code_given_before_opens_nothing(morning: Morning, given: Given) -> None:
    with morning.work(morning.people.cockpit) as work:
        work.people.destroy_key(JIN)
    assert not opens(morning, given.code)
    with pytest.raises(Erased):
        morning.do(morning.people.lin, receipts.give, JIN)


def test_the_door_opens_one_person_and_no_other(morning: Morning, given: Given) -> None:
    with morning.work(ANYBODY) as work:
        assert work.connection.execute(select(person.c.id)).all() == []
        receipt = receipts.knock(work, given.code, "10.0.0.1")
        assert isinstance(receipt, Receipt)
        receipts.own_copy(work, receipt)
        assert list(work.connection.execute(select(person.c.id)).scalars()) == [JIN]
        with pytest.raises(NotFound):
            work.people.get(JIN + 1)


def test_every_miss_asks_the_database_the_same(morning: Morning, given: Given) -> None:
    """No miss is slower than another: unknown, malformed, revoked, expired and erased take the same statements."""
    with morning.work(morning.people.rosa) as work:
        engine = work.connection._only if hasattr(work.connection, "_only") else work.connection
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    seen = [_statements(morning, asked, code) for code in (MISSING, "not a code")]
    morning.do(DAI, receipts.give, JIN)
    seen.append(_statements(morning, asked, given.code))
    again = morning.do(DAI, receipts.give, JIN)
    with morning.work(morning.people.cockpit) as work:
        work.people.destroy_key(JIN)
    seen.append(_statements(morning, asked, again.code))
    assert len(seen[0]) > 4 and seen.count(seen[0]) == len(seen)


def _statements(morning: Morning, asked: list[str], code: str) -> list[str]:
    asked.clear()
    assert isinstance(knocked(morning, code), NotFound)
    return [one for one in asked if "SAVEPOINT" not in one]


def test_500_people_behind_one_gateway_pass_and_100_guesses_do_not(morning: Morning, given: Given) -> None:
    for _ in range(500):
        assert opens(morning, given.code)
    answers = [knocked(morning, MISSING) for _ in range(100)]
    assert sum(isinstance(one, TooManyGuesses) for one in answers) == 40
    assert isinstance(knocked(morning, given.code), TooManyGuesses)  # the same answer for hit and miss
    assert isinstance(knocked(morning, given.code, "10.0.0.2"), Receipt)


def test_where_guesses_came_from_is_forgotten_after_a_while(morning: Morning, given: Given) -> None:
    for _ in range(60):
        knocked(morning, MISSING)
    assert "10.0.0.1" not in repr(rows(morning, "select * from guess"))
    with morning.database.connection() as connection:
        connection.execute(text("update guess set machine_at = machine_at - interval '11 minutes'"))
    assert opens(morning, given.code)
    knocked(morning, MISSING)
    assert len(rows(morning, "select * from guess")) == 1


def test_a_receipt_that_ran_out_goes_and_stands_in_the_ledger(morning: Morning, given: Given) -> None:
    for days, gone in ((90 + 30, 0), (1, 1)):
        assert retention.expire(morning.later(days=days), morning.people.cockpit)["receipt"] == gone  # type: ignore[arg-type]
    (line,) = rows(morning, "select subject_id from deletion where kind = 'receipt'")
    assert line.subject_id == given.receipt.id
