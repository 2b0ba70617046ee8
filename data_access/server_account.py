"""The system account under which the embedded PostgreSQL runs, and the folders that it may enter.

PostgreSQL refuses to run as root: under root it gets an account of its own, else it runs as we do.
"""

import logging
import os
import pwd
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

SYSTEM_USER = "pgserver"
BARE_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}  # no secret of ours reaches the server
Account = tuple[int, int]  # user id and group id

log = logging.getLogger(__name__)


class NoAccount(Exception):
    """We are root, and no account for the server can be had."""


def choose(cluster: Path) -> Account | None:
    """None when we are not root (the server then runs as we do); else the owner of the cluster, or an own account."""
    if os.geteuid() != 0:
        return None
    if cluster.exists() and (facts := cluster.stat()).st_uid != 0:
        return facts.st_uid, facts.st_gid
    name = "_postgres" if sys.platform == "darwin" else SYSTEM_USER
    if not _known(name):
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
        with suppress(OSError):
            subprocess.run(command, check=False, capture_output=True, timeout=30)
    if (entry := _known(name)) is None:
        raise NoAccount(f"PostgreSQL does not run as root: make a user {name}, or start as another user.")
    return entry.pw_uid, entry.pw_gid


def _known(name: str) -> pwd.struct_passwd | None:
    with suppress(KeyError):
        return pwd.getpwnam(name)
    return None


def running_as(account: Account | None) -> dict[str, Any]:
    """Arguments of subprocess: the account, nothing of our environment, and a session that no Ctrl-C reaches."""
    bare: dict[str, Any] = {"cwd": "/", "env": BARE_ENVIRONMENT, "start_new_session": True}
    return bare if account is None else bare | {"user": account[0], "group": account[1], "extra_groups": []}


def give(account: Account | None, *paths: Path) -> None:
    """Make the account the owner of each path; nothing to do when it is ourselves."""
    if account is not None:
        for path in paths:
            os.chown(path, *account)


def let_through(path: Path) -> None:
    """Others may pass (not list) the folders above the server's own, or its account could not reach them."""
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & 0o001:
            log.warning("%s: other accounts may now pass through, so that PostgreSQL's can", folder)
            folder.chmod(mode | 0o001)


def make_readable(folder: Path) -> None:
    """A wheel installed under a strict umask is readable by root alone."""
    if (folder / "bin" / "postgres").stat().st_mode & 0o005 == 0o005:
        return
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | 0o004 | (0o001 if mode & 0o100 else 0))


def runtime_folder() -> Path:
    """The user's own folder for sockets; never one where others may write."""
    named = [os.environ.get("XDG_RUNTIME_DIR"), f"/run/user/{os.geteuid()}", tempfile.gettempdir()]
    for folder in ("/run", "/var/run") if os.geteuid() == 0 else filter(None, named):
        with suppress(OSError):
            facts = Path(folder).stat()
            if facts.st_uid == os.geteuid() and not facts.st_mode & 0o022:
                return Path(folder)
    cache = Path.home() / ".cache"
    cache.mkdir(mode=0o700, exist_ok=True)
    return cache
