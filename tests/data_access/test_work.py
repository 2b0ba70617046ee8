"""Units of work on a real PostgreSQL: many people at once, the same request twice, and strangers."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from cockpit import dispatch, incidents
from cockpit.access import Actor
from cockpit.incidents import Answer, Incident, State
from cockpit.refusals import (
    AlreadyOver,
    AlreadySent,
    ChangedMeanwhile,
    KeyReused,
    Malformed,
    NotAllowed,
    NotFound,
    NotInThisState,
    Refusal,
    TeamNotFree,
    Unavailable,
)
from data_access import figures
from data_access.database import Database
from data_access.feed import audit_entry, check_chain
from data_access.incidents.tables import assignment, incident
from data_access.work import Work
from tests.at_once import at_once
from tests.conftest import KEYS, SHANGHAI
from tests.morning import Morning
from tests.people import People


def rows(database: Database, query: Any) -> Any:
    with database.connection() as connection:
        return connection.execute(query).scalar_one()


def assignments_of(database: Database, one: Incident) -> int:
    return int(rows(database, select(func.count()).where(assignment.c.incident_id == one.id)))


# Two at once


@pytest.mark.many
def test_two_officers_at_once_never_send_a_team_twice(morning: Morning, people: People) -> None:
    one = morning.crowd()
    teams = morning.proposed(one)

    answers = at_once(
        lambda: morning.send(one, *teams, by=people.rosa, key="rosa's"),
        lambda: morning.send(one, *teams, by=people.hana, key="hana's"),
    )

    [slower] = [answer for answer in answers if isinstance(answer, Exception)]
    [faster] = [answer for answer in answers if isinstance(answer, Incident)]
    winner = people.rosa if answers[0] is faster else people.hana
    assert isinstance(slower, AlreadySent)
    assert slower.facts == {"code": one.code, "who": winner.name, "at": morning.at}
    assert assignments_of(morning.database, one) == len(teams) == 3


@pytest.mark.many
def test_many_impatient_clicks_send_once(morning: Morning) -> None:
    one = morning.crowd()
    teams = morning.proposed(one)

    answers = at_once(*[lambda: morning.send(one, *teams, key="one click")] * 6)

    assert {answer.state for answer in answers} == {State.DISPATCHED}
    assert assignments_of(morning.database, one) == 3


@pytest.mark.many
def test_a_team_cannot_be_on_its_way_to_two_places(morning: Morning, people: People) -> None:
    here, there = morning.sent_to_own(0), morning.sent_to_own(1)

    answers = at_once(
        lambda: morning.answer(people.wu, here, Answer.EN_ROUTE),
        lambda: morning.answer(people.wu, there, Answer.EN_ROUTE),
    )

    [slower] = [answer for answer in answers if isinstance(answer, Exception)]
    assert isinstance(slower, TeamNotFree)
    assert "网格民警" in slower.team


def test_the_unique_index_alone_refuses_the_second_way_and_names_the_team(
    morning: Morning, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = morning.sent_to_own(0), morning.sent_to_own(1)
    morning.answer(people.wu, here, Answer.EN_ROUTE)
    monkeypatch.setattr("data_access.incidents.shelf.IncidentShelf.under_way_elsewhere", lambda *_: False)

    with pytest.raises(TeamNotFree) as refusal:
        morning.answer(people.wu, there, Answer.ON_SCENE)

    assert "网格民警" in refusal.value.team
    assert morning.now(there).state is State.DISPATCHED


def test_the_database_itself_never_holds_a_team_twice_on_one_incident(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    with pytest.raises(IntegrityError), morning.database.connection() as connection:
        connection.execute(
            text(
                "insert into assignment (incident_id, team_id, role, state, round, dispatched_at, answer_by)"
                " select incident_id, team_id, role, 'dispatched', round, dispatched_at, answer_by"
                " from assignment where incident_id = :one and team_id = :team"
            ),
            {"one": one.id, "team": people.wu.team},
        )


@pytest.mark.many
def test_two_merges_of_the_same_two_end_with_one_open(morning: Morning, people: People) -> None:
    first, second = morning.queue_at(*morning.watched[:2])

    answers = at_once(
        lambda: morning.do(people.rosa, incidents.merge, first.id, second.id),
        lambda: morning.do(people.hana, incidents.merge, second.id, first.id),
    )

    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [AlreadyOver]
    assert sorted(one.over for one in (morning.now(first), morning.now(second))) == [False, True]


@pytest.mark.many
def test_verifying_and_reopening_at_once_leaves_one_of_both(morning: Morning, people: People) -> None:
    one = morning.resolved()

    at_once(
        lambda: morning.do(people.hana, incidents.verify, one.id),
        lambda: morning.do(people.rosa, incidents.reopen, one.id, "not_solved"),
    )

    assert morning.now(one).state in (State.VERIFIED, State.REOPENED)
    with morning.database.connection() as connection:
        assert figures.differences(connection) == []


# The same request twice


def test_the_same_request_again_reads_its_own_answer_and_sends_nothing(morning: Morning) -> None:
    one = morning.crowd()
    teams = morning.proposed(one)
    sent = morning.send(one, *teams, key="k")

    again = morning.send(one, *reversed(teams), key="k")

    assert again == sent
    assert assignments_of(morning.database, one) == 3


def test_a_replay_after_somebody_elses_change_is_no_refusal(morning: Morning, people: People) -> None:
    one = morning.crowd()
    teams = morning.proposed(one)
    morning.send(one, *teams, key="k")
    morning.do(people.hana, incidents.call_false, one.id)

    assert morning.send(one, *teams, key="k").state is State.FALSE_ALARM


def test_a_phone_that_sends_its_answer_again_changes_nothing(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    first = morning.resolve(people.wu, one, note="人已散", key="phone 1")
    morning.resolve(people.mei, one)

    again = morning.resolve(people.wu, one, note="人已散", key="phone 1")

    assert again.of_team(people.wu.team or 0) == first.of_team(people.wu.team or 0)
    with morning.work(people.rosa) as work:
        assert list(work.notes.of_incident(one.id).values()) == ["人已散"]


@pytest.mark.parametrize("changed", ["teams", "incident", "act"])
def test_the_same_key_with_another_body_is_refused(morning: Morning, people: People, changed: str) -> None:
    one, other = morning.queue_at(*morning.watched[:2])
    teams = morning.proposed(one)
    morning.send(one, *teams, key="k")

    requests: dict[str, Callable[[], object]] = {
        "teams": lambda: morning.send(one, *teams[:1], key="k"),
        "incident": lambda: morning.send(other, *teams, key="k"),
        "act": lambda: morning.do(people.rosa, Work.once, "k", "answer", {"incident": one.id, "teams": sorted(teams)}),
    }

    with pytest.raises(KeyReused):
        requests[changed]()


def test_a_key_is_ones_own(morning: Morning, people: People) -> None:
    one = morning.crowd()
    teams = morning.proposed(one)
    morning.send(one, *teams, by=people.rosa, key="k")

    with pytest.raises(AlreadySent):
        morning.send(one, *teams, by=people.hana, key="k")


def test_a_refused_request_leaves_its_key_free(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    with pytest.raises(AlreadySent):
        morning.send(one, *morning.proposed(morning.crowd(1)), key="k")
    morning.do(people.rosa, incidents.call_false, one.id)

    with pytest.raises(AlreadyOver):
        morning.send(one, people.wu.team or 0, key="k")


@pytest.mark.parametrize("key", ["", "a\x00b", "\ud800", "k" * 201, None, 7, ["k"]])
def test_a_key_that_is_none_is_malformed(shared_morning: Morning, key: Any) -> None:
    with pytest.raises(Malformed):
        shared_morning.do(shared_morning.people.rosa, dispatch.send, 1, [1], key=key)


def test_no_word_of_a_note_is_kept_with_the_key(morning: Morning, people: People) -> None:
    morning.resolve(people.wu, morning.sent_to_own(), note="住户张三不配合", key="k")

    kept = rows(morning.database, text("select string_agg(k::text, ' ') from idempotency_key k"))
    assert "张三" not in kept
    assert "\\u" not in kept


# Strangers


OTHER_STREET: dict[str, Any] = {
    "confirm": incidents.confirm,
    "hold": incidents.hold,
    "resume": incidents.resume,
    "call_false": incidents.call_false,
    "cancel": incidents.cancel,
    "merge": lambda work, one: incidents.merge(work, one, one + 1),
    "merge into": lambda work, one: incidents.merge(work, one + 1, one),
    "verify": incidents.verify,
    "close": lambda work, one: incidents.close(work, one, "dispersed"),
    "reopen": lambda work, one: incidents.reopen(work, one, "not_solved"),
    "add_note": lambda work, one: incidents.add_note(work, one, "hello"),
    "propose": dispatch.propose,
    "send": lambda work, one: dispatch.send(work, one, [1], key="k"),
    "recall": lambda work, one: dispatch.recall(work, one, 1),
}


@pytest.fixture(scope="module")
def shared_crowd(shared_database: Database, district: Any, people: People) -> Incident:
    return Morning(shared_database, people, district.watched).crowd()


@pytest.mark.parametrize("act", OTHER_STREET)
def test_another_streets_incident_is_not_found(shared_morning: Morning, shared_crowd: Incident, act: str) -> None:
    with pytest.raises(NotFound):
        shared_morning.do(shared_morning.people.xia, OTHER_STREET[act], shared_crowd.id)


@pytest.mark.parametrize("act", OTHER_STREET)
def test_eve_is_refused_every_act(shared_morning: Morning, shared_crowd: Incident, act: str) -> None:
    with pytest.raises(NotAllowed):
        shared_morning.do(shared_morning.people.eve, OTHER_STREET[act], shared_crowd.id)


@pytest.mark.parametrize("act", [name for name in OTHER_STREET if "merge" not in name])
def test_what_is_not_there_looks_the_same_as_what_is_hidden(shared_morning: Morning, act: str) -> None:
    with pytest.raises(NotFound) as missing:
        shared_morning.do(shared_morning.people.rosa, OTHER_STREET[act], 999_999)

    assert missing.value.facts == {}


def test_the_own_streets_officer_may(morning: Morning, people: People) -> None:
    assert morning.do(people.shen, incidents.confirm, morning.crowd().id).state is State.CONFIRMED


def test_a_team_answers_only_for_what_it_was_sent_to(shared_morning: Morning, shared_crowd: Incident) -> None:
    with pytest.raises(NotFound):
        shared_morning.answer(shared_morning.people.mei, shared_crowd, Answer.ACKNOWLEDGED)


def test_a_team_of_another_street_cannot_be_sent(shared_morning: Morning, shared_crowd: Incident) -> None:
    with shared_morning.work(shared_morning.people.rosa) as work:
        stranger = work.teams.candidates("330103008", shared_morning.at)[0].team.id

    with pytest.raises(NotFound):
        shared_morning.send(shared_crowd, stranger)


@pytest.mark.many
def test_what_was_refused_leaves_nothing_but_a_line_in_the_audit(morning: Morning, people: People) -> None:
    one = morning.crowd()
    before = rows(morning.database, text("select count(*) from change"))

    with pytest.raises(NotFound):
        morning.do(people.xia, incidents.confirm, one.id)

    with morning.database.connection() as connection:
        last = connection.execute(select(audit_entry).order_by(audit_entry.c.id.desc()).limit(1)).one()
        assert check_chain(connection, KEYS.audit, audit_entry)[1] is None
    assert (last.actor, last.action, last.subject_id) == ("street_officer_wulin", "refused", "NotFound")
    assert rows(morning.database, text("select count(*) from change")) == before


# Steps


def test_one_click_confirms_and_sends(morning: Morning) -> None:
    sent = morning.send(morning.crowd())

    assert (sent.said, sent.state, sent.opened_at) == (State.CONFIRMED, State.DISPATCHED, morning.at)


def test_the_whole_way_of_an_incident(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    for state in (Answer.ACKNOWLEDGED, Answer.EN_ROUTE, Answer.ON_SCENE):
        assert morning.answer(people.wu, one, state).state == state.value
    for person in morning.field_people():
        morning.resolve(person, one)
    assert morning.now(one).state is State.RESOLVED
    assert morning.do(people.hana, incidents.verify, one.id).state is State.VERIFIED
    closed = morning.do(people.hana, incidents.close, one.id, "dispersed")

    assert (closed.state, closed.closed_at) == (State.CLOSED, morning.at)
    with morning.database.connection() as connection:
        row = connection.execute(select(incident).where(incident.c.id == one.id)).one()
        assert (row.state, row.arrived_at) == ("closed", morning.at)
        assert figures.differences(connection) == []


def test_a_step_is_never_taken_back(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    morning.answer(people.wu, one, Answer.ON_SCENE)

    for state in (Answer.ON_SCENE, Answer.EN_ROUTE, Answer.ACKNOWLEDGED, Answer.DISPATCHED, Answer.RECALLED):
        with pytest.raises(NotInThisState):
            morning.answer(people.wu, one, state)


def test_the_next_team_is_sent_for_the_officer_when_one_declines(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()

    after = morning.answer(people.wu, one, Answer.DECLINED, reason="too_far")

    next_one = after.counting[-1]
    assert (next_one.role, next_one.state, next_one.by_account) == ("police", Answer.DISPATCHED, people.rosa.id)
    assert next_one.team_id != people.wu.team


def test_a_team_that_does_not_answer_in_time_is_replaced_and_the_officer_is_still_the_sender(
    morning: Morning, people: People
) -> None:
    one = morning.sent_to_own()
    assert people.wu.team

    assert morning.do(people.cockpit, dispatch.time_out, one.id, people.wu.team) == morning.now(one)
    morning.later(minutes=3)
    after = morning.do(people.cockpit, dispatch.time_out, one.id, people.wu.team)

    assert after.of_team(people.wu.team) is None
    assert after.counting[-1].by_account == people.rosa.id
    with pytest.raises(AlreadySent) as refusal:
        morning.send(one, 1, by=people.hana)
    assert refusal.value.who == people.rosa.name


def test_holding_keeps_who_is_under_way_and_ending_recalls_them(morning: Morning, people: People) -> None:
    one = morning.sent_to_own()
    morning.answer(people.wu, one, Answer.EN_ROUTE)
    held = morning.do(people.rosa, incidents.hold, one.id)
    assert [job.open for job in held.assignments] == [True] * 3

    ended = morning.do(people.rosa, incidents.cancel, one.id)
    assert {job.state for job in ended.assignments} == {Answer.RECALLED}


def test_a_home_is_pinned_at_the_centre_of_its_grid_wherever_it_is_told(morning: Morning, people: People) -> None:
    place = morning.watched[0]
    told = morning.report(by=people.lin, at_home=True)

    with morning.work(people.rosa) as work:
        grid = work.areas.get(place.spot.grid)
    with morning.database.connection() as connection:
        change = connection.execute(text("select state from change order by id desc limit 1")).scalar_one()
    for shown in (told.shown(), morning.now(told).shown(), change):
        assert (shown["lon"], shown["lat"]) == (grid.lon, grid.lat)
    assert (change["place"], change["place_id"]) == ("", None)
    assert place.name not in str(change)


def test_notes_are_sealed_and_no_trace_of_them_is_told(morning: Morning, people: People) -> None:
    one = morning.crowd()
    morning.do(people.rosa, incidents.add_note, one.id, "  张三在门口  ")

    with morning.work(people.rosa) as work:
        assert list(work.notes.of_incident(one.id).values()) == ["张三在门口"]
    for table in ("change", "audit_entry", "note"):
        written = rows(morning.database, text(f"select string_agg(t::text, ' ') from {table} t"))
        assert "张三" not in written, table


@pytest.mark.parametrize("words", ["", "   ", "字" * 2001, "half \ud800 a letter"])
def test_a_note_that_is_none_is_refused(shared_morning: Morning, shared_crowd: Incident, words: str) -> None:
    with pytest.raises(Refusal) as refusal:
        shared_morning.do(shared_morning.people.rosa, incidents.add_note, shared_crowd.id, words)

    assert refusal.value.status == 422


# The database


def test_a_row_that_somebody_changed_meanwhile_is_not_overwritten(morning: Morning, people: People) -> None:
    one = morning.crowd()

    def overwrite(work: Work) -> None:
        stale = work.incidents.get(one.id)
        work.connection.execute(update(incident).where(incident.c.id == one.id).values(version=99))
        work.incidents.keep(stale)

    with pytest.raises(ChangedMeanwhile):
        morning.do(people.rosa, overwrite)


def test_a_database_that_does_not_answer_is_a_refusal_with_a_way_out(people: People) -> None:
    nowhere = Database("postgresql+psycopg://nobody@/nothing?host=/nonexistent&port=1", KEYS, SHANGHAI)

    with pytest.raises(Unavailable), nowhere.work(people.rosa):
        pass


@pytest.mark.many
def test_a_pool_that_is_used_up_is_a_refusal_too(database: Database, people: People) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    small = Database(url, KEYS, SHANGHAI, pool_size=1)
    small.engine.pool._timeout = 0.05
    held = [small.engine.connect(), small.engine.connect()]

    with pytest.raises(Unavailable), small.work(people.rosa):
        pass
    for connection in held:
        connection.close()
    small.engine.dispose()


@pytest.mark.many
def test_a_connection_that_died_in_the_pool_is_replaced(database: Database, people: People) -> None:
    with database.work(people.rosa) as work:
        pid = work.connection.execute(text("select pg_backend_pid()")).scalar_one()
    other = Database(database.engine.url.render_as_string(hide_password=False), KEYS, SHANGHAI)
    with other.connection() as connection:
        connection.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    other.engine.dispose()

    with database.work(people.rosa) as work:
        assert work.areas.district().code == "330103"


def test_what_is_waited_for_is_part_of_the_transaction(morning: Morning, people: People) -> None:
    jobs = text("select count(*) from procrastinate_jobs where task_name = 'time_out'")
    one = morning.crowd()

    def fails(work: Work) -> None:
        dispatch.send(work, one.id, [people.wu.team or 0], key="k")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        morning.do(people.rosa, fails)
    assert rows(morning.database, jobs) == 0

    morning.send(one, people.wu.team or 0)
    assert rows(morning.database, jobs) == 1


def test_who_only_looks_may_not_send(shared_morning: Morning, shared_crowd: Incident) -> None:
    wall = Actor(None, "wall", "大屏", "wall", "330103")

    with pytest.raises(NotAllowed):
        shared_morning.send(shared_crowd, 1, by=wall)
