"""The demo: an embedded database, the synthetic district, web, worker and simulator under one small parent.

The parent imports no web code. Secrets of the folder lie in `keys.env`, what programs need in `demo.json` (both 0600).
"""

import fcntl
import json
import os
import secrets
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from data_access.embedded import Embedded, EmbeddedFailed
from entrypoints.settings import make_keys, read_env_file
from entrypoints.supervise import Child, supervise

ACCOUNTS = [
    "officer",
    "officer2",
    "street_officer",
    "duty_leader",
    "shift_lead",
    "shift_lead2",
    "leader",
    "wall",
    "investigator",
    "investigator2",
    "data_officer",
    "community",
    "police",
    "enforcement",
    "volunteer",
    "clinician",
    "counsellor",
    "approver",
    "approver2",
    "foreman",
    "guard",
    "admin",
    "admin2",
    "security",
    "auditor",
]
WEB_WORKERS = 2
APP_ROLE, APP_PASSWORD = "cockpit_app", "COCKPIT_APP_PASSWORD"
QUIET = {"COCKPIT_LOG_LEVEL": os.environ.get("COCKPIT_LOG_LEVEL", "warning")}  # whoever tries it out reads one line
SERVES = "/healthz"  # what is late or missing besides, /readyz says: no reason not to serve
APP = str(Path(__file__).parent.parent / "app.py")
FIND_US = {"PYTHONPATH": str(Path(APP).parent)}  # gunicorn reads its hooks before it goes to our folder


@dataclass(frozen=True)
class Demo:
    """What `python app.py demo` was asked for."""

    data: Path
    port: int = 8050
    scale: float = 0.02
    seed: int = 1
    simulator: bool = True
    now: str = ""
    speed: float = 1.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class CannotServe(SystemExit):
    """Why the demo does not start; its text is one clear line."""


def run(demo: Demo) -> int:
    """Serve until stopped; returns the exit code."""
    demo.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with only_one(demo.data):
        must_be_free(demo.port)
        try:
            return serve(demo, Embedded(demo.data))
        except EmbeddedFailed as error:
            raise CannotServe(str(error)) from error


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Two demos on one folder would serve one database with two clocks. The lock goes with the process."""
    with (data / "demo.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotServe(
                f"A demo is already running on {data}; stop it, or name another folder with --data."
            ) from None
        yield


def must_be_free(port: int) -> None:
    """As gunicorn will bind it: said now, not after the district was planted."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
            door.listen()
        except (OSError, OverflowError) as error:
            raise CannotServe(f"Port {port} cannot be used ({error}); choose another with --port.") from None


def serve(demo: Demo, embedded: Embedded) -> int:
    embedded.start()
    environment = environment_of(demo, embedded) | QUIET | {"COCKPIT_SECOND_STEP": "no"}
    planted = subprocess.run(seed_command(demo), env=owners(environment, embedded), check=False)
    if planted.returncode:
        embedded.stop()
        return planted.returncode
    note_url(demo)
    return supervise(children(demo, environment), embedded, lambda: say_ready(demo))


def serve_embedded(data: Path, port: int) -> int:
    """Serve the embedded database of the folder, with worker and web under one supervisor; the schema must fit."""
    print("The embedded database has no replica and no point-in-time recovery: back it up.", file=sys.stderr)
    demo = Demo(data, port, simulator=False)
    data.mkdir(parents=True, exist_ok=True)
    embedded = Embedded(data)
    embedded.start()
    environment = environment_of(demo, embedded)
    fits = subprocess.run([sys.executable, APP, "fit"], env={**os.environ, **environment}, check=False)
    if fits.returncode:
        embedded.stop()
        return fits.returncode
    served = children(demo, environment, worker=["worker"])
    return supervise(served, embedded, lambda: wait_for(demo.url + SERVES))


def environment_of(demo: Demo, embedded: Embedded) -> dict[str, str]:
    """The settings of every child; the folder's own secrets are made at first use."""
    kept = demo.data / "keys.env"
    secrets_kept = read_env_file(kept)
    if missing := {name: value for name, value in made_keys().items() if name not in secrets_kept}:
        secrets_kept |= missing
        write_private(kept, "".join(f"{name}={value}\n" for name, value in secrets_kept.items()))
    password = secrets_kept.pop(APP_PASSWORD)
    embedded.ensure_database("cockpit")
    embedded.ensure_role(APP_ROLE, password)
    return (
        secrets_kept
        | FIND_US
        | {
            "COCKPIT_DATABASE_URL": embedded.url("cockpit", APP_ROLE, password),
            "COCKPIT_DATA_DIR": str(demo.data),
            "COCKPIT_EMBEDDED": "yes",
            "COCKPIT_PORT": str(demo.port),
        }
    )


def made_keys() -> dict[str, str]:
    return make_keys() | {APP_PASSWORD: secrets.token_urlsafe(32)}


def owners(environment: Mapping[str, str], embedded: Embedded) -> dict[str, str]:
    """The settings of who makes the schema and plants the district; no child that serves ever gets them."""
    return {**os.environ, **environment, "COCKPIT_OWNER_URL": embedded.url("cockpit")}


def seed_command(demo: Demo) -> list[str]:
    options = [
        "--data",
        str(demo.data),
        "--scale",
        str(demo.scale),
        "--seed",
        str(demo.seed),
        "--speed",
        str(demo.speed),
    ]
    return [sys.executable, APP, "plant", *options, *(["--now", demo.now] if demo.now else [])]


def children(demo: Demo, environment: dict[str, str], worker: Sequence[str] = ("worker", "--demo")) -> list[Child]:
    """A worker refuses what is unsafe, and a demo is, unless it is told that it is one."""
    found = [
        Child("web", gunicorn_command(demo.port), environment),
        Child("worker", [sys.executable, APP, *worker], environment),
    ]
    if demo.simulator:
        found.append(Child("simulator", [sys.executable, APP, "simulate", str(demo.data / "demo.json")], environment))
    return found


def gunicorn_command(port: int, host: str = "127.0.0.1", workers: int = WEB_WORKERS) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "--chdir", str(Path(APP).parent), "--worker-class", "gevent",
        "--workers", str(workers), "--worker-connections", "4000", "--bind", f"{host}:{port}", "--timeout", "60",
        "--graceful-timeout", "3", "--log-level", "warning", "--config", "python:entrypoints.gunicorn_hooks",
        "--preload", "--no-control-socket", "app:server",
    ]  # fmt: skip


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, for the owner's eyes only."""
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


def note_planted(data: Path, url: str, password: str, device_key: str, watched: list[str], counted: list[str]) -> None:
    """demo.json: what a program needs to use the demo as a sensor, a person or a client."""
    known = {
        "url": url,
        "accounts": dict.fromkeys(ACCOUNTS, password),
        "device_key": device_key,
        "open311_key": secrets.token_urlsafe(24),
        "watched": watched,
        "counted": counted,
    }
    write_private(data / "demo.json", json.dumps(known, ensure_ascii=False, indent=1))


def note_url(demo: Demo) -> None:
    """The same folder may be served on another port."""
    path = demo.data / "demo.json"
    known = json.loads(path.read_text(encoding="utf-8")) | {"url": demo.url}
    write_private(path, json.dumps(known, ensure_ascii=False, indent=1))


def say_ready(demo: Demo) -> None:
    wait_for(demo.url + SERVES)
    known = json.loads((demo.data / "demo.json").read_text(encoding="utf-8"))
    print(f"accounts: {' '.join(known['accounts'])}", flush=True)
    print(f"password: {known['accounts']['officer']}", flush=True)
    print(f"ready {demo.url}", flush=True)


def wait_for(url: str, pause: Callable[[], object] | None = None) -> None:
    """Return when the address answers 200; a supervisor that is stopped ends this thread with it."""
    import time

    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            (pause or (lambda: time.sleep(0.1)))()
