"""One person, one record: found by Splink, merged where it is sure, undone to the last column, refused where it must be."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from sqlalchemy import delete, insert, select, text

from cockpit import audit, linking, receipts
from cockpit.access import Actor
from cockpit.linking import AlreadyDecided, AlreadyMerged, LaterMergeFirst, Run, Stage, State, TwoNumbers, weight
from cockpit.people import Erased, Household
from cockpit.refusals import NotAllowed, NotFound
from cockpit.requests import Field, Kind, enter, made_by
from data_access.database import Database
from data_access.figures import INVENTORY, differences
from data_access.linking import person_merge, person_pair
from data_access.linking.comparing import Comparison
from data_access.linking.jobs import Runner
from data_access.linking.joining import Hanging
from data_access.people import residence
from data_access.quarantine import quarantine
from data_access.receipts import receipt
from tests.at_once import at_once
from tests.data_access.linking.records import BORN, SINCE, Records
from tests.people import CHANGQING, WULIN, People, somebody

WEI = "张伟"
NUMBER, PHONE = "999999198503120010", "10012345678"


@pytest.fixture
def jia(database: Database, people: People) -> Actor:
    """The data officer."""
    return somebody(database, "data_officer")


@pytest.fixture
def records(database: Database, people: People) -> Records:
    return Records(database, people.cockpit)


@pytest.fixture
def door(records: Records) -> Household:
    return records.home(CHANGQING)


@pytest.fixture
def compare(database: Database, people: People) -> Callable[[], Run]:
    def run() -> Run:
        with database.work(people.cockpit) as work:
            number = linking.link_here(work).id
        return Runner(database, people.cockpit, number).go()

    return run


def waiting(database: Database, by: Actor) -> list[linking.Pair]:
    with database.work(by) as work:
        return linking.alike(work)


def merged(database: Database, by: Actor) -> list[linking.Merge]:
    with database.work(by) as work:
        return [one for one in linking.merges(work) if one.undone_at is None]


def only(database: Database, by: Actor) -> linking.Pair:
    (pair,) = waiting(database, by)
    return pair


def do(database: Database, by: Actor, act: Callable[..., Any], *args: Any) -> Any:
    with database.work(by) as work:
        return act(work, *args)


def counted(database: Database, by: Actor) -> None:
    with database.work(by) as work:
        assert [one for one in differences(work.connection, INVENTORY) if one[2] != one[3]] == []


# Found


def test_the_district_as_it_was_planted_has_nobody_twice(
    database: Database, jia: Actor, compare: Callable[[], Run]
) -> None:
    run = compare()

    assert (run.stage, run.merged, run.queued) == (Stage.DONE, 0, 0)
    assert run.persons > 500


def test_one_person_under_two_spellings_of_the_name_is_merged(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    first = records.add(WEI, home=door, number=NUMBER)
    again = records.add("ZHANG WEI", home=door, phone=PHONE)

    assert compare().merged == 1
    (merge,) = merged(database, jia)
    assert (merge.survivor, merge.absorbed, merge.taken) == (first, again, ("phone",))
    with database.work(jia) as work:
        assert work.people.get(again).id == first
        assert [one.id for one in work.people.find("phone", PHONE)] == [first]
        assert [one.id for one in work.people.find("street_name", CHANGQING, "ZHANG WEI")] == [first]
        living = {one.id for one in work.people.of_community(door.spot.community, first - 1, 50)}
        shown = work.looks.person(work.people.get(first))
    assert first in living and again not in living
    assert shown.fields["phone"].text == PHONE and shown.fields["name"].text == WEI
    counted(database, jia)


def test_a_name_that_sounds_the_same_waits_for_somebody(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    one, other = records.add(WEI, home=door), records.add("张薇", home=door)

    run = compare()
    assert (run.merged, run.queued) == (0, 1)
    assert (only(database, jia).one, only(database, jia).other) == (one, other)


def test_splink_weighs_as_the_rule_says(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    records.add(WEI, home=door, phone=PHONE)
    records.add("张薇", home=door, phone=PHONE)
    compare()

    pair = only(database, jia)
    with database.work(jia) as work:
        body = work.policy.version(pair.rule).body
    assert pair.weight == pytest.approx(weight(pair.levels, body), abs=1e-6)


def test_twins_and_a_father_with_a_son_of_his_name_are_left_alone(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    for name, born in (("王子涵", BORN), ("王强", BORN), ("王建国", BORN), ("王建国", date(2011, 8, 30))):
        records.add(name, born, door, phone=PHONE)

    run = compare()
    assert (run.merged, run.queued) == (0, 0)


def test_who_moved_within_the_district_waits_and_who_went_back_is_merged(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    away = records.home(WULIN)
    moved = records.add(WEI, home=door, number=NUMBER)
    records.add(WEI, home=away)
    assert (compare().queued, only(database, jia).levels[linking.Field.HOME]) == (1, linking.Level.OTHER)

    records.move(moved, away, date(2019, 1, 1))
    assert compare().merged == 1


def test_two_different_numbers_are_never_paired(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    records.add(WEI, home=door, number=NUMBER)
    records.add(WEI, home=door, number="999999198503120029")

    run = compare()
    assert (run.merged, run.queued) == (0, 0)


def test_the_same_run_again_finds_nothing_new(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    records.add(WEI, home=door, number=NUMBER)
    records.add(WEI, home=door)
    records.add("李佳", home=door)
    records.add("李嘉", home=door)
    assert (compare().merged, only(database, jia).state) == (1, State.WAITING)
    first = only(database, jia)

    again = compare()
    assert again.merged == 0
    assert only(database, jia).id == first.id and len(merged(database, jia)) == 1


def test_three_records_of_one_person_become_one(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    all_of_them = [records.add(WEI, home=door, number=NUMBER), *(records.add(WEI, home=door) for _ in range(2))]
    compare()
    compare()

    with database.work(jia) as work:
        assert {work.people.get(one).id for one in all_of_them} == {all_of_them[0]}


def test_a_run_leaves_a_look_and_no_name_anywhere(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    records.add("欧阳无名氏", home=door, number=NUMBER)
    records.add("欧阳无名氏", home=door)
    compare()

    with database.connection() as connection:
        rows = [str(row) for table in ("person_pair", "person_merge", "link_run", "change", "policy")
                for row in connection.execute(text(f"select * from {table}"))]  # fmt: skip
        looks = connection.execute(text("select action, facts from look_entry order by id desc limit 1")).one()
    assert not [row for row in rows if "欧阳" in row or NUMBER in row]
    assert looks.action == "compared" and looks.facts["count"] > 500


# Merged and undone


@pytest.fixture
def pair(database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]) -> linking.Pair:
    """In two homes, each with something the other lacks."""
    records.add(WEI, home=door, number=NUMBER, since=SINCE)
    records.add(WEI, home=records.home(WULIN), phone=PHONE, since=date(2018, 1, 1))
    compare()
    return only(database, jia)


def test_the_survivor_has_both_histories_and_lives_where_was_moved_to_last(
    database: Database, jia: Actor, pair: linking.Pair
) -> None:
    merge = do(database, jia, linking.merge, pair.id)

    with database.work(jia) as work:
        rows = work.connection.execute(select(residence).where(residence.c.person_id == merge.survivor)).all()
        who = work.people.get(merge.survivor)
        assert not work.connection.execute(select(residence).where(residence.c.person_id == merge.absorbed)).all()
    assert sorted((row.street, row.until is None) for row in rows) == [(CHANGQING, False), (WULIN, True)]
    assert (who.street, who.since) == (WULIN, date(2018, 1, 1))
    with database.work(jia) as work:
        assert [one.id for one in work.people.find("street_name", WULIN, WEI)] == [merge.survivor]
    counted(database, jia)


def test_an_undo_restores_every_column_and_token(
    database: Database, jia: Actor, pair: linking.Pair, records: Records
) -> None:
    before = records.kept(pair.one, pair.other)
    merge = do(database, jia, linking.merge, pair.id)
    assert records.kept(pair.one, pair.other) != before

    do(database, jia, linking.undo_merge, merge.id)

    assert records.kept(pair.one, pair.other) == before
    assert waiting(database, jia) == [] and merged(database, jia) == []
    counted(database, jia)


def test_what_was_undone_is_not_merged_again(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    records.add(WEI, home=door, number=NUMBER)
    records.add(WEI, home=door)
    compare()
    (merge,) = merged(database, jia)
    do(database, jia, linking.undo_merge, merge.id)

    run = compare()
    assert (run.merged, run.queued, merged(database, jia)) == (0, 0, [])


def test_what_was_kept_apart_is_never_proposed_again(
    database: Database, jia: Actor, pair: linking.Pair, compare: Callable[[], Run]
) -> None:
    do(database, jia, linking.keep_apart, pair.id)
    compare()

    assert waiting(database, jia) == []


def test_a_correction_made_since_stays_when_the_merge_is_undone(
    database: Database, jia: Actor, pair: linking.Pair
) -> None:
    merge = do(database, jia, linking.merge, pair.id)
    with database.work(jia) as work:
        work.people.keep(merge.survivor, "phone", "10087654321")

    do(database, jia, linking.undo_merge, merge.id)
    with database.work(jia) as work:
        assert [one.id for one in work.people.find("phone", "10087654321")] == [merge.survivor]
        assert [one.id for one in work.people.find("phone", PHONE)] == [merge.absorbed]


def test_what_the_absorbed_one_asked_and_holds_leads_to_the_survivor_and_back(
    database: Database, jia: Actor, pair: linking.Pair
) -> None:
    asked = do(database, jia, enter, pair.other, Kind.CORRECTION, Field.NAME, "张玮", "so steht es im Ausweis")
    given = do(database, jia, receipts.give, pair.other)
    merge = do(database, jia, linking.merge, pair.id)
    public = Actor(None, "public", "public", "public", jia.area)

    with database.work(replace(public, area="")) as work:
        (seen,) = made_by(work, given.receipt)
    with database.work(jia) as work:
        assert work.requests.words(work.requests.get(asked.id))["asked"] == "张玮"
    assert seen.request.person == merge.survivor

    do(database, jia, linking.undo_merge, merge.id)
    with database.work(jia) as work:
        assert work.requests.get(asked.id).person == merge.absorbed
        assert work.requests.words(work.requests.get(asked.id))["asked"] == "张玮"


def test_quarantine_follows_the_person_and_goes_back(database: Database, jia: Actor, pair: linking.Pair) -> None:
    with database.work(jia) as work:
        who = work.people.get(pair.other)
        areas = {"street": who.street, "community": who.community, "grid": who.grid}
        for number, since in ((pair.other, SINCE), (pair.other, date(2020, 1, 28)), (pair.one, SINCE)):
            episode = {"person_id": number, "kind": "home", "since": since}
            work.connection.execute(insert(quarantine).values(episode | areas))
    merge = do(database, jia, linking.merge, pair.id)

    with database.work(jia) as work:
        assert [one.since for one in work.quarantine.of_person(merge.survivor)] == [SINCE, date(2020, 1, 28)]
    do(database, jia, linking.undo_merge, merge.id)
    with database.work(jia) as work:
        assert [one.since for one in work.quarantine.of_person(merge.absorbed)] == [SINCE, date(2020, 1, 28)]
        assert [one.since for one in work.quarantine.of_person(merge.survivor)] == [SINCE]


def test_of_what_a_person_has_once_the_absorbed_ones_stays_where_it_is(
    database: Database, jia: Actor, pair: linking.Pair
) -> None:
    with database.work(jia) as work:
        for number in (pair.one, pair.other, pair.other):
            receipts.give(work, number)
            receipts.revoke(work, number)
        hanging = Hanging(receipt, unique=("given_at",))
        assert work.links.joining._move(hanging, pair.other, pair.one) == []
    with database.work(jia) as work:
        own = {row.id for row in work.connection.execute(hanging.of(pair.other))}
        work.connection.execute(delete(receipt).where(receipt.c.person_id == pair.one))
        assert {*work.links.joining._move(hanging, pair.other, pair.one)} == own and len(own) == 2


def test_looks_at_the_absorbed_record_are_looks_at_the_person(
    database: Database, jia: Actor, people: People, pair: linking.Pair
) -> None:
    with database.work(jia) as work:
        work.looks.person(work.people.get(pair.other))
    do(database, jia, linking.merge, pair.id)

    auditor = replace(people.rosa, role="auditor")
    assert "looked" in {one.action for one in do(database, auditor, audit.looks_at, pair.one)}


def test_who_is_erased_is_erased_with_all_that_was_merged_into_them(
    database: Database, jia: Actor, pair: linking.Pair, records: Records
) -> None:
    merge = do(database, jia, linking.merge, pair.id)
    with database.work(jia) as work:
        work.emergencies.erase_person(merge.survivor, work.at, work.machine_at)

    left = records.kept(pair.one, pair.other)
    assert left["person_key"] == left["person_token"] == []
    with pytest.raises(Erased):
        do(database, jia, linking.undo_merge, merge.id)


# Refused


@pytest.mark.many
def test_of_two_who_decide_at_once_the_second_hears_who_was_faster(
    database: Database, jia: Actor, pair: linking.Pair
) -> None:
    results = at_once(*[lambda: do(database, jia, linking.merge, pair.id)] * 2)

    (refusal,) = [one for one in results if isinstance(one, Exception)]
    assert isinstance(refusal, AlreadyDecided) and refusal.who == jia.name
    assert len(merged(database, jia)) == 1


@pytest.mark.many
def test_of_two_merges_of_one_record_at_once_one_is_refused(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    for name in ("张伟", "张薇", "张维"):
        records.add(name, home=door)
    compare()
    pairs = waiting(database, jia)
    assert len(pairs) == 3

    results = at_once(*[lambda one=one: do(database, jia, linking.merge, one.id) for one in pairs])
    assert len([one for one in results if isinstance(one, linking.Merge)]) in (1, 2)
    assert all(isinstance(one, linking.Merge | AlreadyMerged | AlreadyDecided) for one in results)
    counted(database, jia)


def test_a_later_merge_is_undone_first(
    database: Database, jia: Actor, records: Records, door: Household, compare: Callable[[], Run]
) -> None:
    records.add(WEI, home=door)
    records.add(WEI, home=door)
    compare()
    (first,) = merged(database, jia)
    records.add(WEI, home=door, number=NUMBER)
    compare()
    second = merged(database, jia)[0]
    assert second.absorbed == first.survivor

    with pytest.raises(LaterMergeFirst):
        do(database, jia, linking.undo_merge, first.id)
    do(database, jia, linking.undo_merge, second.id)
    do(database, jia, linking.undo_merge, first.id)


def test_a_number_that_came_meanwhile_makes_two_of_them(database: Database, jia: Actor, pair: linking.Pair) -> None:
    with database.work(jia) as work:
        work.people.keep(pair.other, "number", "999999198503120029")

    with pytest.raises(TwoNumbers):
        do(database, jia, linking.merge, pair.id)


@pytest.mark.parametrize("act", [linking.merge, linking.keep_apart, linking.open_pair, linking.undo_merge])
def test_another_street_and_a_pair_that_is_not_there_are_not_found(
    database: Database, jia: Actor, pair: linking.Pair, act: Callable[..., Any]
) -> None:
    number = pair.id
    if act is linking.undo_merge:
        number = do(database, jia, linking.merge, pair.id).id
    for by, asked in ((replace(jia, area=WULIN), number), (jia, 10**9), (jia, -1)):
        with pytest.raises(NotFound):
            do(database, by, act, asked)


def test_only_a_data_officer_says_who_is_who(database: Database, people: People, pair: linking.Pair) -> None:
    for by in (people.lin, people.rosa, people.shen, people.gu, people.wu, people.mei, people.chen, people.eve):
        for act in (linking.merge, linking.keep_apart, linking.open_pair, linking.undo_merge):
            with pytest.raises(NotAllowed):
                do(database, by, act, pair.id)
        for listing in (linking.alike, linking.merges, linking.link, linking.latest_run):
            with pytest.raises(NotAllowed):
                do(database, by, listing)


def test_a_wall_stands_around_pairs_and_merges(
    database: Database, people: People, jia: Actor, pair: linking.Pair
) -> None:
    do(database, jia, linking.merge, pair.id)
    for table in (person_pair, person_merge):
        for by, seen in ((people.rosa, 1), (people.shen, 0), (people.lin, 0), (people.wu, 0)):
            with database.work(by) as work:
                assert len(work.connection.execute(select(table.c.id)).all()) == seen


def test_without_the_extra_nothing_is_asked_for_and_a_run_says_so(
    database: Database, people: People, jia: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = do(database, jia, linking.link)
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(linking.LinkMissing):
        Runner(database, people.cockpit, run.id).go()

    after = do(database, people.cockpit, linking.latest_run)
    assert (after.stage, after.why) == (Stage.FAILED, "LinkMissing")
    with pytest.raises(linking.LinkMissing):
        do(database, jia, linking.link)


def test_what_is_compared_never_lies_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit into the memory ends the run: DuckDB has nowhere to put it."""
    monkeypatch.chdir(tmp_path)
    comparison = Comparison()
    setting = comparison.connection.execute("select current_setting('temp_directory'), current_setting('memory_limit')")

    assert setting.fetchone() == ("", "667.5 MiB")
    comparison.connection.execute("set memory_limit = '20MB'")
    with pytest.raises(duckdb.OutOfMemoryException):
        comparison.connection.execute(
            "create table big as select repeat('x', 100) || n as x from range(3_000_000) r(n)"
        )
    comparison.close()
    assert list(tmp_path.iterdir()) == []


def test_two_runs_at_once_are_one_too_many(database: Database, jia: Actor) -> None:
    do(database, jia, linking.link)
    with pytest.raises(linking.AlreadyRuns):
        do(database, jia, linking.link)
