"""The feed: a reader who goes by id misses nothing, whoever commits when; and the audit's chain holds."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread

import psycopg
import pytest
from sqlalchemy import text, update

from cockpit import dispatch, incidents, replay
from cockpit.audit import Break
from cockpit.incidents import Answer, Kind, Source
from cockpit.refusals import Malformed
from cockpit.warnings import AlarmState, Watch
from data_access import feed
from data_access.database import Database
from data_access.feed import audit_entry, change, check_chain, look_entry
from data_access.work import Work
from tests.at_once import WITHIN, at_once
from tests.conftest import KEYS
from tests.morning import Morning
from tests.people import People

pytestmark = pytest.mark.many


def seen(database: Database, after: int) -> list[tuple[int, str, str]]:
    with database.connection() as connection:
        return [(row.id, row.event, row.subject_id) for row in feed.changes_after(connection, after)]


def newest(database: Database) -> int:
    with database.connection() as connection:
        return feed.last_change(connection)


@pytest.fixture
def listening(database: Database) -> Iterator[psycopg.Connection]:
    """A connection that hears the feed."""
    url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"listen {feed.CHANNEL}")
        yield connection


# Order


def test_a_transaction_held_open_across_a_later_one_is_not_lost_to_a_reader_by_id(
    morning: Morning, people: People
) -> None:
    """Rosa's work is begun and has written first; Hana's is written and committed while Rosa's is still open."""
    one, other = morning.queue_at(*morning.watched[:2])
    start = newest(morning.database)
    with morning.work(people.rosa) as work:
        incidents.confirm(work, one.id)
        morning.do(people.hana, incidents.confirm, other.id)
        read = seen(morning.database, start)

    read += seen(morning.database, read[-1][0])

    assert [(event, subject) for _, event, subject in read] == [
        ("confirmed", str(other.id)),
        ("confirmed", str(one.id)),
    ]


def test_who_has_written_to_the_feed_makes_the_next_one_wait_until_the_commit(morning: Morning, people: People) -> None:
    """Without the lock the later id could be committed, and read, before the earlier one."""
    one, other = morning.queue_at(*morning.watched[:2])
    start = newest(morning.database)
    written = Event()

    def hana() -> None:
        written.wait(WITHIN)
        morning.do(people.hana, incidents.confirm, other.id)

    thread = Thread(target=hana)
    thread.start()
    with morning.work(people.rosa) as work:
        incidents.confirm(work, one.id)
        work.flush()
        written.set()
        thread.join(0.3)
        assert thread.is_alive()
        assert seen(morning.database, start) == []
    thread.join(WITHIN)

    assert [subject for _, _, subject in seen(morning.database, start)] == [str(one.id), str(other.id)]


def test_a_reader_by_id_sees_every_row_of_many_writers_once_and_in_order(morning: Morning, people: People) -> None:
    one = morning.crowd()
    start = newest(morning.database)
    done = Event()
    read: list[int] = []

    def follow() -> None:
        after = start
        while True:
            finished = done.is_set()
            for number, *_ in seen(morning.database, after):
                read.append(number)
                after = number
            if finished:
                return

    reader = Thread(target=follow)
    reader.start()
    writer = [lambda: [morning.do(people.rosa, incidents.add_note, one.id, "hello") for _ in range(8)]] * 5
    failed = [answer for answer in at_once(*writer) if isinstance(answer, Exception)]
    done.set()
    reader.join(WITHIN)

    assert failed == []
    assert len(read) == 40
    assert read == sorted(set(read)) == [number for number, *_ in seen(morning.database, start)]


def test_the_bell_rings_once_a_commit_with_the_newest_id_alone(
    morning: Morning, people: People, listening: psycopg.Connection
) -> None:
    morning.send(morning.crowd())

    heard = [note.payload for note in listening.notifies(timeout=1, stop_after=2)]

    with morning.database.connection() as connection:
        ids = {row.id for row in feed.changes_after(connection, 0)}
    assert {int(payload) for payload in heard} <= ids
    assert int(heard[-1]) == max(ids)


def test_what_is_rolled_back_rings_no_bell(morning: Morning, people: People, listening: psycopg.Connection) -> None:
    one = morning.crowd()
    list(listening.notifies(timeout=0.1))

    def fails(work: Work) -> None:
        incidents.confirm(work, one.id)
        work.flush()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        morning.do(people.rosa, fails)

    assert list(listening.notifies(timeout=0.1)) == []


# Audit


def test_whoever_is_slow_to_read_the_answer_holds_nobody_up(morning: Morning, people: People) -> None:
    """The last statement and the commit are one message: there is no moment at which the lock waits for a busy process."""
    start, locks = newest(morning.database), text("select count(*) from pg_locks where locktype = 'advisory'")
    with morning.database.connection() as connection:
        work = morning.database.begin(connection, people.rosa)
        incidents.report(work, Kind.HAZARD, Source.DESK, morning.watched[0], note='100% of it; it\'s \\ a "note"')
        work.note_act("said", "text", "it's; 100% \\ of :it", {"facts": "%s ':x' \\"})
        work.flush(commit=True)
        with morning.database.connection() as other:
            assert other.execute(locks).scalar() == 0
        assert [event for _, event, _ in seen(morning.database, start)] == ["reported", "noted"]
    morning.report(2)
    with morning.database.connection() as connection:
        assert check_chain(connection, KEYS.audit, audit_entry)[1] is None


def test_a_commit_that_goes_along_commits_nothing_when_the_last_statement_fails(
    morning: Morning, people: People
) -> None:
    start = newest(morning.database)
    with pytest.raises(Malformed), morning.database.connection() as connection:
        work = morning.database.begin(connection, people.rosa)
        incidents.report(work, Kind.HAZARD, Source.DESK, morning.watched[0])
        work._changes[0]["district_at"] = "no time"
        work.flush(commit=True)
    assert seen(morning.database, start) == []
    morning.report(2)


def test_the_chain_holds_through_many_writers(morning: Morning, people: People) -> None:
    one = morning.crowd()
    at_once(*[lambda: morning.do(people.rosa, incidents.add_note, one.id, "hello")] * 8)

    with morning.database.connection() as connection:
        lines, broken = check_chain(connection, KEYS.audit, audit_entry)
        assert broken is None
        assert lines == connection.execute(text("select count(*) from audit_entry")).scalar_one() >= 10
        assert check_chain(connection, b"another key", audit_entry)[1] is not None


@pytest.mark.parametrize(
    ("tampering", "line"),
    [
        ("update audit_entry set facts = facts || '{\"team\": 1}' where id = 2", 2),
        ("update audit_entry set actor = 'hana' where id = 2", 2),
        ("delete from audit_entry where id = 2", 3),
        ("insert into audit_entry overriding system value select 999, machine_at, district_at, account, actor, role, area,"
         " session, action, subject, subject_id, facts, digest from audit_entry where id = 2", 999),
    ],
)  # fmt: skip
def test_whoever_changes_the_audit_is_seen(morning: Morning, tampering: str, line: int) -> None:
    morning.sent_to_own()
    with morning.database.connection() as connection:
        connection.execute(text(tampering.replace(":", r"\:")))

    with morning.database.connection() as connection:
        assert check_chain(connection, KEYS.audit, audit_entry)[1] == Break(line)


def test_each_change_has_its_line_with_the_same_facts_and_both_times(morning: Morning) -> None:
    morning.resolved()
    with morning.database.connection() as connection:
        lines = connection.execute(text("select action, subject_id, facts, district_at from audit_entry order by id"))
        changes = connection.execute(text("select event, subject_id, facts, district_at from change order by id"))
        assert lines.all() == changes.all()


def test_looks_have_a_chain_of_their_own_and_raise_no_change(morning: Morning, people: People) -> None:
    before = newest(morning.database)
    for person in (people.rosa, people.hana):
        with morning.work(person) as work:
            work.looked("note", 7, ["text"])

    with morning.database.connection() as connection:
        assert check_chain(connection, KEYS.audit, look_entry) == (2, None)
        connection.execute(update(look_entry).where(look_entry.c.id == 1).values(actor="nobody"))
    with morning.database.connection() as connection:
        assert check_chain(connection, KEYS.audit, look_entry)[1] == Break(1)
    assert newest(morning.database) == before


# Replay


def test_from_the_rows_alone_every_open_thing_is_rebuilt_as_the_shelves_had_it(
    morning: Morning, people: People
) -> None:
    """Ten minutes of a morning at the pharmacies, each remembered as the shelves told it then."""
    first, second, third, _ = morning.watched
    remembered = []

    def minute_ends() -> None:
        remembered.append((morning.at, open_now(morning)))
        morning.later(seconds=5)

    minute_ends()
    morning.queue_at(first, second, lasting=timedelta(minutes=1))
    minute_ends()
    one, other = morning.queue_at(first, second)
    minute_ends()
    morning.send(one, *[person.team or 0 for person in morning.field_people()])
    minute_ends()
    morning.answer(people.wu, one, Answer.EN_ROUTE)
    morning.answer(people.mei, one, Answer.DECLINED, reason="busy")
    morning.count(third, 22)
    minute_ends()
    morning.do(people.hana, incidents.merge, other.id, one.id)
    morning.later(minutes=1).count(third, 4)
    minute_ends()
    for person in morning.field_people()[:2]:
        morning.resolve(person, one)
    minute_ends()
    morning.queue_at(first, second, people=2, lasting=timedelta(minutes=7))
    minute_ends()
    for team in [job.team_id for job in morning.now(one).counting if job.open]:
        morning.do(people.rosa, dispatch.recall, one.id, team)
    morning.do(people.hana, incidents.verify, one.id)
    morning.do(people.hana, incidents.close, one.id, "dispersed")
    minute_ends()
    morning.report(2)
    minute_ends()

    with morning.database.connection() as connection:
        rows = feed.changes_after(connection, 0)
    for at, shelves in remembered:
        assert replay.rebuild(rows, at) == shelves, at
    assert [len(shelves) for _, shelves in remembered] == [0, 2, 4, 4, 5, 3, 3, 1, 0, 1]


def open_now(morning: Morning) -> dict[tuple[str, str], dict[str, object]]:
    """What is open, by subject and id, asked of the shelves."""
    with morning.work(morning.people.rosa) as work:
        found = {("incident", str(one.id)): one.shown() for one in work.incidents.open_in("330103")}
        since = morning.at - timedelta(days=1)
        warned = [one for one in work.warnings.since("330103", since) if one.recovered_at is None]
        found |= {("warning", str(one.id)): one.shown() for one in warned}
        for place, alarm in work.alarms.watched("330103", [AlarmState.PENDING]):
            found["watch", str(place.id)] = Watch(place, alarm).shown()
    return found


def test_a_change_row_names_areas_and_figures_and_no_person(morning: Morning, people: People) -> None:
    morning.resolved()
    names = {person.name for person in vars(people).values()} - {"system", people.sensor.name}
    with morning.database.connection() as connection:
        rows = connection.execute(change.select()).all()
    written = str([tuple(row) for row in rows])

    assert not [name for name in names if name in written]
    assert all(row.street and row.community and row.grid for row in rows)
    assert rows[-1].figures == {} or set(rows[-1].figures) == {rows[-1].community}
