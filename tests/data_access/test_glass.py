"""Breaking the glass: one record for an hour, told at once, reviewed by somebody else, ten a day, and nothing besides."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import glass
from cockpit.access import Actor
from cockpit.glass import NOBODY, Glass, OwnGrant, ReviewOverdue, TooManyToday, Verdict
from cockpit.inventory import look_at
from cockpit.people import Erased
from cockpit.reasons import Reason
from cockpit.refusals import Invalid, NotAllowed, NotFound
from data_access import feed, retention
from entrypoints.api.changes import Change, group_of
from tests.at_once import at_once
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, WULIN

JIN = 1  # lives in 长庆: none of Xia's business
WHY = "她家中无人应答，需立即联系"
COUNSELLOR = Actor(92, "counsellor", "Qin", "counsellor", DISTRICT)


def values(morning: Morning, person: int = JIN) -> dict[str, str]:
    with morning.work(morning.people.cockpit) as work:
        found: dict[str, str] = work.people.open(person, ["name", "phone", "number", "address"])
        return found


def broken(morning: Morning, by: Actor | None = None, why: str = WHY, person: int = JIN) -> Glass:
    """Xia says the whole phone, and so opens a record of another street."""
    phone = values(morning, person)["phone"]
    found: Glass = morning.do(by or morning.people.xia, glass.break_glass_for, "phone", [phone], Reason.DANGER, why)
    return found


def rows(morning: Morning, query: str) -> list[Any]:
    with morning.database.connection() as connection:
        return list(connection.execute(text(query)))


def people_of(morning: Morning, street: str, count: int) -> list[int]:
    query = "select id from person where street = :street and phone is not null order by id limit :count"
    with morning.database.connection() as connection:
        return list(connection.execute(text(query), {"street": street, "count": count}).scalars())


# What it opens


def test_xia_opens_one_record_of_another_street_for_an_hour(morning: Morning) -> None:
    with pytest.raises(NotFound):
        morning.do(morning.people.xia, look_at, JIN)
    one = broken(morning)
    seen = morning.do(morning.people.xia, look_at, JIN)

    assert {field: shown.text for field, shown in seen.fields.items()} == values(morning)
    assert (one.ends_at - one.begun_at).total_seconds() == 3600
    with pytest.raises(NotFound):
        morning.later(seconds=3600).do(morning.people.xia, look_at, JIN)


def test_it_opens_nobody_else_and_no_list(morning: Morning) -> None:
    broken(morning)
    with morning.work(morning.people.xia) as work:
        assert work.people.of_ids([JIN]) == []
        assert work.people.find("phone", values(morning)["phone"]) == []
    other = next(one for one in people_of(morning, CHANGQING, 2) if one != JIN)
    for somebody, person in ((morning.people.xia, other), (replace(morning.people.xia, id=999), JIN)):
        with pytest.raises(NotFound):
            morning.do(somebody, look_at, person)


def test_in_ones_own_scope_it_shows_what_is_masked_else(morning: Morning) -> None:
    masked = morning.do(morning.people.rosa, look_at, JIN)
    assert not masked.fields["name"].whole
    morning.do(morning.people.rosa, glass.break_glass, JIN, Reason.DANGER, WHY)
    assert all(one.whole for one in morning.do(morning.people.rosa, look_at, JIN).fields.values())


def test_qin_sees_nobody_until_it_is_a_client_or_the_glass_is_broken(morning: Morning) -> None:
    with pytest.raises(NotFound):
        morning.do(COUNSELLOR, look_at, JIN)
    morning.do(COUNSELLOR, glass.break_glass, JIN, Reason.DANGER, WHY)
    assert morning.do(COUNSELLOR, look_at, JIN).fields["phone"].whole


def test_breaking_it_again_while_it_is_open_is_the_same_grant(morning: Morning) -> None:
    assert broken(morning) == broken(morning.later(minutes=5))
    assert len(rows(morning, "select 1 from glass")) == 1


# Who is told


def test_the_shift_leads_stream_and_both_audits_hear_of_it_at_once(morning: Morning) -> None:
    one = broken(morning)
    (change,) = rows(morning, "select * from change where subject = 'glass'")
    (look,) = rows(morning, "select * from look_entry")
    secrets = [*values(morning).values(), WHY]

    assert (change.event, change.street, change.district_at) == ("glass_broken", WULIN, one.begun_at)
    assert set(change.facts) == {"code", "until", "review_due"}
    assert (look.action, look.subject_id, look.facts["glass"]) == ("glass_broken", str(JIN), one.id)
    assert rows(morning, "select 1 from audit_entry where action = 'glass_broken'")
    assert not [secret for secret in secrets if secret in f"{change} {look}"]


def test_it_goes_to_the_streams_of_those_who_review_it_and_to_no_team(morning: Morning) -> None:
    for by in (morning.people.xia, morning.people.rosa):
        person = JIN if by is morning.people.xia else people_of(morning, CHANGQING, 2)[1]
        broken(morning, by, person=person)
    with morning.database.connection() as connection:
        told = [Change.of(row) for row in feed.changes_after(connection, 0) if row.subject == "glass"]
    assert len(told) == 2
    for change in told:
        assert change.concerns(group_of(morning.people.gu))
        assert not any(
            change.concerns(group_of(one)) for one in (morning.people.wu, morning.people.lin, morning.people.eve)
        )


def test_the_reason_is_sealed(morning: Morning) -> None:
    one = broken(morning)
    (kept,) = rows(morning, "select reason from glass")
    assert WHY.encode() not in bytes(kept.reason)
    assert morning.database.sealer.open(kept.reason, cell=f"glass.reason/{one.id}") == WHY


# Review


def test_gu_finds_it_in_her_queue_with_who_whom_and_why_and_her_look_is_a_line(morning: Morning) -> None:
    one = broken(morning)
    (waiting,) = morning.do(morning.people.gu, glass.to_review)

    assert (waiting.glass, waiting.who, waiting.reason) == (one, morning.people.xia.name, WHY)
    assert waiting.person and not waiting.person.fields["name"].whole
    line = rows(morning, "select * from look_entry order by id")[-1]
    assert (line.action, line.account) == ("listed", morning.people.gu.id)
    assert "glass.reason" in line.facts["fields"] and line.facts["count"] == 1


def test_what_gu_finds_fitting_goes_on_and_leaves_the_queue(morning: Morning) -> None:
    one = broken(morning)
    morning.do(morning.people.gu, glass.review, one.id, Verdict.FITTING)
    assert morning.do(morning.people.gu, glass.to_review) == []
    assert morning.do(morning.people.xia, look_at, JIN).fields["name"].whole
    assert rows(morning, "select 1 from change where event = 'glass_reviewed'")


def test_what_gu_does_not_find_fitting_is_over_at_once(morning: Morning) -> None:
    one = broken(morning)
    morning.later(minutes=5).do(morning.people.gu, glass.review, one.id, Verdict.NOT_FITTING)
    with pytest.raises(NotFound):
        morning.do(morning.people.xia, look_at, JIN)


def test_nobody_reviews_their_own_nor_sees_it_in_the_queue(morning: Morning) -> None:
    one = broken(morning, morning.people.gu)
    assert morning.do(morning.people.gu, glass.to_review) == []
    with pytest.raises(OwnGrant):
        morning.do(morning.people.gu, glass.review, one.id, Verdict.FITTING)


def test_a_review_is_refused_to_others_to_another_street_and_a_second_time(morning: Morning) -> None:
    one = broken(morning)
    duty = Actor(93, "duty_leader", "Du", "duty_leader", CHANGQING)
    for somebody in (morning.people.rosa, morning.people.xia, morning.people.eve):
        with pytest.raises(NotAllowed):
            morning.do(somebody, glass.review, one.id, Verdict.FITTING)
    for missing in (one.id, 10**9):
        with pytest.raises(NotFound):
            morning.do(duty, glass.review, missing, Verdict.FITTING)
    morning.do(morning.people.gu, glass.review, one.id, Verdict.FITTING)
    with pytest.raises(glass.AlreadyReviewed):
        morning.do(replace(morning.people.gu, id=94), glass.review, one.id, Verdict.FITTING)


# Limits


def test_an_unreviewed_one_blocks_the_next_after_a_day_until_it_is_reviewed(morning: Morning) -> None:
    one = broken(morning)
    second, third = people_of(morning, CHANGQING, 3)[1:]
    broken(morning.later(hours=24), person=second)
    with pytest.raises(ReviewOverdue):
        broken(morning.later(seconds=1), person=third)
    morning.do(morning.people.gu, glass.review, one.id, Verdict.FITTING)
    assert broken(morning, person=third)


def test_ten_a_day_and_not_one_more(morning: Morning) -> None:
    persons = people_of(morning, CHANGQING, 11)
    for person in persons[:10]:
        broken(morning, person=person)
    with pytest.raises(TooManyToday):
        broken(morning, person=persons[10])
    assert broken(morning.later(hours=16, minutes=41), person=persons[10]).nth == 1  # 00:01 of the next local day


@pytest.mark.many
def test_of_two_at_the_same_moment_no_number_is_given_twice(morning: Morning) -> None:
    phones = [values(morning, person)["phone"] for person in people_of(morning, CHANGQING, 4)]

    def break_one(phone: str) -> None:
        morning.do(morning.people.xia, glass.break_glass_for, "phone", [phone], Reason.DANGER, WHY)

    at_once(*[partial(break_one, phone) for phone in phones])
    numbers = [row.nth for row in rows(morning, "select nth from glass order by nth")]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("why", ["", "短", "123456789"])
def test_without_a_reason_nothing_opens(morning: Morning, why: str) -> None:
    with pytest.raises(Invalid):
        broken(morning, why=why)
    assert rows(morning, "select 1 from glass") == []


@pytest.mark.parametrize("name", ["lin", "wu", "zheng", "mei", "chen", "eve", "cockpit"])
def test_who_is_neither_officer_clinician_nor_counsellor_is_refused(morning: Morning, name: str) -> None:
    by = getattr(morning.people, name)
    for ask, given in ((glass.break_glass, (JIN,)), (glass.break_glass_for, ("phone", ["10012345678"]))):
        with pytest.raises(NotAllowed):
            morning.do(by, ask, *given, Reason.DANGER, WHY)


def test_what_is_erased_or_out_of_scope_opens_nothing(morning: Morning) -> None:
    with pytest.raises(NotFound):
        morning.do(morning.people.xia, glass.break_glass, JIN, Reason.DANGER, WHY)
    with morning.work(morning.people.rosa) as work:
        work.connection.execute(text("delete from person_key where person_id = :id"), {"id": JIN})
    with pytest.raises(Erased):
        morning.do(morning.people.rosa, glass.break_glass, JIN, Reason.DANGER, WHY)


def test_a_value_that_fits_nobody_or_two_opens_nothing_and_which_of_both_is_not_told(morning: Morning) -> None:
    one, two = people_of(morning, CHANGQING, 2)
    phone = values(morning, one)["phone"]
    with morning.work(morning.people.rosa) as work:
        work.people.keep(two, "phone", phone)
    for value in ("10000000000", phone):
        missed = morning.do(morning.people.xia, glass.break_glass_for, "phone", [value], Reason.DANGER, WHY)
        assert missed.person == NOBODY and not missed.live(morning.at)
    assert morning.do(morning.people.xia, glass.my_glasses) == []


def test_a_try_that_finds_nobody_is_told_reviewed_and_one_of_the_ten(morning: Morning) -> None:
    for _ in range(10):
        morning.do(morning.people.xia, glass.break_glass_for, "phone", ["10000000000"], Reason.DANGER, WHY)
    with pytest.raises(TooManyToday):
        broken(morning)
    waiting = morning.do(morning.people.gu, glass.to_review)
    assert len(waiting) == 10 and {one.person for one in waiting} == {None}
    assert len(rows(morning, "select 1 from change where event = 'glass_broken'")) == 10


def test_the_banner_names_what_is_open_to_me_and_to_nobody_else(morning: Morning) -> None:
    one = broken(morning)
    assert morning.do(morning.people.xia, glass.my_glasses) == [one]
    assert morning.do(morning.people.rosa, glass.my_glasses) == []
    assert morning.later(hours=1).do(morning.people.xia, glass.my_glasses) == []


def test_reasons_go_after_three_years_and_not_before(morning: Morning) -> None:
    broken(morning)
    for days, gone in ((1095, 0), (2, 1)):
        assert retention.expire(morning.later(days=days), morning.people.cockpit)["glass"] == gone  # type: ignore[arg-type]
    assert rows(morning, "select 1 from glass") == []
    assert rows(morning, "select kind from deletion") == [("glass",)]
