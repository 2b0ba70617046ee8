"""What time does to the records: days that ended are frozen, what is older than its rule is taken away."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import TextClause, text
from sqlalchemy.engine import Connection

from cockpit.access import Actor, system
from cockpit.accounts import ABSOLUTE
from cockpit.clock import local_day_start
from cockpit.figures import Figure
from cockpit.risk_map import keep_risk_map
from data_access.database import Database
from data_access.figures import freeze_day

KEYS_KEPT = timedelta(days=7)  # machine time: a replay comes within minutes
LINKS_KEPT = timedelta(days=1)  # machine time: whoever made one sees that it ran out unused
BATCH = 5_000
MOST_BATCHES = 400  # a run; the next minute goes on
MOST_DAYS = 400

FLOWS = [Figure.INCIDENTS_RECEIVED.value, Figure.INCIDENTS_CLOSED.value]  # these have rows of days that still run
LAST_FROZEN = text("select max(day) from figure_day where figure <> all(:flows)")
FIRST_FACT = text("select min(district_at) from change")  # the audit is not the app's to read

# Place by place, so that the primary key answers and no batch reads the whole table.
OLD_READINGS = text(
    "with old as (select o.place_id, o.at from place p cross join lateral"
    " (select r.place_id, r.at from reading r where r.place_id = p.id and r.at < :before limit :batch) o limit :batch)"
    " delete from reading r using old where r.place_id = old.place_id and r.at = old.at"
)
OLD_SLOTS = text(
    "with old as (select o.place_id, o.starts from place p cross join lateral (select s.place_id, s.starts"
    " from reading_slot s where s.place_id = p.id and s.starts < :before limit :batch) o limit :batch)"
    " delete from reading_slot s using old where s.place_id = old.place_id and s.starts = old.starts"
)
OLD_KEYS = text(
    "delete from idempotency_key where key = any(array("
    "select key from idempotency_key where machine_at < :before limit :batch))"
)
OLD_ACCOUNT_LINKS = text(
    "delete from account_link where id = any(array(select id from account_link where expires_at < :before limit :batch))"
)
OLD_WORDS = text("delete from word where id = any(array(select id from word where until < :before limit :batch))")
OLD_NOTIFICATIONS = text(
    "delete from notification where id = any(array(select id from notification where at < :before limit :batch))"
)
OLD_SESSIONS = text(
    "delete from session where id = any(array("
    "select id from session where created_at < :before and terminal is null limit :batch))"
)
OLD_LINKS = text(
    "delete from terminal where id = any(array("
    "select id from terminal where enrolled_at is null and good_until < :before limit :batch))"
)


def keeper(database: Database) -> Actor | None:
    """The cockpit acting by itself in its district; None while there is no district yet."""
    with database.connection() as connection:
        code = connection.execute(text("select code from district")).scalar()
    return system(code) if code else None


def freeze_days(connection: Connection, now: datetime, zone: ZoneInfo) -> list[date]:
    """Freeze every local day that ended since the last frozen one, also when the clock leapt over some."""
    today = local_day_start(now, zone).date()
    last = connection.execute(LAST_FROZEN, {"flows": FLOWS}).scalar()
    first = last + timedelta(days=1) if last else _first_day(connection, zone) or today
    days = [first + timedelta(days=n) for n in range(min((today - first).days, MOST_DAYS))]
    for day in days:
        freeze_day(connection, day, datetime.combine(day + timedelta(days=1), time(), zone))
    return days


def _first_day(connection: Connection, zone: ZoneInfo) -> date | None:
    """Before its first fact a district has no days to tell of."""
    at = connection.execute(FIRST_FACT).scalar()
    return local_day_start(at, zone).date() if at else None


def keep_map(database: Database) -> None:
    """The days of the risk map that ended, and today's as it stands."""
    if by := keeper(database):
        with database.work(by) as work:
            keep_risk_map(work)


def expire(database: Database, by: Actor) -> dict[str, int]:
    """Take away what is over its time, in short transactions; one audit line says how much of what.

    Boundaries are whole hours, so that a run with something to tell comes once an hour, not every minute.
    """
    with database.work(by) as work:
        kept = work.policy.get("retention", "reading", by.area).body
        district, machine = _hour(work.at), _hour(work.machine_at)
        told = work.policy.get("retention", "notification", by.area).body["days"]
    due = {
        "readings": (OLD_READINGS, district - timedelta(days=kept["raw_days"])),
        "slots": (OLD_SLOTS, district - timedelta(days=kept["slot_days"])),
        "keys": (OLD_KEYS, machine - KEYS_KEPT),
        "sessions": (OLD_SESSIONS, machine - ABSOLUTE),
        "terminals": (OLD_LINKS, machine - LINKS_KEPT),
        "links": (OLD_ACCOUNT_LINKS, machine),
        "words": (OLD_WORDS, machine),
        "notifications": (OLD_NOTIFICATIONS, machine - timedelta(days=told)),
    }
    gone = {name: _delete_all(database, statement, before) for name, (statement, before) in due.items()}
    gone["steps"] = _forget_steps(database, by, district)
    if any(gone.values()):
        with database.work(by) as work:
            work.note_act("expired", "expiry", district.isoformat(), gone)
    return gone


def _delete_all(database: Database, statement: TextClause, before: datetime) -> int:
    gone = 0
    for _ in range(MOST_BATCHES):
        with database.connection() as connection:
            batch = connection.execute(statement, {"before": before, "batch": BATCH}).rowcount
        gone += batch
        if batch < BATCH:
            break
    return gone


def _forget_steps(database: Database, by: Actor, hour: datetime) -> int:
    """Within a scope: they stand behind the wall of their incidents."""
    gone = 0
    for _ in range(MOST_BATCHES):
        with database.work(by) as work:
            days = work.policy.get("retention", "step", by.area).body["days"]
            batch = work.undo.forget(hour - timedelta(days=days), BATCH)
        gone += batch
        if batch < BATCH:
            break
    return gone


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
