"""What gunicorn is told beside its command line. Its parent makes the application, and each worker is a copy of it: half
the start and half the memory of two that make their own, and one that dies is replaced before anybody notices.

Its parent reads this before anything may be patched for gevent: what is imported at the top is plain Python."""

import gc
import json
import logging
import os
import queue
import shutil
import tempfile
from datetime import UTC, datetime
from functools import cache
from typing import Any

from entrypoints.faults import LEFT_OUT, described

COUNTED = "PROMETHEUS_MULTIPROC_DIR"


class OneObject(logging.Formatter):
    """The parent's lines in the shape of all others; its workers' go through `logs` once they are up."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"at": at, "level": record.levelname.lower(), "process": "gunicorn", "pid": record.process}
        error = record.exc_info[1] if record.exc_info else None
        event = {"event": record.msg if record.args else LEFT_OUT, "place": f"{record.module}:{record.lineno}"}
        return json.dumps(told | event | (described(error) if error else {}))


@cache
def before_all_else() -> None:
    """What must stand before the application is imported: psycopg and the counters decide by it how they work.

    Once a process, also where it makes the application again (SIGHUP). Workers count into files of one folder, so that
    whichever is asked answers for all.
    """
    from gevent import monkey

    monkey.patch_all()
    os.environ[COUNTED] = tempfile.mkdtemp(prefix="cockpit-metrics-")


def on_starting(server: Any) -> None:
    """Once patched, what the parent waits with must be patched too, or it never hears that a worker has ended."""
    server.SIG_QUEUE = queue.SimpleQueue()
    for handler in server.log.error_log.handlers:
        handler.setFormatter(OneObject())


def when_ready(server: Any) -> None:
    settle()


def child_exit(server: Any, worker: Any) -> None:
    """What it counted stays; what it had open is not open any more."""
    from prometheus_client.multiprocess import mark_process_dead

    if COUNTED in os.environ:  # another application than ours, to be compared with it, counts nothing
        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ.get(COUNTED, ""), ignore_errors=True)


def post_worker_init(worker: Any) -> None:
    """Within the worker, which the application came to with the fork; greenlets did not."""
    import gevent

    from entrypoints import logs, measures

    gevent.spawn(measures.watch_loop)
    gevent.get_hub().print_exception = lambda _, __, error, ___: logs.unexpected(error)


def settle() -> None:
    """What the application is made of stays as long as the process: nobody's answer waits until it was searched for rings,
    and workers share it because nobody writes into it."""
    gc.collect()
    gc.freeze()
