"""The embedded PostgreSQL: it starts, is adopted, keeps strangers out, and leaves nothing behind."""

import os
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from sqlalchemy import create_engine, text

from data_access.embedded import Embedded, EmbeddedFailed
from tests.waiting import all_end, lives, until


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="cockpit-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def made(data: Path) -> Embedded:
    embedded = Embedded(data / "made", durable=False)
    embedded.start()
    embedded.stop()
    return embedded


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Embedded]:
    """Running; for tests that only look at it."""
    embedded = Embedded(data / "running", durable=False)
    embedded.start()
    yield embedded
    embedded.stop()


@pytest.fixture
def empty() -> Iterator[Path]:
    """A folder of its own, and no server left on it."""
    folder = Path(tempfile.mkdtemp(prefix="cockpit-"))
    yield folder
    for cluster in folder.rglob("postgres/PG_VERSION"):
        Embedded(cluster.parent.parent).stop()
    shutil.rmtree(folder)


@pytest.fixture
def spare(made: Embedded) -> Iterator[Embedded]:
    """Stopped; for tests that stop it, kill it or spoil it. Afterwards it is whole again."""
    spoilt = (made.data / "postgres.key", made.cluster / "postgresql.conf")
    before = [path.read_text() for path in spoilt]
    yield Embedded(made.data, durable=False)
    Embedded(made.data).stop()
    for path, content in zip(spoilt, before, strict=True):
        path.write_text(content)


def libpq(url: str) -> str:
    return url.replace("+psycopg", "", 1)


def answer(embedded: Embedded, query: str, database: str = "postgres") -> object:
    engine = create_engine(embedded.url(database))
    with engine.connect() as connection:
        row = connection.execute(text(query)).scalar_one()
    engine.dispose()
    return row


def family(embedded: Embedded) -> list[psutil.Process]:
    postmaster = psutil.Process(embedded.pid)
    return [postmaster, *postmaster.children(recursive=True)]


def test_a_first_start_makes_a_server_that_answers_in_unicode(server: Embedded) -> None:
    assert answer(server, "select upper('长庆 é')") == "长庆 É"
    assert answer(server, "select current_setting('server_encoding')") == "UTF8"


def test_a_server_for_tests_is_not_durable_and_an_ordinary_one_is(server: Embedded, spare: Embedded) -> None:
    ordinary = Embedded(spare.data)
    ordinary.start()
    assert answer(server, "select current_setting('fsync')") == "off"
    assert answer(ordinary, "select current_setting('fsync')") == "on"


def test_a_stopped_server_leaves_no_process_and_keeps_its_rows(spare: Embedded) -> None:
    spare.start()
    spare.ensure_database("cockpit")
    processes = family(spare)
    spare.stop()
    assert not spare.alive()
    assert all_end(processes)
    spare.start()
    assert answer(spare, "select current_database()", "cockpit") == "cockpit"


def test_stopping_a_stopped_server_is_no_error(empty: Path) -> None:
    Embedded(empty).stop()


def test_a_second_start_adopts_the_running_server(server: Embedded) -> None:
    second = Embedded(server.data, durable=False)
    second.start()
    assert second.pid == server.pid
    assert second.url() == server.url()


def test_a_database_is_made_once_cloned_and_dropped(server: Embedded) -> None:
    server.ensure_database("template_of_lin")
    server.ensure_database("template_of_lin")
    with psycopg.connect(libpq(server.url("template_of_lin")), autocommit=True) as connection:
        connection.execute("create table street (name text)")
        connection.execute("insert into street values ('长庆')")
    server.clone("template_of_lin", "copy of Lin's")
    assert answer(server, "select name from street", "copy of Lin's") == "长庆"
    server.drop("copy of Lin's")
    server.drop("copy of Lin's")
    assert answer(server, "select count(*) from pg_database where datname like 'copy%'") == 0


def test_a_clone_of_a_database_that_is_not_there_says_so(server: Embedded) -> None:
    with pytest.raises(EmbeddedFailed, match="no_such_thing"):
        server.clone("no_such_thing", "copy")


@pytest.mark.parametrize("password", ["", "guessed-by-Eve"])
def test_eve_without_the_password_is_refused(server: Embedded, password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSFILE", os.devnull)
    right = server._password()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(libpq(server.url("postgres")).replace(right, password))


def test_a_lost_password_is_said_and_nobody_is_let_in(spare: Embedded) -> None:
    (spare.data / "postgres.key").write_text("forgotten")
    with pytest.raises(EmbeddedFailed, match="password authentication failed"):
        spare.start()


def test_only_its_owner_reaches_socket_password_and_rows(server: Embedded) -> None:
    modes = {each: stat.S_IMODE((server.data / each).stat().st_mode) for each in ("socket", "postgres", "postgres.key")}
    assert modes == {"socket": 0o700, "postgres": 0o700, "postgres.key": 0o600}
    assert (server.cluster / "pg_hba.conf").read_text() == "local all all scram-sha-256\n"
    assert psutil.Process(server.pid).uids().real != 0


def test_it_listens_on_no_network(server: Embedded) -> None:
    assert answer(server, "select current_setting('listen_addresses')") == ""
    assert psutil.Process(server.pid).net_connections("inet") == []


def test_no_secret_of_the_environment_reaches_the_server(spare: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COCKPIT_SECRET_KEY", "not for PostgreSQL")
    spare.start()
    assert "COCKPIT_SECRET_KEY" not in psutil.Process(spare.pid).environ()


def test_a_data_folder_with_a_long_name_gets_its_socket_in_a_private_runtime_folder(empty: Path) -> None:
    server = Embedded(empty / ("上城区" * 10) / 'data, of "Rosa"', durable=False)
    server.start()
    folder = server._socket()
    assert not folder.is_relative_to(empty)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.parent.stat().st_mode & 0o022
    assert answer(server, "select 1") == 1
    server.stop()
    assert not folder.exists()


def test_a_killed_server_starts_again_with_what_was_committed(spare: Embedded) -> None:
    spare.start()
    spare.ensure_database("cockpit")
    killed = spare.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    until(lambda: not spare.alive())
    spare.start()
    assert spare.pid not in (None, killed)
    assert answer(spare, "select current_database()", "cockpit") == "cockpit"


def test_a_backend_that_outlives_the_killed_server_does_not_hold_up_the_next(spare: Embedded) -> None:
    spare.start()
    postmaster, *backends = family(spare)
    backends[0].suspend()  # it cannot notice that its postmaster is gone
    postmaster.kill()
    until(lambda: not spare.alive())
    spare.start()
    assert answer(spare, "select 1") == 1
    assert not lives(backends[0])


def test_a_pid_file_that_names_a_stranger_is_cleared(spare: Embedded) -> None:
    (spare.cluster / "postmaster.pid").write_text(f"{os.getppid()}\n{spare.cluster}\n")
    assert not spare.alive()
    spare.start()
    assert answer(spare, "select 1") == 1


def test_a_first_start_that_was_killed_leaves_nothing_in_the_way(empty: Path) -> None:
    (empty / "postgres.new").mkdir()
    (empty / "postgres.new" / "PG_VERSION").write_text("18\n")
    server = Embedded(empty, durable=False)
    server.start()
    assert answer(server, "select 1") == 1


def test_a_server_that_cannot_start_says_why_with_the_end_of_its_log(spare: Embedded) -> None:
    (spare.cluster / "postgresql.conf").write_text("no_such_setting = on\n")
    with pytest.raises(EmbeddedFailed, match="ended while it was starting(.|\n)*no_such_setting"):
        spare.start()
