"""Chains on the database: who is told, what they promise, what a hold, a promise and silence do."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from cockpit import desk, dispatch, escalation, incidents
from cockpit.access import Actor
from cockpit.desk import Seat
from cockpit.escalation.follow import go_on
from cockpit.incidents import Answer, Incident
from cockpit.refusals import NoTeamThere
from data_access.database import Database
from data_access.policy import publish
from data_access.teams import shift
from tests.conftest import KEYS, SHANGHAI
from tests.morning import Morning
from tests.people import DISTRICT, People, somebody


def told(morning: Morning, one: Incident, *names: str) -> list[tuple[str, dict[str, Any]]]:
    """Events of these names, or of all, with their facts."""
    query = "select event, facts from change where subject = 'incident' and subject_id = :id order by id"
    with morning.database.connection() as connection:
        rows = connection.execute(text(query), {"id": str(one.id)}).all()
    return [(row.event, row.facts) for row in rows if not names or row.event in names]


def look(morning: Morning, one: Incident) -> None:
    morning.do(morning.people.cockpit, escalation.escalate, one.id)


def at(morning: Morning, seconds: float, one: Incident) -> None:
    """The clock shows so many seconds since the report, and the chain is looked at."""
    morning.at = one.received_at + timedelta(seconds=seconds)
    look(morning, one)


def called(morning: Morning, one: Incident) -> list[int]:
    return [facts["account"] for _, facts in told(morning, one, "called_in")]


def duty_leader(morning: Morning) -> Actor:
    return somebody(morning.database, "duty_leader")


def mine(morning: Morning, by: Actor) -> tuple[int, ...]:
    found: tuple[int, ...] = morning.do(by, escalation.mine)
    return found


def jobs(morning: Morning) -> list[datetime]:
    query = "select (args->>'due')::timestamptz from procrastinate_jobs where task_name = 'escalate' order by 1"
    with morning.database.connection() as connection:
        return list(connection.execute(text(query)).scalars())


# Steps


def test_untouched_it_goes_to_who_sits_at_the_second_desk_and_then_to_gu(morning: Morning, people: People) -> None:
    morning.do(people.hana, desk.take_over, Seat.SECOND)
    one = morning.report(priority=1)
    at(morning, 59, one)
    assert called(morning, one) == []
    at(morning, 60, one)
    assert called(morning, one) == [people.hana.id]
    at(morning, 120, one)
    assert people.gu.id in called(morning, one)
    passed = [facts for _, facts in told(morning, one, "passed_on")]
    assert passed == [{"to": "second_desk", "after": 60}, {"to": "shift_lead", "after": 120}]


def test_looked_at_again_and_again_a_step_comes_once(morning: Morning) -> None:
    one = morning.report(priority=1)
    at(morning, 61, one)
    before = told(morning, one)
    for _ in range(3):
        look(morning, one)
    assert told(morning, one) == before


def test_what_is_due_next_stands_in_the_queue(morning: Morning) -> None:
    one = morning.report(priority=1)
    assert jobs(morning) == [one.received_at + timedelta(seconds=60)]
    at(morning, 60, one)
    assert jobs(morning)[-1] == one.received_at + timedelta(seconds=120)


def test_however_often_it_changes_one_look_at_a_time_waits_in_the_queue(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    morning.do(people.rosa, incidents.hold, one.id)
    morning.do(people.rosa, incidents.resume, one.id)
    for seconds in (100, 200, 400):
        at(morning, seconds, one)
        look(morning, one)
    ahead = [due for due in jobs(morning) if due > morning.at]
    assert len(ahead) == len(set(ahead))


def test_nobody_of_the_street_on_duty_the_next_step_comes_at_once_and_the_event_says_so(
    morning: Morning, people: People
) -> None:
    with morning.database.connection() as connection:
        connection.execute(text("update account set disabled = true where role in ('officer', 'shift_lead')"))
    one = morning.report(priority=1, by=people.shen)
    at(morning, 60, one)
    nobody = [(facts["to"], facts["count"]) for _, facts in told(morning, one, "escalated")]
    assert nobody[:2] == [("second_desk", 0), ("shift_lead", 0)]
    assert called(morning, one) == [duty_leader(morning).id]


def test_by_due_time_it_goes_to_the_desk_the_shift_lead_and_the_duty_leader(morning: Morning, people: People) -> None:
    one = morning.report(priority=2)
    morning.do(people.rosa, incidents.confirm, one.id)
    for percent, to in ((80, "desk"), (120, "shift_lead"), (200, "duty_leader")):
        at(morning, 18 * percent - 1, one)
        assert to not in [facts["to"] for _, facts in told(morning, one, "escalated")]
        at(morning, 18 * percent, one)
        last = told(morning, one, "escalated")[-1][1]
        assert (last["to"], last["after"], last["timer"]) == (to, percent, "arrive")
        assert last["count"] > 0


def test_unanswered_the_team_is_told_again_the_next_goes_then_gu_and_the_duty_leader_are_called(
    morning: Morning, people: People
) -> None:
    one = morning.sent_to_own()
    since = morning.at - one.received_at
    at(morning, since.total_seconds() + 90, one)
    assert told(morning, one, "escalated")[-1][1] | {"step": 0} == {
        "step": 0, "timer": "answer", "to": "team", "after": 90, "count": 3,
    }  # fmt: skip
    at(morning, since.total_seconds() + 180, one)
    now = morning.now(one)
    assert [job.state for job in now.assignments][:3] == [Answer.TIMED_OUT] * 3
    at(morning, since.total_seconds() + 300, one)
    assert people.gu.id in called(morning, one)
    at(morning, since.total_seconds() + 480, one)
    assert duty_leader(morning).id in called(morning, one)


def test_it_stops_when_they_acknowledge(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    for who in morning.field_people():
        morning.answer(who, one, Answer.ACKNOWLEDGED)
    before = len(told(morning, one, "escalated", "called_in"))
    since = (morning.at - one.received_at).total_seconds()
    at(morning, since + 500, one)
    assert len(told(morning, one, "escalated", "called_in")) == before


def test_when_the_last_candidate_declines_gu_is_called_at_once(morning: Morning, people: People) -> None:
    with morning.database.connection() as connection:
        connection.execute(text("delete from shift where team_id <> :own"), {"own": people.wu.team})
    one = morning.crowd()
    assert people.wu.team
    one = morning.send(one, people.wu.team)
    morning.answer(people.wu, one, Answer.DECLINED, reason="busy")
    look(morning, one)
    look(morning, one)
    assert ("next_team", 0) in [(facts["to"], facts["count"]) for _, facts in told(morning, one, "escalated")]
    assert people.gu.id in called(morning, one)


def test_where_nobody_can_be_sent_gu_is_told_at_once_and_who_sends_all_the_same_is_refused(
    morning: Morning, people: People
) -> None:
    with morning.database.connection() as connection:
        connection.execute(text("delete from shift"))
    one = morning.report(priority=1)
    look(morning, one)
    assert [name for name, _ in told(morning, one)][:2] == ["reported", "nobody_can_go"]
    assert told(morning, one, "escalated")[0][1]["to"] == "shift_lead"
    assert people.gu.id in called(morning, one) and people.rosa.id not in called(morning, one)
    with pytest.raises(NoTeamThere, match="police"):
        morning.do(people.rosa, dispatch.send, one.id, [], key="nobody")


def test_who_is_off_duty_is_passed_by_and_who_is_on_is_called(morning: Morning, people: People) -> None:
    lu = somebody(morning.database, "shift_lead2")
    hours = timedelta(hours=4)
    with morning.database.connection() as connection:
        connection.execute(text("delete from shift where account is not null"))
        plan = insert(shift).values
        connection.execute(plan(account=lu.id, starts=morning.at - hours, ends=morning.at + hours))
        connection.execute(plan(account=people.gu.id, starts=morning.at + hours, ends=morning.at + 3 * hours))
    one = morning.report(priority=1)
    at(morning, 120, one)
    assert lu.id in called(morning, one) and people.gu.id not in called(morning, one)


def test_a_hole_in_the_roster_brings_the_next_step_at_once(morning: Morning, people: People) -> None:
    hours = timedelta(hours=4)
    with morning.database.connection() as connection:
        connection.execute(text("delete from shift where account is not null"))
        for who in (people.gu, somebody(morning.database, "shift_lead2")):
            later = {"starts": morning.at + hours, "ends": morning.at + 3 * hours}
            connection.execute(insert(shift).values(account=who.id, **later))
    one = morning.report(priority=1)
    at(morning, 120, one)
    assert ("shift_lead", 0) in [(facts["to"], facts["count"]) for _, facts in told(morning, one, "escalated")]
    assert duty_leader(morning).id in called(morning, one)


def test_a_report_is_taken_whatever_rule_there_is_not(morning: Morning) -> None:
    with morning.database.connection() as connection:
        connection.execute(text("update policy set holds_to = :at where kind = 'run_card'"), {"at": morning.at})
        connection.execute(text("update policy set holds_to = :at where kind = 'escalation'"), {"at": morning.at})
    fresh = Database("", KEYS, SHANGHAI, engine=morning.database.engine)  # one that has read no rules yet
    one = Morning(fresh, morning.people, morning.watched, morning.at).report(priority=1)
    assert [name for name, _ in told(morning, one)] == ["reported"]
    assert jobs(morning) == []


def test_after_a_past_that_was_lived_through_at_once_what_is_open_is_looked_at_again(morning: Morning) -> None:
    one = morning.report(priority=2)
    with morning.database.connection() as connection:
        connection.execute(text("delete from procrastinate_jobs"))
    later = morning.later(hours=1)
    with later.work(morning.people.cockpit) as work:
        go_on(work)
    assert jobs(morning) == [morning.at]
    look(morning, one)
    assert [facts["to"] for _, facts in told(morning, one, "passed_on")] == ["shift_lead"]


# The version it follows


def test_an_incident_keeps_the_version_it_began_with(morning: Morning, people: People) -> None:
    one = morning.report(priority=1)
    with morning.work(people.cockpit) as work:
        old = work.chains.find(one.id).policy
        body = {"steps": [{"timer": "take_up", "after": 5, "to": "duty_leader"}]}
        values = {"kind": "escalation", "key": "any/1", "area": DISTRICT, "holds_from": morning.at, "source": "new"}
        new = publish(work.connection, values | {"published_at": morning.at, "body": body})
    at(morning, 30, one)
    assert called(morning, one) == []
    later = morning.report(place=1, priority=1)
    with morning.work(people.cockpit) as work:
        assert (work.chains.find(one.id).policy, work.chains.find(later.id).policy) == (old, new)
    at(morning, 5, later)
    assert called(morning, later) == [duty_leader(morning).id]


# Held


def test_on_hold_it_stands_still_and_goes_on_where_it_stood(morning: Morning, people: People) -> None:
    one = morning.report(priority=2)
    morning.do(people.rosa, incidents.hold, one.id)
    at(morning, 5000, one)
    assert called(morning, one) == []
    morning.do(people.rosa, incidents.resume, one.id)
    at(morning, 5000 + 1439, one)
    assert called(morning, one) == []
    at(morning, 5000 + 1440, one)
    assert told(morning, one, "escalated")[-1][1]["to"] == "desk"


def test_over_nobody_is_told_any_more(morning: Morning, people: People) -> None:
    one = morning.report(priority=1)
    morning.do(people.rosa, incidents.call_false, one.id)
    at(morning, 90_000, one)
    assert called(morning, one) == []
