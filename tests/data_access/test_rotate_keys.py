"""A new field key takes over while everybody goes on reading, and wherever it was stopped, it goes on."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text

from cockpit import incidents
from cockpit.access import Actor, system
from cockpit.keys import ask_rotation, confirm_rotation
from cockpit.two_people import NobodyAsked
from data_access import keys
from data_access.database import Database
from data_access.feed import audit_entry
from data_access.incidents import note
from data_access.keys import SEALED, CannotRotate, Progress, left, put, rotate
from data_access.people import household
from data_access.people.shelf import SEALED as FIELDS
from data_access.sealed import Sealer
from entrypoints.cli import main
from tests.conftest import KEYS, PASSWORD, SHANGHAI
from tests.morning import Morning
from tests.people import DISTRICT, People
from tests.waiting import until

pytestmark = pytest.mark.many  # a rotation is many transactions

ROOT = Path(__file__).parents[2]
NEW = {b"k002": b"n" * 32}
COCKPIT = system(DISTRICT)
WORDS = "门口有人争执"


class Killed(BaseException):
    """Stands for a kill: nothing of ours catches it."""


def with_keys(database: Database, field: dict[bytes, bytes]) -> Database:
    """The same district, as a process with other settings has it."""
    return Database("", replace(KEYS, field=field), SHANGHAI, engine=database.engine)


def both(database: Database) -> Database:
    return with_keys(database, {**NEW, **KEYS.field})


@pytest.fixture
def noted(morning: Morning) -> Morning:
    crowd = morning.crowd()
    morning.do(morning.people.rosa, incidents.add_note, crowd.id, WORDS)
    return morning


def everything(database: Database, people: People) -> tuple[dict[int, dict[str, str]], list[str]]:
    """All that is sealed in the district, in the clear."""
    with database.work(people.rosa) as work:
        ids = list(work.connection.execute(text("select id from person order by id")).scalars())
        notes = work.connection.execute(select(note.c.incident_id)).scalars().all()
        return work.people.open_many(ids, [*FIELDS, "address"]), [
            words for one in notes for words in work.notes.of_incident(one).values()
        ]


def key_ids(database: Database) -> set[bytes]:
    with database.connection() as connection:
        found = (connection.execute(select(column.key_id)).scalars() for column in SEALED)
        return {bytes(one) for ids in found for one in ids if one}


def told_lines(database: Database) -> list[dict[str, Any]]:
    with database.connection() as connection:
        query = select(audit_entry.c.facts).where(audit_entry.c.action == "rotated")
        return list(connection.execute(query.order_by(audit_entry.c.id)).scalars())


def test_everything_comes_under_the_newest_key_and_says_what_it_said(noted: Morning) -> None:
    before = everything(noted.database, noted.people)

    done = rotate(both(noted.database), COCKPIT)

    assert key_ids(noted.database) == {b"k002"}
    assert everything(with_keys(noted.database, NEW), noted.people) == before
    assert done["note.text"] == 1 and done["person_key.wrapped"] == len(before[0]) and done["household.door"] > 300
    assert told_lines(noted.database) == [{**done, "sealed": sum(done.values()), "left": 0}]


def test_the_old_key_opens_nothing_any_more(noted: Morning) -> None:
    rotate(both(noted.database), COCKPIT)

    with pytest.raises(KeyError):
        everything(noted.database, noted.people)


def test_a_second_run_has_nothing_to_do(noted: Morning) -> None:
    rotate(both(noted.database), COCKPIT)

    assert set(rotate(both(noted.database), COCKPIT).values()) == {0}


@pytest.mark.parametrize("batches", [1, 2, 4, 7])
def test_stopped_after_any_batch_it_is_readable_and_the_next_run_goes_on(noted: Morning, batches: int) -> None:
    before, whole = everything(noted.database, noted.people), left(both(noted.database), COCKPIT)
    seen: list[Progress] = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if len(seen) == batches:
            raise Killed

    with pytest.raises(Killed):
        rotate(both(noted.database), COCKPIT, stop, batch=200)
    assert key_ids(noted.database) == {b"k001", b"k002"}
    assert everything(both(noted.database), noted.people) == before
    assert told_lines(noted.database) == []

    done = rotate(both(noted.database), COCKPIT, batch=200)
    assert sum(done.values()) + sum({one.name: one.done for one in seen}.values()) == whole
    assert everything(with_keys(noted.database, NEW), noted.people) == before
    assert len(told_lines(noted.database)) == 1


def test_at_every_batch_both_keys_read_what_was_written(noted: Morning) -> None:
    before, same = everything(noted.database, noted.people), []

    rotate(
        both(noted.database),
        COCKPIT,
        lambda _: same.append(everything(both(noted.database), noted.people) == before),
        batch=300,
    )

    assert len(same) > 4 and all(same)


def test_what_is_written_meanwhile_is_not_overwritten(noted: Morning) -> None:
    doors, sealer = SEALED[0], Sealer({**NEW, **KEYS.field})
    with noted.database.connection() as connection:
        old = connection.execute(select(household.c.door).where(household.c.id == 1)).scalar_one()
        newer = sealer.seal("9幢101室", cell="household.door/1")
        connection.execute(text("update household set door = :door where id = 1"), {"door": newer})

    with noted.database.connection() as connection:
        assert put(connection, doors, [(1, old, sealer.reseal(old, cell="household.door/1"))]) == 0

    with noted.database.work(noted.people.lin) as work:
        work.people.sealer = sealer
        assert work.people.open(1, ["address"])["address"].endswith("9幢101室")


def test_a_process_with_the_old_settings_may_go_on_writing_and_is_caught_up_with(noted: Morning) -> None:
    crowd = noted.open_at(noted.watched[0])
    assert crowd

    def write(progress: Progress) -> None:
        """Once all columns have had their turn."""
        if progress.name == SEALED[-1].name and progress.done == progress.found:
            noted.do(noted.people.rosa, incidents.add_note, crowd.id, "还在")

    done = rotate(both(noted.database), COCKPIT, write)

    assert done["note.text"] == 2
    assert key_ids(noted.database) == {b"k002"}


def test_one_who_never_stops_writing_with_the_old_key_is_told_of(
    noted: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "put", lambda *_: 0)

    with pytest.raises(CannotRotate, match="a process still seals with it"):
        rotate(both(noted.database), COCKPIT)
    assert told_lines(noted.database)[0]["left"] == left(both(noted.database), COCKPIT) > 1000


def test_a_key_that_is_missing_from_the_settings_is_named_before_anything_is_touched(noted: Morning) -> None:
    with pytest.raises(CannotRotate, match=r"household\.door has values under the key k001"):
        rotate(with_keys(noted.database, NEW), COCKPIT)
    assert key_ids(noted.database) == {b"k001"}


def test_the_newest_key_may_be_one_of_another_cipher(noted: Morning) -> None:
    before, sm4 = everything(noted.database, noted.people), {b"s001": b"s" * 16}

    rotate(with_keys(noted.database, {**sm4, **KEYS.field}), COCKPIT)

    assert everything(with_keys(noted.database, sm4), noted.people) == before


def test_a_door_put_into_another_household_does_not_open(noted: Morning) -> None:
    rotate(both(noted.database), COCKPIT)
    with noted.database.connection() as connection:
        connection.execute(text("update household set door = (select door from household where id = 2) where id = 1"))

    with pytest.raises(InvalidTag):
        everything(with_keys(noted.database, NEW), noted.people)


# The command


def environment(database: Database, field_keys: str) -> dict[str, str]:
    return {
        **os.environ,
        "COCKPIT_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "COCKPIT_SECRET_KEY": "a secret of the tests, long enough to be one",
        "COCKPIT_FIELD_KEYS": field_keys,
        "COCKPIT_AUDIT_KEY": KEYS.audit.hex(),
        "COCKPIT_INDEX_KEY": KEYS.index.hex(),
    }


BOTH = f"k002:{(b'n' * 32).hex()},k001:{(b'x' * 32).hex()}"


TWO_PEOPLE = f"admin\n{PASSWORD}\ny\nsecurity\n{PASSWORD}\n"


def run(database: Database, field_keys: str = BOTH, typed: str = TWO_PEOPLE) -> Result:
    return CliRunner().invoke(main, ["rotate-keys"], input=typed, env=environment(database, field_keys))


def told_of_rotation(database: Database) -> list[tuple[str, str]]:
    """Who did what to the field key, in order."""
    with database.connection() as connection:
        query = select(audit_entry.c.actor, audit_entry.c.action).where(audit_entry.c.subject == "field_key")
        return [(one.actor, one.action) for one in connection.execute(query.order_by(audit_entry.c.id))]


def test_the_command_says_how_far_it_is_and_ends_with_nothing_left(noted: Morning) -> None:
    done = run(noted.database)

    assert done.exit_code == 0, done.output
    assert "values lie under an old key and will be sealed anew under k002." in done.stderr
    assert "note.text: 1 of 1\n" in done.stderr
    assert "none is left under an old key, all are under k002." in done.stdout
    assert key_ids(noted.database) == {b"k002"}
    assert told_of_rotation(noted.database) == [
        ("admin", "rotation_asked"),
        ("security", "rotation_confirmed"),
        ("system", "rotated"),
    ]
    assert "0 values were sealed anew" in run(noted.database, typed="").stdout  # and nobody was asked for


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (f"admin\n{PASSWORD}\ny\nadmin\n{PASSWORD}\n", "Who asked for this does not confirm it too."),
        (f"admin\n{PASSWORD}\ny\nshift_lead\n{PASSWORD}\n", "Your role (shift_lead) may not do this"),
        (f"guard\n{PASSWORD}\ny\nsecurity\n{PASSWORD}\n", "Your role (guard) may not do this"),
        (f"admin\n{PASSWORD}\ny\nsecurity\nnot the password\n", "Account and password do not fit together."),
        (f"admin\n{PASSWORD}\nn\n", "Aborted!"),
        (f"admin\n{PASSWORD}\ny\n", "Aborted!"),
    ],
    ids=["the same person", "a second without the right", "a first without the right", "wrong", "no", "nobody second"],
)
def test_without_two_people_of_that_right_nothing_is_sealed_anew(noted: Morning, typed: str, says: str) -> None:
    done = run(noted.database, typed=typed)

    assert done.exit_code == 1
    assert says in done.stderr.splitlines()[-1]
    assert key_ids(noted.database) == {b"k001"}
    assert not {"rotation_confirmed", "rotated"} & {action for _, action in told_of_rotation(noted.database)}


@pytest.mark.parametrize("change", ["disabled = true", "role = 'guard'"])
def test_the_word_of_one_who_may_no_longer_give_it_does_not_count(noted: Morning, change: str) -> None:
    first, second = (staff(noted, name) for name in ("admin", "security"))
    with noted.work(first) as work:
        ask_rotation(work, "k002", 7)
    with noted.database.connection() as connection:
        connection.execute(text(f"update account set {change} where account = 'admin'"))

    with pytest.raises(NobodyAsked), noted.work(second) as work:
        confirm_rotation(work, "k002")


def test_a_word_for_another_key_is_none_for_this_one(noted: Morning) -> None:
    first, second = (staff(noted, name) for name in ("admin", "security"))
    with noted.work(first) as work:
        ask_rotation(work, "k002", 7)
    with pytest.raises(NobodyAsked), noted.work(second) as work:
        confirm_rotation(work, "k003")


def test_who_comes_after_somebody_asked_is_the_second_person(noted: Morning) -> None:
    assert run(noted.database, typed=f"admin\n{PASSWORD}\ny\n").exit_code == 1, "nobody second was there"
    done = run(noted.database, typed=f"security\n{PASSWORD}\ny\n")
    assert done.exit_code == 0 and key_ids(noted.database) == {b"k002"}


def staff(morning: Morning, name: str) -> Actor:
    with morning.work(morning.people.rosa) as work:
        one = work.accounts.by_name(name)
    assert one
    return Actor(one.id, one.account, one.name, one.role, one.area)


def test_the_command_refuses_in_one_line(noted: Morning) -> None:
    done = run(noted.database, f"k002:{(b'n' * 32).hex()}")

    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "Error: household.door has values under the key k001, which COCKPIT_FIELD_KEYS does not name."
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("COCKPIT_FIELD_KEYS", "k001:abcd"), ("COCKPIT_INDEX_KEY", "no hex"), ("COCKPIT_AUDIT_KEY", "no hex")],
)
def test_a_key_that_cannot_be_used_is_named_in_one_line(noted: Morning, name: str, value: str) -> None:
    done = CliRunner().invoke(main, ["rotate-keys"], env=environment(noted.database, BOTH) | {name: value})

    assert done.exit_code == 1
    assert done.output.startswith(f"{name} cannot be used: ") and done.output.count("\n") == 1


def test_without_a_key_to_find_people_by_nothing_starts(noted: Morning) -> None:
    done = CliRunner().invoke(main, ["rotate-keys"], env=environment(noted.database, BOTH) | {"COCKPIT_INDEX_KEY": ""})

    assert "COCKPIT_INDEX_KEY is not set" in done.output


def waits_for_a_lock(database: Database) -> bool:
    query = text(
        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    )
    with database.connection() as connection:
        return bool(connection.execute(query).scalar())


def test_killed_in_the_middle_the_next_run_goes_on(noted: Morning) -> None:
    """The last person's key is held by somebody: the run gets as far as that and is killed there."""
    before = everything(noted.database, noted.people)
    command = [sys.executable, str(ROOT / "app.py"), "rotate-keys"]
    with noted.database.connection() as holder:
        holder.execute(text("select * from person_key order by person_id desc limit 1 for update"))
        started = subprocess.Popen(
            command, env=environment(noted.database, BOTH), cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        assert started.stdin
        started.stdin.write(TWO_PEOPLE.encode())
        started.stdin.flush()
        until(lambda: waits_for_a_lock(noted.database), within=60)
        started.send_signal(signal.SIGKILL)
        started.communicate()

    assert started.returncode == -signal.SIGKILL
    assert key_ids(noted.database) == {b"k001", b"k002"}
    assert everything(both(noted.database), noted.people) == before

    assert run(noted.database).exit_code == 0
    assert key_ids(noted.database) == {b"k002"}
    assert everything(with_keys(noted.database, NEW), noted.people) == before
    assert [line["left"] for line in told_lines(noted.database)] == [0]
