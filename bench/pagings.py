"""Persons' channels through gateways that lose a fifth: none is lost, none comes double by its name, and what a dead one
did not take says so.

A tenth of the lines break before the message was taken, a tenth after: a webhook, and mail through Apprise.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from bench.measure import Goal, Outcome
from bench.notices import NotArrived, wait_for
from bench.receivers import Taken, fifth, mail, names_in, web
from bench.running import Demo, demo
from cockpit.access import system
from cockpit.paging import Kind, OwnChannel, Standing, page, rule_of, standing
from data_access.work import Work

BY_WEB, BY_MAIL, BY_NONE = "officer", "shift_lead", "street_officer"  # who are on duty when the demo begins
DRAINED_WITHIN = 120.0
NOWHERE = "http://127.0.0.1:9/"


@dataclass(frozen=True)
class Size:
    """`pagings` are told to each of three persons."""

    pagings: int
    scale: float = 0.02


SIZES = {"quick": Size(100), "full": Size(1000), "tiny": Size(10, 0.002)}


@dataclass(frozen=True)
class Found:
    told: int
    by_web: list[str]
    by_mail: list[str]
    drained: float
    not_delivered: int
    others_wrong: int


def measure(size: Size) -> Found:
    with ExitStack() as stack:
        hook, post = stack.enter_context(web(Taken(drops=fifth))), stack.enter_context(mail(Taken(drops=fifth)))
        gateway = f"mail=mailto://127.0.0.1:{post.port}/?from=desk@district.example&smtp=127.0.0.1&to={{to}}"
        settings = {"COCKPIT_INSIDE_GATEWAYS": "127.0.0.1", "COCKPIT_PERSON_GATEWAYS": gateway}
        stack.enter_context(with_settings(settings))
        served = stack.enter_context(demo(size.scale))
        return measure_on(served, size, hook, post)


@contextmanager
def with_settings(settings: dict[str, str]) -> Iterator[None]:
    os.environ.update(settings)
    try:
        yield
    finally:
        for name in settings:
            del os.environ[name]


def measure_on(served: Demo, size: Size, hook: Taken, post: Taken) -> Found:
    began = time.monotonic()
    with served.district() as database:
        code = served.ask("select code from district")[0][0]
        incident = served.ask("select min(id) from incident where priority = 1")[0][0]
        with database.work(system(code)) as work:
            whom = people(work, f"{hook.url}/in")
        for _ in range(size.pagings):
            with database.work(system(code)) as work:
                page(work, whom, "urged", work.incidents.get(incident))
        with suppress(NotArrived):  # what is left is told, as all else
            wait_for(lambda: open_pairs(served) == 0, DRAINED_WITHIN + 60)
        drained = time.monotonic() - began
        with database.work(system(code)) as work:
            standings = told_of(work, incident)
    dead = [one for account, one in standings if account == whom[2]]
    alive = [one for account, one in standings if account != whom[2]]
    names = [json.loads(body)["id"] for _, _, body in hook.got]
    letters = [name for _, letter in post.got for name in names_in(letter["Subject"])]
    wrong = sum(one is not Standing.HANDED_OVER for one in alive)
    return Found(size.pagings, names, letters, drained, dead.count(Standing.NOT_DELIVERED), wrong)


def people(work: Work, hook: str) -> list[int]:
    """Each with the one channel that is measured."""
    ways = (
        (BY_WEB, Kind.WEBHOOK, hook),
        (BY_MAIL, Kind.MAIL, "lead@district.example"),
        (BY_NONE, Kind.WEBHOOK, NOWHERE),
    )
    found = []
    for name, kind, target in ways:
        account = work.accounts.by_name(name)
        assert account, "a demo account"
        secret = work.own_channels.new_secret()
        work.own_channels.add(OwnChannel(account.id, kind, target, secret, 1, work.machine_at))
        found.append(account.id)
    return found


def open_pairs(served: Demo) -> int:
    """What the two that are well have not taken yet."""
    query = (
        "select count(*) from paging p join account a on a.id = p.account where a.account = any(%s) and not exists"
        " (select 1 from paging_delivery d where d.paging = p.id and d.handed_at is not null)"
    )
    return int(served.ask(query, [BY_WEB, BY_MAIL])[0][0])


def told_of(work: Work, incident: int) -> list[tuple[int, Standing]]:
    """As an hour later would say it."""
    found = work.pagings.of_incident(incident)
    marks = work.pagings.deliveries([one.id for one in found])
    late, rule = work.machine_at + timedelta(hours=1), rule_of(work)
    return [(one.account, standing(one, marks.get(one.id, []), late, rule)) for one in found]


def outcome(found: Found) -> Outcome:
    result = Outcome("pagings", ["channel", "told", "came", "of them doubles by their name"])
    for name, got in (("webhook", found.by_web), ("mail, by Apprise", found.by_mail)):
        result.rows.append([name, str(found.told), str(len(got)), str(len(got) - len(set(got)))])
    lost = 2 * found.told - len(set(found.by_web)) - len(set(found.by_mail))
    result.remarks = ["every tenth line breaks before the message was taken, every tenth after; red, each a message"]
    dead = f"{found.not_delivered} of {found.told}"
    result.goals = [
        Goal("none lost", f"{lost} lost", lost == 0),
        Goal("none double after dedupe by name", f"{found.others_wrong} not handed over", found.others_wrong == 0),
        Goal("what a dead channel did not take says so", dead, found.not_delivered == found.told),
        Goal("all is out within 2 min", f"{found.drained:.1f} s", found.drained <= DRAINED_WITHIN),
    ]
    return result
