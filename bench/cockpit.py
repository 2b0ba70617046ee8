"""The cockpit of a whole district: 500,000 residents and 5,000 open incidents, beside a Streamlit page of the same.

Server times are of Dash's own door, asked one after the other as a page asks, compressed as a browser wants it. Times in
the browser are of its own clock, each load by somebody who was never there before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import create_engine

from bench.beside import NoPeer, streamlit
from bench.browser import Browser
from bench.eyes import Seen, Way, chromium, look
from bench.measure import Goal, Outcome, Spread
from bench.running import Demo, demo
from data_access import figures
from data_access.embedded import Embedded

FIRST, DRILL, BOARD = "first figures", "drill-down", "board"
GOALS = {FIRST: 0.150, DRILL: 0.120, BOARD: 0.150}
FIRST_BYTES, SECOND_BYTES = 3_000_000, 60_000
OURS, PEER = "cockpit", "Streamlit"
PLANTING = 600.0  # seconds that a whole district may take to be there
STREET = "330103001"
MIDDLE = (120.1690, 30.2640)  # of that street
WHERE = """([lon, lat]) => {
  const map = document.querySelector("#overview-map"), box = map.getBoundingClientRect();
  const [x, y] = CockpitMap.at(map, lon, lat);
  return [x + box.left, y + box.top];
}"""
PACKED = {"Accept-Encoding": "br, gzip"}
BASE = "..overview-map-base.data...overview-map-focus.data.."

# Doors take turns; every tenth is red, all were reported in the hour before the clock stood where it stands.
INCIDENTS = """
    insert into incident (version, kind, source, priority, state, said, round, place_id, place_name, street, community, grid,
      lon, lat, received_at, arrive_by, close_by, due_policy)
    select 1, (array['crowd', 'supply', 'hazard', 'dispute'])[1 + n %% 4], 'phone', 1 + (n %% 10 > 0)::int, 'reported', 'reported',
      0, p.id, p.name, p.street, p.community, p.grid, p.lon, p.lat, at, at + interval '2 hours', at + interval '4 hours',
      (select min(id) from policy where kind = 'due')
    from generate_series(1, %s) n join (select *, row_number() over (order by code) as turn, count(*) over () as all_of_them from place) p
      on p.turn = 1 + n %% p.all_of_them, lateral (select %s::timestamptz - n %% 3600 * interval '1 second' as at) moment
"""


@dataclass(frozen=True)
class Size:
    """`asked`: how often each is asked of the server; `looks`: how often a browser opens each page, 0 for none."""

    scale: float
    incidents: int
    asked: int
    looks: int
    beside: bool = True


SIZES = {
    "quick": Size(0.02, 500, 30, 2),
    "full": Size(1.0, 5000, 100, 5),
    "tiny": Size(0.002, 50, 2, 0, beside=False),
}


@dataclass
class Found:
    """Seconds and bytes of each answer; what was seen in the browser, by page; why there is no peer."""

    size: Size
    times: dict[str, list[float]] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    seen: dict[str, list[Seen]] = field(default_factory=dict)
    no_peer: str = ""
    open: int = 0


def measure(size: Size) -> Found:
    with demo(size.scale, patience=PLANTING) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> Found:
    found = Found(size, open=report(served, size.incidents))
    officer = Browser(served).signed_in("officer", "/")
    for name, ask in questions(officer).items():
        ask()  # what a process reads once, it has read
        found.times[name], found.bytes[name] = timed(ask, size.asked)
    if size.looks:
        look_at_both(served, size, found)
    return found


def report(served: Demo, how_many: int) -> int:
    """So many incidents more at all doors, and the counters with them; how many are open now."""
    owner = create_engine(Embedded(served.folder).url())  # whoever has no scope would count nobody
    with owner.begin() as connection:
        connection.exec_driver_sql(INCIDENTS, (how_many, served.health()["now"]))
        connection.exec_driver_sql("analyze incident")
        figures.rebuild(connection)
    owner.dispose()
    return int(served.ask("select count(*) from incident where closed_at is null")[0][0])


def questions(officer: Browser) -> dict[str, Callable[[], int]]:
    """What a page asks, each giving the bytes of its answers."""
    trends = next(output for output in officer.known if output.startswith("..overview-trend-"))

    def ask(*asked: tuple[str, Any]) -> Callable[[], int]:
        return lambda: sum(len(officer.answer(output, value, **PACKED)) for output, value in asked)

    return {
        FIRST: lambda: len(officer.ask("GET", "/_dash-layout", Referer=f"{officer.served.url}/", **PACKED)),
        DRILL: ask((BASE, STREET), (trends, STREET)),
        BOARD: ask(("incidents-data.data", {"again": 1})),
    }


def timed(ask: Callable[[], int], how_often: int) -> tuple[list[float], int]:
    times, size = [], 0
    for _ in range(how_often):
        began = perf_counter()
        size = ask()
        times.append(perf_counter() - began)
    return times, size


# In the browser


def look_at_both(served: Demo, size: Size, found: Found) -> None:
    with chromium() as browser:
        ours = Way(
            OURS, served.url + "/", "[data-figure=residents]", "#overview-map canvas", into_a_street, served.sign_in()
        )
        found.seen[OURS] = [look(browser, ours) for _ in range(size.looks)]
        if not size.beside:
            return
        try:
            with streamlit(served.database_url) as peer:
                there = Way(
                    PEER,
                    peer.url + "/",
                    "[data-testid=stMetricValue]",
                    "[data-testid=stDeckGlJsonChart] canvas",
                    by_the_radio,
                )
                found.seen[PEER] = [look(browser, there) for _ in range(size.looks)]
        except NoPeer as reason:
            found.no_peer = str(reason)


def into_a_street(page: Page) -> None:
    """A click on the map in 长庆; its pins, which lie closer than a click is exact, are switched off before."""
    for layer in ("incident", "warning"):
        page.click(f"#overview-map-chips [data-layer={layer}]")
    page.wait_for_timeout(500)
    page.mouse.click(*page.evaluate(WHERE, MIDDLE))


def by_the_radio(page: Page) -> None:
    page.locator("[data-testid=stRadio] label", has_text=STREET).last.click()


# What is told of it


def outcome(found: Found) -> Outcome:
    shown = Outcome("cockpit", ["what", "p50 ms", "p95 ms", "p99 ms", "max ms", "bytes"])
    for name, times in found.times.items():
        shown.rows.append([f"server: {name}", *Spread.of(times).in_ms(), f"{found.bytes[name]:,}"])
    for page, seen in found.seen.items():
        for what, times in of_browser(seen).items():
            shown.rows.append([f"browser: {page}, {what}", *Spread.of(times).in_ms(), ""])
        for what, sizes in of_line(seen).items():
            shown.rows.append([f"browser: {page}, {what} load", "", "", "", "", f"{median(sizes):,.0f}"])
    shown.remarks, shown.goals = remarks(found), goals(found)
    return shown


def of_browser(seen: Sequence[Seen]) -> dict[str, list[float]]:
    return {
        "first figures": [one.figure for one in seen],
        "drawn map": [one.map for one in seen],
        "click to changed figures": [one.changed for one in seen],
    }


def of_line(seen: Sequence[Seen]) -> dict[str, list[int]]:
    return {"first": [one.first_bytes for one in seen], "second": [one.second_bytes for one in seen]}


def remarks(found: Found) -> list[str]:
    size = found.size
    told = [
        f"scale {size.scale}, {found.open:,} open incidents; each asked {size.asked} times, one after the other, as an"
        " information officer; 2 gunicorn gevent workers, embedded PostgreSQL, all on the same cores",
        "first figures: the frame with the cockpit inside, its base map, every open incident, counter and word; drill-down:"
        " base map and trends of a street (its figures change in the browser, without a question); board: all rows of its table",
        "bytes of the server's answers are compressed; a second load brings every open incident anew",
    ]
    if found.seen:
        told.append(
            f"headless Chromium at 1440 x 900, WebGL by the processor; {size.looks} looks, each with an empty cache; Streamlit"
            " asks for the same figures, all open incidents and outlines, with its connection and areas cached"
        )
    return [*told, *([f"left out, Streamlit: {found.no_peer}"] if found.no_peer else [])]


def goals(found: Found) -> list[Goal]:
    p95 = {name: Spread.of(times).p95 for name, times in found.times.items()}
    server = [
        Goal(f"p95 of {name} within {most * 1000:.0f} ms", f"{p95[name] * 1000:.0f} ms", p95[name] <= most)
        for name, most in GOALS.items()
    ]
    return server + browser_goals(found.seen)


def browser_goals(seen: dict[str, list[Seen]]) -> list[Goal]:
    if OURS not in seen:
        return []
    first, second = (median(sizes) for sizes in of_line(seen[OURS]).values())
    lines = [
        Goal("first load under 3 MB", f"{first:,.0f}", first < FIRST_BYTES),
        Goal("second load under 60 KB", f"{second:,.0f}", second < SECOND_BYTES),
    ]
    return lines + ([beside(seen, what, most) for what, most in SHARES.items()] if PEER in seen else [])


SHARES = {"first figures": 0.5, "drawn map": 1.0, "click to changed figures": 0.5}


def beside(seen: dict[str, list[Seen]], what: str, most: float) -> Goal:
    ours, peer = (median(of_browser(seen[page])[what]) for page in (OURS, PEER))
    told = f"{ours * 1000:.0f} beside {peer * 1000:.0f} ms, {ours / peer:.2f}"
    return Goal(f"{what}: at most {most} of Streamlit's time", told, ours <= most * peer)
