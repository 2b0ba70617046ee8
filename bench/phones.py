"""Phones without a network for three days: what they kept is stored once, however often it is sent.

Of each phone's reports the desk got some before the network went, and the phone never heard so. After 72 hours of
district and machine time it sends all of them, three times over, as its queue does. Only by its key can the server tell
that it knows a report.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from bench.backups import command
from bench.browser import Browser, NotTaken
from bench.measure import Goal, Outcome
from bench.running import Demo, demo
from data_access import upkeep

PHONES = ("police", "enforcement", "volunteer")
AWAY = timedelta(hours=72)
TIMES = 3
EARLIER = "update idempotency_key set machine_at = machine_at - %s returning 1"


@dataclass(frozen=True)
class Size:
    reports: int
    scale: float = 0.02


SIZES = {"quick": Size(50), "full": Size(50), "tiny": Size(6, scale=0.002)}


@dataclass
class Found:
    """Of `reports`, `before` reached the desk unheard; `answers` are the statuses of all replays; `changed` of other words."""

    reports: int
    before: int
    stored: int
    words: int
    answers: list[int]
    changed: list[int]


def measure(size: Size) -> Found:
    with demo(size.scale) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> Found:
    kept = [
        (PHONES[n % len(PHONES)], {"kind": "hazard", "place": f"offline {n}", "key": str(uuid.uuid4())})
        for n in range(size.reports)
    ]
    start, notes = stored(served)
    unheard = kept[: size.reports // 2]
    send(served, unheard)
    three_days_later(served)
    answers = [status for _ in range(TIMES) for status in send(served, kept)]
    changed = send(served, [(who, report | {"place": "another"}) for who, report in kept[:3]])
    incidents, words = stored(served)
    return Found(len(kept), len(unheard), incidents - start, words - notes, answers, changed)


def send(served: Demo, reports: list[tuple[str, dict[str, str]]]) -> list[int]:
    """Each as its phone sends it, who signs in anew; the statuses."""
    phones = {account: Browser(served).signed_in(account) for account in PHONES}
    return [status_of(phones[who], report) for who, report in reports]


def status_of(phone: Browser, report: dict[str, str]) -> int:
    try:
        phone.post("/field/report", **report)
    except NotTaken as error:
        return error.status
    return 200


def three_days_later(served: Demo) -> None:
    """The district's clock moves on; what machines remember by their own clock becomes as old; what is due expires."""
    command(served.folder, "clock", f"+{AWAY // timedelta(hours=1)}h")
    served.ask(EARLIER, AWAY)
    with served.district() as database:
        upkeep.expire(database, upkeep.keeper(database))


def stored(served: Demo) -> tuple[int, int]:
    """Reports of patrols, and notes that hold their words."""
    query = "select count(*), (select count(*) from note) from incident where source = 'patrol'"
    incidents, words = served.ask(query)[0]
    return int(incidents), int(words)


def outcome(found: Found) -> Outcome:
    shown = Outcome("phones", ["reports", "reached the desk unheard", "sent again", "stored"])
    shown.rows.append([str(found.reports), str(found.before), f"{TIMES} times {found.reports}", str(found.stored)])
    shown.remarks.append(
        f"three phones, {AWAY // timedelta(hours=1)} h of district and machine time between; the browser's own queue is"
        " followed in tests/journeys/test_field.py"
    )
    refused, conflicts = [one for one in found.answers if one != 200], [one for one in found.changed if one == 409]
    once = found.stored == found.words == found.reports
    shown.goals = [
        Goal(f"offline phone: {found.reports} reports replayed {TIMES} times are stored once", f"{found.stored} incidents, {found.words} of words", once),
        Goal("every replay is answered with a yes", f"{len(refused)} refused", not refused),
        Goal("a key that comes with other words is a conflict (409)", f"{len(conflicts)} of {len(found.changed)}", len(conflicts) == len(found.changed) > 0),
    ]  # fmt: skip
    return shown
