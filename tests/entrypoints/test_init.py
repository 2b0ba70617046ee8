"""`init`: a production district from nothing, by an owner who is no superuser; run again it changes nothing."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.engine import URL, make_url

from data_access import schema
from data_access.database import Database
from data_access.embedded import Embedded
from entrypoints import worker
from entrypoints.cli import main
from entrypoints.settings import Settings, read_env_file, read_settings
from tests.conftest import SHANGHAI
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.served import ROOT, answers, ask, free_port
from tests.waiting import until

OWNER, WORD = "cockpit_owner", "quiet heron on a post"
PASSWORD = "four herons and a gate"
ASKED = {
    "--district": "330103", "--name": "下城区", "--centre": "120.18,30.29", "--admin": "gan", "--admin-name": "甘管",
}  # fmt: skip
COUNTS = (
    "select (select count(*) from district), (select count(*) from policy), (select count(*) from audit_entry),"
    " (select string_agg(account || role || password_hash || demo, ',') from account),"
    " (select rolpassword from pg_authid where rolname = 'cockpit_app')"
)


@pytest.fixture(scope="module")
def empty_server() -> Iterator[Embedded]:
    """A server on which nobody has installed anything."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-"))
    embedded = Embedded(folder, durable=False)
    embedded.start()
    as_superuser(embedded, f"create role {OWNER} login createdb createrole password '{WORD}'")
    yield embedded
    embedded.stop()
    shutil.rmtree(folder)


def as_superuser(server: Embedded, order: str, database: str = "postgres") -> list[tuple[object, ...]]:
    plain = server.url(database).replace("+psycopg", "", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        found = connection.execute(order.encode())
        return found.fetchall() if found.description else []


Init = Callable[..., Result]


@pytest.fixture(scope="module")
def name() -> str:
    return "cockpit"


@pytest.fixture
def init(empty_server: Embedded, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Init:
    """`init` as an administrator calls it, in a folder of its own; words are changed by keyword."""
    monkeypatch.chdir(tmp_path)
    settings = {key: value for key, value in os.environ.items() if not key.startswith("COCKPIT_")}
    monkeypatch.setattr(os, "environ", settings)
    owner = empty_server.url(name, OWNER, WORD)

    def run(*more: str, typed: str = PASSWORD, url: str = owner, **changes: str) -> Result:
        for key in [key for key in settings if key.startswith("COCKPIT_")]:
            del settings[key]
        settings["COCKPIT_OWNER_URL"] = url
        words = ASKED | {f"--{key.replace('_', '-')}": value for key, value in changes.items()}
        return CliRunner().invoke(
            main, ["init", *more, *(part for pair in words.items() for part in pair)], f"{typed}\n"
        )

    return run


@pytest.fixture(scope="module")
def env_file() -> Iterator[Path]:
    """Of the district that the first test installs and the others find."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-"))
    yield folder / "etc" / "cockpit.env"
    shutil.rmtree(folder)


def refused(done: Result) -> str:
    assert done.exit_code != 0
    assert "Traceback" not in done.output and (done.exception is None or isinstance(done.exception, SystemExit))
    assert PASSWORD not in done.output and WORD not in done.output
    return done.output


# The order is the one of an administrator's day: wrong words, a password too short, the installation, and again.


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("district", "33010"), ("district", "33010x"), ("district", "３３０１０３"), ("centre", "30.29,120.18"),
        ("centre", "here"), ("centre", "120.18"), ("name", " "), ("admin", "a\nb"), ("admin", "甘"), ("admin", "Gan"), ("admin_name", "x" * 81),
    ],
)  # fmt: skip
def test_words_that_make_no_sense_are_refused_before_anything_is_made(
    init: Init, empty_server: Embedded, tmp_path: Path, option: str, words: str
) -> None:
    assert "Invalid value" in refused(init("--env", str(tmp_path / "x.env"), **{option: words}))
    assert not (tmp_path / "x.env").exists()
    assert as_superuser(empty_server, "select 1 from pg_database where datname = 'cockpit'") == []


def test_without_settings_it_names_what_is_missing(init: Init, tmp_path: Path) -> None:
    said = refused(init())
    assert all(f"{key} is not set" in said for key in ("COCKPIT_DATABASE_URL", "COCKPIT_AUDIT_KEY"))
    assert "COCKPIT_OWNER_URL is not set or cannot be read" in refused(init("--env", str(tmp_path / "x.env"), url=""))


def test_an_owner_with_a_wrong_password_is_told_so_in_one_line(
    init: Init, empty_server: Embedded, name: str, tmp_path: Path
) -> None:
    said = refused(init("--env", str(tmp_path / "x.env"), url=empty_server.url(name, OWNER, "another word")))
    assert "PostgreSQL refused: " in said and "password authentication failed" in said


def test_a_password_that_is_too_short_is_refused_and_the_next_run_goes_on(init: Init, env_file: Path) -> None:
    said = refused(init("--env", str(env_file), typed="short"))
    assert "at least 12 characters" in said and "short" not in said.replace("too short", "")
    done = init("--env", str(env_file))
    assert done.exit_code == 0, done.output
    assert done.output == "甘管 signs in as gan, an administrator, who makes all other accounts.\n"


def test_the_settings_file_is_private_and_names_a_role_that_owns_nothing(env_file: Path) -> None:
    assert env_file.stat().st_mode & 0o777 == 0o600
    kept = read_env_file(env_file)
    assert make_url(kept["COCKPIT_DATABASE_URL"]).username == "cockpit_app"
    assert "COCKPIT_OWNER_URL" not in kept and PASSWORD not in env_file.read_text()


def test_a_second_run_changes_nothing_and_says_so(
    init: Init, empty_server: Embedded, name: str, env_file: Path
) -> None:
    before, words = as_superuser(empty_server, COUNTS, name), env_file.read_bytes()
    done = init("--env", str(env_file), typed="another password, not asked for")
    assert (done.exit_code, done.output) == (0, "Nothing was changed: this district is installed.\n")
    assert (as_superuser(empty_server, COUNTS, name), env_file.read_bytes()) == (before, words)
    assert before[0][0] == 1 and before[0][1] and before[0][2] == 1  # the district, its rules, one line of the audit


def test_what_was_installed_is_served(init: Init, env_file: Path) -> None:
    assert init("--env", str(env_file)).exit_code == 0
    del os.environ["COCKPIT_OWNER_URL"]
    done = CliRunner().invoke(main, ["fit"])
    assert (done.exit_code, done.output) == (0, "")


def test_the_first_administrator_signs_in_and_finds_a_page(whole_app: Flask, env_file: Path) -> None:
    settings = settings_of(env_file)
    kept = whole_app.extensions["cockpit"]
    whole_app.extensions["cockpit"] = found = Database(settings.database_url, settings.keys, SHANGHAI, pool_size=2)
    try:
        visitor = whole_app.test_client()
        words = {"csrf_token": csrf_of(visitor.get("/sign-in").text), "account": "gan", "password": PASSWORD}
        entered = visitor.post("/sign-in", data=words)
        assert entered.status_code == 303
        assert visitor.get(entered.location).status_code == 200
        assert visitor.get("/_dash-layout").status_code == 200
        assert visitor.get("/p/privacy").status_code == 200
    finally:
        whole_app.extensions["cockpit"] = kept
        found.close()


def settings_of(env_file: Path) -> Settings:
    return replace(read_settings(read_env_file(env_file)), embedded=False)


def test_the_worker_has_no_trouble_with_a_district_that_is_empty_yet(env_file: Path) -> None:
    """By the app's own role: elsewhere tests reach the database as its superuser, whom nothing is refused."""
    settings = settings_of(env_file)
    found = Database(settings.database_url, settings.keys, SHANGHAI, pool_size=1)
    try:
        worker._freeze_days(found)
        worker._expire(found)
    finally:
        found.close()


def test_serve_and_worker_run_from_a_folder_with_an_env_file_and_stop_when_told(env_file: Path, tmp_path: Path) -> None:
    port = free_port()
    shutil.copy(env_file, tmp_path / ".env")
    with (tmp_path / ".env").open("a") as file:
        file.write(f"COCKPIT_PORT={port}\n")
    bare = {key: value for key, value in os.environ.items() if not key.startswith("COCKPIT_")}
    with (tmp_path / "said").open("wb") as said:
        words = [[sys.executable, str(ROOT / "app.py"), command] for command in ("serve", "worker")]
        started = [subprocess.Popen(one, cwd=tmp_path, env=bare, stdout=said, stderr=said) for one in words]
    try:
        url = f"http://127.0.0.1:{port}"
        until(lambda: answers(url) or any(one.poll() is not None for one in started), within=30)
        assert [one.poll() for one in started] == [None, None], (tmp_path / "said").read_text()
        assert ask(url, "GET", "/p/privacy", None, {})[0] == 200, (tmp_path / "said").read_text()
        until(lambda: (tmp_path / "instance" / "audit.anchor").exists(), within=20)  # the worker's, in the same folder
    finally:
        for one in started:
            one.terminate()
        ended = [one.wait(12) for one in started]
    assert ended == [0, 0], (tmp_path / "said").read_text()
    assert '"level":"error"' not in (tmp_path / "said").read_text()


def test_the_app_sees_through_no_wall_and_the_owner_is_no_superuser(empty_server: Embedded, name: str) -> None:
    owners = as_superuser(empty_server, "select distinct tableowner from pg_tables where schemaname = 'public'", name)
    assert owners == [(OWNER,)]
    assert as_superuser(empty_server, f"select rolsuper or rolbypassrls from pg_roles where rolname = '{OWNER}'") == [
        (False,)
    ]


def test_the_roles_password_is_never_told_to_the_server_in_the_clear(empty_server: Embedded, env_file: Path) -> None:
    word = make_url(read_env_file(env_file)["COCKPIT_DATABASE_URL"]).password
    assert word and word not in (empty_server.data / "postgres.log").read_text(errors="replace")
    kept = as_superuser(empty_server, "select rolpassword from pg_authid where rolname = 'cockpit_app'")
    assert str(kept[0][0]).startswith("SCRAM-SHA-256$")


def test_another_districts_code_is_refused(init: Init, env_file: Path) -> None:
    said = refused(init("--env", str(env_file), district="330102"))
    assert "This database is district 330103's" in said


def changed(env_file: Path, into: Path, **values: str | None) -> str:
    kept = read_env_file(env_file) | values
    into.write_text("".join(f"{key}={value}\n" for key, value in kept.items() if value is not None))
    into.chmod(0o600)
    return str(into)


def test_a_settings_file_that_does_not_fit_is_refused_and_left_alone(
    init: Init, env_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.env"
    assert "COCKPIT_AUDIT_KEY is not set" in refused(init("--env", changed(env_file, other, COCKPIT_AUDIT_KEY=None)))
    words = other.read_bytes()
    other.chmod(0o644)
    assert "others may open it" in refused(init("--env", str(other)))
    assert other.read_bytes() == words


def test_a_password_that_is_not_the_roles_is_told(init: Init, env_file: Path, tmp_path: Path) -> None:
    address: URL = make_url(read_env_file(env_file)["COCKPIT_DATABASE_URL"])
    wrong = address.set(password="an older word of it").render_as_string(hide_password=False)
    said = refused(init("--env", changed(env_file, tmp_path / "other.env", COCKPIT_DATABASE_URL=wrong)))
    assert "not with the password of COCKPIT_DATABASE_URL" in said and "an older word" not in said


def test_serving_through_the_owner_is_refused_here_already(
    init: Init, empty_server: Embedded, name: str, env_file: Path, tmp_path: Path
) -> None:
    owner = empty_server.url(name, OWNER, WORD)
    said = refused(init("--env", changed(env_file, tmp_path / "other.env", COCKPIT_DATABASE_URL=owner)))
    assert f"The database role {OWNER} owns " in said and f"{OWNER} may make roles" in said


def test_an_older_database_is_for_migrate(init: Init, empty_server: Embedded, name: str, env_file: Path) -> None:
    newest = schema.head()
    as_superuser(empty_server, "update alembic_version set version_num = '0001'", name)
    try:
        assert "run `python app.py migrate`" in refused(init("--env", str(env_file)))
    finally:
        as_superuser(empty_server, f"update alembic_version set version_num = '{newest}'", name)


def test_an_owner_who_is_no_superuser_restores_while_others_are_connected(
    init: Init, empty_server: Embedded, name: str, env_file: Path, tmp_path: Path
) -> None:
    assert init("--env", str(env_file)).exit_code == 0
    as_superuser(empty_server, "alter role cockpit_public login password 'a-word-for-the-one-in-front'")
    before, file = as_superuser(empty_server, COUNTS, name), str(tmp_path / "b.cockpit")
    os.environ["COCKPIT_DATA_DIR"] = str(tmp_path)
    made = CliRunner().invoke(main, ["backup", file])
    assert made.exit_code == 0, made.output
    connected = [
        os.environ["COCKPIT_DATABASE_URL"],
        empty_server.url(name, "cockpit_public", "a-word-for-the-one-in-front"),
    ]
    plain = [url.replace("+psycopg", "", 1) for url in connected]
    with psycopg.connect(plain[0]), psycopg.connect(plain[1]):
        put_back = CliRunner().invoke(main, ["restore", file, "--yes"])
    assert put_back.exit_code == 0, put_back.output
    assert as_superuser(empty_server, COUNTS, name) == before
    with psycopg.connect(plain[0]) as app, psycopg.connect(plain[1]) as public:
        assert app.execute("select count(*) from account").fetchone() == (1,)
        assert public.execute("select code from front.district").fetchone() == ("330103",)


def test_no_command_line_holds_a_password() -> None:
    assert not [one for one in main.commands["init"].params if "pass" in (one.name or "")]  # type: ignore[attr-defined]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not pytest's own, which the server's account may not enter."""
    found = Path(tempfile.mkdtemp(prefix="cockpit-"))
    yield found
    shutil.rmtree(found)


def test_the_embedded_database_is_installed_in_the_same_way(init: Init, folder: Path) -> None:
    os.environ["COCKPIT_EMBEDDED"] = "yes"
    words = [part for pair in ASKED.items() for part in pair]
    for said in ("甘管 signs in as gan", "Nothing was changed"):
        for key in [key for key in os.environ if key.startswith("COCKPIT_") and key != "COCKPIT_EMBEDDED"]:
            del os.environ[key]
        done = CliRunner().invoke(main, ["init", "--data", str(folder), *words], f"{PASSWORD}\n")
        assert done.exit_code == 0, done.output
        assert said in done.output
