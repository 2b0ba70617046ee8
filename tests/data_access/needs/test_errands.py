"""Errands as they are kept: out of milk, claimed on a phone, bought, put down, thanked for; and all that is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from cockpit import home_health, needs
from cockpit.home_health import TaskKind, TaskState, WhyRemoved
from cockpit.needs import AlreadyClaimed, NeedKind, NotOne, State, TooLateToUndo, Why
from cockpit.quarantine import Lifted
from cockpit.quarantine.lift import lift
from cockpit.refusals import NotAllowed, NotFound
from tests.at_once import at_once
from tests.data_access.needs.conftest import NOBODY, Home, photo

MILK, MEDICINE, OTHER, RUBBISH = NeedKind.MILK, NeedKind.MEDICINE, NeedKind.OTHER, NeedKind.RUBBISH


def on_phone(home: Home, by: object) -> needs.Errands:
    found = home.do(by, needs.errands_of_team)  # type: ignore[arg-type]
    assert found is not None
    return found  # type: ignore[no-any-return]


def test_a_report_asks_and_the_volunteers_see_what_and_where_but_nobody(home: Home) -> None:
    milk, medicine = home.asks(MILK, MEDICINE)
    seen = on_phone(home, home.mei)
    assert {one.id for bundle in seen.by_place for one in bundle.needs} == {milk.id, medicine.id}
    assert [one.kind for one in seen.by_place[0].needs] == [MEDICINE, MILK]  # due in four hours, and in a day
    assert medicine.due_at - medicine.asked_at == timedelta(hours=4)
    assert seen.by_place[0].place and seen.mine == ()
    assert on_phone(home, home.ou).by_place == ()


def test_claimed_it_shows_a_surname_and_a_door_and_the_phone_in_no_way_that_rings(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.claims(home.mei, milk.id)
    (errand,) = on_phone(home, home.mei).mine
    with home.morning.work(home.lin) as work:
        known = {name: work.people.open(home.person, [name]).get(name, "") for name in ("name", "phone", "address")}
    fields = errand.person.fields
    assert fields["address"].text == known["address"]
    assert fields["name"].text != known["name"] and fields["name"].text.startswith(known["name"][0])
    assert known["phone"] not in str(errand)
    assert on_phone(home, home.mei).by_place == () and on_phone(home, home.pan).mine == ()


def test_milk_is_bought_put_down_with_a_photo_and_the_resident_thanks(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.claims(home.mei, milk.id)
    home.step(home.mei, needs.bought, milk.id, 1250)
    home.step(home.mei, needs.delivered, milk.id, photo())
    (own,) = home.own()
    assert own.need.state is State.DELIVERED and own.team
    for _ in range(2):
        with home.morning.work(NOBODY) as work:
            assert needs.thank(work, home.person, home.episode, milk.id).state is State.THANKED
    opened = home.do(home.lin, needs.open_need, milk.id)
    assert (opened.listed.need.spent, opened.photo, opened.listed.who) == (1250, True, own.team)
    assert home.do(home.lin, needs.door_photo, milk.id).startswith(b"\xff\xd8")


def test_photo_and_words_lie_sealed(home: Home) -> None:
    (other,) = home.asks(OTHER, words="一箱纸尿裤")
    home.claims(home.mei, other.id)
    home.step(home.mei, needs.delivered, other.id, photo())
    with home.morning.database.engine.connect() as connection:
        words = connection.execute(text("select words from need where id = :id"), {"id": other.id}).scalar_one()
        kept = connection.execute(text("select content from need_photo")).scalar_one()
    assert "纸尿裤".encode() not in bytes(words) and b"JFIF" not in bytes(kept)
    assert on_phone(home, home.mei).mine[0].words == "一箱纸尿裤"


@pytest.mark.many
def test_of_two_at_once_one_has_it_and_the_other_is_told_who(home: Home) -> None:
    (milk,) = home.asks(MILK)
    found = at_once(lambda: home.claims(home.mei, milk.id), lambda: home.claims(home.pan, milk.id))
    (refused,) = [one for one in found if isinstance(one, AlreadyClaimed)]
    (kept,) = home.all()
    with home.morning.work(home.lin) as work:
        assert refused.who == work.teams.name_of(kept.team) and refused.at


def test_of_a_bundle_what_somebody_has_already_is_left_out_and_the_rest_is_claimed(home: Home) -> None:
    milk, medicine = home.asks(MILK, MEDICINE)
    home.claims(home.pan, milk.id)
    found = home.claims(home.mei, milk.id, medicine.id)
    assert ([one.id for one in found.needs], found.lost) == ([medicine.id], 1) and found.who


def test_given_back_the_door_is_closed_to_the_team_at_once_and_anybody_may_claim(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.claims(home.mei, milk.id)
    home.step(home.mei, needs.give_back, milk.id)
    assert on_phone(home, home.mei).mine == ()
    with home.morning.work(home.mei) as work:
        assert work.connection.execute(text("select count(*) from need")).scalar_one() == 0
    assert home.claims(home.pan, milk.id).needs


def test_the_address_is_closed_a_day_after_it_was_brought_and_by_the_database_too(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.claims(home.mei, milk.id)
    home.step(home.mei, needs.delivered, milk.id)
    home.morning.later(hours=24, seconds=-1)
    assert [one.need.id for one in on_phone(home, home.mei).mine] == [milk.id]
    home.morning.later(seconds=2)
    assert on_phone(home, home.mei).mine == ()
    with pytest.raises(NotFound):
        home.step(home.mei, needs.note_paid, milk.id, True)


def test_a_volunteer_of_another_street_gets_the_same_no_as_for_what_is_not_there(home: Home) -> None:
    (milk,) = home.asks(MILK)
    for number in (milk.id, 10**9):
        with pytest.raises(NotFound):
            home.claims(home.ou, number)
    home.claims(home.mei, milk.id)
    for by in (home.ou, home.pan):
        for use_case, more in ((needs.bought, [100]), (needs.delivered, []), (needs.not_executable, [Why.SHUT])):
            with pytest.raises(NotFound):
                home.step(by, use_case, milk.id, *more)
        with pytest.raises(NotFound):
            home.do(by, needs.own_photo, milk.id)


def test_the_same_key_twice_is_one_step_also_after_it_was_given_back(home: Home) -> None:
    (milk,) = home.asks(MILK)
    for _ in range(2):
        assert home.do(home.mei, needs.claim, [milk.id], key="claim 1").needs
    for _ in range(2):
        home.do(home.mei, needs.give_back, milk.id, key="back 1")
    assert home.all()[0].state is State.OPEN


def test_a_step_is_undone_within_five_minutes_and_the_photo_goes_with_it(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.claims(home.mei, milk.id)
    home.step(home.mei, needs.delivered, milk.id, photo())
    home.step(home.mei, needs.undo, milk.id)
    assert home.all()[0].state is State.CLAIMED and not home.do(home.lin, needs.open_need, milk.id).photo
    home.step(home.mei, needs.delivered, milk.id)
    home.morning.later(minutes=5, seconds=1)
    with pytest.raises(TooLateToUndo):
        home.step(home.mei, needs.undo, milk.id)


def test_a_correction_takes_back_what_is_open_and_asked_for_no_more(home: Home) -> None:
    milk, medicine = home.asks(MILK, MEDICINE)
    home.claims(home.mei, medicine.id)
    home.says(RUBBISH, key="k2")
    found = {one.kind: one for one in home.all()}
    assert (found[MILK].state, found[MILK].why) == (State.CANCELLED, Why.CORRECTED)
    assert found[MEDICINE].state is State.CLAIMED and found[RUBBISH].state is State.OPEN
    assert milk.id == found[MILK].id


def test_what_is_asked_for_again_before_it_came_is_one_need_and_after_it_came_another(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.morning.later(hours=8)
    assert [one.id for one in home.asks(MILK, key="k2")] == [milk.id]
    home.claims(home.mei, milk.id)
    home.step(home.mei, needs.delivered, milk.id)
    home.morning.later(hours=16)
    assert len(home.asks(MILK, key="k3")) == 2


def test_words_of_something_else_are_those_of_the_newest_report_of_the_window(home: Home) -> None:
    home.asks(OTHER, words="一包盐")
    home.asks(OTHER, words="两包盐", key="k2")
    (kept,) = [one for one in home.own() if one.need.state is State.OPEN]
    assert kept.words == "两包盐"


def test_who_was_released_is_in_nobodys_list(home: Home) -> None:
    home.asks(MILK)
    home.ground.do("investigator", lift, home.episode, Lifted.MISTAKE)
    assert on_phone(home, home.mei).by_place == ()


def test_only_volunteers_claim_and_only_the_person_thanks(home: Home) -> None:
    (milk,) = home.asks(MILK)
    for by in (home.lin, home.morning.people.wu, home.morning.people.rosa):
        with pytest.raises(NotAllowed):
            home.step(by, needs.claim, [milk.id])
    with pytest.raises(NotAllowed):
        home.do(home.lin, needs.thank, home.person, home.episode, milk.id)
    with home.morning.work(NOBODY) as work, pytest.raises(NotOne):
        needs.thank(work, home.person, home.episode, milk.id)
    with home.morning.work(NOBODY) as work, pytest.raises(NotFound):
        needs.thank(work, home.person, home.episode + 1, milk.id)


def task_of(home: Home) -> home_health.Task:
    with home.morning.work(home.lin) as work:
        (found,) = work.care_tasks.of_person(home.person)
        return found


def test_the_communitys_task_falls_away_when_all_is_brought_and_stays_for_what_could_not_be(home: Home) -> None:
    milk, greens = home.asks(NeedKind.MILK, NeedKind.GROCERIES)
    assert task_of(home).kind is TaskKind.SUPPLY
    home.claims(home.mei, milk.id, greens.id)
    home.step(home.mei, needs.delivered, milk.id, photo())
    home.do(home.morning.people.cockpit, home_health.knock_round)
    assert task_of(home).open, "the greens are still to come"
    home.step(home.mei, needs.delivered, greens.id, photo())
    home.do(home.morning.people.cockpit, home_health.knock_round)
    assert (task_of(home).state, task_of(home).reason) == (TaskState.REMOVED, WhyRemoved.BROUGHT)


def test_who_asks_to_be_called_is_called_whatever_is_brought(home: Home) -> None:
    home.says(NeedKind.MILK)
    with home.morning.work(NOBODY) as work:
        code = home_health.knock(work, home.code, "203.0.113.7")
        assert isinstance(code, home_health.Code)
        home_health.report(work, code, home_health.Said(36.6, call_me=True, needs=(NeedKind.MILK,)), "k2")
    assert task_of(home).kind is TaskKind.CALL


def test_the_communitys_task_is_due_when_the_first_need_is(home: Home) -> None:
    home.says(NeedKind.GROCERIES)
    a_day = task_of(home).due_at
    medicine = next(one for one in home.asks(NeedKind.GROCERIES, NeedKind.MEDICINE, key="k2") if one.kind is MEDICINE)
    assert task_of(home).due_at == medicine.due_at < a_day
