"""The wall for days on end: 40,000 changes and 200 cut lines, on one page that nobody touches and nobody loads again.

The changes are what a desk makes: incidents are reported at spots all over the district, confirmed, and cancelled or called
false, some of them red. The line between browser and server breaks again and again while they are written. The page counts
what it was told of; the database says what there was.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from playwright.sync_api import Page

from bench.eyes import chromium
from bench.line import Line, line
from bench.measure import Goal, Outcome
from bench.running import Demo, demo
from cockpit import incidents
from cockpit.access import Actor
from cockpit.areas import Level
from cockpit.incidents import Kind, Source

SIZE = {"width": 1920, "height": 1080}
MOST = 0.10  # by which the heap may have grown
TOGETHER = 8  # incidents whose changes are one transaction
PATIENCE = 90.0  # seconds for the page to have heard of all of it
TOLD = "event <> 'paged'"  # what is told to one person alone is no business of a wall's
LIVES = 3  # changes of an incident: reported, confirmed, ended


@dataclass(frozen=True)
class Size:
    """`first`: changes after which the heap is weighed for the first time."""

    changes: int
    cuts: int
    first: int
    scale: float = 0.02


SIZES = {
    "quick": Size(2_000, 10, 1_000),
    "full": Size(40_000, 200, 1_000),
    "tiny": Size(240, 3, 60, scale=0.002),
}


@dataclass
class Found:
    size: Size
    wanted: int = 0  # changes that there were
    seen: int = 0  # changes that the page was told of, each once
    open: list[int] = field(default_factory=list)  # incidents open at each weighing
    heap: list[int] = field(default_factory=list)  # bytes in use after a collection, at each weighing
    nodes: list[int] = field(default_factory=list)
    cuts: int = 0
    loads: int = 0
    inside: bool = False
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


def measure(size: Size) -> Found:
    with demo(size.scale) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> Found:
    found = Found(size)
    with line(served.port) as cable, wall(served, cable, found) as page, Desk(served) as desk:
        before, began = last(served), time.monotonic()
        seen = told(page, "seen")
        desk.write(size.first)
        heard(page, served, before, seen)
        weigh(page, found)
        for turn in range(1, size.cuts + 1):
            writing = desk.begin((size.changes - size.first) * turn // size.cuts + size.first)
            cable.cut()
            writing.join()
            if turn % 10 == 0 or turn == size.cuts:
                heard(page, served, before, seen)
        found.seconds = time.monotonic() - began
        weigh(page, found)
        found.wanted, found.seen = changes(served, before), told(page, "seen") - seen
        found.cuts = size.cuts
        found.inside = page.evaluate("async () => (await fetch('/api/sources')).status") == 200
    return found


@contextmanager
def wall(served: Demo, cable: Line, found: Found) -> Iterator[Page]:
    """The wall's page behind the line that can be cut; each time it is loaded is counted."""
    with chromium() as browser:
        url = f"http://127.0.0.1:{cable.port}"
        context = browser.new_context(viewport=SIZE)
        pairs = [one.split("=", 1) for one in served.sign_in("wall").split("; ")]
        context.add_cookies([{"name": name, "value": value, "url": url} for name, value in pairs])
        page = context.new_page()
        page.on("pageerror", lambda error: found.faults.append(str(error)))
        page.on("domcontentloaded", lambda _: setattr(found, "loads", found.loads + 1))
        page.goto(url + "/wall")
        page.wait_for_selector("#wall-live[data-state=live]", timeout=60_000)
        yield page
        context.close()


class Desk:
    """Rosa, who reports, confirms and ends; `write` goes on until so many changes were made since it began."""

    def __init__(self, served: Demo) -> None:
        self.served, self.made, self._turn = served, 0, count()

    def __enter__(self) -> "Desk":
        self._district = self.served.district()
        self._database = self._district.__enter__()
        query = "select id, account, name, role, area from account where account = 'officer'"
        self._rosa = Actor(*self.served.ask(query)[0])
        with self._database.work(self._rosa) as work:
            grids = work.areas.of_level(Level.GRID, self._rosa.area)
            self._spots = [work.areas.spot(grid.lon, grid.lat) for grid in grids]
        return self

    def __exit__(self, *raised: Any) -> None:
        self._district.__exit__(*raised)

    def begin(self, until: int) -> threading.Thread:
        found = threading.Thread(target=self.write, args=(until,))
        found.start()
        return found

    def write(self, until: int) -> None:
        while self.made < until:
            with self._database.work(self._rosa) as work:
                for _ in range(TOGETHER):
                    self._live(work, next(self._turn))
            self.made += LIVES * TOGETHER

    def _live(self, work: Any, turn: int) -> None:
        """One incident from its report to its end; every fortieth is red."""
        red = turn % 40 == 0
        kind, spot = list(Kind)[turn % 4], self._spots[turn * 7 % len(self._spots)]
        one = incidents.report(work, kind, Source.PHONE, spot, priority=1 if red else 2)
        incidents.confirm(work, one.id)
        (incidents.cancel if turn % 2 else incidents.call_false)(work, one.id)


def told(page: Page, name: str) -> int:
    """What the page itself says of what it was told."""
    return int(page.locator("#wall").get_attribute(f"data-{name}") or 0)


def heard(page: Page, served: Demo, before: int, seen: int) -> None:
    """Wait until the page has heard of the last change, or patience has ended."""
    wanted, end = last(served), time.monotonic() + PATIENCE
    while told(page, "change") < wanted and time.monotonic() < end:
        page.wait_for_timeout(200)


def last(served: Demo) -> int:
    return int(served.ask(f"select coalesce(max(id), 0) from change where {TOLD}")[0][0])


def changes(served: Demo, before: int) -> int:
    return int(served.ask(f"select count(*) from change where id > %s and {TOLD}", before)[0][0])


def weigh(page: Page, found: Found) -> None:
    """What is in use once everything that can go is gone; a second later, when what was drawn last is there."""
    page.wait_for_timeout(1500)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    found.heap.append(int(session.send("Runtime.getHeapUsage")["usedSize"]))
    found.nodes.append(int(page.evaluate("document.getElementsByTagName('*').length")))
    found.open.append(told(page, "open"))
    session.detach()


def outcome(found: Found) -> Outcome:
    shown = Outcome("wall", ["weighed after", "heap MB", "elements", "open incidents"])
    after = [found.size.first, found.size.changes]
    for changes_made, heap, nodes, still in zip(after, found.heap, found.nodes, found.open, strict=True):
        shown.rows.append([f"{changes_made:,} changes", f"{heap / 1e6:.2f}", str(nodes), str(still)])
    shown.remarks = [
        f"headless Chromium at 1920 x 1080, /wall as its role; {found.wanted:,} changes by use-cases in {found.seconds:.0f} s,"
        f" {TOGETHER * LIVES} a commit; the line cut {found.cuts} times while they were written, each open connection at once",
        "heap: JavaScript in use after a full collection, of the page (the stream's own worker keeps 2,000 changes at most)",
        *[f"the page complained: {one[:200]}" for one in found.faults[:3]],
    ]
    shown.goals = goals(found)
    return shown


def goals(found: Found) -> list[Goal]:
    first, then = found.heap
    grown = then / first - 1
    return [
        Goal("heap within 10 % of the first weighing", f"{grown * 100:+.1f} %", grown <= MOST),
        Goal("no change lost", f"{found.seen:,} of {found.wanted:,}", found.seen == found.wanted),
        Goal("the page was loaded once, without a fault", f"{found.loads} loads, {len(found.faults)} faults",
             found.loads == 1 and not found.faults),
        Goal("its session is still there", "yes" if found.inside else "no", found.inside),
    ]  # fmt: skip
