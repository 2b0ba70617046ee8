"""What each web process counts of itself, for `/metrics`: requests, callbacks, open streams, the lag of its loop.

Labels are names of ours (endpoints, callbacks) and never of anybody. With several workers the counts lie in files of a
folder that gunicorn's parent makes (`gunicorn_hooks`), before this is imported.
"""

from collections import deque
from time import monotonic

import gevent
from prometheus_client import Counter, Gauge, Histogram

SPANS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
EVERY = 0.5  # seconds between two looks at the loop
LOOKS = 60  # kept of them: the worst of half a minute is shown

REQUESTS = Counter("cockpit_requests", "Answers given", ["endpoint", "method", "status"])
REQUEST_SECONDS = Histogram("cockpit_request_seconds", "Until the answer began", ["endpoint"], buckets=SPANS)
CALLBACKS = Counter("cockpit_callbacks", "Callbacks of the staff's pages answered", ["callback", "status"])
CALLBACK_SECONDS = Histogram("cockpit_callback_seconds", "Until a callback was answered", ["callback"], buckets=SPANS)
STREAMS = Gauge("cockpit_open_streams", "Screens that follow", multiprocess_mode="livesum")
LAG = Gauge("cockpit_loop_lag_seconds", "Worst delay of the loop, last half minute", multiprocess_mode="livemax")
LATE = Histogram("cockpit_loop_late_seconds", "How late the loop was, each time it was looked at", buckets=SPANS)


def answered(endpoint: str | None, method: str, status: int, seconds: float, callback: str | None) -> None:
    name = endpoint or "none"
    REQUESTS.labels(name, method, str(status)).inc()
    REQUEST_SECONDS.labels(name).observe(seconds)
    if callback:
        CALLBACKS.labels(callback, str(status)).inc()
        CALLBACK_SECONDS.labels(callback).observe(seconds)


def watch_loop() -> None:
    """A greenlet of each worker, for ever: how much later than asked for it is woken."""
    found: deque[float] = deque(maxlen=LOOKS)
    while True:
        began = monotonic()
        gevent.sleep(EVERY)
        late = max(0.0, monotonic() - began - EVERY)
        found.append(late)
        LAG.set(max(found))
        LATE.observe(late)
