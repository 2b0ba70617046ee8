"""An emergency ends: two people say so, its time passes, what is personal goes, the figures stay."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import emergency, incidents, two_people
from cockpit.access import Actor
from cockpit.emergency import EmergencyOver
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.two_people import NobodyAsked, SamePerson
from data_access import figures, retention
from data_access.emergency import COLLECTED
from tests.morning import Morning
from tests.people import CHANGQING

WHAT_MEI_WROTE = "三单元有人在楼道里争吵"


@pytest.fixture
def ending(morning: Morning) -> Morning:
    """A closed crowd with a note, and something at a home, both of the emergency that the demo lives in."""
    people = morning.people
    one = morning.resolved()
    morning.do(people.rosa, incidents.add_note, one.id, WHAT_MEI_WROTE)
    morning.do(people.hana, incidents.verify, one.id)
    morning.do(people.hana, incidents.close, one.id, "dispersed")
    morning.report(1, priority=3, at_home=True, note="独居老人")
    return morning


def run(morning: Morning, use_case: Any, by: Actor, number: int = 1) -> Any:
    return morning.do(by, use_case, number)


def end(morning: Morning) -> emergency.Emergency:
    run(morning, emergency.ask_end, morning.people.gu)
    found: emergency.Emergency = run(morning, emergency.confirm_end, second(morning))
    return found


def second(morning: Morning) -> Actor:
    with morning.work(morning.people.rosa) as work:
        one = work.accounts.by_name("security")
    assert one
    return Actor(one.id, one.account, one.name, one.role, one.area)


def rows(morning: Morning, query: str) -> list[Any]:
    with morning.database.connection() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def destroy(morning: Morning, at: datetime) -> list[emergency.Emergency]:
    """The worker's chore, at that district time."""

    class Then:
        def work(self, by: Actor) -> Any:
            return morning.database.work(by, at=at)

    return retention.destroy_ended(Then(), morning.people.cockpit)  # type: ignore[arg-type]


def test_what_is_reported_belongs_to_the_emergency_that_holds_there(morning: Morning) -> None:
    one = morning.report()
    assert one.emergency == 1
    end(morning)
    assert morning.report(1).emergency is None


def test_the_preview_counts_what_the_end_will_destroy(ending: Morning) -> None:
    assert run(ending, emergency.preview_end, ending.people.gu) == {
        "note": 2, "attachment": 0, "position": 0, "home": 1, "mind_case": 0, "appeal": 0, "care_task": 0, "care_fact": 0, "human_contact": 0, "health_report": 0, "need": 0, "quarantine": 0, "contact": 0, "second": 0, "override_note": 0,
        "follow_up": 0, "case": 0,
        "return": 0, "visit": 0, "risk_fact": 0, "risk": 0, "request": 0
    }  # fmt: skip


def test_one_person_alone_does_not_end_it(morning: Morning) -> None:
    gu = morning.people.gu
    with pytest.raises(NobodyAsked):
        run(morning, emergency.confirm_end, second(morning))
    run(morning, emergency.ask_end, second(morning))
    with pytest.raises(SamePerson):
        run(morning, emergency.confirm_end, second(morning))
    run(morning, emergency.ask_end, gu)
    with pytest.raises(NotAllowed):
        run(morning, emergency.confirm_end, gu)
    with morning.database.connection() as connection:
        connection.execute(text("update word set until = until - interval '1 hour 1 second'"))
    with pytest.raises(NobodyAsked):
        run(morning, emergency.confirm_end, second(morning))


def test_the_level_is_raised_and_lowered_by_one_and_told(morning: Morning) -> None:
    gu = morning.people.gu
    assert morning.do(gu, emergency.change_level, 1, 2).level == 2
    told = rows(morning, "select event, facts from change where subject = 'emergency' order by id desc limit 1")
    assert told == [("level_changed", {"level": 2, "before": 1})]
    for refused, level in ((Invalid, 5), (NotFound, 2)):
        with pytest.raises(refused):
            morning.do(gu, emergency.change_level, 1 if refused is Invalid else 99, level)
    with pytest.raises(NotAllowed):
        morning.do(morning.people.rosa, emergency.change_level, 1, 1)
    end(morning)
    with pytest.raises(EmergencyOver):
        morning.do(gu, emergency.change_level, 1, 1)


def test_who_asked_takes_the_end_back_and_nobody_confirms_it_then(morning: Morning) -> None:
    gu = morning.people.gu
    run(morning, emergency.ask_end, gu)
    [word] = morning.do(gu, two_people.waiting)
    morning.do(gu, two_people.withdraw, word.id)
    assert morning.do(gu, emergency.emergency, 1).end_asked_by is None
    with pytest.raises(NobodyAsked):
        run(morning, emergency.confirm_end, second(morning))


def test_who_has_no_business_with_it_is_refused(morning: Morning) -> None:
    for use_case in (emergency.ask_end, emergency.confirm_end, emergency.preview_end, emergency.destruction):
        with pytest.raises(NotAllowed):
            run(morning, use_case, morning.people.eve)
    with pytest.raises(NotFound):
        run(morning, emergency.ask_end, morning.people.gu, 99)


@pytest.mark.parametrize(
    ("name", "level", "area"), [("", 1, ""), ("x" * 61, 1, ""), ("水灾", 0, ""), ("水灾", 5, ""), ("水灾", 1, "440000")]
)
def test_an_emergency_needs_a_name_a_level_and_an_area_of_ones_own(
    morning: Morning, name: str, level: int, area: str
) -> None:
    with pytest.raises(Invalid):
        morning.do(morning.people.gu, emergency.begin, name, level, area)


def test_a_second_emergency_takes_what_comes_in_its_own_area(morning: Morning) -> None:
    flood = morning.do(morning.people.gu, emergency.begin, "水灾", 2, CHANGQING)
    assert morning.report().emergency == flood.id


def test_nothing_goes_before_its_time_and_all_of_it_then(ending: Morning) -> None:
    over = end(ending)
    assert over.destroy_at == ending.at + timedelta(days=60)
    assert destroy(ending, over.destroy_at - timedelta(seconds=1)) == []
    assert rows(ending, "select count(*) from note") == [(2,)]

    (done,) = destroy(ending, over.destroy_at)

    assert done.destroyed_at == over.destroy_at
    assert rows(ending, "select count(*) from note") == [(0,)]
    assert rows(ending, "select place_id, place_name, lon = pin_lon from incident where at_home") == [(None, "", True)]
    assert run(ending, emergency.preview_end, ending.people.gu) == {
        "note": 0, "attachment": 0, "position": 0, "home": 0, "mind_case": 0, "appeal": 0, "care_task": 0, "care_fact": 0, "human_contact": 0, "health_report": 0, "need": 0, "quarantine": 0, "contact": 0, "second": 0, "override_note": 0,
        "follow_up": 0, "case": 0,
        "return": 0, "visit": 0, "risk_fact": 0, "risk": 0, "request": 0
    }  # fmt: skip


def test_statistics_stay_what_they_were(ending: Morning) -> None:
    kept = ("select * from figure_now order by 1, 2", "select * from figure_day order by 1, 2, 3",
            "select state, priority, received_at, dispatched_at, closed_at, community from incident order by id")  # fmt: skip
    over = end(ending)
    before = [rows(ending, query) for query in kept]
    destroy(ending, over.destroy_at or ending.at)
    assert [rows(ending, query) for query in kept] == before
    with ending.database.connection() as connection:
        assert figures.differences(connection) == []


def test_a_crash_in_the_middle_is_gone_on_from(ending: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    over = end(ending)
    real, at = retention._erase_all, over.destroy_at or ending.at

    def crash(*args: Any) -> int:
        if args[2].kind == "home":
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(retention, "_erase_all", crash)
    with pytest.raises(KeyboardInterrupt):
        destroy(ending, at)
    assert rows(ending, "select destroyed_at from emergency") == [(None,)]
    monkeypatch.setattr(retention, "_erase_all", real)
    (done,) = destroy(ending, at)
    report = run(ending, emergency.destruction, ending.people.gu)
    assert done.destroyed_at and report["destroyed"] == {"note": 2, "home": 1}


def test_the_report_names_no_person_and_its_signature_notices_a_changed_word(ending: Morning) -> None:
    end(ending)
    with ending.work(ending.people.gu) as work:
        facts = emergency.destruction(work, 1)
        signature = work.signature(facts)
        assert work.signature(facts | {"name": "其他"}) != signature == work.signature(dict(reversed(facts.items())))
    assert WHAT_MEI_WROTE not in json.dumps(facts, ensure_ascii=False)
    with pytest.raises(EmergencyOver):
        run(ending, emergency.ask_end, ending.people.gu)


def test_notes_go_ninety_days_after_their_incident_was_closed(ending: Morning) -> None:
    class Then:
        def __init__(self, days: int) -> None:
            self.at = ending.at + timedelta(days=days)

        def work(self, by: Actor) -> Any:
            return ending.database.work(by, at=self.at)

    assert retention.expire(Then(89), ending.people.cockpit)["note"] == 0  # type: ignore[arg-type]
    assert retention.expire(Then(91), ending.people.cockpit)["note"] == 1  # type: ignore[arg-type]
    assert rows(ending, "select kind, reason, emergency from deletion") == [("note", "expired", None)]


def test_after_a_restore_of_an_older_state_the_ledger_has_it_all_go_again(ending: Morning, tmp_path: Path) -> None:
    file = tmp_path / retention.FILE
    with ending.database.connection() as connection:
        notes = connection.execute(text("select * from note order by id")).mappings().all()
    over = end(ending)
    destroy(ending, over.destroy_at or ending.at)
    with ending.database.connection() as connection:
        assert retention.export_ledger(connection, file) == 3
        assert retention.export_ledger(connection, file) == 0
        connection.execute(text("delete from deletion"))  # the older state: notes there, ledger empty
        names = ", ".join(notes[0])
        for one in notes:
            connection.execute(
                text(f"insert into note ({names}) overriding system value values (:{', :'.join(notes[0])})"), dict(one)
            )
        assert retention.replay_ledger(connection, file) == 3
        assert connection.execute(text("select count(*) from note")).scalar() == 0
        assert retention.replay_ledger(connection, file) == 0


def test_a_line_of_the_file_that_a_crash_cut_short_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / retention.FILE
    file.write_text('{"id": 1, "kind": "note", "subject_id": 5}\n{"id": 2, "ki')
    assert [line["id"] for line in retention.read_ledger(file)] == [1]


def test_every_kind_that_is_collected_can_be_erased_twice(morning: Morning) -> None:
    with morning.database.connection() as connection:
        for one in COLLECTED:
            for _ in range(2):
                connection.execute(text(one.erase), {"ids": [10**9]})
