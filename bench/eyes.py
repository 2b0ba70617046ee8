"""What somebody sees who opens a page in a browser: when the first figure stood there, when the map, what came over the line.

A script that is there before the page notes by the page's own clock when what was waited for came true; nothing is asked
meanwhile, and a page that forbids evaluating strings is measured like any other.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = [
    "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking",
    "--disable-component-update", "--no-first-run",
]  # fmt: skip
SIZE = {"width": 1440, "height": 900}
PATIENCE = 60.0  # seconds
QUIET = 1.5  # seconds without a byte: the page has all it wanted

# `figure` and `canvas` are selectors; a canvas counts two pictures after it came, when something is painted in it.
NOTES = """
window.noted = {};
(() => {
  const seen = (name) => { if (!(name in window.noted)) window.noted[name] = performance.now(); };
  const shows = (one) => one && /[0-9]/.test(one.textContent);
  const picture = (then) => requestAnimationFrame(() => requestAnimationFrame(then));
  let before = null;
  const look = () => {
    const figure = document.querySelector(FIGURE), canvas = document.querySelector(CANVAS);
    if (shows(figure)) seen("figure");
    if (canvas && canvas.clientWidth) picture(() => seen("map"));
    if (before !== null && shows(figure) && figure.textContent !== before) seen("changed");
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
  document.addEventListener("pointerdown", () => { // what follows a press may come before its click
    before = document.querySelector(FIGURE)?.textContent ?? null;
    window.noted.click = performance.now();
    delete window.noted.changed;
  }, true);
})();
"""


@dataclass(frozen=True)
class Way:
    """A page to look at: `figure` and `canvas` select its first figure and its map, `drill` clicks into one street.

    `cookies`, as a header has them: who is signed in, so that no page is loaded to sign in on.
    """

    name: str
    address: str
    figure: str
    canvas: str
    drill: Callable[[Page], None]
    cookies: str = ""


@dataclass(frozen=True)
class Seen:
    """Times in seconds, of a first load with an empty cache unless said; bytes as they came over the line."""

    figure: float
    map: float
    changed: float
    first_bytes: int
    second_bytes: int


class Line:
    """The bytes that came to a page: answers with headers as they came, frames of WebSockets as they are inside."""

    def __init__(self, page: Page) -> None:
        self.bytes, self.last = 0, time.monotonic()
        told = page.context.new_cdp_session(page)
        told.send("Network.enable")
        told.on("Network.loadingFinished", lambda told: self._came(int(told["encodedDataLength"])))
        told.on("Network.webSocketFrameReceived", lambda told: self._came(length_of(told["response"])))

    def _came(self, count: int) -> None:
        self.bytes, self.last = self.bytes + count, time.monotonic()

    def taken(self, page: Page) -> int:
        """All that came since the last time, once nothing comes any more."""
        while time.monotonic() - self.last < QUIET:
            page.wait_for_timeout(100)
        found, self.bytes = self.bytes, 0
        return found


def length_of(frame: dict[str, Any]) -> int:
    """Of a frame as the browser tells it: binary ones in base64, and unpacked."""
    return len(frame["payloadData"]) * (3 if frame["opcode"] == 2 else 4) // 4


@contextmanager
def chromium() -> Iterator[Browser]:
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(args=FLAGS, executable_path=found)
        yield browser
        browser.close()


def look(browser: Browser, way: Way) -> Seen:
    """As somebody who was never there before."""
    context = browser.new_context(viewport=SIZE)
    try:
        return _look(context, way)
    finally:
        context.close()


def _look(context: BrowserContext, way: Way) -> Seen:
    pairs = [one.split("=", 1) for one in way.cookies.split("; ") if one]
    context.add_cookies([{"name": name, "value": value, "url": way.address} for name, value in pairs])
    page = context.new_page()
    page.add_init_script(NOTES.replace("FIGURE", repr(way.figure)).replace("CANVAS", repr(way.canvas)))
    line = Line(page)
    page.goto(way.address)
    figure, drawn = noted(page, "figure"), noted(page, "map")
    first = line.taken(page)
    way.drill(page)
    changed = noted(page, "changed") - noted(page, "click")
    line.taken(page)
    page.goto(way.address)
    noted(page, "map")
    return Seen(figure, drawn, changed, first, line.taken(page))


def noted(page: Page, name: str) -> float:
    """Seconds since the page began to load; raises TimeoutError for what does not come."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        at = page.evaluate("name => window.noted && window.noted[name]", name)
        if at is not None:
            return float(at) / 1000
        page.wait_for_timeout(50)
    raise TimeoutError(f"{page.url}: no {name}")
