"""Accounts, sessions and sensors on a real database; all of it in machine time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from cockpit.accounts import ABSOLUTE, IDLE, REST, TRIES
from data_access.accounts import AccountShelf
from data_access.database import Database
from data_access.passwords import HASHER, NOBODY
from tests.at_once import at_once
from tests.conftest import PASSWORD
from tests.people import SENSOR_KEY, People

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def ask(database: Database, question: str, *args: Any) -> Any:
    with database.connection() as connection:
        return getattr(AccountShelf(connection), question)(*args)


def change(database: Database, statement: str) -> None:
    with database.connection() as connection:
        connection.execute(text(statement))


def rosas(database: Database) -> Any:
    return ask(database, "by_name", "officer")


# Sessions


def test_a_token_is_its_owner_until_the_sign_out(database: Database, people: People) -> None:
    token = ask(database, "sign_in", people.rosa.id, NOW)
    found = ask(database, "actor_of", token, NOW)
    assert (found.id, found.account, found.role, found.area) == (people.rosa.id, "officer", "officer", "330103")

    ask(database, "sign_out", token)
    assert ask(database, "actor_of", token, NOW) is None


def test_two_browsers_have_two_sessions(database: Database, people: People) -> None:
    one, other = (ask(database, "sign_in", people.rosa.id, NOW) for _ in range(2))
    ask(database, "sign_out", one)

    assert ask(database, "actor_of", other, NOW).id == people.rosa.id


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "officer", "' or true --"])
def test_a_made_up_token_is_nobody(shared_database: Database, token: str) -> None:
    assert ask(shared_database, "actor_of", token, NOW) is None


def test_the_token_itself_is_kept_nowhere(database: Database, people: People) -> None:
    token = ask(database, "sign_in", people.rosa.id, NOW)
    with database.connection() as connection:
        written = connection.execute(text("select string_agg(s::text, ' ') from session s")).scalar_one()

    assert token not in written
    assert token.encode().hex() not in written


def test_who_idles_is_signed_out(database: Database, people: People) -> None:
    token = ask(database, "sign_in", people.rosa.id, NOW)

    assert ask(database, "actor_of", token, NOW + IDLE - timedelta(seconds=1))
    assert ask(database, "actor_of", token, NOW + 2 * IDLE - timedelta(seconds=1)) is None


def test_who_works_stays_signed_in_until_the_day_is_over(database: Database, people: People) -> None:
    token = ask(database, "sign_in", people.rosa.id, NOW)
    for hour in range(24):
        assert ask(database, "actor_of", token, NOW + timedelta(hours=hour)), hour

    assert ask(database, "actor_of", token, NOW + ABSOLUTE) is None


def test_a_disabled_account_is_signed_out_everywhere(database: Database, people: People) -> None:
    token = ask(database, "sign_in", people.rosa.id, NOW)
    change(database, "update account set disabled = true where account = 'officer'")

    assert ask(database, "actor_of", token, NOW) is None


def test_another_role_counts_from_the_next_request(database: Database, people: People) -> None:
    token = ask(database, "sign_in", people.rosa.id, NOW)
    change(database, "update account set role = 'guard' where account = 'officer'")

    assert ask(database, "actor_of", token, NOW).role == "guard"


# Lock-out


def test_the_fifth_wrong_try_locks_the_account_for_a_quarter_of_an_hour(database: Database, people: People) -> None:
    counts = [ask(database, "count_wrong_try", people.rosa.id, NOW) for _ in range(TRIES)]

    assert counts == [1, 2, 3, 4, 5]
    assert rosas(database).resting_until() == NOW + REST


def test_four_wrong_tries_lock_nothing(database: Database, people: People) -> None:
    for _ in range(TRIES - 1):
        ask(database, "count_wrong_try", people.rosa.id, NOW)

    assert rosas(database).resting_until() is None


@pytest.mark.many
def test_wrong_tries_at_once_are_all_counted(database: Database, people: People) -> None:
    answers = at_once(*[lambda: ask(database, "count_wrong_try", people.rosa.id, NOW)] * 7)

    assert sorted(answers) == [1, 2, 3, 4, 5, 5, 5]
    assert rosas(database).resting_until() == NOW + REST


def test_after_the_rest_the_count_starts_anew(database: Database, people: People) -> None:
    for _ in range(TRIES):
        ask(database, "count_wrong_try", people.rosa.id, NOW)

    assert ask(database, "count_wrong_try", people.rosa.id, NOW + REST) == 1
    assert rosas(database).resting_until() is None


def test_a_sign_in_forgets_the_wrong_tries(database: Database, people: People) -> None:
    for _ in range(3):
        ask(database, "count_wrong_try", people.rosa.id, NOW)
    ask(database, "sign_in", people.rosa.id, NOW)

    assert (rosas(database).wrong_tries, rosas(database).wrong_at) == (0, None)


# Names, passwords, sensors


def test_the_password_is_kept_as_a_hash_that_fits_it_alone(shared_database: Database) -> None:
    kept = rosas(shared_database).password_hash

    assert PASSWORD not in kept
    assert PasswordHasher().verify(kept, PASSWORD)


def test_a_stranger_is_reckoned_with_as_long_as_somebody_known() -> None:
    assert not HASHER.check_needs_rehash(NOBODY)


@pytest.mark.parametrize("name", ["", "nobody", "OFFICER", "officer ", "officer\x00", "\ud800", "officer' --"])
def test_a_name_that_is_none_is_nobody(shared_database: Database, name: str) -> None:
    assert ask(shared_database, "by_name", name) is None


def test_a_sensor_is_known_by_its_key_until_it_is_revoked(database: Database) -> None:
    sensor = ask(database, "device_of", SENSOR_KEY)
    assert (sensor.role, sensor.id, sensor.area) == ("device", None, "330103")
    assert ask(database, "device_of", SENSOR_KEY + " ") is None

    change(database, "update device set revoked = true")
    assert ask(database, "device_of", SENSOR_KEY) is None


def test_names_to_show_are_asked_for_by_id(shared_database: Database, people: People) -> None:
    assert ask(shared_database, "name_of", people.rosa.id) == people.rosa.name
    assert ask(shared_database, "name_of", None) == ""
    assert ask(shared_database, "names", [people.rosa.id, people.hana.id, -1]) == {
        people.rosa.id: people.rosa.name,
        people.hana.id: people.hana.name,
    }
