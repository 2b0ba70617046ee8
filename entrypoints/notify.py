"""The way out: the worker hands what is told to each channel of COCKPIT_NOTIFY_URLS, each in a thread of its own.

A channel that is slow or dead holds up nobody but itself: the queue with its clocks runs beside it. A channel is tried
again until it takes what waits or that is given up; after a crash in between it may get the same number twice.
"""

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.messages.pofile import read_po

from cockpit.access import Actor
from cockpit.notifications import TEXTS, Channel, Notification, Waiting, retry_of
from cockpit.refusals import Unavailable
from data_access import upkeep
from data_access.database import Database
from data_access.notifications import NotificationShelf
from entrypoints import logs

LOOK_EVERY = 1.0  # seconds of machine time, as all of these
HOLD = 120.0  # a worker that died lets its channel go after this; renewed after each that was tried
ROUND = 100
CATALOG = Path(__file__).parent.parent / "pages/translations/zh_CN/LC_MESSAGES/messages.po"

log = logs.get()


@dataclass(frozen=True)
class Way:
    """One address of the settings: its key for the database, its kind to show, and what hands a text over."""

    key: str
    kind: str
    hand_over: Callable[[str, str], bool]


def ways(urls: str) -> list[Way]:
    """The channels of `COCKPIT_NOTIFY_URLS`, divided by commas or blanks; ValueError names the place, never the address."""
    from apprise import Apprise  # here, so that no web process loads it

    found = []
    for place, url in enumerate(urls.replace(",", " ").split(), 1):
        service = Apprise.instantiate(url, suppress_exceptions=True)
        if service is None:
            raise ValueError(f"its address {place} is none that Apprise knows")
        service.redirects = False  # the address of the settings, and no other
        key = hashlib.sha256(url.encode()).hexdigest()[:16]
        found.append(Way(key, str(service.service_name), _handing(service)))
    return found


def _handing(service: Any) -> Callable[[str, str], bool]:
    return lambda title, body: bool(service.notify(title=title, body=body))


@dataclass(frozen=True)
class Out:
    """All that handing over needs; `link` is the cockpit's own address, or empty."""

    database: Database
    ways: list[Way]
    locale: str = "zh_CN"
    link: str = ""

    def start(self, stop: threading.Event) -> list[threading.Thread]:
        """Write the channels down, then one thread for each, until `stop`; they end with the process, whatever a
        channel does."""
        threads = [threading.Thread(target=self._follow, args=(way, stop), daemon=True) for way in self.ways or [None]]
        for one in threads:
            one.start()
        return threads

    def _follow(self, way: Way | None, stop: threading.Event) -> None:
        """Without a way there is only to write down that there is none."""
        known = False
        while not stop.is_set() and not (known and way is None):
            try:
                known = known or bool(self.register())
                if way:
                    self.look(way)
            except Unavailable:
                pass  # the queue says that the database is gone
            except Exception as error:
                log.error("failed", task="notify", exc_info=error)
            stop.wait(LOOK_EVERY)

    def register(self) -> bool:
        """Whether there is a district to write the channels of these settings down in."""
        by = upkeep.keeper(self.database)
        if by is None:
            return False
        with self.database.work(by) as work:
            work.notifications.register({way.key: way.kind for way in self.ways}, datetime.now(UTC))
        return True

    def look(self, way: Way) -> int:
        """Hand over what waits for this channel, if its time has come; how many it took."""
        with self.database.connection() as connection:
            shelf = NotificationShelf(connection)
            mine = next((one for one in shelf.channels() if one.key == way.key), None)
            if mine is None or not shelf.waiting(mine, mine.since, 1):
                return 0
        by, machine = upkeep.keeper(self.database), datetime.now(UTC)
        assert by is not None, "there is something to tell, so there is a district"
        until = machine + timedelta(seconds=HOLD)
        with self.database.work(by) as work:
            retry, shelf = retry_of(work), work.notifications
            waits = shelf.waiting(mine, retry.given_up(machine), ROUND) if mine.is_due(machine, retry) else []
            due = [one for one in waits if one.is_due(machine, retry)]
            held = bool(due) and shelf.hold(mine, machine, until)
            names = {code: area.name for code, area in work.areas.known.items()}
        return Round(self, way, mine, by, names, deque(due), until).run() if held else 0


@dataclass
class Round:
    """What one channel is given on end, while nobody else gives it any; `until` is how long it is held.

    What is not taken is doubted until another was tried. If that is taken the channel is well: the doubted one was
    refused for itself, and the rest goes on. If not, the channel is not, and what waits keeps its order.
    """

    out: Out
    way: Way
    mine: Channel
    by: Actor
    names: Mapping[str, str]
    queue: deque[Waiting]
    until: datetime
    doubted: Waiting | None = None
    taken: int = 0

    def run(self) -> int:
        """How many it took."""
        try:
            while self.queue:
                one = self.queue.popleft()
                took = self._give(one.notification)
                with self.out.database.work(self.by) as work:
                    self._note(work.notifications, one, took)
        finally:
            with self.out.database.work(self.by) as work:
                work.notifications.let_go(self.mine, self.until)
        return self.taken

    def _give(self, told: Notification) -> bool:
        """One that cannot even be put into words is not taken, like any other."""
        try:
            title, body = texts(told, self.names, self.out.locale, self.out.link, self.out.database.zone)
        except Exception as error:
            log.error("failed", task="notify", exc_info=error)
            return False
        return tried(self.way, title, body)

    def _note(self, shelf: NotificationShelf, one: Waiting, took: bool) -> None:
        machine = datetime.now(UTC)
        if took:
            shelf.handed(one.notification, self.mine, machine)
            if self.doubted:
                shelf.refused(self.doubted.notification, self.mine, machine)
            self.doubted, self.taken = None, self.taken + 1
        elif one.tries:
            shelf.refused(one.notification, self.mine, machine)
        elif not self.doubted and self._put_another_first():
            self.doubted = one
        else:
            shelf.failed(self.mine, machine)
            log.warning("a channel did not take it", task="notify", channel=self.mine.id)
            self.queue.clear()
        self._renew(shelf, machine + timedelta(seconds=HOLD))

    def _put_another_first(self) -> bool:
        """The newest, and with each try that failed an older one, should that be refused for itself too."""
        others = [one for one in reversed(self.queue) if not one.tries]
        if others:
            another = others[self.mine.fails % len(others)]
            self.queue.remove(another)
            self.queue.appendleft(another)
        return bool(others)

    def _renew(self, shelf: NotificationShelf, until: datetime) -> None:
        """Whoever was too slow has lost it to another worker, which goes on from here."""
        if shelf.renew(self.mine, self.until, until):
            self.until = until
        else:
            self.queue.clear()


def tried(way: Way, title: str, body: str) -> bool:
    """Whether its gateway took it: no answer and a no are one and the same here."""
    try:
        return way.hand_over(title, body)
    except Exception:  # whatever a channel's library throws; its text may hold the address
        return False


def try_all(found: list[Way], locale: str, link: str) -> Iterator[tuple[Way, bool]]:
    """A test to each, one after the other, without the database."""
    for way in found:
        text = " · ".join(part for part in (said(TEXTS["test"], locale), link) if part)
        yield way, tried(way, said("District Cockpit", locale), text)


def said(text: str, locale: str) -> str:
    return (catalog().get(text) if locale.startswith("zh") else "") or text


def texts(told: Notification, names: Mapping[str, str], locale: str, link: str, zone: ZoneInfo) -> tuple[str, str]:
    """Title and body. The number makes a double known; nothing in it is personal."""
    facts = {"code": "", **told.facts, "street": names.get(told.area, ""), "time": _time(told.district_at, zone)}
    title = said(TEXTS.get(told.event, told.event), locale).format(**facts)
    where = f"{link.rstrip('/')}/incidents?incident={told.subject_id}" if link and told.subject == "incident" else link
    return title, " · ".join(part for part in (facts["street"], facts["time"], f"#{told.id}", where) if part)


def _time(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%m-%d %H:%M")


@cache
def catalog() -> dict[str, str]:
    with CATALOG.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}
