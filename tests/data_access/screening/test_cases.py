"""A case is entered and its household is listed, by the rule of that day; each contact says what it rests on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cockpit.access import Actor
from cockpit.quarantine import QuarantineKind
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import (
    AlreadyACase,
    CaseFacts,
    CaseSeen,
    CaseStatus,
    Closeness,
    Setting,
    add_contact,
    change_case,
    list_cases,
    open_case,
    order_all,
)
from data_access import feed
from data_access.database import Database
from entrypoints.api.changes import Change, group_of
from tests.data_access.screening.conftest import ZONE, Outbreak
from tests.entrypoints.changes import last_id
from tests.people import CHANGQING, somebody

TODAY = date(2020, 2, 10)
CONFIRMED = CaseFacts(CaseStatus.CONFIRMED, onset=TODAY)


def seen(outbreak: Outbreak, case: int, by: Actor | None = None) -> CaseSeen:
    found: CaseSeen = outbreak.do(open_case, case, by=by)
    return found


def who(seen: CaseSeen) -> set[int]:
    return {one.person.id for one in seen.contacts}


# Whom it finds


def test_whoever_lives_with_the_case_is_a_close_contact_and_the_neighbour_is_none(outbreak: Outbreak) -> None:
    case = outbreak.on(10).enter()
    found = seen(outbreak, case.id)
    assert who(found) == {outbreak.su, outbreak.tao}
    for one in found.contacts:
        (exposure,) = one.stands.contact.exposures
        assert (exposure.setting, exposure.closeness) == (Setting.HOUSEHOLD, Closeness.CLOSE)


def test_the_days_that_count_are_what_the_edition_of_the_day_of_the_report_says(outbreak: Outbreak) -> None:
    """Su moved out on the day before the onset: a contact since 21 February, and none before."""
    elsewhere = outbreak.records.home("330103002")
    outbreak.records.move(outbreak.su, elsewhere, date(2020, 2, 7))
    before = seen(outbreak, outbreak.on(20, 23).enter(onset=date(2020, 2, 8)).id)
    assert before.rule.body["look_back"] == 0 and who(before) == {outbreak.tao}
    outbreak.do(change_case, before.case.id, CaseFacts(CaseStatus.NO_CASE, onset=date(2020, 2, 8)))
    after = seen(outbreak, outbreak.on(21, 0).enter(onset=date(2020, 2, 8)).id)
    assert after.rule.body["look_back"] == 2 and who(after) == {outbreak.tao, outbreak.su}


def test_a_case_keeps_the_rule_that_it_was_entered_under(outbreak: Outbreak) -> None:
    case = outbreak.on(10).enter(onset=date(2020, 2, 8))
    outbreak.on(25).do(change_case, case.id, CaseFacts(CaseStatus.CONFIRMED, onset=date(2020, 2, 9)))
    assert seen(outbreak, case.id).rule.body["look_back"] == 0


def test_while_they_live_together_the_count_of_days_does_not_begin(outbreak: Outbreak) -> None:
    case = outbreak.on(10).enter()
    assert {one.stands.day for one in seen(outbreak, case.id).contacts} == {TODAY}
    assert {one.stands.day for one in seen(outbreak.on(12), case.id).contacts} == {date(2020, 2, 12)}
    isolated = replace(CONFIRMED, onset=date(2020, 2, 8), isolated_at=outbreak.morning.at)
    outbreak.do(change_case, case.id, isolated)
    (one, _) = seen(outbreak.on(15), case.id).contacts
    assert (one.stands.day, one.stands.until) == (date(2020, 2, 12), date(2020, 2, 26))


def test_a_case_that_is_ruled_out_has_no_contacts_and_may_be_entered_again(outbreak: Outbreak) -> None:
    case = outbreak.on(10).enter(status=CaseStatus.SUSPECTED)
    outbreak.do(change_case, case.id, CaseFacts(CaseStatus.NO_CASE, onset=TODAY))
    assert seen(outbreak, case.id).contacts == ()
    assert outbreak.enter().id != case.id


def test_who_is_a_contact_of_two_cases_is_one_contact_with_both_reasons(outbreak: Outbreak) -> None:
    outbreak.on(10).enter()
    second = outbreak.enter(outbreak.su)
    tao = next(one for one in seen(outbreak, second.id).contacts if one.person.id == outbreak.tao)
    assert len({one.case for one in tao.stands.contact.exposures}) == 2


# Who sees what of it


def test_the_investigator_reads_names_of_cases_and_their_contacts_and_the_officer_masks(outbreak: Outbreak) -> None:
    case = outbreak.on(10).enter()
    for by, name, contact in ((outbreak.dong, "何平", "苏青"), (outbreak.morning.people.rosa, "何**", "苏**")):
        found = seen(outbreak, case.id, by)
        assert found.person and found.person.fields["name"].text == name
        assert contact in {one.person.fields["name"].text for one in found.contacts}


def test_lin_sees_the_contacts_of_her_community_and_not_whose_case_it_is(
    outbreak: Outbreak, database: Database
) -> None:
    lin = outbreak.morning.people.lin
    with database.work(outbreak.dong) as work:
        spot = next(
            one for one in work.areas.known.values() if one.code.startswith("330103002") and len(one.code) == 15
        )
    outbreak.records.move(outbreak.he, outbreak.records.home(spot.code[:9]), date(2020, 2, 9))
    case = outbreak.on(10).enter()
    mine = replace(lin, area=outbreak.home.spot.community)
    found = seen(outbreak, case.id, mine)
    assert found.person is None and who(found) == {outbreak.su, outbreak.tao}
    assert [row.case.id for row in outbreak.do(list_cases, by=mine)] == [case.id]


def test_another_streets_case_answers_like_one_that_is_not_there(outbreak: Outbreak) -> None:
    case = outbreak.on(10).enter()
    for number in (case.id, 10**9):
        with pytest.raises(NotFound):
            outbreak.do(open_case, number, by=outbreak.morning.people.xia)
    assert outbreak.do(list_cases, by=outbreak.morning.people.xia) == []


@pytest.mark.parametrize("who", ["rosa", "lin", "wu", "eve"])
def test_only_investigators_and_clinicians_enter_cases(outbreak: Outbreak, who: str) -> None:
    with pytest.raises(NotAllowed):
        outbreak.on(10).do(change_case, 1, CONFIRMED, by=getattr(outbreak.morning.people, who))


def test_a_clinician_enters_a_case_too(outbreak: Outbreak, database: Database) -> None:
    outbreak.dong = somebody(database, "clinician")
    assert outbreak.on(10).enter().code.startswith("C-")


# What is refused


def test_one_person_is_one_case(outbreak: Outbreak) -> None:
    case = outbreak.on(10).enter()
    with pytest.raises(AlreadyACase) as refusal:
        outbreak.enter()
    assert refusal.value.code == case.code


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"onset": None, "sampled": None}, "onset"),
        ({"onset": TODAY + timedelta(days=1)}, "onset"),
        ({"sampled": TODAY + timedelta(days=1)}, "sampled"),
        ({"onset": date(2019, 1, 10)}, "onset"),
    ],
)
def test_days_that_cannot_be_are_refused_by_name(outbreak: Outbreak, facts: dict[str, date], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        outbreak.on(10).enter(**facts)
    assert refusal.value.field == field
    assert outbreak.do(list_cases) == []


def test_an_isolation_that_is_still_to_come_is_refused(outbreak: Outbreak) -> None:
    with pytest.raises(Invalid) as refusal:
        outbreak.on(10).enter(isolated_at=outbreak.morning.at + timedelta(minutes=1))
    assert refusal.value.field == "isolated_at"


def test_what_is_told_names_nobody(outbreak: Outbreak, database: Database) -> None:
    case = outbreak.on(10).enter()
    with database.work(outbreak.dong) as work:
        told = [*work.timeline("case", case.id), *work.timeline("contact", case.id)]
    assert [one.event for one in told] == ["case_entered", "contacts_found"]
    assert told[1].facts == {"case": case.id, "found": 2, "gone": 0}
    assert told[0].at.astimezone(ZONE).day == 10


def test_who_may_not_read_them_hears_of_no_case_no_contact_and_no_quarantine(
    outbreak: Outbreak, database: Database
) -> None:
    """Each is one person or a few: a leader would add small cells up from them."""
    before = last_id(database)
    outbreak.do(order_all, outbreak.on(10).enter().id, QuarantineKind.HOME)
    with database.connection() as connection:
        changes = [Change.of(row) for row in feed.changes_after(connection, before, 100)]
    assert len(changes) == 4  # the case, its contacts, two orders
    for who, hears in (
        ("investigator", 4),
        ("officer", 4),
        ("data_officer", 0),
        ("approver", 0),
        ("leader", 0),
        ("wall", 0),
    ):
        group = group_of(somebody(database, who))
        assert sum(one.concerns(group) for one in changes) == hears, who


def test_who_lives_with_a_contact_is_listed_apart_and_ordered_nothing(outbreak: Outbreak) -> None:
    """Ma ate with He; whoever shares Ma's door has met no case."""
    door = outbreak.records.home(CHANGQING, "9幢1单元905室")
    yu, lu = outbreak.records.add("于安", home=door), outbreak.records.add("卢安", home=door)
    case = outbreak.on(10).enter(onset=date(2020, 2, 8))
    outbreak.do(add_contact, case.id, yu, Setting.MEAL, date(2020, 2, 9))

    seen = outbreak.do(open_case, case.id)

    assert [(one.person.id, one.through) for one in seen.second] == [(lu, yu)]
    assert lu not in {one.person.id for one in seen.contacts}
    outbreak.enter(lu, onset=date(2020, 2, 10))
    assert outbreak.do(open_case, case.id).second == ()
