"""A backup is whole or it is none; a restore gives back what was there, and never half of it."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from cockpit import accounts, incidents, terminals
from cockpit.terminals import Standing
from cockpit.two_people import words
from data_access import anchor, feed, retention, sources
from data_access.backup import BackupFailed, Place, _libpq, backup, restore
from data_access.database import Database
from data_access.embedded import Embedded
from data_access.sealed_file import BrokenFile, header_of, open_sealed, seal
from tests.conftest import KEYS
from tests.morning import Morning
from tests.people import CHANGQING, somebody

CANARY = "白鹭在三单元门口"


@pytest.fixture
def place(morning: Morning, server: Embedded, tmp_path: Path) -> Iterator[Place]:
    """A district with a crowd, a note, and an uploaded picture."""
    name = morning.database.engine.url.database or ""
    one = morning.crowd()
    morning.do(morning.people.rosa, incidents.add_note, one.id, CANARY)
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "1.jpg").write_bytes(b"a picture")
    yield Place(server.url(name), tmp_path, KEYS.field)
    with create_engine(server.url("postgres"), isolation_level="AUTOCOMMIT").connect() as connection:
        for left in connection.execute(
            text("select datname from pg_database where datname like :like"), {"like": f"{name}_%"}
        ):
            connection.execute(text(f'drop database "{left.datname}" with (force)'))


def counts(database: Database) -> dict[str, int]:
    with database.connection() as connection:
        return {
            table: connection.execute(text(f"select count(*) from {table}")).scalar_one()
            for table in ("incident", "note", "audit_entry", "change", "person", "figure_now")
        }


def again(database: Database) -> Database:
    database.engine.dispose()
    return database


@pytest.mark.many
def test_what_was_backed_up_comes_back_and_what_came_after_is_kept_aside(
    morning: Morning, place: Place, tmp_path: Path
) -> None:
    before = counts(morning.database)
    manifest = backup(place, tmp_path / "b.cockpit")
    morning.report(2)
    (tmp_path / "uploads" / "2.jpg").write_bytes(b"another")
    again(morning.database)
    found = restore(place, tmp_path / "b.cockpit")

    assert counts(morning.database) == before and manifest["tables"] > 20
    assert [one.name for one in (tmp_path / "uploads").iterdir()] == ["1.jpg"]
    with create_engine(morning.database.engine.url.set(database="postgres")).connect() as connection:
        assert connection.execute(
            text("select 1 from pg_database where datname = :kept"), {"kept": found["kept"]}
        ).scalar()
    with morning.database.connection() as connection:
        assert feed.check_chain(connection, KEYS.audit, feed.audit_entry)[1] is None
        assert anchor.first_missing(connection, anchor.read(tmp_path / anchor.FILE)) is None
    morning.report(3)  # and work goes on, as the app's role


@pytest.mark.many
def test_two_restores_of_two_backups_taken_while_others_write_are_each_of_one_moment(
    morning: Morning, place: Place, tmp_path: Path
) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            morning.report(2, priority=3)

    writer = threading.Thread(target=write)
    writer.start()
    files = [tmp_path / f"{n}.cockpit" for n in range(2)]
    for file in files:
        backup(place, file)
    stop.set()
    writer.join(10)
    for file in files:
        again(morning.database)
        restore(place, file)
        with morning.database.connection() as connection:
            assert feed.check_chain(connection, KEYS.audit, feed.audit_entry)[1] is None
            told = connection.execute(
                text("select count(*) from change where event in ('reported', 'joined')")
            ).scalar()
            kept = connection.execute(
                text("select count(*) from audit_entry where action in ('reported', 'joined')")
            ).scalar()
        assert told == kept


@pytest.mark.many
def test_nothing_in_the_file_can_be_read_without_the_key(place: Place, tmp_path: Path) -> None:
    backup(place, tmp_path / "b.cockpit")
    for name in ("b.cockpit", "b.cockpit.keys"):
        data = (tmp_path / name).read_bytes()
        assert CANARY.encode() not in data and b"PGDMP" not in data and b"incident" not in data
        assert os.stat(tmp_path / name).st_mode & 0o777 == 0o600
    with pytest.raises(BrokenFile, match="not among the keys"):
        open_sealed(tmp_path / "b.cockpit", tmp_path / "x", {b"k009": b"y" * 32})


@pytest.mark.many
def test_what_was_destroyed_after_the_backup_is_destroyed_again_by_its_restore(
    morning: Morning, place: Place, tmp_path: Path
) -> None:
    backup(place, tmp_path / "b.cockpit")
    with morning.work(morning.people.cockpit) as work:
        told = {"reason": "expired", "district_at": work.at, "machine_at": datetime.now(UTC)}
        from data_access.emergency import COLLECTED

        assert work.emergencies.erase(COLLECTED[0], 1, None, 10, told) == 1
    with morning.database.connection() as connection:
        retention.export_ledger(connection, tmp_path / retention.FILE)
    again(morning.database)
    restore(place, tmp_path / "b.cockpit")
    assert counts(morning.database)["note"] == 0


@pytest.mark.many
def test_sources_are_reckoned_anew_after_a_restore_for_who_was_erased_since_is_in_no_count(
    morning: Morning, place: Place, tmp_path: Path
) -> None:
    sources.reckon(morning.database, morning.people.cockpit)
    backup(place, tmp_path / "b.cockpit")
    with morning.database.connection() as connection:
        connection.execute(text("delete from person_key where person_id = (select min(person_id) from person_key)"))
    backup(place, tmp_path / "c.cockpit")
    again(morning.database)
    restore(place, tmp_path / "b.cockpit")
    assert sources.reckon(morning.database, morning.people.cockpit), "nothing else tells of it"
    with morning.database.connection() as connection:
        assert sources.differences(connection) == []


@pytest.mark.many
def test_what_had_ended_since_the_backup_stays_ended_after_its_restore(
    morning: Morning, place: Place, tmp_path: Path
) -> None:
    """Rosa signed out, Lu Min used her link, a terminal came in by its own: none of it lets anybody in again."""
    gan, wall = somebody(morning.database, "admin"), somebody(morning.database, "wall")
    now = datetime.now(UTC)
    with morning.work(gan) as work:
        cookie = work.accounts.sign_in(morning.people.rosa.id, now)
        _, invited = accounts.invite(work, accounts.Wanted("lu.min", "鲁敏", "street_officer", CHANGQING))
        hall, used = terminals.enrol(work, "一楼大厅", wall.id)
        waits, link = terminals.enrol(work, "二楼", wall.id)
        words.ask(work, "role", "account", morning.people.rosa.id, role="admin")
    with morning.work(morning.people.cockpit) as work:
        _, screen = terminals.take_in(work, used)
        assert work.accounts.actor_of(cookie, now) and work.accounts.actor_of(screen, now)
    backup(place, tmp_path / "b.cockpit")
    with morning.work(gan) as work:
        work.accounts.sign_out(cookie)
        work.accounts.use_link(invited, now)
    again(morning.database)
    restore(place, tmp_path / "b.cockpit")

    with morning.work(gan) as work:
        assert [work.accounts.actor_of(one, now) for one in (cookie, screen)] == [None, None]
        assert work.accounts.linked(invited, now) is None and work.terminals.linked(link, now) is None
        assert work.words.all() == []
        stand = {one.id: one.standing(datetime.now(UTC)) for one in work.terminals.all()}
        assert work.terminals.get(hall.id).seen_at
    assert (stand[hall.id], stand[waits.id]) == (Standing.ENDED, Standing.LAPSED)


@pytest.mark.many
def test_a_file_that_is_not_whole_is_refused_and_the_district_stays_as_it_was(
    morning: Morning, place: Place, tmp_path: Path
) -> None:
    file = tmp_path / "b.cockpit"
    backup(place, file)
    data = file.read_bytes()
    harmed = {
        "cut": data[:-100], "changed": data[:5000] + bytes([data[5000] ^ 1]) + data[5001:], "added": data + b"\0\0\0\1x",
        "empty": b"", "foreign": b"PK\3\4" + data, "keys": file.with_name("b.cockpit.keys").read_bytes(),
    }  # fmt: skip
    before = counts(morning.database)
    for harm, left in harmed.items():
        file.write_bytes(left)
        with pytest.raises(BackupFailed, match="the district is as it was"):
            restore(place, file)
        assert counts(morning.database) == before, harm


@pytest.mark.many
def test_a_backup_that_cannot_be_written_leaves_the_last_good_one(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "b.cockpit"
    backup(place, file)
    good = file.read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("data_access.backup.seal", full)
    with pytest.raises(BackupFailed, match="No space left"):
        backup(place, file)
    assert file.read_bytes() == good
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_a_password_may_hold_blanks() -> None:
    url = make_url("postgresql+psycopg://cockpit_app:quiet%20heron%40post@db/cockpit")
    assert url.password == "quiet heron@post"
    assert _libpq(url) == "postgresql://cockpit_app:quiet%20heron%40post@db/cockpit"


@pytest.mark.many
def test_a_newer_schema_is_refused(morning: Morning, place: Place, tmp_path: Path) -> None:
    with morning.database.connection() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    backup(place, tmp_path / "b.cockpit")
    with pytest.raises(BackupFailed, match="newer than this code"):
        restore(place, tmp_path / "b.cockpit")


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_a_sealed_file_opens_to_just_what_it_was(tmp_path: Path, size: int) -> None:
    plain = os.urandom(size)
    (tmp_path / "plain").write_bytes(plain)
    seal(tmp_path / "plain", tmp_path / "sealed", KEYS.field, {"kind": "backup"})
    open_sealed(tmp_path / "sealed", tmp_path / "opened", KEYS.field)
    assert (tmp_path / "opened").read_bytes() == plain
    assert header_of(tmp_path / "sealed")["holds"] == {"kind": "backup"}


@pytest.mark.many
def test_a_key_that_was_destroyed_is_gone_from_older_backups_too(
    morning: Morning, place: Place, tmp_path: Path
) -> None:
    """An old FILE with the newest keys: who was erased stays erased, who came later is not there, all others open."""
    old, newest = tmp_path / "old.cockpit", tmp_path / "new.cockpit"
    backup(place, old)
    with morning.database.connection() as connection:
        gone, stays = connection.execute(text("select id from person order by id limit 2")).scalars()
        connection.execute(text("delete from person_key where person_id = :gone"), {"gone": gone})
        connection.execute(
            text("insert into person select 10 ^ 9, name, born, street, community, grid from person where id = :id"),
            {"id": stays},
        )
        connection.execute(
            text(
                "insert into person_key (person_id, wrapped) select 10 ^ 9, wrapped from person_key where person_id = :id"
            ),
            {"id": stays},
        )
    backup(place, newest)
    newest.with_name("new.cockpit.keys").replace(old.with_name("old.cockpit.keys"))
    again(morning.database)
    restore(place, old)

    with morning.database.connection() as connection:
        kept = set(connection.execute(text("select person_id from person_key")).scalars())
        people = set(connection.execute(text("select id from person")).scalars())
    assert people - kept == {gone} and kept <= people and stays in kept
