"""The door to PostgreSQL: opens units of work for whoever is acting."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from select import POLLIN, poll
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from psycopg.errors import InsufficientPrivilege
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from cockpit.access import Actor
from cockpit.clock import Clock, real
from cockpit.policy import Policy, Rules
from cockpit.refusals import Malformed, NotFound, Refusal, Unavailable
from cockpit.texts import N_
from data_access import areas, policy, scope
from data_access.areas import AreaShelf
from data_access.sealed import Keys, Sealer
from data_access.work import Work

ANSWERED = "answered_at"
RESTED = 1.0  # seconds of machine time
CLOCK = (
    "select (select count(*) from policy) as policies, (select sum(hashtext(code || name)::bigint) from (select code, name"
    " from grid union all select code, name from community union all select code, name from street) a) as areas,"
    " c.machine_start, c.district_start, c.speed{more} from (select 1) as one left join clock c on true"
)
STATUS = text(CLOCK.format(more=""))
BEGIN = text(CLOCK.format(more=f", {scope.SET}"))


# An own server may live in another zone; instants are UTC wherever they are written down.
CONNECT = {
    scope.APP: {"connect_timeout": 5, "options": "-c timezone=UTC"},
    scope.PUBLIC: {"connect_timeout": 5, "options": f"-c timezone=UTC -c search_path={scope.FRONT},public"},
}


def has_word(connection: Connection) -> bool:
    """Whether the server said something unasked on an idle connection: it does so when it ends it."""
    driver = connection.connection.driver_connection
    assert driver is not None
    ear = poll()  # not select(): that one is deaf beyond file 1,024, and a thousand streams are open
    ear.register(driver.fileno(), POLLIN)
    return bool(ear.poll(0))


class Database:
    """One pool a process. Rules and areas are kept between works and read again when they changed."""

    def __init__(
        self, url: str | URL, keys: Keys, zone: ZoneInfo, *, pool_size: int = 8, engine: Engine | None = None
    ) -> None:
        self.role = scope.role_of(url)
        self.engine = engine or create_engine(
            url, pool_size=pool_size, max_overflow=pool_size, pool_timeout=5, connect_args=CONNECT[self.role]
        )
        self._commits = isinstance(self.engine, Engine)  # another engine has a transaction around ours
        self.keys = keys
        self.zone = zone
        self.sealer = Sealer(keys.field)
        self._policies: tuple[int | None, tuple[Policy, ...]] = (None, ())
        self._areas: tuple[int | None, AreaShelf] = (None, AreaShelf({}))

    @property
    def in_front(self) -> bool:
        """Whether this process is the machine in front: it knows no person, no account and no incident."""
        return self.role == scope.PUBLIC

    def apart(self, pool_size: int = 2) -> "Database":
        """The same door with connections of its own, for what must not wait behind a crowd of requests."""
        if not self._commits:
            return self  # what is in another's transaction is seen through that alone
        return Database(self.engine.url, self.keys, self.zone, pool_size=pool_size)

    def close(self) -> None:
        """Lets go of every connection; whoever asks again gets new ones."""
        self.engine.dispose()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A transaction of its own; a database that does not answer is a refusal with a way out."""
        try:
            with self._connected() as connection, connection.begin():
                try:
                    yield connection
                except Unavailable:
                    connection.invalidate()  # it may still be answering a question that nobody waits for
                    raise
                connection.info[ANSWERED] = monotonic()
        except (OperationalError, InterfaceError, PoolExhausted) as error:
            raise Unavailable() from error
        except DataError as error:
            raise Malformed(why=N_("a value is not one that can be kept")) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise Unavailable() from error
            if self.in_front and isinstance(error.orig, InsufficientPrivilege):
                raise NotFound() from error  # a door that reads is not served here
            raise

    def _connected(self) -> Connection:
        """A connection that answers: one that rested, or that the server has closed, is asked first and replaced."""
        connection = self.engine.connect()
        rested = monotonic() - connection.info.get(ANSWERED, 0.0) > RESTED
        if not rested and not has_word(connection):
            return connection
        try:
            connection.execute(text("select 1"))
            connection.rollback()
            return connection
        except DBAPIError:
            connection.close()
            return self.engine.connect()
        except BaseException:  # whoever waited for it has lost patience: its answer would come to somebody else
            connection.invalidate()
            connection.close()
            raise

    @contextmanager
    def work(self, by: Actor, *, at: datetime | None = None) -> Iterator[Work]:
        """One unit of work: commits at the end, leaves nothing behind when anything is refused."""
        try:
            with self.connection() as connection:
                work = self.begin(connection, by, at=at)
                yield work
                work.flush(commit=self._commits)
        except Refusal as refusal:
            self._tell_refusal(by, refusal)
            raise

    def begin(self, connection: Connection, by: Actor, *, at: datetime | None = None) -> Work:
        """A work on a connection of the caller's, who flushes and commits it; from here on it sees the actor's scope."""
        row = connection.execute(BEGIN, {"role": self.role, **scope.scope_of(by)}).one()
        machine = datetime.now(UTC)
        clock = Clock(row.machine_start, row.district_start, row.speed) if row.speed else real(machine)
        moment = (at or clock.district(machine)).astimezone(UTC)
        rules = Rules(self._versions(connection, row.policies), moment)
        if by.team:
            kept = rules.get("access", "assignment", by.area).body["after_close"]
            scope.open_assigned(connection, by.team, moment, kept)
        known = self._known_areas(connection, row.areas)
        return Work(
            connection, by, clock, moment, rules, known, self.zone, self.sealer, self.keys.audit, self.keys.index
        )

    def _versions(self, connection: Connection, count: int) -> tuple[Policy, ...]:
        """Rows are only ever added, so their count is what changes; the highest id may be seen before a lower one."""
        if self._policies[0] != count:
            self._policies = (count, policy.all_versions(connection))
        return self._policies[1]

    def _known_areas(self, connection: Connection, digest: int | None) -> AreaShelf:
        """One that came, went or is called otherwise changes the digest."""
        if self._areas[0] != digest or not self._areas[1].known:
            self._areas = (digest, AreaShelf(areas.read_all(connection)))
        return self._areas[1]

    def _tell_refusal(self, by: Actor, refusal: Refusal) -> None:
        """Refusals of persons are part of the audit; a database that is gone cannot be told so."""
        if isinstance(refusal, Unavailable):
            return
        try:
            with self.connection() as connection:
                work = self.begin(connection, by)
                work.refused(refusal, "use-case")
                work.flush(commit=self._commits)
        except Unavailable:
            return

    def status(self) -> dict[str, Any]:
        """District time and the newest change, for health and for screens that start."""
        with self.connection() as connection:
            row = connection.execute(STATUS).one()
            machine = datetime.now(UTC)
            clock = Clock(row.machine_start, row.district_start, row.speed) if row.speed else real(machine)
            newest = connection.execute(text("select coalesce(max(id), 0) from change")).scalar_one()
        return {"now": clock.district(machine), "speed": clock.speed, "change": newest}
