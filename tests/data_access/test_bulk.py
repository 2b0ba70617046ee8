"""Bulk acts: each done or refused by itself, with its reason; once under one key; one line in the audit, and a way back."""

from functools import partial
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import incidents
from cockpit.access import Actor
from cockpit.bulk import Bulk, NobodyFree, Outcome, TooMany, act_on_many, undo_many
from cockpit.dispatch.plan import NONE_ON_DUTY
from cockpit.incidents import Incident, State
from cockpit.incidents.step import Act
from cockpit.refusals import AlreadyOver, AlreadySent, Invalid, KeyReused, NotAllowed, NotFound, NotInThisState
from cockpit.undo import Overtaken, TooLateToUndo, undo
from tests.at_once import at_once
from tests.morning import Morning


def three(morning: Morning) -> list[Incident]:
    return [morning.report(place) for place in range(3)]


def many(morning: Morning, act: Act, *ids: int, by: Actor | None = None, **more: Any) -> Bulk:
    """All of it, step by step, as the browser asks for it."""
    asked: dict[str, Any] = {"key": morning.key()} | more
    who = by or morning.people.rosa
    bulk: Bulk = morning.do(who, act_on_many, act, list(ids), **asked)
    while bulk.waiting:
        bulk = morning.do(who, act_on_many, act, list(ids), **asked)
    return bulk


def undo_all(morning: Morning, bulk: Bulk, by: Actor | None = None) -> Bulk:
    found: Bulk = morning.do(by or morning.people.rosa, undo_many, bulk.id, key=morning.key())
    return found


def outcomes(bulk: Bulk) -> list[Outcome | None]:
    return [row.outcome for row in bulk.rows]


def states(morning: Morning, *those: Incident) -> set[State]:
    return {morning.now(one).state for one in those}


def lines(morning: Morning, action: str) -> list[dict[str, Any]]:
    query = text("select facts from audit_entry where action = :action order by id")
    with morning.database.connection() as connection:
        return [row.facts for row in connection.execute(query, {"action": action})]


def test_each_is_done_or_refused_by_itself_and_says_why(morning: Morning) -> None:
    first, second, third = three(morning)
    morning.do(morning.people.hana, incidents.call_false, second.id)
    done = many(morning, Act.CONFIRM, first.id, second.id, third.id)
    assert outcomes(done) == [Outcome.DONE, Outcome.REFUSED, Outcome.DONE]
    assert isinstance(done.rows[1].refusal, AlreadyOver)
    assert done.rows[1].refusal.facts == {"code": second.code, "state": "false_alarm"}
    assert states(morning, first, third) == {State.CONFIRMED}


def test_what_is_refused_leaves_nothing_behind_and_the_figures_are_right(morning: Morning) -> None:
    first, second, third = three(morning)
    morning.do(morning.people.hana, incidents.call_false, second.id)
    query = text("select sum(value) from figure_now where figure = 'incidents_open'")
    with morning.database.connection() as connection:
        before = connection.execute(query).scalar_one()
    many(morning, Act.CANCEL, first.id, second.id, third.id)
    with morning.database.connection() as connection:
        assert connection.execute(query).scalar_one() == before - 2
    assert states(morning, second) == {State.FALSE_ALARM}
    assert len(lines(morning, "cancelled")) == 2


def test_one_line_in_the_audit_has_the_counts_besides_the_incidents_own(morning: Morning) -> None:
    first, second, _ = three(morning)
    many(morning, Act.HOLD, first.id, second.id, 10**9)
    assert lines(morning, "bulk_done") == [{"act": "hold", "done": 2, "refused": 1}]
    assert len(lines(morning, "held")) == 2


def test_what_lies_in_another_street_is_refused_like_what_is_not_there(morning: Morning) -> None:
    one = morning.report()
    done = many(morning, Act.CONFIRM, one.id, 10**9, by=morning.people.xia)
    assert [type(row.refusal) for row in done.rows] == [NotFound, NotFound]


def test_it_goes_in_steps_and_says_how_far_it_is(morning: Morning) -> None:
    ids = [one.id for one in three(morning)] + [10**9 + n for n in range(22)]
    key = morning.key()
    first = morning.do(morning.people.rosa, act_on_many, Act.CONFIRM, ids, key=key)
    assert (len(first.waiting), len(first.rows)) == (5, 25)
    assert lines(morning, "bulk_done") == []
    last = morning.do(morning.people.rosa, act_on_many, Act.CONFIRM, ids, key=key)
    assert last.waiting == [] and last.finished_at == morning.at
    assert lines(morning, "bulk_done") == [{"act": "confirm", "done": 3, "refused": 22}]


def test_the_same_click_again_reads_its_own_answer(morning: Morning) -> None:
    ids = [one.id for one in three(morning)]
    key = morning.key()
    first, again = many(morning, Act.CONFIRM, *ids, key=key), many(morning, Act.CONFIRM, *ids, key=key)
    assert again == first and set(outcomes(again)) == {Outcome.DONE}
    assert len(lines(morning, "bulk_done")) == 1
    with pytest.raises(KeyReused):
        many(morning, Act.CANCEL, *ids, key=key)


def test_a_refusal_is_the_same_when_it_is_read_again(morning: Morning) -> None:
    sent = morning.sent_to_own()
    key = morning.key()
    many(morning, Act.SEND, sent.id, key=key)
    refusal = many(morning, Act.SEND, sent.id, key=key).rows[0].refusal
    assert isinstance(refusal, AlreadySent)
    assert (refusal.who, refusal.at) == (morning.people.rosa.name, sent.assignments[0].dispatched_at)


def test_close_takes_one_reason_for_all(morning: Morning) -> None:
    one, other = morning.resolved(), morning.report(1)
    morning.do(morning.people.hana, incidents.verify, one.id)
    with pytest.raises(Invalid):
        many(morning, Act.CLOSE, one.id, resolution="because")
    done = many(morning, Act.CLOSE, one.id, other.id, resolution="dispersed")
    assert outcomes(done) == [Outcome.DONE, Outcome.REFUSED]
    assert isinstance(done.rows[1].refusal, NotInThisState)
    assert morning.now(one).resolution == "dispersed"


def test_send_goes_by_the_run_card_and_says_where_nobody_is_free(morning: Morning) -> None:
    first, second, third = three(morning)
    done = many(morning, Act.SEND, first.id, second.id)
    assert outcomes(done) == [Outcome.DONE] * 2
    assert states(morning, first, second) == {State.DISPATCHED}
    with morning.database.connection() as connection:
        connection.execute(text("delete from shift"))
    refusal = many(morning, Act.SEND, third.id).rows[0].refusal
    assert isinstance(refusal, NobodyFree) and refusal.why == NONE_ON_DUTY


def test_more_than_the_rule_allows_or_none_at_all_is_refused_as_a_whole(morning: Morning) -> None:
    with pytest.raises(TooMany) as refusal:
        many(morning, Act.CONFIRM, *range(1, 202))
    assert (refusal.value.count, refusal.value.most) == (201, 200)
    with pytest.raises(Invalid):
        many(morning, Act.CONFIRM)


def test_who_may_not_do_one_may_not_do_many(morning: Morning) -> None:
    one = morning.report()
    for person in (morning.people.eve, morning.people.lin, morning.people.mei):
        with pytest.raises(NotAllowed):
            many(morning, Act.CONFIRM, one.id, by=person)


def test_a_bulk_act_is_undone_row_by_row_and_names_who_was_faster(morning: Morning) -> None:
    first, second, third = three(morning)
    done = many(morning, Act.FALSE_ALARM, first.id, second.id, third.id)
    step = done.rows[1].step
    assert step
    morning.do(morning.people.hana, undo, second.id, step)
    morning.do(morning.people.hana, incidents.hold, second.id)
    back = undo_all(morning.later(seconds=10), done)
    assert outcomes(back) == [Outcome.DONE, Outcome.REFUSED, Outcome.DONE]
    assert states(morning, first, third) == {State.REPORTED} and states(morning, second) == {State.ON_HOLD}
    assert lines(morning, "bulk_undone") == [{"bulk": done.id, "done": 2, "refused": 1}]


def test_each_row_names_who_was_faster(morning: Morning) -> None:
    first, second, _ = three(morning)
    done = many(morning, Act.CONFIRM, first.id, second.id)
    morning.later(seconds=5).do(morning.people.hana, incidents.hold, second.id)
    refusal = undo_all(morning, done).rows[1].refusal
    assert isinstance(refusal, Overtaken) and refusal.who == morning.people.hana.name


def test_a_bulk_act_is_undone_within_its_time_alone(morning: Morning) -> None:
    one = morning.report()
    done = many(morning, Act.CONFIRM, one.id)
    back = undo_all(morning.later(seconds=121), done)
    assert isinstance(back.rows[0].refusal, TooLateToUndo)


def test_another_streets_bulk_act_is_not_there(morning: Morning) -> None:
    done = many(morning, Act.CONFIRM, morning.report().id)
    with pytest.raises(NotFound):
        undo_all(morning, done, by=morning.people.xia)
    with pytest.raises(NotFound):
        undo_all(morning, undo_all(morning, done))


@pytest.mark.many
def test_the_same_click_twice_in_one_moment_is_done_once(morning: Morning) -> None:
    ids = [one.id for one in three(morning)]
    click = partial(morning.do, morning.people.rosa, act_on_many, Act.CONFIRM, ids, key="one click")
    first, second = at_once(click, click)
    assert first.rows == second.rows and set(outcomes(first)) == {Outcome.DONE}
    assert len(lines(morning, "confirmed")) == 3 and len(lines(morning, "bulk_done")) == 1


@pytest.mark.many
def test_two_officers_with_the_same_rows_get_each_row_once_and_never_wait_for_each_other(morning: Morning) -> None:
    ids = [one.id for one in three(morning)]
    rosa = partial(morning.do, morning.people.rosa, act_on_many, Act.CONFIRM, ids, key="hers")
    hana = partial(morning.do, morning.people.hana, act_on_many, Act.CONFIRM, ids[::-1], key="hers too")
    both = at_once(rosa, hana)
    assert sorted(len(one.of(Outcome.DONE)) for one in both) == [0, 3]
    assert len(lines(morning, "confirmed")) == 3
