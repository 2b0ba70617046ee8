"""Several people in the same moment, each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

WITHIN = 20.0


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned, or the exception it raised, in the order of the calls; fails when one hangs."""
    start = Barrier(len(calls))

    def go(call: Callable[[], Any]) -> Any:
        start.wait(WITHIN)
        try:
            return call()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(WITHIN) for future in [pool.submit(go, call) for call in calls]]
