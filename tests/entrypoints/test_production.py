"""A production start: what is unsafe is refused, each in one sentence, all of it at once; what is safe is started."""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from data_access.database import Database
from data_access.embedded import Embedded
from entrypoints.cli import main
from entrypoints.production import unsafe_settings
from tests.installed import as_in_production

# Keys as `make_keys` draws them, but the same ones in every process that collects these tests.
HEX = {name: sha256(name.encode()).hexdigest() for name in ("field", "index", "audit", "secret")}
SAFE = {
    "COCKPIT_SECRET_KEY": HEX["secret"],
    "COCKPIT_FIELD_KEYS": f"k001:{HEX['field']}",
    "COCKPIT_INDEX_KEY": HEX["index"],
    "COCKPIT_AUDIT_KEY": HEX["audit"],
} | {"COCKPIT_DATABASE_URL": "postgresql+psycopg://cockpit_app:bright-heron-41@db/cockpit"}


@pytest.fixture
def refused(tmp_path: Path) -> Callable[..., list[str]]:
    """What is said to safe settings with these changes; None takes a setting away."""

    def ask(**changes: str | None) -> list[str]:
        env = SAFE | {"COCKPIT_DATA_DIR": str(tmp_path)} | changes
        return unsafe_settings({name: value for name, value in env.items() if value is not None}, tmp_path / ".env")

    return ask


Refused = Callable[..., list[str]]


def one(found: list[str]) -> str:
    assert len(found) == 1, found
    assert found[0].endswith(".") and "\n" not in found[0]
    return found[0]


def test_settings_as_init_makes_them_are_safe(refused: Refused) -> None:
    assert refused() == []


@pytest.mark.parametrize("name", sorted(SAFE))
def test_a_missing_key_is_named(refused: Refused, name: str) -> None:
    assert one(refused(**{name: None})).startswith(f"{name} is not set: ")
    assert one(refused(**{name: ""})).startswith(f"{name} is not set: ")


@pytest.mark.parametrize("name", ["FLASK_DEBUG", "DASH_DEBUG", "PYTHONDEVMODE"])
def test_debug_is_refused(refused: Refused, name: str) -> None:
    assert one(refused(**{name: "1"})).startswith(f"{name} is on")
    assert refused(**{name: "0"}) == []


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("COCKPIT_SECRET_KEY", "kX9-vQ2_pL7", "is too short: 11 of at least 32 characters"),
        ("COCKPIT_SECRET_KEY", "kX9-vQ2_" * 6, "is repeated"),
        ("COCKPIT_SECRET_KEY", "x" * 64, "is repeated"),
        ("COCKPIT_SECRET_KEY", "please-change-me-before-you-serve-this-0123456789", "is a placeholder"),
        ("COCKPIT_SECRET_KEY", "<64 random characters from your own machine here>", "is a placeholder"),
        ("COCKPIT_FIELD_KEYS", f"k001:{'78' * 32}", "is repeated"),
        ("COCKPIT_FIELD_KEYS", f"{SAFE['COCKPIT_FIELD_KEYS']},k000:{bytes(range(32)).hex()}", "is repeated"),
        ("COCKPIT_FIELD_KEYS", "k001:no-hex", "cannot be read as a key"),
        ("COCKPIT_INDEX_KEY", "61" * 32, "is repeated"),
        ("COCKPIT_INDEX_KEY", "0123456789abcdef" * 4, "is repeated"),
        ("COCKPIT_AUDIT_KEY", SAFE["COCKPIT_AUDIT_KEY"][:32], "is too short: 16 of at least 32 bytes"),
        ("COCKPIT_AUDIT_KEY", SAFE["COCKPIT_AUDIT_KEY"] + "a", "cannot be read as a key"),
    ],
)
def test_a_weak_secret_is_refused_and_never_repeated(refused: Refused, name: str, value: str, why: str) -> None:
    said = one(refused(**{name: value}))
    assert said.startswith(f"{name} {why}")
    assert value not in said and "init --env" in said


def test_one_key_for_two_purposes_is_refused(refused: Refused) -> None:
    said = refused(COCKPIT_INDEX_KEY=SAFE["COCKPIT_AUDIT_KEY"])
    assert [line.split(" is ")[0] for line in said] == ["COCKPIT_INDEX_KEY", "COCKPIT_AUDIT_KEY"]
    field = SAFE["COCKPIT_FIELD_KEYS"].split(":")[1]
    assert any(line.startswith("COCKPIT_AUDIT_KEY is the same") for line in refused(COCKPIT_AUDIT_KEY=field.upper()))


def test_the_keys_of_a_demos_folder_are_refused(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / "keys.env").write_text(f"COCKPIT_AUDIT_KEY={SAFE['COCKPIT_AUDIT_KEY']}\n")
    (tmp_path / "keys.env").chmod(0o600)
    assert refused() == []  # of an embedded district that is none of the demo's
    (tmp_path / "demo.json").write_text("{}")
    assert one(refused()).startswith("COCKPIT_AUDIT_KEY is the demo's")


@pytest.mark.parametrize("word", ["postgres", "change-me-change-me", "<password>"])
def test_a_database_password_that_stands_in_books_is_refused(refused: Refused, word: str) -> None:
    said = one(refused(COCKPIT_DATABASE_URL=f"postgresql+psycopg://cockpit_app:{word}@db/cockpit"))
    assert said.startswith("COCKPIT_DATABASE_URL has a password that is short or a placeholder")


def test_a_role_that_signs_in_without_a_password_is_the_servers_business(refused: Refused) -> None:
    assert refused(COCKPIT_DATABASE_URL="postgresql+psycopg://cockpit_app@/cockpit?host=/run/postgresql") == []


@pytest.mark.parametrize("url", ["cockpit", "mysql://x@db/cockpit", "postgresql://x@db/cockpit"])
def test_an_address_of_another_kind_is_named(refused: Refused, url: str) -> None:
    assert one(refused(COCKPIT_DATABASE_URL=url)).startswith("COCKPIT_DATABASE_URL cannot be read")


@pytest.mark.parametrize("host", ["0.0.0.0", "10.1.2.3", "::", "cockpit.district"])
def test_beyond_this_machine_only_https_is_spoken(refused: Refused, host: str) -> None:
    assert one(refused(COCKPIT_HOST=host)).startswith(f"COCKPIT_HOST is {host}, beyond this machine")
    assert one(refused(COCKPIT_HOST=host, COCKPIT_PUBLIC_URL="http://cockpit.district"))
    assert refused(COCKPIT_HOST=host, COCKPIT_PUBLIC_URL="https://cockpit.district", COCKPIT_TRUSTED_PROXIES="1") == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_on_this_machine_a_proxy_may_speak_it(refused: Refused, host: str) -> None:
    assert refused(COCKPIT_HOST=host) == []


def test_who_speaks_https_in_front_of_us_is_counted(refused: Refused) -> None:
    """Else no cookie would be for TLS alone, and every visitor would have the proxy's address."""
    said = one(refused(COCKPIT_PUBLIC_URL="https://cockpit.district"))
    assert said.startswith("COCKPIT_PUBLIC_URL is https and COCKPIT_TRUSTED_PROXIES is 0")


def test_a_serving_process_is_not_given_the_owners_address(refused: Refused) -> None:
    owner = "postgresql+psycopg://cockpit_owner:quiet-heron-17@db/cockpit"
    said = one(refused(COCKPIT_OWNER_URL=owner))
    assert said.startswith("COCKPIT_OWNER_URL is given to a serving process") and owner not in said


@pytest.mark.parametrize("name", [".env", "keys.env"])
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_a_file_of_keys_that_others_may_open_is_refused(refused: Refused, tmp_path: Path, name: str, mode: int) -> None:
    (tmp_path / name).write_text("")
    (tmp_path / name).chmod(mode)
    assert one(refused()) == (
        f"{tmp_path / name} holds keys and others may open it (mode 0{mode:o}): run `chmod 600 {tmp_path / name}`."
    )
    (tmp_path / name).chmod(0o600)
    assert refused() == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_keys_that_belongs_to_somebody_else_is_refused(refused: Refused, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("")
    (tmp_path / ".env").chmod(0o600)
    os.chown(tmp_path / ".env", 12345, -1)
    assert "belongs to somebody else" in one(refused())


def test_a_data_folder_that_everybody_may_write_is_refused(refused: Refused, tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    assert one(refused()).startswith(f"{tmp_path} may be written by everybody")


def test_all_reasons_are_told_at_once(refused: Refused) -> None:
    said = refused(COCKPIT_SECRET_KEY=None, COCKPIT_HOST="0.0.0.0", FLASK_DEBUG="1", COCKPIT_INDEX_KEY="00" * 32)
    assert len(said) == 4


# With the database


@pytest.fixture(scope="module")
def installed(shared_database: Database, server: Embedded) -> dict[str, str]:
    return as_in_production(shared_database, server)


@pytest.fixture
def start(
    installed: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, list[Any]]]:
    """Exit code, what was said, and what was started, of a command with the district's settings and these changes."""
    monkeypatch.chdir(tmp_path)
    bare = {name: value for name, value in os.environ.items() if not name.startswith("COCKPIT_")}
    monkeypatch.setattr(os, "environ", bare)  # a start hands settings on to what it becomes

    def run(command: str, **changes: str) -> tuple[int, str, list[Any]]:
        started: list[Any] = []
        monkeypatch.setattr(os, "execvp", lambda program, words: started.append(words))
        monkeypatch.setattr("entrypoints.worker.main", started.append)
        done = CliRunner(env=installed | changes).invoke(main, command)
        return done.exit_code, done.output, started

    return run


Start = Callable[..., tuple[int, str, list[Any]]]


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_district_as_it_should_be_is_started(start: Start, command: str) -> None:
    code, said, started = start(command)
    assert (code, said, len(started)) == (0, "", 1)


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_reasons_of_settings_and_database_stand_together_and_nothing_is_started(
    start: Start, shared_database: Database, server: Embedded, command: str
) -> None:
    superusers = server.url(shared_database.engine.url.database or "")
    code, said, started = start(command, COCKPIT_DATABASE_URL=superusers, FLASK_DEBUG="1", COCKPIT_SECRET_KEY="short")
    assert (code, started) == (1, [])
    lines = said.splitlines()
    assert [line.split(":")[0] for line in lines[1:]] == [
        "COCKPIT_SECRET_KEY is too short",
        "The database role postgres is a superuser, whom no wall of PostgreSQL stops",
        "The database role postgres has BYPASSRLS and sees every row",
        "The database role postgres may make roles",
        "The database role postgres may copy the whole server (REPLICATION)",
        lines[-1].split(":")[0],
    ]
    assert lines[0].startswith("Error: FLASK_DEBUG is on")
    assert lines[-1].startswith("The database role postgres owns ")


def test_demo_accounts_are_refused(start: Start, shared_database: Database) -> None:
    mark(shared_database, True)
    try:
        code, said, started = start("serve")
        assert (code, started) == (1, [])
        assert "The database has 1 demo accounts with one password" in said and said.count("\n") == 1
        assert start("worker")[0] == 1
        assert start("worker --demo")[0] == 0  # the demo's own
    finally:
        mark(shared_database, False)


def mark(database: Database, demo: bool) -> None:
    with database.connection() as connection:
        connection.execute(text("update account set demo = :demo where account = 'guard'"), {"demo": demo})


@pytest.mark.parametrize(
    ("order", "undo", "why"),
    [
        ("alter role cockpit_app bypassrls", "alter role cockpit_app nobypassrls", "has BYPASSRLS"),
        ("alter role cockpit_app createrole", "alter role cockpit_app nocreaterole", "may make roles"),
        ("alter role cockpit_app replication", "alter role cockpit_app noreplication", "may copy the whole server"),
        ("alter table place owner to cockpit_app", "alter table place owner to postgres", "owns 1 tables"),
        ("grant table_owner to cockpit_app", "revoke table_owner from cockpit_app", "owns 1 tables, or may become"),
    ],
)
def test_a_role_that_passes_the_walls_is_refused(
    start: Start, shared_database: Database, order: str, undo: str, why: str
) -> None:
    tell(shared_database, "create role table_owner", "alter table street owner to table_owner", order)
    try:
        code, said, started = start("serve")
        assert (code, started, said.count("\n")) == (1, [], 1)
        assert f"The database role cockpit_app {why}" in said
    finally:
        tell(shared_database, undo, "alter table street owner to postgres", "drop role table_owner")
    assert start("serve")[0] == 0


def tell(database: Database, *orders: str) -> None:
    with database.connection() as connection:
        for order in orders:
            connection.execute(text(order))


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_data_folder_that_cannot_be_written_is_told_now(start: Start, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("")
    code, said, started = start(command, COCKPIT_DATA_DIR=str(tmp_path / "file" / "data"))
    assert (code, started) == (1, [])
    assert said == f"Error: COCKPIT_DATA_DIR cannot be written: {tmp_path / 'file' / 'data'}: Not a directory.\n"


def test_settings_of_the_env_file_are_looked_at_and_handed_on(start: Start, tmp_path: Path) -> None:
    """gunicorn works in another folder: what stands in this one's file must come with it."""
    (tmp_path / ".env").write_text("DASH_DEBUG=1\nCOCKPIT_LOCALE=en\n")
    (tmp_path / ".env").chmod(0o644)
    said = start("serve")[1]
    assert "DASH_DEBUG is on" in said and "chmod 600 .env" in said
    (tmp_path / ".env").chmod(0o600)
    os.environ["DASH_DEBUG"] = "0"
    assert start("serve")[0] == 0
    assert (os.environ["COCKPIT_LOCALE"], os.environ["COCKPIT_DATA_DIR"]) == ("en", str(tmp_path / "instance"))
