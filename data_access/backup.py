"""Backups: the whole database as of one moment, and the uploads, sealed; written while others write.

Per-person keys never lie in a backup: they go to a file of their own, of which only the newest is kept. So a key that
was destroyed is gone from every older backup too.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from data_access import anchor, retention, schema, sessions, sources
from data_access.embedded import program
from data_access.scope import DEFAULT_RIGHTS, READER
from data_access.sealed_file import BrokenFile, header_of, open_sealed, seal

APART = ("person_key", "mind_key")  # tables that a backup leaves out
UPLOADS = "uploads"
DUMP, MANIFEST, KEYS = "database.dump", "manifest.json", "keys.dump"


FAULTS = (OSError, subprocess.SubprocessError, SQLAlchemyError, BrokenFile)


class BackupFailed(Exception):
    """What could not be done and why, in one clear line; nothing was replaced."""


SEND_AWAY = text("select pg_terminate_backend(pid) from pg_stat_activity where datname = any(:names)")


@dataclass(frozen=True)
class Place:
    """Where a district lies: its database and the folder with uploads, anchor and ledger."""

    url: str
    folder: Path
    keys: dict[bytes, bytes]

    @property
    def target(self) -> URL:
        return make_url(self.url)


def backup(place: Place, file: Path) -> dict[str, Any]:
    """Write FILE and FILE.keys, read both back, and only then give them their names; returns the manifest."""
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as name:
            folder = Path(name)
            manifest = _gather(place, folder)
            fresh = {file: folder / "whole", _keys_of(file): folder / "keys"}
            seal(_packed(place, folder), fresh[file], place.keys, {"kind": "backup", "schema": manifest["schema"]})
            seal(folder / KEYS, fresh[_keys_of(file)], place.keys, {"kind": "keys"})
            _verify(fresh[file], place, folder, manifest)
            for target, made in fresh.items():
                made.replace(target)
    except FAULTS as error:
        raise BackupFailed(f"The backup {file} was not written: {error}") from error
    return manifest


def _gather(place: Place, folder: Path) -> dict[str, Any]:
    apart = [one for one in APART if _has(place, one)]
    _dump(place, folder / DUMP, [f"--exclude-table-data={one}" for one in apart])
    if apart:
        _dump(place, folder / KEYS, ["--data-only", *(f"--table={one}" for one in apart)])
    else:
        (folder / KEYS).write_bytes(b"")
    with _engine(place.target).connect() as connection:
        found = schema.current(connection)
    manifest = {
        "at": datetime.now(UTC).isoformat(),
        "schema": found,
        "sha256": _digest(folder / DUMP),
        "tables": _listed(folder / DUMP),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest))
    return manifest


def _dump(place: Place, file: Path, options: list[str]) -> None:
    """By the role that may read all and change nothing; one snapshot, whatever others write meanwhile."""
    command = [program("pg_dump"), "--format=custom", "--enable-row-security", f"--role={READER}", *options]
    _run([*command, f"--file={file}", f"--dbname={_libpq(place.target)}"])


def _packed(place: Place, folder: Path) -> Path:
    packed = folder / "packed.tar"
    with tarfile.open(packed, "w") as tar:
        for name in (MANIFEST, DUMP):
            tar.add(folder / name, name)
        uploads = place.folder / UPLOADS
        if uploads.is_dir():
            tar.add(uploads, UPLOADS)
    return packed


def _verify(file: Path, place: Place, folder: Path, manifest: dict[str, Any]) -> None:
    """Read back what was written: it opens, it is the same dump, and pg_restore can read its list."""
    again = folder / "again"
    again.mkdir()
    unpack(file, place.keys, again)
    if _digest(again / DUMP) != manifest["sha256"] or _listed(again / DUMP) != manifest["tables"]:
        raise BrokenFile("what was read back is not what was written")


def unpack(file: Path, keys: dict[bytes, bytes], folder: Path) -> dict[str, Any]:
    """Open FILE into the folder; its manifest. Raises BrokenFile."""
    if header_of(file)["holds"].get("kind") != "backup":
        raise BrokenFile("it holds keys, not a backup")
    packed = folder / "opened.tar"
    open_sealed(file, packed, keys)
    with tarfile.open(packed) as tar:
        tar.extractall(folder, filter="data")
    packed.unlink()
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    return manifest


def restore(place: Place, file: Path) -> dict[str, Any]:
    """Put the district back as FILE has it: into a fresh database, which takes the old one's name when it is whole.

    `place.url` is the owner's. The old database is kept under another name, which is returned as `kept`.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=place.folder) as name:
            folder = Path(name)
            manifest = unpack(file, place.keys, folder)
            _must_be_known(manifest["schema"])
            fresh = f"{place.target.database}_restored"
            _restored(place, folder, fresh, _newest_keys(place, file, folder))
            kept = f"{place.target.database}_before_{datetime.now(UTC):%Y%m%d%H%M%S%f}"
            with _uploads_swapped(place, folder, kept):
                _swap(place, fresh, kept)
    except FAULTS as error:
        raise BackupFailed(f"{file} was not restored, the district is as it was: {error}") from error
    return manifest | {"kept": kept}


def _must_be_known(found: str) -> None:
    if not schema.knows(found):
        raise BrokenFile(f"it has schema {found}, which is newer than this code")


def _newest_keys(place: Place, file: Path, folder: Path) -> Path | None:
    """FILE.keys beside it, opened; without it every person shows as erased."""
    keys = _keys_of(file)
    if not keys.exists():
        return None
    open_sealed(keys, folder / KEYS, place.keys)
    return folder / KEYS if (folder / KEYS).stat().st_size else None


def _restored(place: Place, folder: Path, fresh: str, keys: Path | None) -> None:
    admin = _engine(place.target.set(database="postgres"))
    with admin.connect() as connection:
        connection.execute(text(f'drop database if exists "{fresh}" with (force)'))
        connection.execute(text(f'create database "{fresh}"'))
    url = place.target.set(database=fresh)
    _pg_restore(url, folder / DUMP, folder / "wanted")
    if keys:
        _restore_keys(url, keys, folder)
    with _engine(url).begin() as connection:
        for statement in DEFAULT_RIGHTS:
            connection.execute(text(statement))
        sessions.end_all(connection, datetime.now(UTC))
        retention.replay_ledger(connection, place.folder / retention.FILE)
        sources.forget_run(connection)
        heads = anchor.heads(connection)
    anchor.append_restore(place.folder / anchor.FILE, heads, datetime.now(UTC))


def _restore_keys(url: URL, keys: Path, folder: Path) -> None:
    """The newest keys may know persons and cases which an older backup does not: those keys open nothing, and go."""
    with _open_to_their_owner(url):
        _pg_restore(url, keys, folder / "wanted")
    with _engine(url).connect() as connection:
        connection.execute(
            text("delete from person_key k where not exists (select from person p where p.id = k.person_id)")
        )
        if connection.execute(text("select to_regclass('mind_key')")).scalar():
            connection.execute(
                text("delete from mind_key k where not exists (select from mind_case c where c.id = k.case_id)")
            )


@contextmanager
def _open_to_their_owner(url: URL) -> Iterator[None]:
    """The tables of the keys stand already, with their walls; PostgreSQL copies nothing into a table that has one for its owner."""
    walled = text("select relname from pg_class where relname = any(:names) and relforcerowsecurity")
    with _engine(url).connect() as connection:
        names = list(connection.execute(walled, {"names": list(APART)}).scalars())
        for name in names:
            connection.execute(text(f"alter table {name} no force row level security"))
        yield
        for name in names:
            connection.execute(text(f"alter table {name} force row level security"))


def _pg_restore(url: URL, dump: Path, wanted: Path) -> None:
    """Default rights are given anew: in the dump they name the owner that the other server had."""
    listed = _run([program("pg_restore"), "--list", str(dump)])
    wanted.write_text("".join(line + "\n" for line in listed.splitlines() if " DEFAULT ACL " not in line))
    how = ["--no-owner", "--exit-on-error", f"--use-list={wanted}", f"--dbname={_libpq(url)}"]
    _run([program("pg_restore"), *how, str(dump)])


def _swap(place: Place, fresh: str, kept: str) -> None:
    """Whoever is connected to the old one is sent away; they come back to the new one, or to the old if that fails."""
    name = place.target.database or ""
    with _engine(place.target.set(database="postgres")).connect() as connection:
        _order(connection, 'alter database "{}" with allow_connections false', name)
        connection.execute(SEND_AWAY, {"names": [name, fresh]})
        try:
            _order(connection, 'alter database "{}" rename to "{}"', name, kept)
            _order(connection, 'alter database "{}" rename to "{}"', fresh, name)
        except SQLAlchemyError:
            with suppress(SQLAlchemyError):
                _order(connection, 'alter database "{}" rename to "{}"', kept, name)
            _order(connection, 'alter database "{}" with allow_connections true', name)
            raise


def _order(connection: Connection, order: str, *names: str) -> None:
    connection.execute(text(order.format(*names)))


@contextmanager
def _uploads_swapped(place: Place, folder: Path, kept: str) -> Iterator[None]:
    """The uploads of the backup in place of those of now, which are kept aside; as they were when what follows fails."""
    now, aside = place.folder / UPLOADS, place.folder / f"{UPLOADS}.{kept}"
    with suppress(FileNotFoundError):
        now.rename(aside)
    try:
        if (folder / UPLOADS).is_dir():
            (folder / UPLOADS).rename(now)
        yield
    except BaseException:
        if aside.exists():
            shutil.rmtree(now, ignore_errors=True)
            aside.rename(now)
        raise


def _keys_of(file: Path) -> Path:
    return file.with_name(file.name + ".keys")


def _has(place: Place, table: str) -> bool:
    with _engine(place.target).connect() as connection:
        return bool(connection.execute(text("select to_regclass(:name) is not null"), {"name": table}).scalar())


def _engine(url: URL) -> Engine:
    return create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)


def _libpq(url: URL) -> str:
    """libpq takes no blank, which a password may hold."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False).replace(" ", "%20")


def _listed(dump: Path) -> int:
    """How many tables' data the dump holds."""
    return sum(" TABLE DATA " in line for line in _run([program("pg_restore"), "--list", str(dump)]).splitlines())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(command: list[Any]) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PATH": os.environ.get("PATH", "")}
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise subprocess.SubprocessError(f"{Path(command[0]).name}: {last}")
    return done.stdout
