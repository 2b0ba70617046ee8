"""One field of one record after a reason: a line before the value, the words sealed, and every way to be refused."""

from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.people import Erased
from cockpit.reasons import Reason
from cockpit.refusals import Invalid, LookNotKept, NotAllowed, NotFound
from cockpit.reveal import Field, NotKnown, NotToReveal, Revealed, reveal, reveals_today
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN

JIN = 1
WHY = "她来电请求我们核对登记的信息"
CLINICIAN = Actor(91, "clinician", "Dr. Cai", "clinician", DISTRICT)


def ask(morning: Morning, by: Actor, field: Field = Field.PHONE, person: int = JIN, why: str = WHY) -> Revealed:
    found: Revealed = morning.do(by, reveal, person, field, Reason.CALL_BACK, why)
    return found


def value(morning: Morning, field: str, person: int = JIN) -> str:
    with morning.work(morning.people.cockpit) as work:
        return str(work.people.open(person, [field])[field])


def rows(morning: Morning, query: str) -> list[Any]:
    with morning.database.connection() as connection:
        return list(connection.execute(text(query)))


@pytest.mark.parametrize("field", list(Field))
def test_rosa_sees_one_field_for_a_minute(morning: Morning, field: Field) -> None:
    given = ask(morning, morning.people.rosa, field)
    assert (given.value, given.seconds) == (value(morning, field), 60)


def test_the_line_says_who_what_of_whom_and_why_but_neither_value_nor_words(morning: Morning) -> None:
    given = ask(morning, morning.people.rosa)
    (line,) = rows(morning, "select * from look_entry")
    (kept,) = rows(morning, "select * from reveal")

    assert (line.action, line.subject_id, line.account) == ("revealed", str(JIN), morning.people.rosa.id)
    assert line.facts == {"fields": ["phone"], "code": "call_back", "reveal": kept.id}
    assert given.value not in str(line) and WHY not in str(line)
    assert WHY.encode() not in bytes(kept.reason)
    assert rows(morning, "select 1 from change where subject in ('person', 'reveal')") == []


def test_the_words_open_under_the_field_key_and_in_their_own_row_only(morning: Morning) -> None:
    ask(morning, morning.people.rosa)
    (kept,) = rows(morning, "select id, reason from reveal")
    assert morning.database.sealer.open(kept.reason, cell=f"reveal.reason/{kept.id}") == WHY


@pytest.mark.parametrize("why", ["", "短", "123456789", "   x       "])
def test_without_ten_characters_of_reason_nothing_is_read_or_written(morning: Morning, why: str) -> None:
    with pytest.raises(Invalid):
        ask(morning, morning.people.rosa, why=why)
    assert rows(morning, "select 1 from look_entry union all select 1 from reveal") == []


def test_where_the_line_cannot_be_written_there_is_no_value_and_no_row(morning: Morning) -> None:
    with morning.database.connection() as connection:
        connection.execute(text("revoke execute on function look_append(jsonb) from cockpit_app"))
    with pytest.raises(LookNotKept):
        ask(morning, morning.people.rosa)
    assert rows(morning, "select 1 from reveal") == []


def test_another_streets_person_answers_like_a_missing_one(morning: Morning) -> None:
    refusals = []
    for person in (JIN, 10**9):
        with pytest.raises(NotFound) as refusal:
            ask(morning, morning.people.xia, person=person)
        refusals.append((str(refusal.value), refusal.value.facts))
    assert refusals[0] == refusals[1]


@pytest.mark.parametrize("name", ["lin", "mei", "zheng", "chen", "eve", "cockpit"])
def test_who_may_not_ask_is_refused(morning: Morning, name: str) -> None:
    with pytest.raises(NotAllowed):
        ask(morning, getattr(morning.people, name))


def test_a_field_that_the_role_does_not_see_on_request_stays_hidden(morning: Morning) -> None:
    assert ask(morning, CLINICIAN, Field.NUMBER).value == value(morning, "number")
    with pytest.raises(NotToReveal):
        ask(morning, CLINICIAN, Field.PHONE)  # sees it in full anyhow
    with pytest.raises(NotToReveal):
        ask(morning, Actor(92, "counsellor", "Qin", "counsellor", DISTRICT), Field.NAME)


def test_wu_asks_for_the_number_of_whom_he_is_sent_to_and_of_nobody_else(morning: Morning) -> None:
    with pytest.raises(NotFound):
        ask(morning, morning.people.wu, Field.NUMBER)
    with morning.work(morning.people.wu) as work:
        work.people.admit(JIN)
        assert reveal(work, JIN, Field.NUMBER, Reason.IDENTITY, WHY).value
        with pytest.raises(NotToReveal):
            reveal(work, JIN, Field.NAME, Reason.IDENTITY, WHY)


def test_what_is_not_known_and_who_is_erased_have_nothing_to_see(morning: Morning) -> None:
    with morning.work(morning.people.rosa) as work:
        work.people.keep(JIN, "phone", "")
    with pytest.raises(NotKnown):
        ask(morning, morning.people.rosa)
    with morning.work(morning.people.rosa) as work:
        work.people.destroy_key(JIN)
    with pytest.raises(Erased):
        ask(morning, morning.people.rosa)


def test_a_streets_reveals_are_seen_by_the_street_and_the_district(morning: Morning) -> None:
    ask(morning, morning.people.shen)
    (kept,) = rows(morning, "select street from reveal")
    assert kept.street == CHANGQING != WULIN
    counts = {}
    for name in ("shen", "rosa", "xia", "wu"):
        with morning.work(getattr(morning.people, name)) as work:
            counts[name] = work.connection.execute(text("select count(*) from reveal")).scalar()
    assert counts == {"shen": 1, "rosa": 1, "xia": 0, "wu": 0}


def test_gu_reads_what_was_seen_in_full_today_and_why_and_that_is_a_look_too(morning: Morning) -> None:
    ask(morning, morning.people.rosa)
    (made,) = morning.do(morning.people.gu, reveals_today)
    assert (made.who, made.field, made.reason, made.person) == (morning.people.rosa.name, "phone", WHY, JIN)
    line = rows(morning, "select * from look_entry order by id")[-1]
    assert (line.action, line.account, line.facts["fields"]) == ("listed", morning.people.gu.id, ["reveal.reason"])
    assert morning.later(hours=17).do(morning.people.gu, reveals_today) == []


def test_her_own_are_not_hers_to_read_and_others_may_not(morning: Morning) -> None:
    ask(morning, morning.people.gu)
    assert morning.do(morning.people.gu, reveals_today) == []
    for person in (morning.people.rosa, morning.people.shen, morning.people.eve):
        with pytest.raises(NotAllowed):
            morning.do(person, reveals_today)
