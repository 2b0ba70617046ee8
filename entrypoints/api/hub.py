"""One listener a process reads each change once, and sends every group of screens what all of it may see."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from time import monotonic
from typing import Any

import gevent
import orjson
import psycopg
from gevent.queue import Empty, Full, Queue
from sqlalchemy.engine import Row

from cockpit.access import Actor
from cockpit.clock import Clock, real
from cockpit.refusals import Unavailable
from data_access import clock, feed
from data_access.accounts import AccountShelf
from data_access.database import Database
from entrypoints import logs
from entrypoints.api.changes import Change, Group, group_of
from entrypoints.built import build_of_code
from entrypoints.measures import STREAMS

BEAT = 15.0  # seconds of machine time, as all of these
LOOK_ANYWAY = 5.0
SESSION_CHECK = 2.0
RECONNECT = 0.5
MANY = 10  # changes a second; a busy district is told of them a quarter of a second late, and all together
GATHERED = 0.25
WAITING = 2000  # changes that may wait for one slow screen
KEPT = 5000  # changes kept in memory; a screen that is further behind reads afresh
ROUND = 1000

log = logs.get()
END = (0, b"")
BEAT_NOW = (-1, b"")
SIGNED_OUT = (0, b"event: signed_out\ndata: {}\n\n")


@dataclass(eq=False)
class Screen:
    """One open stream: its group, and what waits to be sent."""

    group: Group
    session: str | None
    account: int | None = None
    queue: "Queue[tuple[int, bytes]]" = field(default_factory=lambda: Queue(WAITING))

    def waiting(self) -> Iterator[tuple[int, bytes]]:
        """What comes next, with all that waits behind it by then; a beat when nothing comes for long."""
        try:
            yield self.queue.get(timeout=BEAT)
        except Empty:
            yield BEAT_NOW
        while not self.queue.empty():
            yield self.queue.get_nowait()

    def tell(self, item: tuple[int, bytes] = END) -> None:
        if not self.queue.full():  # a full one ends when it is read to its end
            self.queue.put_nowait(item)


class Hub:
    """All open streams of this process.

    `kept` holds every change after `kept_from`, in order, up to `position`: what a screen has missed is looked up
    there and then it waits in the queue, without a database in between, and so without a gap.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.screens: set[Screen] = set()
        self.kept: deque[Change] = deque()
        self.kept_from = self.position = 0
        self.lately: deque[float] = deque(maxlen=MANY + 1)
        self.pid = 0
        self.clock: Clock | None = None
        self._starting = Lock()

    def start(self) -> None:
        """Once a process, after the fork: greenlets and sockets do not survive one. Refuses while there is no database."""
        with self._starting:
            if self.pid == os.getpid():
                return
            self._read_kept()
            gevent.spawn(self._listen_for_ever)
            gevent.spawn(self._end_closed_sessions)
            self.pid = os.getpid()

    # Reading

    def _read_kept(self) -> None:
        with self.database.connection() as connection:
            newest, oldest = feed.last_change(connection), feed.oldest_change(connection)
            after = max(newest - KEPT, oldest - 1, 0)
            rows = feed.changes_after(connection, after, KEPT)
            self.clock = clock.read(connection)
        self.kept.clear()
        self.kept_from = self.position = after
        self._keep(rows)

    def _newest(self) -> int:
        with self.database.connection() as connection:
            return feed.last_change(connection)

    def _listen_for_ever(self) -> None:
        while True:
            try:
                self._listen()
            except (psycopg.Error, Unavailable) as error:
                log.warning("the feed's listener lost the database", fault=type(error).__name__)
            except Exception as error:
                log.error("the feed's listener failed", exc_info=error)
            self._drop_all()
            gevent.sleep(RECONNECT)

    def _listen(self) -> None:
        url = self.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"listen {feed.CHANNEL}")
            if self._newest() < self.position:  # an older state of the district was restored
                self._read_kept()
            while True:
                self._send_round()
                gevent.sleep(self._gathering())
                if not any(True for _ in connection.notifies(timeout=LOOK_ANYWAY, stop_after=1)):
                    connection.execute("select 1")  # a dead connection is silent until it is asked

    def _send_round(self) -> None:
        """Read what came since, in order, and put it to each group's screens, serialized once."""
        while True:
            with self.database.connection() as connection:
                rows = feed.changes_after(connection, self.position, ROUND)
            for change in self._keep(rows):
                self.lately.append(monotonic())
                self._put(change)
            if len(rows) < ROUND:
                return

    def _gathering(self) -> float:
        """How long to let changes come together: none waits while few come, each that many follow spares them a write."""
        now = monotonic()
        while self.lately and now - self.lately[0] > 1:
            self.lately.popleft()
        return GATHERED if len(self.lately) > MANY else 0

    def _keep(self, rows: Iterable[Row[Any]]) -> list[Change]:
        found = [Change.of(row) for row in rows]
        for change in found:
            self.kept.append(change)
            self.position = change.id
        while len(self.kept) > KEPT:
            self.kept_from = self.kept.popleft().id
        return found

    def _put(self, change: Change) -> None:
        wanted: dict[Group, bool] = {}
        for screen in list(self.screens):
            if screen.group not in wanted:
                wanted[screen.group] = change.concerns(screen.group)
            if wanted[screen.group] or change.is_for(screen.account):
                self._offer(screen, change)

    def _offer(self, screen: Screen, change: Change) -> None:
        try:
            screen.queue.put_nowait((change.id, change.told(screen.group)))
        except Full:  # it does not read: it is let go, and catches up when it comes back
            self.screens.discard(screen)

    # Ending

    def _drop_all(self) -> None:
        """Streams end with the database, so that screens say so and come back with the id they had."""
        for screen in list(self.screens):
            self.screens.discard(screen)
            screen.tell()

    def _end_closed_sessions(self) -> None:
        while True:
            gevent.sleep(SESSION_CHECK)
            try:
                self._look_at_sessions()
            except Unavailable:
                continue
            except Exception as error:
                log.error("the sessions of open streams could not be looked at", exc_info=error)

    def _look_at_sessions(self) -> None:
        """Of the screens that are there when it begins: one that opens while the database is asked was not asked for."""
        asked = {screen: screen.session for screen in self.screens if screen.session}
        if not asked:
            return
        with self.database.connection() as connection:
            alive = AccountShelf(connection).actors(set(asked.values()), datetime.now(UTC))
            moved, self.clock = self.clock, clock.read(connection)
        for screen, session in asked.items():
            if session not in alive or group_of(alive[session]) != screen.group:
                self.screens.discard(screen)
                screen.tell(SIGNED_OUT if session not in alive else END)
        if moved != self.clock:
            for screen in list(self.screens):
                screen.tell(BEAT_NOW)

    # Sending

    def open(self, by: Actor, after: int | None) -> Iterator[bytes]:
        """What a screen gets: first all since `after`, then whatever comes.

        1. A number that is ahead of this process is looked up: another process may have been faster.
        2. The screen is on the list before its past is read, and nobody else runs in between: no gap.
        3. What the queue holds of that past already is not sent again: no double.
        """
        screen = Screen(group_of(by), by.session, by.id)
        STREAMS.inc()
        try:
            yield b"retry: 1000\n\n"
            newest = self._newest() if after is not None and after > self.position else self.position
            self.screens.add(screen)
            missed, last = self._missed(screen, after, newest), max(self.position, min(after or 0, newest))
            yield from missed
            yield from self._follow(screen, last)
        finally:
            STREAMS.dec()
            self.screens.discard(screen)

    def _missed(self, screen: Screen, after: int | None, newest: int) -> list[bytes]:
        """The screen's changes after `after`; `reset` where they are kept no more, or the number is not of this feed."""
        if after is None:
            return []
        if not self.kept_from <= after <= max(newest, self.position):
            return [b"id: %d\nevent: reset\ndata: {}\n\n" % self.position]
        missed = []
        for change in reversed(self.kept):
            if change.id <= after:
                break
            if change.concerns(screen.group) or change.is_for(screen.account):
                missed.append(change.told(screen.group))
        return missed[::-1]

    def _follow(self, screen: Screen, last: int) -> Iterator[bytes]:
        """All that waits goes out as one piece: a wake and a write for each change cost a busy process more than changes do."""
        while screen in self.screens or not screen.queue.empty():
            pieces = []
            for change_id, data in screen.waiting():
                if change_id == BEAT_NOW[0]:
                    pieces.append(self._beat())
                elif change_id == END[0]:
                    yield b"".join([*pieces, data])
                    return
                elif change_id > last:
                    last = change_id
                    pieces.append(data)
            if pieces:
                yield b"".join(pieces)

    def _beat(self) -> bytes:
        """Says that the line is alive, what the district's clock shows, which a drill may have moved, and of which version we are."""
        machine = datetime.now(UTC)
        time = self.clock or real(machine)
        told = {"machine": machine, "now": time.district(machine), "speed": time.speed, "version": build_of_code()}
        return b"event: beat\ndata: %s\n\n" % orjson.dumps(told)
