"""Requests on PostgreSQL: Jin asks with her receipt or at her door, Dan answers, and nobody else learns of it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import receipts, requests
from cockpit.access import Actor
from cockpit.audit import Chain
from cockpit.people import Erased
from cockpit.receipts import Given, Receipt
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.requests import (
    AlreadyAnswered,
    AlreadyAsked,
    EnteredByYou,
    Field,
    Ground,
    KeptForEmergency,
    Kind,
    Request,
    State,
    TooManyRequests,
)
from data_access import retention
from tests.data_access.test_receipts import ANYBODY, JIN, of_another_community, rows
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN

DAN = Actor(90, "data_officer", "Dan", "data_officer", DISTRICT, session="90")
OF_WULIN = Actor(91, "data_officer2", "Ding", "data_officer", WULIN, session="91")
NEW_NAME, NEW_PHONE = "金一诺", "10012345678"
WHY = "户口本上是这样写的"


@pytest.fixture
def given(morning: Morning) -> Given:
    found: Given = morning.do(morning.people.lin, receipts.give, JIN)
    return found


def with_receipt(morning: Morning, code: str, use_case: Any, *args: Any) -> Any:
    with morning.work(ANYBODY) as work:
        receipt = receipts.knock(work, code, "10.0.0.1")
        assert isinstance(receipt, Receipt)
        return use_case(work, receipt, *args)


def ask(morning: Morning, given: Given, field: Field = Field.PHONE, value: str = NEW_PHONE) -> Request:
    found: Request = with_receipt(morning, given.code, requests.ask, Kind.CORRECTION, field, value, WHY)
    return found


def ask_deletion(morning: Morning, given: Given) -> Request:
    found: Request = with_receipt(morning, given.code, requests.ask, Kind.DELETION, None, "", WHY)
    return found


def mine(morning: Morning, given: Given) -> list[requests.Seen]:
    found: list[requests.Seen] = with_receipt(morning, given.code, requests.made_by)
    return found


def known(morning: Morning, person: int = JIN) -> dict[str, str]:
    with morning.work(morning.people.cockpit) as work:
        found: dict[str, str] = work.people.open(person, ["name", "phone", "number"])
        return found


def calm(morning: Morning) -> None:
    """The demo's emergency is over: nothing holds any more."""
    with morning.database.connection() as connection:
        connection.execute(text("update emergency set ended_at = :at, ended_by = 1"), {"at": morning.at})


# Asking


def test_jin_asks_and_reads_what_until_when_and_by_which_rule(morning: Morning, given: Given) -> None:
    one = ask(morning, given)
    assert one.due_at == morning.at + timedelta(days=15) and not one.on_paper
    (seen,) = mine(morning, given)
    assert (seen.request, seen.asked, seen.why) == (one, NEW_PHONE, WHY) and "15 days" in seen.rule.source


def test_what_she_wrote_lies_under_her_own_key_and_is_told_to_nobody(morning: Morning, given: Given) -> None:
    ask(morning, given)
    (row,) = rows(morning, "select t::text as said, asked from request t")
    assert NEW_PHONE not in row.said and WHY not in row.said and row.asked[1:5] == b"self"
    for table in ("audit_entry", "look_entry", "change"):
        lines = "".join(line.said for line in rows(morning, f"select t::text as said from {table} t"))
        assert NEW_PHONE not in lines and WHY not in lines, table
    (told,) = rows(morning, "select * from audit_entry where action = 'request_asked'")
    assert told.facts["field"] == "phone" and "person" not in told.facts


def test_the_number_is_written_and_never_read_back(morning: Morning, given: Given) -> None:
    number = known(morning)["number"]
    ask(morning, given, Field.NUMBER, number)  # the same answer as for any other: nothing is learned of what is there
    (seen,) = mine(morning, given)
    assert seen.asked is None and seen.request.field is Field.NUMBER


@pytest.mark.parametrize("value", ["138****1234", "王**", "", "x", "1"])
def test_a_mask_or_rubbish_is_no_value(morning: Morning, given: Given, value: str) -> None:
    with pytest.raises(Invalid):
        ask(morning, given, Field.PHONE, value)
    assert mine(morning, given) == []


def test_what_is_on_record_like_this_already_is_no_request(morning: Morning, given: Given) -> None:
    for field in (Field.NAME, Field.PHONE):
        with pytest.raises(Invalid, match="already"):
            ask(morning, given, field, known(morning)[field])


def test_a_number_of_somebody_with_another_birthday_is_refused(morning: Morning, given: Given) -> None:
    with pytest.raises(Invalid, match="another date of birth"):
        ask(morning, given, Field.NUMBER, "99900019000101001X" if _fits("99900019000101001X") else _other())


def _fits(number: str) -> bool:
    from cockpit.papers import check_character

    return check_character(number) == number[17]


def _other() -> str:
    from cockpit.papers import check_character

    return (body := "99900019000101001") + check_character(body)


def test_the_same_is_asked_once_and_anew_after_it_was_taken_back(morning: Morning, given: Given) -> None:
    first = ask(morning, given)
    with pytest.raises(AlreadyAsked):
        ask(morning, given)
    ask(morning, given, Field.NAME, NEW_NAME)
    with_receipt(morning, given.code, requests.withdraw, first.id)
    with pytest.raises(AlreadyAnswered):
        with_receipt(morning, given.code, requests.withdraw, first.id)
    assert ask(morning, given).id != first.id
    assert [one.request.state for one in mine(morning, given)].count(State.WITHDRAWN) == 1


def test_ten_a_day_and_no_more(morning: Morning, given: Given) -> None:
    for _ in range(10):
        with_receipt(morning, given.code, requests.withdraw, ask(morning, given).id)
    with pytest.raises(TooManyRequests):
        ask(morning, given)
    assert ask(morning.later(days=1), given)


def test_a_receipt_takes_nobody_elses_request_back(morning: Morning, given: Given) -> None:
    one = morning.do(DAN, requests.enter, JIN + 1, Kind.CORRECTION, Field.PHONE, NEW_PHONE, "")
    for number in (one.id, 10**9):
        with pytest.raises(NotFound):
            with_receipt(morning, given.code, requests.withdraw, number)


# At the door, for who has no phone


def test_lin_writes_down_what_jin_asks_and_it_is_marked(morning: Morning, given: Given) -> None:
    one = morning.do(morning.people.lin, requests.enter, JIN, Kind.CORRECTION, Field.NAME, NEW_NAME, WHY)
    assert one.on_paper and one.entered_role == "community" and one.entered_by == morning.people.lin.id
    (seen,) = mine(morning, given)
    assert seen.request.entered_role == "community"
    assert morning.do(morning.people.lin, requests.withdraw_for, one.id).state is State.WITHDRAWN


def test_who_sees_a_mask_sends_it_back_and_nothing_is_asked(morning: Morning) -> None:
    phone = known(morning)["phone"]
    masked = f"{phone[:3]}****{phone[-4:]}"
    with pytest.raises(Invalid):
        morning.do(morning.people.rosa, requests.enter, JIN, Kind.CORRECTION, Field.PHONE, masked, "")


def test_another_communitys_person_is_missing_and_other_roles_may_not(morning: Morning) -> None:
    correction = (Kind.CORRECTION, Field.PHONE, NEW_PHONE, "")
    for number in (of_another_community(morning), 10**9):
        with pytest.raises(NotFound):
            morning.do(morning.people.lin, requests.enter, number, *correction)
    for by in (morning.people.eve, morning.people.chen, morning.people.mei, ANYBODY):
        with pytest.raises(NotAllowed):
            morning.do(by, requests.enter, JIN, *correction)
    with pytest.raises(NotAllowed):
        morning.do(morning.people.lin, requests.accept, 1)


# Answering


def test_dan_accepts_and_jins_own_copy_shows_the_new_value(morning: Morning, given: Given) -> None:
    one = ask(morning, given)
    done = morning.do(DAN, requests.accept, one.id, "已按户口本更正")
    assert done.state is State.ACCEPTED and known(morning)["phone"] == NEW_PHONE
    copy = with_receipt(morning, given.code, receipts.own_copy)
    assert copy.person.fields["phone"].text == NEW_PHONE
    (seen,) = mine(morning, given)
    assert (seen.request.decided_role, seen.said) == ("data_officer", "已按户口本更正")
    told = {line.action for line in rows(morning, "select action from audit_entry")}
    assert {"request_asked", "request_accepted", "corrected"} <= told


def test_a_refusal_names_its_ground_the_rule_and_where_to_complain(morning: Morning, given: Given) -> None:
    one = ask(morning, given)
    with pytest.raises(Invalid):
        morning.do(DAN, requests.refuse, one.id, Ground.LIVES_HERE)
    morning.do(DAN, requests.refuse, one.id, Ground.NOT_SHOWN, "请带户口本来")
    (seen,) = mine(morning, given)
    assert seen.request.ground is Ground.NOT_SHOWN and "12345" in seen.rule.body["complain"]
    assert known(morning)["phone"] != NEW_PHONE
    with pytest.raises(AlreadyAnswered):
        morning.do(DAN, requests.accept, one.id)


def test_only_a_data_officer_of_the_street_answers_and_not_who_wrote_it_down(morning: Morning, given: Given) -> None:
    one = ask(morning, given)
    for by in (morning.people.rosa, morning.people.lin, morning.people.eve, morning.people.gu):
        for use_case, args in ((requests.accept, ()), (requests.refuse, (Ground.NOT_SHOWN,))):
            with pytest.raises(NotAllowed):
                morning.do(by, use_case, one.id, *args)
    for use_case in (requests.accept, requests.look_at_request):
        with pytest.raises(NotFound):
            morning.do(OF_WULIN, use_case, one.id)
    own = morning.do(DAN, requests.enter, JIN, Kind.CORRECTION, Field.NAME, NEW_NAME, "")
    with pytest.raises(EnteredByYou):
        morning.do(DAN, requests.accept, own.id)


def test_the_list_says_what_is_due_first_and_nothing_of_anybody(morning: Morning, given: Given) -> None:
    late = morning.do(morning.people.lin, requests.enter, JIN, Kind.DELETION, None, "", "")
    soon = ask(morning, given)
    listed = morning.do(DAN, requests.list_requests)
    assert [one.id for one, _ in listed] == [soon.id, late.id] and NEW_PHONE not in repr(listed)
    assert [one.id for one, _ in morning.do(DAN, requests.list_requests, Kind.DELETION)] == [late.id]
    assert morning.do(OF_WULIN, requests.list_requests) == []
    assert morning.do(DAN, requests.list_requests, None, State.REFUSED) == []


def test_who_reads_a_request_sees_its_field_as_the_matrix_says_and_it_is_a_look(morning: Morning, given: Given) -> None:
    one = ask(morning, given)
    opened = morning.do(DAN, requests.look_at_request, one.id)
    assert opened.seen.asked == NEW_PHONE and opened.seen.why == WHY
    masked = morning.do(morning.people.rosa, requests.look_at_request, one.id)
    assert masked.seen.asked == "100****5678" and masked.seen.why is None
    with morning.work(morning.people.cockpit) as work:
        lines = [entry.line for entry in work.log.lines(None, "", "request", str(one.id), 10, Chain.LOOKS)]
    assert [line.facts["fields"] for line in lines] == [["request.asked"], ["request.asked", "request.why"]]


# Deletion


def test_nothing_is_deleted_while_an_emergency_holds_and_the_answer_names_it(morning: Morning, given: Given) -> None:
    one = ask_deletion(morning, given)
    with pytest.raises(KeptForEmergency):
        morning.do(DAN, requests.accept, one.id, sure=True)
    assert mine(morning, given)[0].request.state is State.ASKED and known(morning)
    assert morning.do(DAN, requests.look_at_request, one.id).held
    assert morning.do(DAN, requests.refuse, one.id, Ground.EMERGENCY).ground is Ground.EMERGENCY
    calm(morning)
    again = ask_deletion(morning, given)
    with pytest.raises(Invalid, match="no emergency"):
        morning.do(DAN, requests.refuse, again.id, Ground.EMERGENCY)


def test_a_deletion_leaves_nothing_personal_and_is_in_the_ledger(morning: Morning, given: Given) -> None:
    calm(morning)
    other, one = ask(morning, given), ask_deletion(morning, given)
    with pytest.raises(Invalid, match="sure"):
        morning.do(DAN, requests.accept, one.id)
    morning.do(DAN, requests.accept, one.id, sure=True)
    with pytest.raises(Erased):
        known(morning)
    (row,) = rows(morning, f"select name, number, phone, born from person where id = {JIN}")
    assert (bytes(row.name), row.number, row.phone, row.born.month, row.born.day) == (b"", None, None, 1, 1)
    for table in ("person_key", "person_token", "residence", "receipt"):
        assert rows(morning, f"select * from {table} where person_id = {JIN}") == [], table
    states = dict(rows(morning, "select id, state from request"))  # type: ignore[arg-type]
    assert states == {one.id: "accepted", other.id: "withdrawn"}
    assert rows(morning, "select kind, subject_id, reason from deletion") == [("person", JIN, "asked")]
    opened = morning.do(DAN, requests.look_at_request, one.id)
    assert opened.person.erased and opened.seen.why is None
    with pytest.raises(Erased):
        morning.do(DAN, requests.enter, JIN, Kind.DELETION, None, "", "")


def test_after_a_restore_of_an_older_backup_the_ledger_deletes_again(
    morning: Morning, given: Given, tmp_path: Any
) -> None:
    calm(morning)
    before = rows(morning, f"select * from person where id = {JIN}")[0]
    morning.do(DAN, requests.accept, ask_deletion(morning, given).id, sure=True)
    with morning.database.connection() as connection:
        retention.export_ledger(connection, tmp_path / "ledger")
        put_back = {"name": before.name, "phone": before.phone, "id": JIN}
        connection.execute(text("update person set name = :name, phone = :phone where id = :id"), put_back)
        connection.execute(text("delete from deletion"))
        assert retention.replay_ledger(connection, tmp_path / "ledger") == 1
        row = connection.execute(text(f"select name, phone from person where id = {JIN}")).one()
    assert (bytes(row.name), row.phone) == (b"", None)


# Time


def test_what_was_answered_goes_after_half_a_year_and_what_waits_stays(morning: Morning, given: Given) -> None:
    done, waits = ask(morning, given), ask(morning, given, Field.NAME, NEW_NAME)
    morning.do(DAN, requests.refuse, done.id, Ground.NOT_SHOWN)
    for days, gone in ((180, 0), (1, 1)):
        assert retention.expire(morning.later(days=days), morning.people.cockpit)["request"] == gone  # type: ignore[arg-type]
    assert [row.id for row in rows(morning, "select id from request")] == [waits.id]
    assert rows(morning, "select subject_id from deletion where kind = 'request'") == [(done.id,)]


def test_the_end_of_the_emergency_takes_what_was_answered_in_it(morning: Morning, given: Given) -> None:
    done, waits = ask(morning, given), ask(morning, given, Field.NAME, NEW_NAME)
    morning.do(DAN, requests.accept, done.id)
    with morning.work(morning.people.cockpit) as work:
        assert work.emergencies.belongings(1)["request"] == 1
    with morning.database.connection() as connection:
        connection.execute(text("update emergency set ended_at = :at, destroy_at = :at"), {"at": morning.at})
    assert [one.destroyed_at for one in retention.destroy_ended(morning, morning.people.cockpit)] == [morning.at]  # type: ignore[arg-type]
    assert [row.id for row in rows(morning, "select id from request")] == [waits.id]


def test_a_street_officers_own_street_is_all_she_sees(morning: Morning, given: Given) -> None:
    one = ask(morning, given)
    assert morning.people.shen.area == CHANGQING
    assert morning.do(morning.people.shen, requests.look_at_request, one.id).seen.request == one
    with pytest.raises(NotFound):
        morning.do(morning.people.xia, requests.look_at_request, one.id)
