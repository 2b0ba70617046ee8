"""Needs at Lin's desk: listed, handed out, brought by the community itself, cancelled, entered by telephone; and tomorrow's."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from cockpit import needs
from cockpit.needs import (
    AlreadyClaimed,
    AskedAlready,
    NeedKind,
    NotAtHome,
    NotServed,
    Said,
    Show,
    State,
    Why,
)
from cockpit.quarantine import Lifted, Supplies, say_supplies
from cockpit.quarantine.lift import lift
from cockpit.refusals import Invalid, NotAllowed, NotFound
from data_access.retention import expire
from tests.data_access.needs.conftest import Home

MILK, MEDICINE, OTHER = NeedKind.MILK, NeedKind.MEDICINE, NeedKind.OTHER
NEWER = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select kind, key, area, holds_from, published_at, 'a newer one', body || cast(:body as jsonb) from policy
where kind = 'need' and key = :key
"""


def rules(home: Home, key: str, body: str) -> None:
    """From now on otherwise."""
    with home.morning.database.connection() as connection:
        connection.execute(text(NEWER), {"key": key, "body": body})


def test_what_is_due_first_comes_first_and_what_is_late_is_counted(home: Home) -> None:
    milk, medicine = home.asks(MILK, MEDICINE)
    assert [one.need.id for one in home.do(home.lin, needs.list_needs).rows] == [medicine.id, milk.id]
    home.morning.later(hours=4, seconds=1)
    found = home.do(home.lin, needs.list_needs)
    assert (found.late, found.total) == (1, 2) and found.rows[0].need.overdue(home.morning.at)


def test_who_has_nobody_to_bring_anything_is_marked_until_somebody_does(home: Home) -> None:
    home.asks(MILK)
    assert home.do(home.lin, needs.list_needs).rows[0].unsupplied
    home.do(home.lin, say_supplies, home.episode, Supplies.RELATIVES)
    found = home.do(home.lin, needs.list_needs)
    assert not found.rows[0].unsupplied


def test_handed_to_a_team_it_stands_on_its_phone_and_can_be_taken_back(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.do(home.lin, needs.hand_need, milk.id, home.mei.team)
    assert [one.need.id for one in home.do(home.mei, needs.errands_of_team).mine] == [milk.id]
    with pytest.raises(AlreadyClaimed) as refused:
        home.do(home.lin, needs.take_on, milk.id)
    assert refused.value.who
    home.do(home.lin, needs.undo_need, milk.id)
    assert home.do(home.mei, needs.errands_of_team).mine == ()
    with pytest.raises(NotServed):
        home.do(home.lin, needs.hand_need, milk.id, home.ou.team)


def test_the_community_brings_it_itself_to_the_last_fen(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.do(home.lin, needs.take_on, milk.id)
    home.do(home.lin, needs.note_bought, milk.id, 990)
    home.do(home.lin, needs.note_delivered, milk.id)
    kept = home.do(home.lin, needs.note_money, milk.id, True)
    assert (kept.spent, kept.paid_at, kept.team) == (990, home.morning.at, None)
    (row,) = home.do(home.lin, needs.list_needs, Show.BROUGHT).rows
    assert row.who == home.lin.name and home.own()[0].team == ""


def test_taken_from_a_team_that_does_not_come_it_is_everybodys_again(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.claims(home.mei, milk.id)
    home.do(home.lin, needs.put_back, milk.id)
    assert home.do(home.mei, needs.errands_of_team).mine == ()
    assert home.claims(home.pan, milk.id).needs


def test_cancelled_with_a_reason_it_leaves_the_phone_and_is_undone_for_five_minutes(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.claims(home.mei, milk.id)
    assert home.do(home.lin, needs.cancel_need, milk.id, Why.RELATIVES).state is State.CANCELLED
    assert home.do(home.mei, needs.errands_of_team).mine == ()
    assert home.do(home.lin, needs.undo_need, milk.id).state is State.CLAIMED
    with pytest.raises(Invalid):
        home.do(home.lin, needs.cancel_need, milk.id, Why.SHUT)


def test_by_telephone_the_desk_writes_it_down_and_it_is_marked_so(home: Home) -> None:
    (kept,) = home.do(home.lin, needs.enter_need, home.episode, [OTHER], "一个电热水壶", Said.PHONE)
    assert kept.entered_by == home.lin.id and home.own()[0].words == "一个电热水壶"
    home.do(home.lin, needs.enter_need, home.episode, [MILK], "", Said.DOOR)
    with pytest.raises(AskedAlready):
        home.do(home.lin, needs.enter_need, home.episode, [MILK], "", Said.DOOR)
    for kinds, words in (([], ""), ([OTHER], " "), ([OTHER], "长" * 501)):
        with pytest.raises(Invalid):
            home.do(home.lin, needs.enter_need, home.episode, kinds, words, Said.PHONE)
    home.ground.do("investigator", lift, home.episode, Lifted.MISTAKE)
    with pytest.raises(NotAtHome):
        home.do(home.lin, needs.enter_need, home.episode, [MILK], "", Said.PHONE)


def test_who_may_not_and_who_is_of_another_street(home: Home) -> None:
    (milk,) = home.asks(MILK)
    for use_case, more in ((needs.take_on, []), (needs.cancel_need, [Why.TWICE])):
        with pytest.raises(NotAllowed):
            home.do(home.morning.people.rosa, use_case, milk.id, *more)
        with pytest.raises(NotFound):
            home.do(home.morning.people.xia, use_case, milk.id, *more)
    for use_case in (needs.open_need, needs.door_photo):
        with pytest.raises(NotFound):
            home.do(home.morning.people.xia, use_case, milk.id)
    with pytest.raises(NotAllowed):
        home.do(home.morning.people.eve, needs.list_needs)
    assert home.do(home.morning.people.xia, needs.list_needs).rows == ()


def test_the_officer_of_the_district_reads_a_masked_name(home: Home) -> None:
    home.asks(MILK)
    (row,) = home.do(home.morning.people.rosa, needs.list_needs).rows
    assert "*" in (row.person.fields["name"].text or "")


def test_the_phones_of_the_area_hear_of_it_and_nobody_is_named(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.claims(home.mei, milk.id)
    with home.morning.database.connection() as connection:
        rows = connection.execute(
            text("select event, facts from change where subject = 'need' and subject_id = :id order by id"),
            {"id": str(milk.id)},
        ).all()
    assert ("need_claimed", {"kind": "milk", "team": home.mei.team}) in [tuple(row) for row in rows]
    told = {row.facts["team"] for row in rows if row.event == "team_needs_changed"}
    assert {home.mei.team, home.pan.team} <= told and home.ou.team not in told


def test_tomorrow_is_reckoned_from_who_asked_and_who_is_still_at_home(home: Home) -> None:
    """Su alone, asked for milk once in seven days of one person at home: a seventh of a milk, if seven days are enough."""
    home.asks(MILK)
    with home.morning.database.connection() as connection:
        connection.execute(
            text("update quarantine set since = since - 10, until = until + 10 where id = :id"), {"id": home.episode}
        )
        connection.execute(text("update need set asked_at = asked_at - interval '1 day'"))
        connection.execute(text("delete from quarantine where id <> :id"), {"id": home.episode})
    found = home.do(home.lin, needs.forecast)
    assert (found.whole.home, found.whole.person_days, found.whole.kinds) == (1, 7, {})
    rules(home, "forecast", '{"least": 5}')
    milk = home.do(home.lin, needs.forecast).whole.kinds[MILK]
    assert milk.mean == pytest.approx(1 / 7) and (milk.asked, milk.home) == (1, 1)
    assert home.do(home.morning.people.shen, needs.forecast).parts[0].area == home.lin.area


def test_after_thirty_days_it_is_gone_with_its_photo(home: Home) -> None:
    (milk,) = home.asks(MILK)
    home.do(home.lin, needs.cancel_need, milk.id, Why.TWICE)
    home.morning.later(days=31)

    class Then:
        def work(self, by: object) -> object:
            return home.morning.work(by)  # type: ignore[arg-type]

    assert expire(Then(), home.morning.people.cockpit)["need"] == 1  # type: ignore[arg-type]


def test_a_rule_changed_afterwards_moves_no_due_time(home: Home) -> None:
    (milk,) = home.asks(MILK)
    rules(home, "due", '{"milk": 1, "rubbish": 2}')
    assert home.do(home.lin, needs.open_need, milk.id).listed.need.due_at == milk.asked_at + timedelta(hours=24)
    (rubbish,) = home.do(home.lin, needs.enter_need, home.episode, [NeedKind.RUBBISH], "", Said.DOOR)
    assert rubbish.due_at == rubbish.asked_at + timedelta(hours=2) and rubbish.policy > milk.policy
