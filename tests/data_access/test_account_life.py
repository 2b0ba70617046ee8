"""How an account begins, changes and ends: by Gan, the administrator, and nobody else; never by its own hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import accounts, two_people
from cockpit.access import Actor, system
from cockpit.accounts import (
    BY_TWO,
    AccountTaken,
    LastAdmin,
    LinkOver,
    NoPasswordYet,
    NotAtOnce,
    OwnAccount,
    Wanted,
)  # fmt: skip
from cockpit.refusals import Invalid, NotAllowed, NotFound
from cockpit.two_people import NobodyAsked, SamePerson
from cockpit.two_people.words import follow
from data_access.accounts import AccountShelf
from data_access.database import Database
from tests.at_once import at_once
from tests.people import CHANGQING, DISTRICT, WULIN, People

NEW = Wanted("lu.min", "鲁敏", "street_officer", CHANGQING)


def actor(database: Database, name: str) -> Actor:
    with database.connection() as connection:
        one = AccountShelf(connection).by_name(name)
    assert one
    return Actor(one.id, one.account, one.name, one.role, one.area, one.team)


@pytest.fixture
def gan(database: Database) -> Actor:
    return actor(database, "admin")


def act(database: Database, by: Actor, use_case: Callable[..., Any], *args: Any) -> Any:
    with database.work(by) as work:
        return use_case(work, *args)


def signed_in_as(database: Database, token: str) -> Actor | None:
    with database.connection() as connection:
        return AccountShelf(connection).actor_of(token, datetime.now(UTC))


def session_of(database: Database, account_id: int | None) -> str:
    with database.connection() as connection:
        return AccountShelf(connection).sign_in(account_id or 0, datetime.now(UTC))


def told(database: Database) -> list[str]:
    with database.connection() as connection:
        return list(connection.execute(text("select action from audit_entry order by id desc limit 3")).scalars())


# Beginning


def test_an_invited_person_sets_a_password_by_a_link_that_is_good_once(database: Database, gan: Actor) -> None:
    number, token = act(database, gan, accounts.invite, NEW)
    assert not act(database, system(DISTRICT), lambda work: work.accounts.get(number)).has_password
    account = act(database, system(DISTRICT), accounts.take_link, token, "a hash")
    assert (account.id, account.role, account.area, account.has_password) == (number, "street_officer", CHANGQING, True)
    with pytest.raises(LinkOver):
        act(database, system(DISTRICT), accounts.take_link, token, "another hash")
    assert told(database) == ["refused", "password_set", "account_invited"]


def test_the_audit_holds_no_name_and_no_token(database: Database, gan: Actor) -> None:
    _, token = act(database, gan, accounts.invite, NEW)
    with database.connection() as connection:
        lines = str(connection.execute(text("select * from audit_entry order by id desc limit 1")).all())
        rows = str(connection.execute(text("select * from account_link")).all())
    assert "鲁敏" not in lines and "lu.min" not in lines and token not in lines + rows


def test_a_link_is_good_for_three_days(database: Database, gan: Actor) -> None:
    _, token = act(database, gan, accounts.invite, NEW)
    shelf_at = lambda work, at: work.accounts.linked(token, at)  # noqa: E731
    now = datetime.now(UTC)
    assert act(database, gan, shelf_at, now + timedelta(hours=71))
    assert act(database, gan, shelf_at, now + timedelta(hours=73)) is None


def test_a_newer_link_takes_the_place_of_the_older_one(database: Database, gan: Actor) -> None:
    number, older = act(database, gan, accounts.invite, NEW)
    newer = act(database, gan, accounts.reset, number)
    with pytest.raises(LinkOver):
        act(database, system(DISTRICT), accounts.take_link, older, "a hash")
    assert act(database, system(DISTRICT), accounts.take_link, newer, "a hash").id == number


def test_one_who_goes_out_has_the_area_of_the_team(database: Database, gan: Actor, people: People) -> None:
    number, _ = act(database, gan, accounts.invite, Wanted("xu", "徐警官", "police", "", people.wu.team))
    assert act(database, gan, lambda work: work.accounts.get(number)).area == people.wu.area


@pytest.mark.parametrize(
    "changed",
    [
        {"account": ""}, {"account": "Lu"}, {"account": "1lu"}, {"account": "鲁敏"}, {"account": "l" * 41},
        {"name": " "}, {"name": "鲁\n敏"}, {"name": "鲁" * 61}, {"role": "chief"}, {"role": "system"}, {"role": "public"},
        {"area": ""}, {"area": "330103999"}, {"area": CHANGQING + "001"}, {"team": 1},
        {"role": "police"}, {"role": "police", "team": 999_999},
    ],
)  # fmt: skip
def test_what_is_no_account_is_refused_and_nothing_is_made(
    database: Database, gan: Actor, changed: dict[str, Any]
) -> None:
    before = len(act(database, gan, accounts.accounts))
    with pytest.raises(Invalid):
        act(database, gan, accounts.invite, replace(NEW, **changed))
    assert len(act(database, gan, accounts.accounts)) == before


def test_a_team_of_another_kind_is_refused(database: Database, gan: Actor, people: People) -> None:
    with pytest.raises(Invalid):
        act(database, gan, accounts.invite, Wanted("xu", "徐警官", "police", "", people.mei.team))


def test_a_name_that_is_taken_is_said_and_stays_whose_it_is(database: Database, gan: Actor) -> None:
    with pytest.raises(AccountTaken, match="officer"):
        act(database, gan, accounts.invite, replace(NEW, account="officer"))
    assert actor(database, "officer").name == "罗莎"


@pytest.mark.parametrize("who", ["rosa", "gu", "shen", "wu", "eve"])
@pytest.mark.parametrize("name", ["accounts", "invite", "disable", "enable", "reset", "reassign"])
def test_nobody_but_an_administrator_has_to_do_with_accounts(
    database: Database, people: People, who: str, name: str
) -> None:
    args = {"accounts": (), "invite": (NEW,), "reassign": (1, "officer")}.get(name, (1,))
    with pytest.raises(NotAllowed):
        act(database, getattr(people, who), getattr(accounts, name), *args)


# Changing and ending


def test_a_disabled_person_is_out_at_once_and_comes_back_by_a_new_sign_in_alone(
    database: Database, gan: Actor, people: People
) -> None:
    token = session_of(database, people.rosa.id)
    assert act(database, gan, accounts.disable, people.rosa.id).disabled
    assert signed_in_as(database, token) is None
    assert not act(database, gan, accounts.enable, people.rosa.id).disabled
    assert signed_in_as(database, token) is None
    assert told(database)[:2] == ["account_enabled", "account_disabled"]


def test_another_role_counts_from_the_next_request(database: Database, gan: Actor, people: People) -> None:
    token = session_of(database, people.shen.id)
    act(database, gan, accounts.reassign, people.shen.id, "approver", WULIN)
    found = signed_in_as(database, token)
    assert found and (found.role, found.area, found.team) == ("approver", WULIN, None)


@pytest.fixture
def second(database: Database) -> Actor:
    return actor(database, "admin2")


def give(database: Database, by: Actor, to: Actor, role: str = "auditor") -> str:
    """The role that the account has after that."""
    return str(act(database, by, accounts.reassign, to.id, role).role)


@pytest.mark.parametrize("role", BY_TWO)
def test_a_role_that_watches_over_others_is_given_by_two(
    database: Database, gan: Actor, second: Actor, people: People, role: str
) -> None:
    assert give(database, gan, people.rosa, role) == "officer"
    [waits] = act(database, second, two_people.waiting)
    assert (waits.kind, waits.subject_id, waits.facts["role"], waits.by) == ("role", people.rosa.id, role, gan.id)
    assert give(database, second, people.rosa, role) == role
    assert act(database, second, two_people.waiting) == []
    assert told(database)[:2] == ["account_reassigned", "role_asked"]


def test_one_alone_does_not_give_it_however_often(database: Database, gan: Actor, people: People) -> None:
    give(database, gan, people.rosa)
    with pytest.raises(SamePerson):
        give(database, gan, people.rosa)
    assert act(database, gan, lambda work: work.accounts.get(people.rosa.id)).role == "officer"


def test_a_second_one_who_says_another_role_is_a_first_one(
    database: Database, gan: Actor, second: Actor, people: People
) -> None:
    give(database, gan, people.rosa, "security")
    assert give(database, second, people.rosa, "auditor") == "officer"
    assert give(database, gan, people.rosa, "auditor") == "auditor"


@pytest.mark.parametrize(
    "change",
    [
        "update word set until = until - interval '61 minutes'",
        "update account set disabled = true where account = 'admin'",
        "update account set role = case account when 'admin' then 'guard' else 'admin' end"
        " where account in ('admin', 'guard')",
    ],
    ids=["too long ago", "disabled", "no administrator any more"],
)
def test_a_word_that_holds_no_more_is_nobodys(
    database: Database, gan: Actor, second: Actor, people: People, change: str
) -> None:
    give(database, gan, people.rosa)
    with database.connection() as connection:
        connection.execute(text(change))
    assert give(database, second, people.rosa) == "officer"


def test_a_word_is_good_once(database: Database, gan: Actor, second: Actor, people: People) -> None:
    give(database, gan, people.rosa)
    give(database, second, people.rosa)
    assert give(database, gan, people.rosa, "officer") == "auditor"
    assert give(database, second, people.rosa, "officer") == "officer"
    assert give(database, second, people.rosa) == "officer"


@pytest.fixture
def security(database: Database) -> Actor:
    return actor(database, "security")


def waiting(database: Database, by: Actor) -> list[int]:
    return [one.id for one in act(database, by, two_people.waiting)]


def test_the_security_officer_gives_the_second_word_from_the_list(
    database: Database, gan: Actor, security: Actor, people: People
) -> None:
    give(database, gan, people.rosa)
    [number] = waiting(database, security)
    with pytest.raises(SamePerson):
        act(database, gan, accounts.confirm_account, number)
    act(database, security, accounts.confirm_account, number)
    assert act(database, gan, lambda work: work.accounts.get(people.rosa.id)).role == "auditor"
    with pytest.raises(NotFound):
        act(database, security, accounts.confirm_account, number)


def test_a_word_can_be_taken_back_and_refused(database: Database, gan: Actor, security: Actor, people: People) -> None:
    for by, told_as in ((gan, "word_withdrawn"), (security, "word_refused")):
        give(database, gan, people.rosa)
        act(database, by, two_people.withdraw, *waiting(database, by))
        assert waiting(database, security) == [] and told(database)[0] == told_as
    with pytest.raises(NotFound):
        act(database, gan, two_people.withdraw, 1)


def test_what_waits_is_shown_to_whom_it_concerns_only(
    database: Database, gan: Actor, second: Actor, security: Actor, people: People
) -> None:
    give(database, gan, people.rosa)
    assert waiting(database, second) == waiting(database, security) != []
    assert waiting(database, people.gu) == waiting(database, people.rosa) == []
    for one in (people.lin, people.eve, actor(database, "auditor")):
        with pytest.raises(NotAllowed):
            act(database, one, two_people.waiting)
    with pytest.raises(NotFound):
        act(database, people.gu, two_people.withdraw, *waiting(database, gan))
    with pytest.raises(NotAllowed):
        act(database, people.gu, accounts.confirm_account, *waiting(database, gan))


@pytest.mark.parametrize("role", ["admin2", "security", "auditor"])
@pytest.mark.parametrize("reset", [accounts.reset, accounts.reset_second_step], ids=["password", "second step"])
def test_who_watches_over_others_is_not_taken_over_by_one_administrator(
    database: Database, gan: Actor, security: Actor, role: str, reset: Any
) -> None:
    watching = actor(database, role)
    token = session_of(database, watching.id)
    assert not act(database, gan, reset, watching.id)
    assert signed_in_as(database, token), "nothing has happened yet"
    other = security if role != "security" else actor(database, "admin2")
    link = act(database, other, accounts.confirm_account, *waiting(database, other))
    assert signed_in_as(database, token) is None
    assert bool(link) is (reset is accounts.reset)


def test_nobody_confirms_another_word_than_the_one_they_read(
    database: Database, gan: Actor, second: Actor, people: People
) -> None:
    give(database, gan, people.rosa, "auditor")
    [read] = waiting(database, second)
    give(database, gan, people.rosa, "admin")
    with pytest.raises(NotFound):
        act(database, second, accounts.confirm_account, read)
    with pytest.raises(NobodyAsked), database.work(second) as work:
        follow(work, "role", people.rosa.id or 0, read)
    assert act(database, gan, lambda work: work.accounts.get(people.rosa.id)).role == "officer"


def test_the_audit_says_who_gave_the_first_word(
    database: Database, gan: Actor, security: Actor, people: People
) -> None:
    give(database, gan, people.rosa)
    act(database, security, accounts.confirm_account, *waiting(database, security))
    with database.connection() as connection:
        facts = connection.execute(text("select facts from audit_entry order by id desc limit 1")).scalar_one()
    assert facts["asked_by"] == gan.id


@pytest.mark.parametrize("role", ["admin2", "security", "auditor"])
def test_who_watched_over_others_and_was_stopped_is_let_in_again_by_two(
    database: Database, gan: Actor, security: Actor, role: str
) -> None:
    one = actor(database, role)
    act(database, gan, accounts.disable, one.id)
    assert act(database, gan, accounts.enable, one.id).disabled
    other = security if role != "security" else actor(database, "admin2")
    act(database, other, accounts.confirm_account, *waiting(database, other))
    assert not act(database, gan, accounts.enable, one.id).disabled


def test_whoever_holds_an_unused_link_does_not_come_to_watch_over_others_by_it(
    database: Database, gan: Actor, second: Actor, people: People
) -> None:
    """Gan resets Rosa's password alone and keeps the link; two people, who know nothing of it, make her an auditor."""
    act(database, gan, accounts.reset, people.rosa.id)
    with pytest.raises(NoPasswordYet):
        give(database, second, people.rosa)
    rosa = people.rosa.id
    with database.connection() as connection:
        connection.execute(text("update account set password_hash = 'a hash' where id = :id"), {"id": rosa})
    give(database, second, people.rosa)
    act(database, gan, accounts.reset, rosa)
    with pytest.raises(NoPasswordYet):
        give(database, gan, people.rosa)


def test_an_administrator_does_not_reset_their_own_password_alone(database: Database, gan: Actor) -> None:
    assert act(database, gan, accounts.reset, gan.id) is None
    assert act(database, gan, lambda work: work.accounts.get(gan.id)).has_password


def test_it_is_taken_away_by_two_as_well(database: Database, gan: Actor, second: Actor) -> None:
    auditor = actor(database, "auditor")
    assert give(database, gan, auditor, "officer") == "auditor"
    assert give(database, second, auditor, "officer") == "officer"


def test_the_only_administrator_of_a_new_district_has_nobody_to_ask(
    database: Database, gan: Actor, second: Actor, people: People
) -> None:
    act(database, gan, accounts.disable, second.id)
    assert give(database, gan, people.rosa, "admin") == "officer", "who disabled the other one is not the only one"
    with database.connection() as connection:
        connection.execute(text("update account set role = 'guard' where account = 'admin2'"))
    assert give(database, gan, people.rosa, "auditor") == "officer", "the security officer could say the second word"
    with database.connection() as connection:
        connection.execute(text("update account set role = 'guard' where account = 'security'"))
    assert give(database, gan, people.rosa, "admin") == "admin"


@pytest.mark.parametrize("role", BY_TWO)
def test_nobody_is_invited_into_such_a_role(database: Database, gan: Actor, role: str) -> None:
    with pytest.raises(NotAtOnce):
        act(database, gan, accounts.invite, replace(NEW, role=role, area=""))


def test_a_reset_ends_password_sessions_and_lock_out(database: Database, gan: Actor, people: People) -> None:
    token = session_of(database, people.rosa.id)
    with database.connection() as connection:
        for _ in range(accounts.TRIES):
            AccountShelf(connection).count_wrong_try(people.rosa.id or 0, datetime.now(UTC))
    act(database, gan, accounts.reset, people.rosa.id)
    rosa = act(database, gan, lambda work: work.accounts.get(people.rosa.id))
    assert signed_in_as(database, token) is None
    assert not rosa.has_password and rosa.resting_until() is None


def test_nobody_comes_in_on_a_password_that_was_reset_while_it_was_proven(
    database: Database, gan: Actor, people: People
) -> None:
    rosa = act(database, gan, lambda work: work.accounts.get(people.rosa.id))
    act(database, gan, accounts.reset, rosa.id)
    with database.connection() as connection:
        assert AccountShelf(connection).sign_in(rosa.id, datetime.now(UTC), rosa.password_hash) is None


def test_nobody_comes_in_who_was_disabled_meanwhile(database: Database, gan: Actor, people: People) -> None:
    rosa = act(database, gan, accounts.disable, people.rosa.id)
    with database.connection() as connection:
        assert AccountShelf(connection).sign_in(rosa.id, datetime.now(UTC), rosa.password_hash) is None
    act(database, gan, accounts.enable, rosa.id)
    with database.connection() as connection:
        assert AccountShelf(connection).sign_in(rosa.id, datetime.now(UTC), rosa.password_hash)


@pytest.mark.parametrize("name", ["disable", "reassign"])
def test_nobody_does_it_to_themselves(database: Database, gan: Actor, name: str) -> None:
    with pytest.raises(OwnAccount):
        act(database, gan, getattr(accounts, name), gan.id, *(["officer"] if name == "reassign" else []))


def test_the_last_administrator_stays(database: Database, gan: Actor) -> None:
    other = actor(database, "admin2")
    act(database, gan, accounts.disable, other.id)
    with pytest.raises(LastAdmin):
        act(database, replace(other, role="admin"), accounts.disable, gan.id)


@pytest.mark.many
def test_two_administrators_never_end_each_other(database: Database, gan: Actor) -> None:
    other = actor(database, "admin2")
    ends = [(gan, other.id), (other, gan.id)]
    found = at_once(*[lambda by=by, whom=whom: act(database, by, accounts.disable, whom) for by, whom in ends])
    assert sorted(type(one).__name__ for one in found) == ["Account", "LastAdmin"]
    left = [one for one in act(database, system(DISTRICT), lambda work: work.accounts.all()) if one.role == "admin"]
    assert [one.disabled for one in left].count(False) == 1


@pytest.mark.parametrize("name", ["disable", "enable", "reset", "reassign"])
def test_an_account_that_is_not_there_is_not_found(database: Database, gan: Actor, name: str) -> None:
    with pytest.raises(NotFound):
        act(database, gan, getattr(accounts, name), 999_999, *(["officer"] if name == "reassign" else []))


# One's own


def test_a_new_password_signs_out_every_other_browser(database: Database, people: People) -> None:
    here, elsewhere = session_of(database, people.rosa.id), session_of(database, people.rosa.id)
    rosa = signed_in_as(database, here)
    assert rosa
    act(database, rosa, accounts.change_password, "a hash")
    assert signed_in_as(database, here) and signed_in_as(database, elsewhere) is None


def test_one_sees_and_ends_ones_own_sessions_and_nobody_elses(database: Database, people: People) -> None:
    here, elsewhere = session_of(database, people.rosa.id), session_of(database, people.rosa.id)
    hanas = session_of(database, people.hana.id)
    rosa, hana = signed_in_as(database, here), signed_in_as(database, hanas)
    assert rosa and hana and hana.session
    assert len(act(database, rosa, accounts.my_sessions)) == 2
    with pytest.raises(NotFound):
        act(database, rosa, accounts.end_sessions, int(hana.session))
    assert act(database, rosa, accounts.end_sessions) == 1
    assert signed_in_as(database, here) and signed_in_as(database, hanas) and signed_in_as(database, elsewhere) is None
