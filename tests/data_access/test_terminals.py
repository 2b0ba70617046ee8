"""Walls and phones that Gan, the administrator, lets in: once, for long, and until something ends them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import accounts, terminals
from cockpit.access import Actor, system
from cockpit.accounts import LinkOver, Wanted
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.terminals import AlreadyRevoked, Kind, Standing
from data_access import upkeep
from data_access.accounts import AccountShelf
from data_access.database import Database
from tests.at_once import at_once
from tests.people import DISTRICT, People, somebody

LATER = [timedelta(hours=13), timedelta(hours=25), timedelta(days=90)]


@pytest.fixture
def gan(database: Database) -> Actor:
    return somebody(database, "admin")


@pytest.fixture
def wall(database: Database) -> Actor:
    return somebody(database, "wall")


def act(database: Database, by: Actor, use_case: Callable[..., Any], *args: Any) -> Any:
    with database.work(by) as work:
        return use_case(work, *args)


def enrolled(database: Database, gan: Actor, whose: Actor, name: str = "一楼大厅") -> tuple[int, str]:
    """The terminal's number, and its link."""
    one, link = act(database, gan, terminals.enrol, name, whose.id)
    return one.id, link


def inside(database: Database, gan: Actor, whose: Actor) -> tuple[int, str]:
    """The number of one that was let in, and its session's token."""
    number, link = enrolled(database, gan, whose)
    return number, act(database, system(DISTRICT), terminals.take_in, link)[1]


def stands(database: Database, gan: Actor, number: int) -> Standing:
    return act(database, gan, lambda work: work.terminals.get(number).standing(work.machine_at))  # type: ignore[no-any-return]


def who(database: Database, token: str, after: timedelta = timedelta()) -> Actor | None:
    with database.connection() as connection:
        return AccountShelf(connection).actor_of(token, datetime.now(UTC) + after)


def told(database: Database, count: int = 1) -> list[tuple[str, str, dict[str, Any]]]:
    query = text("select action, actor, facts from audit_entry order by id desc limit :count")
    with database.connection() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(query, {"count": count})]


def in_a_browser(database: Database, person: Actor) -> tuple[str, Actor]:
    """Signed in as a person: the session's token, and who that is."""
    with database.connection() as connection:
        here = AccountShelf(connection).sign_in(person.id or 0, datetime.now(UTC))
    found = who(database, here)
    assert found
    return here, found


# Coming in


def test_gan_enrols_the_hall_which_comes_in_once_with_the_rights_of_a_wall(
    database: Database, gan: Actor, wall: Actor
) -> None:
    number, link = enrolled(database, gan, wall)
    assert stands(database, gan, number) is Standing.WAITING
    account, token = act(database, system(DISTRICT), terminals.take_in, link)
    found = who(database, token)
    assert found and (account.id, found.id, found.role, found.terminal) == (wall.id, wall.id, "wall", number)
    assert stands(database, gan, number) is Standing.IN_USE
    with pytest.raises(LinkOver):
        act(database, system(DISTRICT), terminals.take_in, link)


def test_a_teams_phone_goes_by_the_teams_account(database: Database, gan: Actor, people: People) -> None:
    number, token = inside(database, gan, people.wu)
    found = who(database, token)
    assert found and (found.role, found.team, found.area) == ("police", people.wu.team, people.wu.area)
    assert act(database, gan, lambda work: work.terminals.get(number).kind) is Kind.PHONE


def test_an_account_that_nobody_has_a_password_for_serves_as_well(
    database: Database, gan: Actor, people: People
) -> None:
    number, _ = act(database, gan, accounts.invite, Wanted("car.1", "巡逻车一号", "police", "", people.wu.team))
    one, link = act(database, gan, terminals.enrol, "巡逻车一号", number)
    _, token = act(database, system(DISTRICT), terminals.take_in, link)
    found = who(database, token)
    assert found and found.terminal == one.id


@pytest.mark.parametrize("after", LATER)
def test_it_is_still_there_after_days_where_a_person_would_be_out(
    database: Database, gan: Actor, wall: Actor, after: timedelta
) -> None:
    _, token = inside(database, gan, wall)
    persons, _ = in_a_browser(database, wall)
    assert who(database, token, after) and who(database, persons, after) is None


def test_what_takes_old_sessions_away_leaves_it_and_takes_links_that_nobody_used(
    database: Database, gan: Actor, wall: Actor
) -> None:
    _, token = inside(database, gan, wall)
    enrolled(database, gan, wall)
    with database.connection() as connection:
        connection.execute(text("update session set created_at = created_at - interval '90 days'"))
        connection.execute(text("update terminal set good_until = good_until - interval '90 days'"))
    gone = upkeep.expire(database, system(DISTRICT))
    assert (gone["sessions"], gone["terminals"]) == (0, 1)
    assert who(database, token)


def test_a_link_is_good_for_an_hour(database: Database, gan: Actor, wall: Actor) -> None:
    _, link = enrolled(database, gan, wall)
    now = datetime.now(UTC)
    at = lambda work, minutes: work.terminals.linked(link, now + timedelta(minutes=minutes))  # noqa: E731
    assert act(database, gan, at, 59) and act(database, gan, at, 61) is None


@pytest.mark.many
def test_of_two_who_open_the_link_at_once_one_comes_in(database: Database, gan: Actor, wall: Actor) -> None:
    number, link = enrolled(database, gan, wall)
    both = at_once(*[lambda: act(database, system(DISTRICT), terminals.take_in, link)] * 2)
    assert sorted(type(one).__name__ for one in both) == ["LinkOver", "tuple"]
    with database.connection() as connection:
        query = text("select count(*) from session where terminal = :id")
        assert connection.execute(query, {"id": number}).scalar_one() == 1


@pytest.mark.many
def test_who_is_disabled_and_let_in_at_once_is_out(database: Database, gan: Actor, wall: Actor) -> None:
    _, link = enrolled(database, gan, wall)
    at_once(
        lambda: act(database, system(DISTRICT), terminals.take_in, link),
        lambda: act(database, gan, accounts.disable, wall.id),
    )
    with database.connection() as connection:
        assert connection.execute(text("select count(*) from session where terminal is not null")).scalar_one() == 0


def test_neither_link_nor_session_nor_name_stands_where_somebody_could_read_it(
    database: Database, gan: Actor, wall: Actor
) -> None:
    _, link = enrolled(database, gan, wall)
    _, token = act(database, system(DISTRICT), terminals.take_in, link)
    with database.connection() as connection:
        kept = str(connection.execute(text("select to_jsonb(t), to_jsonb(s) from terminal t, session s")).all())
        lines = str(connection.execute(text("select to_jsonb(a) from audit_entry a")).all())
    assert link not in kept + lines and token not in kept + lines and "一楼大厅" not in lines
    assert [(action, facts) for action, _, facts in told(database, 2)] == [
        ("terminal_taken_in", {"account": wall.id}),
        ("terminal_enrolled", {"account": wall.id}),
    ]


# Who may, and with what


@pytest.mark.parametrize("name", ["officer", "admin", "community", "clinician", "guard", "leader", "auditor"])
def test_an_account_that_is_a_persons_has_no_terminal(database: Database, gan: Actor, name: str) -> None:
    with pytest.raises(Invalid):
        act(database, gan, terminals.enrol, "一楼大厅", somebody(database, name).id)
    assert act(database, gan, terminals.terminals) == []
    assert somebody(database, name).id not in {one.id for one in act(database, gan, terminals.fitting)}


@pytest.mark.parametrize("name", ["", "  ", "大" * 41, "大\n厅", "大\u202e厅"])
def test_a_name_that_cannot_be_read_is_none(database: Database, gan: Actor, wall: Actor, name: str) -> None:
    with pytest.raises(Invalid):
        act(database, gan, terminals.enrol, name, wall.id)
    assert act(database, gan, terminals.terminals) == []


def test_a_disabled_account_has_no_terminal(database: Database, gan: Actor, wall: Actor) -> None:
    act(database, gan, accounts.disable, wall.id)
    with pytest.raises(Invalid):
        act(database, gan, terminals.enrol, "一楼大厅", wall.id)


@pytest.mark.parametrize("person", ["rosa", "gu", "wu", "shen", "eve"])
@pytest.mark.parametrize("name", ["terminals", "fitting", "enrol", "revoke", "take_in"])
def test_nobody_but_an_administrator_has_to_do_with_terminals(
    database: Database, people: People, person: str, name: str
) -> None:
    args = {"enrol": ("一楼大厅", 1), "revoke": (1,), "take_in": ("x",)}.get(name, ())
    with pytest.raises(NotAllowed):
        act(database, getattr(people, person), getattr(terminals, name), *args)


def test_what_is_not_there_is_not_found(database: Database, gan: Actor) -> None:
    for use_case, args in ((terminals.enrol, ("一楼大厅", 999_999)), (terminals.revoke, (999_999,))):
        with pytest.raises(NotFound):
            act(database, gan, use_case, *args)
    with pytest.raises(LinkOver):
        act(database, system(DISTRICT), terminals.take_in, "x" * 43)


# Ending


def test_a_revoked_one_is_out_at_once_and_it_stays_known_when_it_was_last_seen(
    database: Database, gan: Actor, wall: Actor
) -> None:
    number, token = inside(database, gan, wall)
    assert who(database, token, timedelta(days=3))
    seen = act(database, gan, terminals.terminals)[0].seen_at
    gone = act(database, gan, terminals.revoke, number)
    assert who(database, token) is None
    assert gone.seen_at == seen > datetime.now(UTC) + timedelta(days=2)
    assert stands(database, gan, number) is Standing.REVOKED
    assert told(database)[0][0] == "terminal_revoked"
    with pytest.raises(AlreadyRevoked, match="一楼大厅"):
        act(database, gan, terminals.revoke, number)


def test_a_link_that_was_revoked_lets_nobody_in(database: Database, gan: Actor, wall: Actor) -> None:
    number, link = enrolled(database, gan, wall)
    act(database, gan, terminals.revoke, number)
    with pytest.raises(LinkOver):
        act(database, system(DISTRICT), terminals.take_in, link)


def test_another_wall_of_the_same_account_stays(database: Database, gan: Actor, wall: Actor) -> None:
    (first, lost), (_, other) = inside(database, gan, wall), inside(database, gan, wall)
    act(database, gan, terminals.revoke, first)
    assert who(database, lost) is None and who(database, other)


CHANGES: dict[str, Callable[[Any, int], Any]] = {
    "disabled": accounts.disable,
    "reset": accounts.reset,
    "second step reset": accounts.reset_second_step,
    "another role": lambda work, account_id: accounts.reassign(work, account_id, "leader"),
    "the other kind": lambda work, account_id: accounts.reassign(
        work, account_id, "police", "", work.accounts.by_name("police").team
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_its_account_ends_it_for_good(database: Database, gan: Actor, wall: Actor, change: str) -> None:
    number, token = inside(database, gan, wall)
    act(database, gan, CHANGES[change], wall.id)
    assert who(database, token) is None
    assert stands(database, gan, number) is Standing.ENDED
    act(database, gan, accounts.enable, wall.id)
    act(database, gan, accounts.reassign, wall.id, "wall")
    assert who(database, token) is None, "an old cookie does not come back to life"


def test_who_changes_their_own_password_ends_the_phone_that_goes_by_their_account(
    database: Database, gan: Actor, people: People
) -> None:
    number, token = inside(database, gan, people.wu)
    here, wu = in_a_browser(database, people.wu)
    act(database, wu, accounts.change_password, "a hash")
    assert who(database, here) and who(database, token) is None
    assert stands(database, gan, number) is Standing.ENDED


def test_another_team_counts_from_the_next_request_and_the_phone_stays(
    database: Database, gan: Actor, people: People
) -> None:
    _, token = inside(database, gan, people.wu)
    act(database, gan, accounts.reassign, people.wu.id, "volunteer", "", people.mei.team)
    found = who(database, token)
    assert found and (found.role, found.team) == ("volunteer", people.mei.team)


def test_a_role_that_was_changed_behind_our_back_does_not_give_a_terminal_more(
    database: Database, gan: Actor, wall: Actor
) -> None:
    _, token = inside(database, gan, wall)
    with database.connection() as connection:
        connection.execute(text("update account set role = 'officer' where account = 'wall'"))
    assert who(database, token) is None


def test_a_phone_is_among_the_sessions_of_its_accounts_owner_who_may_end_it(
    database: Database, gan: Actor, people: People
) -> None:
    number, token = inside(database, gan, people.wu)
    here, wu = in_a_browser(database, people.wu)
    phone = next(one for one in act(database, wu, accounts.my_sessions) if one.terminal == number)
    assert act(database, wu, accounts.end_sessions, phone.id) == 1
    assert who(database, token) is None and who(database, here)


# Seen


def test_a_wall_that_only_listens_counts_as_seen_and_a_person_who_left_the_page_open_does_not(
    database: Database, gan: Actor, wall: Actor
) -> None:
    number, token = inside(database, gan, wall)
    now = datetime.now(UTC)
    with database.connection() as connection:
        shelf = AccountShelf(connection)
        persons = shelf.actor_of(shelf.sign_in(wall.id or 0, now), now)
        hall = shelf.actor_of(token, now)
        assert persons and persons.session and hall and hall.session
        shelf.actors([persons.session, hall.session], now + timedelta(hours=2))
        seen = {str(one.id): one.seen_at for one in shelf.sessions(wall.id or 0)}
    assert seen[persons.session] == now
    assert seen[hall.session] == now + timedelta(hours=2)
    assert act(database, gan, lambda work: work.terminals.get(number).seen_at) == now + timedelta(hours=2)


def test_what_is_done_at_it_is_told_as_done_at_it(database: Database, gan: Actor, people: People) -> None:
    number, token = inside(database, gan, people.wu)
    wu = who(database, token)
    assert wu
    with pytest.raises(NotAllowed):
        act(database, wu, accounts.my_sessions)
    action, by, _ = told(database)[0]
    assert (action, by) == ("refused", f"police@{number}")
