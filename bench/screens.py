"""Many screens in one process: raw sockets in one loop that notes when which change came to whom, and one poster.

One loop and one thread, so that the client costs little beside the server it shares the cores with. Times are read
after each socket was read: what the client is behind counts against the server.
"""

import re
import selectors
import socket
from collections.abc import Iterable, Sequence
from time import perf_counter
from typing import Any

CHANGE = re.compile(rb"\nid: (\d+)\nevent: change")
ROW = re.compile(rb'"id": ?(\d+)')
PATIENCE = 15.0  # seconds after the last post for what is still under way
AFTERWARDS = 0.5  # seconds to see doubles
AT_ONCE = 25  # streams that are opened before their answers are waited for
LONGEST_HEAD = 65536


class Ended(Exception):
    """The server closed a connection that was to stay open."""


class Poster:
    """One kept connection that posts a body, and the next one when that was answered and its time has come."""

    def __init__(self, port: int, path: str, headers: str, bodies: Sequence[bytes], every: float) -> None:
        self.head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}"
        self.bodies, self.every = bodies, every
        self.socket = connect(port)
        self.answers = Answers()
        self.posted: list[float] = []
        self.answered: list[float] = []
        self.waiting = False
        self.first = perf_counter() + 0.2

    def due(self) -> float:
        """Seconds until the next post; a long time while one is unanswered or none is left."""
        if self.waiting or len(self.posted) == len(self.bodies):
            return PATIENCE
        return max(self.first + len(self.posted) * self.every - perf_counter(), 0.0)

    def post(self) -> None:
        body = self.bodies[len(self.posted)]
        self.posted.append(perf_counter())
        self.waiting = True
        self.socket.sendall(f"{self.head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def read(self, _: Any = None) -> None:
        for status, body in self.answers.take(self.socket.recv(LONGEST_HEAD)):
            if status not in (200, 202):
                raise Ended(f"a post was answered {status}: {body[:300]!r}")
            self.waiting = False
            self.answered.append(perf_counter())

    @property
    def done(self) -> bool:
        return not self.waiting and len(self.posted) == len(self.bodies)


class Answers:
    """Plain HTTP answers with a length, cut out of what a socket gives."""

    def __init__(self) -> None:
        self.rest = b""

    def take(self, data: bytes) -> Iterable[tuple[int, bytes]]:
        if not data:
            raise Ended("the server closed the connection")
        self.rest += data
        while (cut := self.rest.find(b"\r\n\r\n")) >= 0:
            head = self.rest[:cut].lower()
            length = int(head.partition(b"content-length: ")[2].partition(b"\r")[0])
            if len(self.rest) < cut + 4 + length:
                return
            body, self.rest = self.rest[cut + 4 : cut + 4 + length], self.rest[cut + 4 + length :]
            yield int(head.split()[1]), body


class Screens:
    """`count` open streams; `arrived` holds (screen, change id, when) in order of arrival."""

    def __init__(self, port: int, path: str, headers: str, count: int) -> None:
        self.selector = selectors.DefaultSelector()
        self.arrived: list[tuple[int, int, float]] = []
        self.ended = 0
        self.rests = [b""] * count
        self.sockets: list[socket.socket] = []
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()
        while len(self.sockets) < count:
            self._open(port, request, min(AT_ONCE, count - len(self.sockets)))

    def _open(self, port: int, request: bytes, count: int) -> None:
        fresh = [connect(port) for _ in range(count)]
        for one in fresh:
            one.sendall(request)
        for one in fresh:
            must_be_open(one)
            one.setblocking(False)
            self.selector.register(one, selectors.EVENT_READ, len(self.sockets))
            self.sockets.append(one)

    def read(self, number: int) -> None:
        data = self.sockets[number].recv(LONGEST_HEAD)
        now = perf_counter()
        if not data:
            self.ended += 1
            self.selector.unregister(self.sockets[number])
            return
        seen = self.rests[number] + data
        cut = 0
        for found in CHANGE.finditer(seen):
            self.arrived.append((number, int(found[1]), now))
            cut = found.end()
        self.rests[number] = seen[max(cut, len(seen) - 64) :]  # the head of a message may come in two parts

    def tick(self) -> float:
        """Seconds until these clients have to do something by themselves: never."""
        return PATIENCE

    def close(self) -> None:
        for one in self.sockets:
            one.close()
        self.selector.close()


class Askers:
    """`count` pages that post one Dash callback a second; a tick whose last question is unanswered is dropped."""

    def __init__(self, port: int, path: str, body: bytes, count: int, every: float = 1.0) -> None:
        self.selector = selectors.DefaultSelector()
        self.arrived: list[tuple[int, int, float]] = []
        self.ended = self.dropped = 0
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        self.request = f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
        self.port, self.every = port, every
        self.sockets = [connect(port) for _ in range(count)]
        self.answers = [Answers() for _ in range(count)]
        self.waiting = [False] * count
        self.newest = [-1] * count
        start = perf_counter()
        self.dues = [start + every * number / count for number in range(count)]
        for number, one in enumerate(self.sockets):
            self.selector.register(one, selectors.EVENT_READ, number)

    def tick(self) -> float:
        now = perf_counter()
        for number, due in enumerate(self.dues):
            if due <= now:
                self._ask(number)
                self.dues[number] += self.every
        return max(min(self.dues) - perf_counter(), 0.0)

    def _ask(self, number: int) -> None:
        if self.waiting[number]:
            self.dropped += 1
        else:
            self.waiting[number] = True
            self.sockets[number].sendall(self.request)

    def read(self, number: int) -> None:
        data = self.sockets[number].recv(LONGEST_HEAD)
        now = perf_counter()
        for status, body in self.answers[number].take(data):
            if status != 200:
                raise Ended(f"a callback was answered {status}: {body[:300]!r}")
            self.waiting[number] = False
            self._note(number, sorted(map(int, ROW.findall(body))), now)

    def _note(self, number: int, ids: list[int], now: float) -> None:
        """The first answer shows what the page was opened on; from then on each higher id is news."""
        if self.newest[number] >= 0:
            self.arrived += [(number, one, now) for one in ids if one > self.newest[number]]
        self.newest[number] = max([0, self.newest[number], *ids])

    @property
    def settled(self) -> bool:
        return min(self.newest) >= 0

    def close(self) -> None:
        for one in self.sockets:
            one.close()
        self.selector.close()


def watch(crowd: Screens | Askers, poster: Poster) -> None:
    """Post all bodies and read until each screen has each change, or patience has ended."""
    crowd.selector.register(poster.socket, selectors.EVENT_READ, None)
    wanted = len(poster.bodies) * len(crowd.sockets)
    end = None
    while end is None or perf_counter() < end:
        if poster.due() == 0.0:
            poster.post()
        for key, _ in crowd.selector.select(min(crowd.tick(), poster.due(), 0.2)):
            poster.read() if key.data is None else crowd.read(key.data)
        if end is None and poster.done:
            end = perf_counter() + PATIENCE
        if end and len(crowd.arrived) >= wanted:
            end, wanted = min(end, perf_counter() + AFTERWARDS), len(crowd.arrived) + wanted
    crowd.selector.unregister(poster.socket)
    poster.socket.close()


def settle(crowd: Askers, within: float = 20.0) -> None:
    """Let every page get its first answer."""
    end = perf_counter() + within
    while not crowd.settled:
        if perf_counter() > end:
            raise Ended("not every page got a first answer")
        for key, _ in crowd.selector.select(min(crowd.tick(), 0.2)):
            crowd.read(key.data)


def connect(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=30)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def must_be_open(one: socket.socket) -> None:
    """Read the head of the answer and the first event (`retry`), which is sent when the stream is open."""
    head = b""
    while b"retry:" not in head:
        data = one.recv(4096)
        head += data
        if not data or not head.startswith(b"HTTP/1.1 200"[: len(head)]) or len(head) > LONGEST_HEAD:
            raise Ended(f"a stream was not opened: {head[:300]!r}")
