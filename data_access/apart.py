"""What reckons for longer than 20 ms waits in gevent's pool of threads, so that the streams of its process go on."""

from collections.abc import Callable
from typing import TypeVar

from gevent import get_hub

Result = TypeVar("Result")


def apart(reckon: Callable[[], Result]) -> Result:
    result: Result = get_hub().threadpool.apply(reckon)
    return result
