"""GET /api/stream: one listener a process reads each change once and sends every group what all of it may see."""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import gevent
import orjson
import psycopg
from flask import Response, current_app, request
from gevent.queue import Empty, Full, Queue
from sqlalchemy import text
from sqlalchemy.engine import Row

from cockpit.access import Actor
from cockpit.refusals import Malformed, Unavailable
from data_access import feed
from data_access.database import Database
from entrypoints.api import blueprint
from entrypoints.at_hand import actor

log = logging.getLogger(__name__)
BEAT = 15.0
SESSION_CHECK = 4.0
RECONNECT = 1.0
QUEUE = 2000
CATCH_UP = 2000


@dataclass(eq=False)
class Screen:
    """One open stream: its group (scope, or team on the phone), and what waits to be sent."""

    group: tuple[str, str | int]
    session: str | None
    queue: "Queue[tuple[int, bytes]]" = field(default_factory=lambda: Queue(QUEUE))


def group_of(by: Actor) -> tuple[str, str | int]:
    """Teams see what concerns their own jobs; everybody else what lies in their scope."""
    return ("team", by.team) if by.team else ("area", by.area)


def concerns(row: Row[Any], group: tuple[str, str | int]) -> bool:
    kind, key = group
    if kind == "team":
        return str(key) in (row.state or {}).get("teams", {})
    deepest = row.grid or row.community or row.street or ""
    return deepest.startswith(str(key)) or str(key).startswith(deepest or "none")


def message(row: Row[Any]) -> bytes:
    """A change as a server-sent event; the row holds no personal value, so every group gets the same bytes."""
    body = {
        "id": row.id,
        "at": row.district_at,
        "account": row.account,
        "subject": row.subject,
        "subject_id": row.subject_id,
        "area": [row.street, row.community, row.grid],
        "event": row.event,
        "facts": row.facts,
        "state": row.state,
        "figures": row.figures,
    }
    return b"id: %d\nevent: change\ndata: %s\n\n" % (row.id, orjson.dumps(body))


class Hub:
    """All open streams of this process. `position` is the id of the last change that was sent round."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.screens: set[Screen] = set()
        self.position = 0
        self.pid = 0

    def start(self) -> None:
        """Once a process, after the fork: greenlets and sockets do not survive one."""
        if self.pid != os.getpid():
            self.pid = os.getpid()
            with self.database.connection() as connection:
                self.position = feed.last_change(connection)
            gevent.spawn(self._listen_for_ever)
            gevent.spawn(self._end_closed_sessions)

    def _listen_for_ever(self) -> None:
        while True:
            try:
                self._listen()
            except (psycopg.Error, Unavailable) as error:
                log.warning("the feed's listener lost the database: %s", error)
                self._drop_all()
            gevent.sleep(RECONNECT)

    def _listen(self) -> None:
        url = self.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"listen {feed.CHANNEL}")
            self._send_round()
            for _ in connection.notifies():
                self._send_round()

    def _send_round(self) -> None:
        """Read what came since, in order, and put it to each group's screens, serialized once."""
        while True:
            with self.database.connection() as connection:
                rows = feed.changes_after(connection, self.position)
            if not rows:
                return
            for row in rows:
                self._put(row)
                self.position = row.id

    def _put(self, row: Row[Any]) -> None:
        data = message(row)
        wanted: dict[tuple[str, str | int], bool] = {}
        for screen in list(self.screens):
            if wanted.setdefault(screen.group, concerns(row, screen.group)):
                self._offer(screen, row.id, data)

    def _offer(self, screen: Screen, change_id: int, data: bytes) -> None:
        try:
            screen.queue.put_nowait((change_id, data))
        except Full:  # it does not read: it is let go, and catches up when it comes back
            self.screens.discard(screen)

    def _drop_all(self) -> None:
        """Streams end with the database, so that screens say so and come back with the id they had."""
        for screen in list(self.screens):
            self.screens.discard(screen)
            self._wake(screen)

    def _wake(self, screen: Screen) -> None:
        if not screen.queue.full():
            screen.queue.put_nowait((0, b""))

    def _end_closed_sessions(self) -> None:
        while True:
            gevent.sleep(SESSION_CHECK)
            wanted = {screen.session for screen in self.screens if screen.session}
            if wanted:
                self._end(wanted - self._alive(wanted))

    def _alive(self, sessions: set[str]) -> set[str]:
        query = text(
            "select s.id from session s join account a on a.id = s.account"
            " where s.id = any(cast(:ids as bigint[])) and not a.disabled"
        )
        try:
            with self.database.connection() as connection:
                rows = connection.execute(query, {"ids": [int(one) for one in sessions]})
                return {str(row.id) for row in rows}
        except Unavailable:
            return sessions

    def _end(self, dead: set[str]) -> None:
        for screen in [one for one in self.screens if one.session in dead]:
            self.screens.discard(screen)
            if not screen.queue.full():
                screen.queue.put_nowait((0, b"event: signed_out\ndata: {}\n\n"))

    def open(self, by: Actor, after: int) -> Iterator[bytes]:
        """What a screen gets: first all since `after`, then whatever comes; it is on the list before it reads."""
        screen = Screen(group_of(by), by.session)
        self.screens.add(screen)
        try:
            yield b"retry: 1000\n\n"
            last = after
            for change_id, data in self._missed(screen, after):
                last = max(last, change_id)
                yield data
            yield from self._follow(screen, last)
        finally:
            self.screens.discard(screen)

    def _missed(self, screen: Screen, after: int) -> Iterator[tuple[int, bytes]]:
        with self.database.connection() as connection:
            oldest = connection.execute(text("select min(id) from change")).scalar()
            rows = feed.changes_after(connection, after, CATCH_UP)
        if (oldest and after < oldest - 1) or len(rows) == CATCH_UP:
            yield 0, b"event: reset\ndata: {}\n\n"
            return
        yield from ((row.id, message(row)) for row in rows if concerns(row, screen.group))

    def _follow(self, screen: Screen, last: int) -> Iterator[bytes]:
        while screen in self.screens or not screen.queue.empty():
            try:
                change_id, data = screen.queue.get(timeout=BEAT)
            except Empty:
                yield b"event: beat\ndata: %s\n\n" % orjson.dumps({"machine": datetime.now(UTC)})
                continue
            if change_id == 0:
                yield data
                return
            if change_id > last:
                last = change_id
                yield data


def asked_after(value: str | None) -> int | None:
    if value is None:
        return None
    if not value.isdigit() or len(value) > 18:
        raise Malformed(why="after is the number of a change")
    return int(value)


@blueprint.get("/api/stream")
def stream() -> Response:
    by = actor()
    hub: Hub = current_app.extensions["cockpit_hub"]
    hub.start()
    after = asked_after(request.headers.get("Last-Event-ID")) or asked_after(request.args.get("after"))
    response = Response(hub.open(by, hub.position if after is None else after), mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    response.headers["Cache-Control"] = "no-store"
    return response
