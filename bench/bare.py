"""A peer of the live stream: Flask and gevent, and nothing else. `POST /post` goes to all open `/stream`s.

Without BENCH_DATABASE_URL in one process, from queue to queue; with it in several, by PostgreSQL's NOTIFY alone:
no table, no session, no gate, nothing kept.
"""

import os
from collections.abc import Iterator
from itertools import count

import gevent
import psycopg
from flask import Flask, Response, jsonify, request
from gevent.queue import Queue

URL = os.environ.get("BENCH_DATABASE_URL", "")

server = Flask("bare")
screens: set["Queue[bytes]"] = set()
numbers = count(1)


def tell_all(number: int, body: bytes) -> None:
    message = b"id: %d\nevent: change\ndata: %s\n\n" % (number, body)
    for screen in screens:
        screen.put_nowait(message)


@server.post("/post")
def post() -> Response:
    body = request.get_data()
    number = next(numbers)
    if URL:
        connection.execute("select pg_notify('bare', %s)", (f"{number} {body.decode()}",))
    else:
        tell_all(number, body)
    return jsonify(id=number)


@server.get("/stream")
def stream() -> Response:
    return Response(follow(), mimetype="text/event-stream")


def follow() -> Iterator[bytes]:
    screen: Queue[bytes] = Queue()
    screens.add(screen)
    try:
        yield b"retry: 1000\n\n"
        while True:
            yield screen.get()
    finally:
        screens.discard(screen)


@server.get("/ready")
def ready() -> str:
    return "yes"


def listen() -> None:
    with psycopg.connect(URL, autocommit=True) as listening:
        listening.execute("listen bare")
        for note in listening.notifies():
            number, _, body = note.payload.partition(" ")
            tell_all(int(number), body.encode())


if URL:
    connection = psycopg.connect(URL, autocommit=True)
    gevent.spawn(listen)
