"""The one place where logs are written: one JSON object a line, on stderr, and nothing personal in it.

A line holds known fields only, each of a kind that no name and no number of a person fits into. A fault is told by
its kind and by where it happened; what it says may be somebody's data, and so is the message of a library.
"""

import logging
import os
import re
import sys
import threading
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any, BinaryIO

import orjson
import structlog
from structlog.contextvars import merge_contextvars

from entrypoints.faults import LEFT_OUT, described

Line = MutableMapping[str, Any]

LEVELS = {"info": logging.INFO, "warning": logging.WARNING}
NUMBERS = {
    "account",
    "status",
    "ms",
    "count",
    "job",
    "incident",
    "batch",
    "export",
    "team",
    "channel",
    "after",
    "size",
    "pid",
    "seconds",
    "gone",
}
WORDS = {
    "request",
    "endpoint",
    "method",
    "callback",
    "task",
    "state",
    "refusal",
    "logger",
    "place",
    "event",
    "level",
    "at",
    "process",
}
SAID = {"says"}  # the last line of a command of ours
FAULT = {"fault", "code", "trace", "cause"}  # made by `described` alone
WORD = re.compile(r"[\x20-\x7e]{0,200}")
# One traceback a second while the database is gone, and nothing that is not said by us too.
SILENT = ("procrastinate", "psycopg.pool", "asyncio")


def get() -> Any:
    """A logger: `log.warning("what happened", field=value)`; `exc_info=error` adds the fault."""
    return structlog.get_logger()


def start(process: str, level: str = "info", stream: BinaryIO | None = None) -> None:
    """From here on all that this process has to say is written so: our lines, libraries' warnings, and what nobody caught."""
    structlog.configure(
        processors=[merge_contextvars, _stamp(process), _fault, known, structlog.processors.JSONRenderer(orjson.dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.BytesLoggerFactory(stream or sys.stderr.buffer),
        cache_logger_on_first_use=False,
    )
    logging.root.handlers[:] = [Libraries()]
    logging.root.setLevel(logging.WARNING)
    server = logging.getLogger("gunicorn.error")  # it comes with a handler of its own
    server.handlers[:], server.propagate = [], True
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    sys.excepthook = lambda _, error, __: unexpected(error)
    threading.excepthook = lambda args: unexpected(args.exc_value)


def unexpected(error: BaseException | None) -> None:
    """What nobody caught."""
    if not isinstance(error, KeyboardInterrupt | SystemExit):
        get().critical("nobody caught it", exc_info=error)


class Libraries(logging.Handler):
    """What a library logs: where it did, its fault, and the text where that is a template of its own."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        text = record.msg if record.args and isinstance(record.msg, str) else LEFT_OUT
        told = {"logger": record.name, "place": f"{record.module}:{record.lineno}", "exc_info": error}
        get().log(record.levelno, text, **told)


def _stamp(process: str) -> Callable[[Any, str, Line], Line]:
    def stamp(_: Any, level: str, line: Line) -> Line:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        return {"at": at, "level": level, "process": process, "pid": os.getpid(), **line}

    return stamp


def _fault(_: Any, __: str, line: Line) -> Line:
    error = line.pop("exc_info", None)
    error = sys.exc_info()[1] if error is True else error
    return {**line, **described(error)} if isinstance(error, BaseException) else line


def known(_: Any, __: str, line: Line) -> Mapping[str, Any]:
    """The fields that a line may have, where they are of their kind; of others only the number is told."""
    kept = {name: value for name, value in line.items() if fits(name, value)}
    return kept | ({"left_out": len(line) - len(kept)} if len(kept) < len(line) else {})


def fits(name: str, value: Any) -> bool:
    if name in NUMBERS:
        return _is_number(value) or (isinstance(value, dict) and all(map(_is_number, value.values())))
    if name in WORDS:
        return value is None or (isinstance(value, str) and WORD.fullmatch(value) is not None)
    return name in FAULT or (name in SAID and isinstance(value, str))


def _is_number(value: Any) -> bool:
    return value is None or isinstance(value, int | float)
