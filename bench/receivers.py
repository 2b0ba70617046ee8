"""Gateways on this machine that do as the real ones: a webhook, mail, DingTalk and WeCom robots, a push service.

`drops` says for each message in turn whether the line breaks before it was taken, after, or not.
"""

import base64
import hashlib
import hmac
import json
import re
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

BEFORE, AFTER, FINE = "before", "after", "fine"


def fifth(nth: int) -> str:
    """Of ten messages one is lost on the way there and one on the way back: a fifth."""
    return {3: BEFORE, 7: AFTER}.get(nth % 10, FINE)


@dataclass
class Taken:
    """What came, in order, with doubles; `answers` is what is said to it."""

    port: int = 0
    got: list[Any] = field(default_factory=list)
    drops: Callable[[int], str] = lambda _: FINE
    answers: Callable[[Any], tuple[int, str]] = lambda _: (200, "")
    headers: dict[str, str] = field(default_factory=dict)
    turns: Any = field(default_factory=lambda: count())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def web(taken: Taken) -> Iterator[Taken]:
    """Any POST: (path, headers, body)."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            drop = taken.drops(next(taken.turns))
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if drop == BEFORE:
                return self.connection.close()
            asked = (self.path, dict(self.headers), body)
            status, words = taken.answers(asked)
            if status < 300:
                taken.got.append(asked)
            if drop == AFTER:
                return self.connection.close()
            self.send_response(status)
            for name, value in taken.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(words.encode())))
            self.end_headers()
            self.wfile.write(words.encode())

        def log_message(self, *_: Any) -> None:
            pass

    with _served(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        taken.port = port
        yield taken


@contextmanager
def _served(server: Any) -> Iterator[int]:
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Mailbox(socketserver.StreamRequestHandler):
    """An SMTP server of the plainest kind; a line that breaks breaks at the letter, before or after it was taken."""

    taken: Taken

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def line(self) -> str:
        return self.rfile.readline().decode().rstrip("\r\n")

    def handle(self) -> None:
        drop, to = self.taken.drops(next(self.taken.turns)), ""
        self.say("220 here")
        while (line := self.line()) and not line.upper().startswith("QUIT"):
            if line.upper().startswith("DATA"):
                return self.letter(to, drop)
            if line.upper().startswith("RCPT"):
                to = line.partition("<")[2].partition(">")[0]
            self.say("250 ok")

    def letter(self, to: str, drop: str) -> None:
        if drop == BEFORE:
            return
        self.say("354 go on")
        lines = list(iter(self.line, "."))
        self.taken.got.append((to, message_from_string("\n".join(lines), policy=policy.default)))
        if drop != AFTER:
            self.say("250 taken")
            self.line()  # QUIT


@contextmanager
def mail(taken: Taken) -> Iterator[Taken]:
    """(whom, the message)."""
    own = type("Own", (Mailbox,), {"taken": taken})
    with _served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), own)) as port:
        taken.port = port
        yield taken


# What the robots' makers check


def as_dingtalk(token: str, secret: str) -> Callable[[Any], tuple[int, str]]:
    """The token, a moment within an hour, the signature of both lines: else no, with status 200."""

    def answers(asked: Any) -> tuple[int, str]:
        path, headers, body = asked
        told = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        moment = told.get("timestamp", "0")
        digest = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256).digest()
        if told.get("access_token") != token:
            return 200, '{"errcode": 300001, "errmsg": "token is not exist"}'
        if abs(time.time() * 1000 - int(moment)) > 3_600_000:
            return 200, '{"errcode": 310000, "errmsg": "invalid timestamp"}'
        if not hmac.compare_digest(base64.b64encode(digest).decode(), told.get("sign", "")):
            return 200, '{"errcode": 310000, "errmsg": "sign not match"}'
        return _text(headers, body)

    return answers


def as_wecom(key: str) -> Callable[[Any], tuple[int, str]]:
    """The key, and a text of at most 2,048 bytes."""

    def answers(asked: Any) -> tuple[int, str]:
        path, headers, body = asked
        if parse_qs(urlsplit(path).query).get("key") != [key]:
            return 200, '{"errcode": 93000, "errmsg": "invalid webhook url"}'
        if len(json.loads(body)["text"]["content"].encode()) > 2048:
            return 200, '{"errcode": 40058, "errmsg": "text.content exceed max length 2048"}'
        return _text(headers, body)

    return answers


def _text(headers: Any, body: bytes) -> tuple[int, str]:
    told = json.loads(body)
    well = (
        headers["Content-Type"].startswith("application/json") and told["msgtype"] == "text" and told["text"]["content"]
    )
    return 200, '{"errcode": 0, "errmsg": "ok"}' if well else '{"errcode": 40035, "errmsg": "bad"}'


def names_in(text: str) -> list[str]:
    """The names of messages that a text bears."""
    return re.findall(r"#(\d+-\d+)", text)
