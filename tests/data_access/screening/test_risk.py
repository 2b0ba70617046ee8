"""He falls ill, and the cockpit keeps how likely it is that Su, Tao and Ma were infected; Dong and Lin read it."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import Actor, system
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import (
    Case,
    CaseStatus,
    Setting,
    add_contact,
    change_case,
    deny_contact,
    open_case,
)
from cockpit.screening.override import Denial
from cockpit.screening.risk import (
    Level,
    OutOfBounds,
    PartKind,
    RiskSeen,
    Symptom,
    draft,
    keep_risks,
    open_risk,
    preview,
    whom_to_assess,
)
from data_access import feed
from data_access.database import Database
from data_access.emergency import COLLECTED
from data_access.policy import publish
from data_access.screening.risk_facts import RiskFactsShelf
from data_access.screening.risk_rounds import RiskRounds
from data_access.screening.rounds import Screening
from entrypoints.api.changes import Change, group_of
from tests.data_access.screening.conftest import ISOLATED, ZONE, AtThatTime, Outbreak
from tests.entrypoints.changes import last_id
from tests.people import CHANGQING, DISTRICT, somebody

Rows = list[Any]


@pytest.fixture
def assess(outbreak: Outbreak) -> Callable[[], Any]:
    """The cockpit's own round, by the clock of what happened."""
    return lambda: RiskRounds(AtThatTime(outbreak), system(DISTRICT)).all()  # type: ignore[arg-type]


def rows(database: Database, what: str = "level", more: str = "") -> Rows:
    with database.connection() as connection:
        query = f"select person_id, {what} from risk_assessment where true {more} order by id"
        return [tuple(one) for one in connection.execute(text(query))]


def levels(outbreak: Outbreak, *persons: int) -> dict[int, Level]:
    with outbreak.morning.work(system(DISTRICT)) as work:
        return work.risk.levels(persons)  # type: ignore[no-any-return]


def seen(outbreak: Outbreak, by: Actor | None = None, **asked: Any) -> RiskSeen:
    return outbreak.do(open_risk, by=by, **asked)  # type: ignore[no-any-return]


# The round


def test_those_who_live_with_the_case_have_a_level_with_what_it_rests_on(
    outbreak: Outbreak, case: Case, assess: Any
) -> None:
    done = assess()
    assert (done.people, done.changed) == (2, 2)
    found = {one.person.id: one.stands for one in seen(outbreak).people}
    assert found.keys() == {outbreak.su, outbreak.tao}
    su = found[outbreak.su]
    assert su.level >= Level.MEDIUM and 0 < su.score < 1
    (part,) = su.parts
    assert part.kind is PartKind.MET and part.share == 1 and part.exposure
    assert (part.exposure.case, part.exposure.setting) == (case.id, Setting.HOUSEHOLD)
    assert part.exposure.ended == ISOLATED.isolated_at and not part.goes_on


def test_each_round_of_screening_is_followed_by_one_of_risk(
    outbreak: Outbreak, case: Case, screening: Screening
) -> None:
    """That of the hour, and that of one case, also of one that exposes nobody any more."""
    screening.all()
    assert levels(outbreak, outbreak.su, outbreak.tao).keys() == {outbreak.su, outbreak.tao}
    outbreak.do(change_case, case.id, replace(ISOLATED, status=CaseStatus.NO_CASE))
    screening.one(case.id)
    assert levels(outbreak, outbreak.su, outbreak.tao) == {}


def test_the_same_round_twice_and_an_hour_that_passes_write_nothing(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    assess()
    before = rows(database, "at, gone_at")
    for hour in (9, 10, 23):
        outbreak.on(10, hour)
        assert assess().changed == 0
    assert rows(database, "at, gone_at") == before


def test_a_level_that_changes_begins_a_row_and_ends_the_one_before_it(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    assess()
    outbreak.on(11).do(change_case, case.id, replace(ISOLATED, status=CaseStatus.SUSPECTED))
    assert assess().changed == 2
    of_su = [row for row in rows(database, "score, at, gone_at") if row[0] == outbreak.su]
    (_, confirmed, _, ended), (_, suspected, began, open_end) = of_su
    assert suspected < confirmed and ended == began == outbreak.morning.at and open_end is None


def test_ruled_out_nobody_stands_at_any_level_any_more(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    assess()
    outbreak.on(11).do(change_case, case.id, replace(ISOLATED, status=CaseStatus.NO_CASE))
    assess()
    assert levels(outbreak, outbreak.su, outbreak.tao) == {} and seen(outbreak).people == ()
    assert len(rows(database, "gone_at", "and gone_at is not null")) == 2


def test_by_the_investigators_word_somebody_is_added_and_taken_away(
    outbreak: Outbreak, case: Case, assess: Any
) -> None:
    outbreak.do(add_contact, case.id, outbreak.ma, Setting.MEAL, date(2020, 2, 9))
    assess()
    assert levels(outbreak, outbreak.ma)[outbreak.ma] is Level.LOW
    outbreak.do(deny_contact, case.id, outbreak.ma, Denial.ELSEWHERE)
    assess()
    assert levels(outbreak, outbreak.ma) == {}


def test_after_fourteen_days_it_counts_no_more(outbreak: Outbreak, case: Case, assess: Any) -> None:
    assess()
    outbreak.on(24, 23)
    assert assess().changed == 0
    outbreak.on(25, 0)
    assert assess().changed == 2 and levels(outbreak, outbreak.su) == {}


def test_who_falls_ill_is_at_no_risk_any_more(outbreak: Outbreak, case: Case, assess: Any) -> None:
    assess()
    outbreak.on(12).enter(outbreak.su, onset=date(2020, 2, 12))
    assess()
    assert outbreak.su not in levels(outbreak, outbreak.su, outbreak.tao)


def test_one_case_alone_is_assessed_after_it_changed(outbreak: Outbreak, case: Case) -> None:
    with outbreak.morning.work(system(DISTRICT)) as work:
        assert whom_to_assess(work, case.id) == sorted([outbreak.he, outbreak.su, outbreak.tao])
        assert whom_to_assess(work, 10**9) == []


def test_two_versions_of_the_rule_give_two_levels_and_each_says_which(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    """Su's level of Tuesday stays as it was reckoned; from Wednesday's first minute on the other rule holds."""
    assess()
    body = next(iter(rule_of(outbreak))).body
    body = deepcopy(body) | {"levels": {"high": 0.9, "medium": 0.8, "low": 0.7}}
    wednesday = datetime(2020, 2, 12, tzinfo=ZONE)
    with database.connection() as connection:
        other = publish(connection, {
            "kind": "risk", "key": "any", "area": DISTRICT, "holds_from": wednesday, "holds_to": None,
            "published_at": outbreak.morning.at, "source": "a stricter one", "body": body,
        })  # fmt: skip
    outbreak.on(11, 23)
    assert assess().changed == 0
    outbreak.on(12, 0)
    assert assess().changed == 2
    (_, first, old), (_, second, new) = [row for row in rows(database, "level, policy") if row[0] == outbreak.su]
    assert first > second == Level.NONE and old != new == other


def rule_of(outbreak: Outbreak) -> Any:
    with outbreak.morning.work(outbreak.dong) as work:
        yield work.policy.get("risk", "any", DISTRICT)


def test_what_another_subject_knows_joins_at_one_place(
    outbreak: Outbreak, case: Case, assess: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ma met nobody and says that she has a fever."""
    ill = {outbreak.ma: (Symptom(date(2020, 2, 10)),)}
    monkeypatch.setattr(RiskFactsShelf, "symptoms", lambda *_: ill)
    monkeypatch.setattr(RiskFactsShelf, "anybody", lambda *_: tuple(ill))
    assess()
    (ma,) = [one for one in seen(outbreak).people if one.person.id == outbreak.ma]
    assert [part.kind for part in ma.stands.parts] == [PartKind.SYMPTOM] and ma.stands.parts[0].on == date(2020, 2, 10)


def test_what_it_rests_on_lies_sealed(outbreak: Outbreak, database: Database, case: Case, assess: Any) -> None:
    assess()
    for _, parts in rows(database, "parts"):
        assert b"household" not in parts and b'"met"' not in parts


def test_a_hundred_people_are_kept_by_one_statement(
    outbreak: Outbreak, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data_access.screening import risk

    asked = []
    with outbreak.morning.work(system(DISTRICT)) as work:
        known = work.risk.connection.execute

        def counted(statement: Any, *args: Any, **more: Any) -> Any:
            asked.append(statement is risk.NEW)
            return known(statement, *args, **more)

        monkeypatch.setattr(work.risk.connection, "execute", counted)
        keep_risks(work, whom_to_assess(work))
    assert sum(asked) == 1


def test_the_round_is_told_once_by_how_many_and_never_by_whom(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    assess()
    assess()
    with database.connection() as connection:
        told = connection.execute(text("select subject_id, facts from change where subject = 'risk'")).all()
        lines = connection.execute(text("select facts from audit_entry where action = 'assessed'")).all()
    assert [tuple(one) for one in told] == [("0", {"up": 2, "down": 0})]
    assert len(lines) == 1


def test_leaders_and_walls_hear_of_no_level_on_the_stream(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    before = last_id(database)
    assess()
    with database.connection() as connection:
        (change,) = [Change.of(row) for row in feed.changes_after(connection, before, 100)]
    heard = {
        one: change.concerns(group_of(somebody(database, one)))
        for one in ("investigator", "community", "leader", "wall")
    }
    assert heard == {"investigator": True, "community": True, "leader": False, "wall": False}


@pytest.mark.parametrize("account", ["investigator", "officer", "data_officer"])
def test_only_the_cockpit_itself_assesses(outbreak: Outbreak, database: Database, account: str) -> None:
    for use_case, given in ((whom_to_assess, ()), (keep_risks, ([outbreak.su],))):
        with pytest.raises(NotAllowed):
            outbreak.do(use_case, *given, by=somebody(database, account))


# Reading it


def test_beside_each_contact_stands_the_level_and_the_highest_comes_first(
    outbreak: Outbreak, case: Case, assess: Any
) -> None:
    outbreak.do(add_contact, case.id, outbreak.ma, Setting.MEAL, date(2020, 2, 9))
    before = outbreak.do(open_case, case.id)
    assert {one.level for one in before.contacts} == {Level.NONE}
    assess()
    contacts = outbreak.do(open_case, case.id).contacts
    found = [one.level for one in contacts]
    assert contacts[-1].person.id == outbreak.ma and found == sorted(found, reverse=True) and found[0] > found[-1]


def test_counts_by_level_and_street_and_the_visits_that_they_cost(outbreak: Outbreak, case: Case, assess: Any) -> None:
    assess()
    found = seen(outbreak)
    (level,) = {one.stands.level for one in found.people}
    assert found.counts[level][DISTRICT].value == found.counts[level][CHANGQING].value == 2
    assert found.visits[CHANGQING] == 2 * found.rule.body["visits"][level.name.lower()]


def test_people_are_chosen_by_level_and_area(outbreak: Outbreak, case: Case, assess: Any) -> None:
    assess()
    (level,) = {one.stands.level for one in seen(outbreak).people}
    assert len(seen(outbreak, level=level, area=CHANGQING).people) == 2
    assert seen(outbreak, level=Level.NONE).people == () == seen(outbreak, area="330103002").people
    with pytest.raises(NotFound):
        seen(outbreak, area="330199999")


def test_each_sees_those_of_the_own_area_as_the_role_may_and_the_wrong_street_nobody(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    assess()
    people = outbreak.morning.people
    assert len(seen(outbreak, people.shen).people) == 2
    assert seen(outbreak, people.xia).people == () and seen(outbreak, people.xia).cases == {}
    masked = seen(outbreak, people.rosa).people[0].person.fields["name"].text
    full = seen(outbreak).people[0].person.fields["name"].text
    assert masked and full and "*" in masked and "*" not in full
    with pytest.raises(NotFound):
        seen(outbreak, people.xia, area=CHANGQING)
    with pytest.raises(NotAllowed):
        seen(outbreak, people.eve)


def test_who_sees_numbers_alone_sees_small_ones_hidden_and_nobody(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    assess()
    found = seen(outbreak, somebody(database, "leader"))
    assert found.people == () and not found.visits and not found.cases and not found.places
    assert {str(one) for cells in found.counts.values() for one in cells.values()} == {"<5"}
    assert all(len(code) < 12 for cells in found.counts.values() for code in cells)
    assert {str(one) for row in found.erred for one in (row.contacts, row.ill)} == {"<5"}


def test_to_look_at_them_is_written_down(outbreak: Outbreak, database: Database, case: Case, assess: Any) -> None:
    assess()
    seen(outbreak)
    with database.connection() as connection:
        (facts,) = connection.execute(text("select facts from look_entry order by id desc limit 1")).scalars()
    assert facts["filter"] == {"risk": "any", "area": DISTRICT} and facts["count"] == 2


def many(database: Database, street: str, people: int, level: Level) -> None:
    """So many of that street stand at the level, by the word of nobody in particular."""
    with database.connection() as connection:
        connection.execute(text(
            "insert into risk_assessment (person_id, score, level, policy, parts, at, street, community, grid)"
            " select id, 0.5, :level, (select max(id) from policy where kind = 'risk'), '', timestamptz '2020-02-01', street,"
            " community, grid from person where street = :street order by id limit :people"
        ), {"street": street, "people": people, "level": int(level)})  # fmt: skip


def test_a_large_number_is_shown_to_who_sees_numbers_alone_and_whoever_fell_ill_ever_is_rounded(
    outbreak: Outbreak, database: Database
) -> None:
    many(database, CHANGQING, 33, Level.HIGH)
    found = seen(outbreak, somebody(database, "leader"))
    assert found.counts[Level.HIGH][DISTRICT].value in (30, 35), "all but its small communities"
    (high,) = [one for one in found.erred if one.stood is Level.HIGH]
    assert high.contacts.rounded and high.contacts.value in (30, 35) and str(high.ill) == "<5"


# How it goes


def test_how_somebody_stood_before_goes_after_thirty_days(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    assess()
    outbreak.on(11).do(change_case, case.id, replace(ISOLATED, status=CaseStatus.NO_CASE))
    assess()
    gone = next(one for one in COLLECTED if one.kind == "risk")
    for moment, left in ((datetime(2020, 2, 11, 8, 59, tzinfo=ZONE), 2), (datetime(2020, 2, 11, 9, 1, tzinfo=ZONE), 0)):
        with outbreak.morning.work(system(DISTRICT)) as work:
            told = {"reason": "expired", "district_at": work.at, "machine_at": work.machine_at}
            work.emergencies.erase(gone, None, moment, 100, told)
        assert len(rows(database)) == left


def test_it_belongs_to_the_emergency_and_goes_with_whoever_has_their_data_deleted(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    assess()
    assert {one for _, one in rows(database, "emergency")} == {1}
    with outbreak.morning.work(system(DISTRICT)) as work:
        work.emergencies.erase_person(outbreak.su, work.at, work.machine_at)
    assert {person for person, _ in rows(database)} == {outbreak.tao}


# How often it erred


def test_who_fell_ill_counts_by_how_they_stood_that_day(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    """Su stood at a level; Ma was listed by nobody; Tao did not fall ill, though Su exposed him too by then."""
    assess()
    (level,) = {one.stands.level for one in seen(outbreak).people}
    outbreak.on(12).enter(outbreak.su, onset=date(2020, 2, 12))
    outbreak.enter(outbreak.ma, onset=date(2020, 2, 12))
    outbreak.on(13)
    assess()
    found = {one.stood: (one.contacts.value, one.ill.value) for one in seen(outbreak).erred}
    assert found[level] == (1, 1) and found[Level.HIGH] == (1, 0), "Tao's level rose"
    assert found[None] == (2, 2), "He was the first case, and listed by nobody either"
    assert found[Level.LOW] == found[Level.NONE] == (0, 0)
    assert {one.ill.value for one in seen(outbreak, outbreak.morning.people.xia).erred} == {0}


def test_who_was_listed_before_any_round_counts_as_listed_at_no_level(outbreak: Outbreak, case: Case) -> None:
    outbreak.on(12).enter(outbreak.su, onset=date(2020, 2, 12))
    found = {one.stood: one.ill.value for one in seen(outbreak).erred}
    assert found[Level.NONE] == 1 and found[None] == 1


# Drafting


def everything(database: Database) -> Any:
    with database.connection() as connection:
        names = ("risk_assessment", "policy", "change", "audit_entry", "procrastinate_jobs")
        return [connection.execute(text(f"select count(*), max(id) from {name}")).one() for name in names]


def test_dong_lowers_a_weight_and_sees_who_would_fall_and_how_many_visits_that_saves(
    outbreak: Outbreak, database: Database, case: Case, assess: Any
) -> None:
    outbreak.do(add_contact, case.id, outbreak.ma, Setting.MEAL, date(2020, 2, 9))
    assess()
    before = everything(database)
    now = outbreak.do(draft)
    found = outbreak.do(preview, {"settings.household": now["settings.household"] / 20})
    assert (found.people, found.up, found.down) == (3, 0, 2)
    assert {one.person.id for one in found.who} == {outbreak.su, outbreak.tao}
    assert all(one.was > one.now and one.person.fields["name"].text for one in found.who)
    was, now_ = found.visits[CHANGQING]
    assert was > now_ and everything(database) == before
    again = outbreak.do(preview, {"settings.household": now["settings.household"]})
    assert (again.up, again.down, again.who) == (0, 0, ())


def test_a_draft_that_is_no_rule_is_refused(outbreak: Outbreak, case: Case) -> None:
    for asked in (
        {"settings.household": -0.1}, {"minutes": 0}, {"settings.flight": 1}, {"lasts": float("nan")}, {"levels": 1},
        {"levels.high": 0.01}, {"levels.low": 0}, {"course.fall": 0}, {"settings.household": 10.0**9},
    ):  # fmt: skip
        with pytest.raises((Invalid, OutOfBounds)):
            outbreak.do(preview, asked)


@pytest.mark.parametrize("account", ["officer", "clinician", "community", "leader"])
def test_only_the_investigator_drafts(outbreak: Outbreak, database: Database, account: str) -> None:
    for use_case, given in ((preview, ({},)), (draft, ())):
        with pytest.raises(NotAllowed):
            outbreak.do(use_case, *given, by=somebody(database, account))
