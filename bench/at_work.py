"""Officers at their desks: each looks at the board, takes the oldest report nobody has taken, and sees it through."""

import threading
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from bench.browser import Browser, store_in
from bench.running import Demo
from cockpit.incidents.packed import unpacked

ACCOUNTS = ("officer", "officer2", "shift_lead", "shift_lead2")
RENEWED = (
    "..incidents-story.children...incidents-acts.children...incidents-told.children...incidents-frame.data-state.."
)
SAID = (
    "officers: board, detail, confirm, send, note, cancel, with what the page asks after each act, by Dash's own door;"
    " a click a pause, and every one handles a report of its own"
)


class Officers:
    """`count` sessions of the desk's accounts; what was taken by one is not taken by another."""

    def __init__(self, served: Demo, how_many: int, pause: float) -> None:
        self.browsers = [
            Browser(served).signed_in(ACCOUNTS[number % len(ACCOUNTS)], "/incidents") for number in range(how_many)
        ]
        self.pause = pause
        self.handled = count()
        self._taken: set[int] = set()
        self._taking = threading.Lock()

    def work(self, browser: Browser, ask: Callable[[Callable[[], Any]], Any], stop: threading.Event) -> None:
        """Until told to stop; every callback goes through `ask`, which gives None where it was refused."""
        again = 0
        while not stop.is_set():
            again += 1
            board = ask(lambda turn=again: browser.call("incidents-data.data", {"again": turn}))
            one = self._take(unpacked(board["incidents-data"]["data"]["incidents"])) if board else None
            if one:
                self._see_through(browser, ask, one)
            stop.wait(self.pause)

    def _take(self, rows: list[dict[str, Any]]) -> int | None:
        with self._taking:
            free = sorted(row["id"] for row in rows if row["state"] == "reported" and row["id"] not in self._taken)
            self._taken.update(free[:1])
        return free[0] if free else None

    def _see_through(self, browser: Browser, ask: Callable[[Callable[[], Any]], Any], one: int) -> None:
        drawn = ask(lambda: browser.call("incidents-detail.children", one))
        if not drawn:
            return
        for output, *more in (
            ("confirm.disabled",),
            ("send.disabled", "drawn"),
            ("note.value", "seen to"),
            ("cancel.disabled",),
        ):
            time.sleep(self.pause)
            values = [store_in(drawn, "incidents-drawn") if word == "drawn" else word for word in more]
            ask(lambda output=output, values=values: browser.call(f"incidents-{output}", 1, one, *values))
            drawn = ask(lambda: browser.call(RENEWED, 1, one)) or drawn
        next(self.handled)
