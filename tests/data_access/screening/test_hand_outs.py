"""Lin hands visits to the volunteers, Shen to the police: each row with its result, back within minutes; Mei's phone shows them."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from cockpit.access import Actor, system
from cockpit.follow_up import (
    AlreadyVisited,
    Because,
    HandOut,
    HandOutStands,
    Met,
    NobodyFits,
    NotServed,
    OffDuty,
    Result,
    VisitFacts,
    answer_visit,
    goers,
    hand,
    hand_nearest,
    open_visit,
    propose,
    take_hand_out_back,
    visit,
    visits_of_team,
    working_list,
)
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.screening import Case
from data_access.database import Database
from tests.data_access.screening.conftest import Outbreak
from tests.people import DISTRICT, somebody

WELL = VisitFacts(Met.SEEN, temperature=36.5)
ON_DUTY = "insert into shift (team_id, starts, ends) select :team, '2020-02-01', '2020-03-01'"


class Hands:
    """`mei` volunteers and `wu` is of the police, both in the area of the two contacts and on duty; `lin` works there."""

    def __init__(self, outbreak: Outbreak, database: Database) -> None:
        self.outbreak, self.database = outbreak, database
        self.rows = sorted(one.row.id for one in outbreak.do(working_list).rows)
        with outbreak.morning.work(system(DISTRICT)) as work:
            person = work.people.get(outbreak.su)
        self.community, self.grid = person.community, person.grid
        self.lin = self._moved("community", self.community)
        self.mei, self.wu = self._team("volunteer", self.community), self._team("police", self.grid)
        self.shen = somebody(database, "street_officer")

    def _moved(self, account: str, area: str) -> Actor:
        with self.database.connection() as connection:
            connection.execute(
                text("update account set area = :area where account = :name"), {"area": area, "name": account}
            )
        return replace(somebody(self.database, account), area=area)

    def _team(self, account: str, area: str) -> Actor:
        one = self._moved(account, area)
        with self.database.connection() as connection:
            where = {"area": area, "street": area[:9], "grid": self.grid, "community": self.community, "team": one.team}
            connection.execute(
                text(
                    "update team set area = :area, street = :street, community = :community, grid = :grid where id = :team"
                ),
                where,
            )
            connection.execute(text(ON_DUTY), {"team": one.team})
        return one

    def do(self, by: Actor, use_case: Any, *args: Any, **facts: Any) -> Any:
        return self.outbreak.do(use_case, *args, by=by, **facts)

    def hand(self, by: Actor, whom: Actor, rows: list[int] | None = None) -> HandOut:
        word = f"team/{whom.team}" if whom.team else f"account/{whom.id}"
        found: HandOut = self.do(by, hand, rows or self.rows, word)
        return found

    def had(self) -> list[str]:
        with self.outbreak.morning.work(system(DISTRICT)) as work:
            return [one.had for one in work.follow_ups.of_ids(self.rows)]


@pytest.fixture
def hands(outbreak: Outbreak, case: Case, database: Database) -> Hands:
    return Hands(outbreak, database)


def test_some_or_all_of_a_day_go_to_a_team_at_once_and_stand_on_the_list(hands: Hands) -> None:
    told = hands.hand(hands.lin, hands.mei)

    assert [one.refusal for one in told.rows] == [None, None]
    assert hands.had() == [f"team/{hands.mei.team}"] * 2
    assert {one.worker for one in hands.outbreak.do(working_list).rows} == {told.rows[0].goer.name}


def test_what_cannot_be_handed_is_told_row_by_row_and_the_others_stand(hands: Hands) -> None:
    first, second = hands.rows
    hands.do(hands.lin, visit, first, WELL)

    told = hands.hand(hands.lin, hands.mei, [first, second, 999_999])

    assert [type(one.refusal) for one in told.rows] == [AlreadyVisited, type(None), NotFound]
    assert hands.had() == ["", f"team/{hands.mei.team}"]


def test_a_team_that_is_off_duty_or_serves_another_grid_gets_none(hands: Hands, database: Database) -> None:
    with database.connection() as connection:
        connection.execute(text("delete from shift where team_id = :team"), {"team": hands.mei.team})
    told = hands.hand(hands.shen, hands.mei)
    assert [type(one.refusal) for one in told.rows] == [OffDuty] * 2 and told.number == 0

    beside = hands.grid[:12] + f"{int(hands.grid[12:]) % 3 + 1:03}"
    with database.connection() as connection:
        connection.execute(
            text("update team set area = :area where id = :team"), {"area": beside, "team": hands.wu.team}
        )
    if beside != hands.grid:
        told = hands.hand(hands.shen, hands.wu)
        assert [type(one.refusal) for one in told.rows] == [NotServed] * 2


def test_a_community_worker_sends_volunteers_and_no_police(hands: Hands) -> None:
    of_lin, of_shen = (
        {one.word for one in outcome}
        for outcome in (hands.do(hands.lin, goers, hands.rows), hands.do(hands.shen, goers, hands.rows))
    )
    assert f"team/{hands.mei.team}" in of_lin and f"team/{hands.wu.team}" not in of_lin
    assert {f"team/{hands.mei.team}", f"team/{hands.wu.team}"} <= of_shen
    with pytest.raises(Invalid):
        hands.hand(hands.lin, hands.wu)


def test_nobody_of_another_community_hands_them_out_and_no_team_does(hands: Hands) -> None:
    beside = replace(hands.lin, area=hands.community[:9] + f"{int(hands.community[9:]) % 6 + 1:03}")
    told = hands.do(beside, hand, hands.rows, "")
    assert [type(one.refusal) for one in told.rows] == [NotFound] * 2
    with pytest.raises(NotAllowed):
        hands.hand(hands.mei, hands.mei)


def test_it_is_taken_back_within_its_minutes_but_for_what_was_made_since(hands: Hands) -> None:
    hands.hand(hands.lin, hands.lin)
    told = hands.hand(hands.lin, hands.mei)
    with pytest.raises(NotFound):
        hands.do(hands.shen, take_hand_out_back, told.number)
    hands.do(hands.lin, visit, hands.rows[0], WELL)

    assert hands.do(hands.lin, take_hand_out_back, told.number) == 1

    assert hands.had() == [f"team/{hands.mei.team}", f"account/{hands.lin.id}"]
    late = hands.hand(hands.lin, hands.mei, [hands.rows[1]])
    hands.outbreak.morning.later(minutes=5)
    with pytest.raises(HandOutStands):
        hands.do(hands.lin, take_hand_out_back, late.number)


def test_the_nearest_on_duty_with_least_goes_where_nobody_was_before(hands: Hands, database: Database) -> None:
    only = {"mei": hands.mei.team, "wu": hands.wu.team}
    with database.connection() as connection:
        connection.execute(text("delete from shift where team_id not in (:mei, :wu)"), only)

    (first, second) = hands.do(hands.shen, propose, hands.rows)

    assert first.fit.because is Because.NEAREST and first.fit.load == 0
    assert second.fit.because is Because.SAME_DOOR and first.goer == second.goer, "nobody sends two to one door"
    assert hands.had() == ["", ""], "a proposal hands nothing out"


def test_who_was_at_the_door_last_time_goes_again_though_others_have_less(hands: Hands) -> None:
    hands.hand(hands.lin, hands.mei, [hands.rows[0]])
    hands.do(hands.mei, answer_visit, hands.rows[0], Result.NOT_HOME, "", key="k1")
    hands.outbreak.on(11)
    tomorrow = [one.row.id for one in hands.outbreak.do(working_list).rows]

    told = hands.do(hands.lin, hand_nearest, tomorrow)

    assert [one.fit.because for one in told.rows] == [Because.AGAIN] * 2
    assert {one.goer.word for one in told.rows} == {f"team/{hands.mei.team}"}


def test_where_nobody_is_on_duty_the_row_says_so(hands: Hands, database: Database) -> None:
    with database.connection() as connection:
        connection.execute(text("delete from shift"))
        connection.execute(text("update account set disabled = true where role = 'community'"))
    told = hands.do(hands.shen, propose, hands.rows)
    assert [type(one.refusal) for one in told] == [NobodyFits] * 2


def test_a_volunteer_sees_surname_masked_call_and_protection_of_what_the_team_was_handed(hands: Hands) -> None:
    assert hands.do(hands.mei, visits_of_team) == ()
    su, tao = hands.rows
    hands.hand(hands.shen, hands.mei, [su])
    hands.hand(hands.shen, hands.wu, [tao])

    (errand,) = hands.do(hands.mei, visits_of_team)
    fields = {name: one.text for name, one in errand.person.fields.items()}

    assert errand.row.id == su and not errand.careful
    assert "苏" in fields["name"] and "青" not in fields["name"]
    assert "0000" not in fields["phone"] and "室" in fields["address"]
    (of_police,) = hands.do(hands.wu, visits_of_team)
    assert of_police.person.fields["name"].text == "陶然"


def test_a_team_answers_what_it_was_handed_and_once_though_it_is_sent_twice(hands: Hands) -> None:
    su, tao = hands.rows
    hands.hand(hands.shen, hands.mei, [su])

    for _ in range(2):
        hands.do(hands.mei, answer_visit, su, Result.SEEN_NOT_OK, "咳嗽", key="one")

    seen = hands.outbreak.do(open_visit, su)
    assert seen.due.row.result is Result.SEEN_NOT_OK and seen.found == VisitFacts(Met.SEEN, note="咳嗽", unwell=True)
    assert seen.by == hands.mei.name
    with pytest.raises(NotFound):
        hands.do(hands.mei, answer_visit, tao, Result.MOVED, "", key="two")
    with pytest.raises(AlreadyVisited):
        hands.do(hands.lin, visit, su, WELL)
    hands.outbreak.on(11)
    tomorrow = [one.row.id for one in hands.outbreak.do(working_list).rows if one.row.person == hands.outbreak.su]
    hands.hand(hands.shen, hands.mei, tomorrow)
    careful = {one.row.day.day: one.careful for one in hands.do(hands.mei, visits_of_team)}
    assert careful == {11: True}


def test_a_day_after_it_was_made_the_team_sees_it_no_more(hands: Hands) -> None:
    su = hands.rows[0]
    hands.hand(hands.shen, hands.wu, [su])
    hands.do(hands.wu, answer_visit, su, Result.MOVED, "", key="one")

    assert len(hands.do(hands.wu, visits_of_team)) == 1
    hands.outbreak.on(11, 8)
    assert len(hands.do(hands.wu, visits_of_team)) == 1
    hands.outbreak.on(11, 10)
    assert hands.do(hands.wu, visits_of_team) == ()
    with pytest.raises(NotFound):
        hands.do(hands.wu, answer_visit, su, Result.SEEN_OK, "", key="two")
