"""`python app.py demo`: what it leaves for programs, what it refuses, and that it goes on where it stood."""

import signal
import socket
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from http.client import HTTPResponse
from pathlib import Path

import psutil
import psycopg
import pytest
from click.testing import CliRunner

from data_access.demo.build import FIRST_MINUTE
from data_access.demo.staff import FIELD, STAFF
from data_access.embedded import Embedded
from entrypoints.cli import main
from tests.entrypoints.served import Demo, answers, free_port
from tests.waiting import all_end


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """One that plants its district itself, in an empty folder."""
    found = Demo(Path(tempfile.mkdtemp(prefix="cockpit-")), free_port())
    found.start()
    try:
        found.ready()
        yield found
    finally:
        found.remove()


def now_of(demo: Demo) -> datetime:
    return datetime.fromisoformat(demo.health()["now"])


def processes_of(demo: Demo) -> list[psutil.Process]:
    """The demo's own, its children's, and PostgreSQL."""
    assert demo.process
    parent, postmaster = psutil.Process(demo.process.pid), psutil.Process(Embedded(demo.folder).pid)
    return [parent, *parent.children(recursive=True), postmaster, *postmaster.children()]


def test_it_says_that_it_is_ready_and_where(demo: Demo) -> None:
    assert f"ready {demo.url}" in demo.said().splitlines()
    assert answers(demo.url, "/readyz")


def test_what_programs_need_lies_in_demo_json_for_the_owners_eyes_only(demo: Demo) -> None:
    known = demo.known()
    assert {"url", "accounts", "device_key", "open311_key", "watched"} <= set(known)
    assert known["url"] == demo.url
    assert set(known["accounts"]) == {one.account for one in (*STAFF, *FIELD)}, "each that there is is told of"
    assert all(len(password) >= 12 for password in known["accounts"].values())
    assert len(known["watched"]) == 4
    for name in ("demo.json", "keys.env", "postgres.key"):
        assert stat.S_IMODE((demo.folder / name).stat().st_mode) == 0o600, name


def test_nothing_that_serves_signs_in_to_the_database_as_its_owner(demo: Demo) -> None:
    query = "select distinct usename from pg_stat_activity where datname = 'cockpit' and pid <> pg_backend_pid()"
    with psycopg.connect(Embedded(demo.folder).url().replace("+psycopg", "")) as connection:
        assert {name for (name,) in connection.execute(query)} == {"cockpit_app"}
    assert "COCKPIT_OWNER_URL" not in (demo.folder / "keys.env").read_text()


def test_the_device_key_opens_the_readings(demo: Demo) -> None:
    item = {"place": demo.known()["watched"][0], "at": now_of(demo).isoformat(), "count": 3}
    status, _, body = demo.post_readings([item])
    assert (status, body.strip()) == (202, b'{"accepted":1,"rejected":[]}')


@pytest.mark.parametrize(
    ("chunk", "status", "kind"),
    [
        (b"10000\r\n" + b"x" * 65536 + b"\r\n", 413, b"TooLarge"),
        (b"no size\r\n", 400, b"Malformed"),
        (b"5\r\nxx", 400, b"Malformed"),
    ],
)
def test_a_body_without_a_length_is_cut_off_at_the_limit(demo: Demo, chunk: bytes, status: int, kind: bytes) -> None:
    """Chunk by chunk, until the server has answered."""
    key = f"Authorization: Bearer {demo.known()['device_key']}\r\n"
    with socket.create_connection(("127.0.0.1", demo.port), timeout=10) as door:
        door.sendall(f"POST /api/readings HTTP/1.1\r\nHost: x\r\n{key}Transfer-Encoding: chunked\r\n\r\n".encode())
        with suppress(OSError):
            for _ in range(20):
                door.sendall(chunk)
            door.shutdown(socket.SHUT_WR)
        answer = HTTPResponse(door)
        answer.begin()
        assert answer.status == status
        assert kind in answer.read()


def test_another_demo_on_the_same_folder_is_refused_with_a_sentence(demo: Demo) -> None:
    refused = demo.run("demo", "--port", str(demo.port + 1))
    assert refused.returncode == 1
    assert (
        refused.stderr == f"A demo is already running on {demo.folder}; stop it, or name another folder with --data.\n"
    )
    assert answers(demo.url)


def test_a_port_in_use_is_refused_with_a_sentence_before_anything_is_made(
    demo: Demo, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        folder = tmp_path_factory.mktemp("other")
        refused = Demo(folder, port).run("demo", "--port", str(port))
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Port {port} cannot be used")
    assert refused.stderr.count("\n") == 1
    assert [path.name for path in folder.iterdir()] == ["demo.lock"]


def test_the_clock_moves_forward_for_all_and_never_back(demo: Demo) -> None:
    before = now_of(demo)
    moved = demo.run("clock", "+15m")
    assert moved.returncode == 0, moved.stderr
    after = now_of(demo)
    assert timedelta(minutes=15) <= after - before < timedelta(minutes=16)
    assert datetime.fromisoformat(moved.stdout.strip()) <= after
    refused = demo.run("clock", "-5m")
    assert refused.returncode == 2
    assert "the clock is never set back" in refused.stderr
    assert after <= now_of(demo) < after + timedelta(minutes=1)


@pytest.mark.parametrize("way", ["-5m", "5m", "+5", "+m", "+²m", "+1y", "+-5m", "+1.5h", "+9999999d", ""])
def test_what_is_no_way_forward_is_refused_with_a_sentence(way: str, tmp_path: Path) -> None:
    refused = CliRunner().invoke(main, ["clock", way, "--data", str(tmp_path)])
    assert refused.exit_code == 2
    assert "the clock is never set back" in refused.output


def test_sigterm_stops_all_within_10_s_and_a_second_start_goes_on_with_the_clock(demo: Demo) -> None:
    before, keys, known = now_of(demo), (demo.folder / "keys.env").read_text(), demo.known()
    assert before > FIRST_MINUTE + timedelta(minutes=15) - timedelta(seconds=1)
    assert demo.process
    processes, began = processes_of(demo), time.monotonic()
    assert len(processes) > 5
    demo.process.send_signal(signal.SIGTERM)
    assert demo.process.wait(12) == 0
    assert time.monotonic() - began < 10
    assert all_end(processes, within=1)
    demo.start()
    demo.ready()
    assert before - timedelta(seconds=30) < now_of(demo) < before + timedelta(minutes=2)
    assert (demo.folder / "keys.env").read_text() == keys
    assert demo.known() == known
    assert len(processes_of(demo)) > 5
    assert not any(map(psutil.pid_exists, [processes[0].pid]))
