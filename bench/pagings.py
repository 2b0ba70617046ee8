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

from bench.measure import Goal, Outcome, Spread
from bench.notices import NotArrived, wait_for
from bench.receivers import Taken, fifth, mail, names_in, web
from bench.running import Demo, demo
from cockpit.access import system
from cockpit.paging import Kind, OwnChannel, Standing, page, rule_of, standing
from data_access.work import Work

BY_WEB, BY_MAIL, BY_NONE = "officer", "shift_lead", "street_officer"  # who are on duty when the demo begins
LATE = 60.0  # seconds that a try may come after its time by the rule; then a paging says of itself that it was not delivered
LONGEST = 360.0  # by the rule whoever breaks five times in a row waits 170 s: of 2,000 lines that happens to one
NOWHERE = "http://127.0.0.1:9/"


@dataclass(frozen=True)
class Size:
    """`pagings` are told to each of three persons."""

    pagings: int
    scale: float = 0.02


SIZES = {"quick": Size(100), "full": Size(1000), "tiny": Size(10, 0.002)}


@dataclass(frozen=True)
class Found:
    """`by_web` and `by_mail` are the names of what came, `late` by how many seconds each taken one was after its time."""

    told: int
    by_web: list[str]
    by_mail: list[str]
    drained: float
    late: list[float]
    tries: int  # of the unluckiest
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
            wait_for(lambda: open_pairs(served), 0, LONGEST)
        drained = time.monotonic() - began
        with database.work(system(code)) as work:
            standings, (late, tries) = told_of(work, incident), after_their_time(work, incident)
    dead = [one for account, one in standings if account == whom[2]]
    alive = [one for account, one in standings if account != whom[2]]
    names = [json.loads(body)["id"] for _, _, body in hook.got]
    letters = [name for _, letter in post.got for name in names_in(letter["Subject"])]
    wrong = sum(one is not Standing.HANDED_OVER for one in alive)
    return Found(size.pagings, names, letters, drained, late, tries, dead.count(Standing.NOT_DELIVERED), wrong)


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


def after_their_time(work: Work, incident: int) -> tuple[list[float], int]:
    """Of what was taken: the seconds beyond those that the rule waits after each try that broke; and the most tries."""
    told = {one.id: one for one in work.pagings.of_incident(incident)}
    rule, marks = rule_of(work), work.pagings.deliveries(list(told))
    taken = [mark for found in marks.values() for mark in found if mark.handed_at and mark.tried_at]
    late = [
        (mark.tried_at - told[mark.paging].at - sum(map(rule.pause, range(1, mark.tries)), timedelta())).total_seconds()
        for mark in taken
        if mark.tried_at
    ]
    return late, max((mark.tries for mark in taken), default=0)


def outcome(found: Found) -> Outcome:
    result = Outcome("pagings", ["channel", "told", "came", "of them doubles by their name"])
    for name, got in (("webhook", found.by_web), ("mail, by Apprise", found.by_mail)):
        result.rows.append([name, str(found.told), str(len(got)), str(len(got) - len(set(got)))])
    names = len(set(found.by_web)) + len(set(found.by_mail))
    lost, spread = max(2 * found.told - names, found.others_wrong), Spread.of(found.late)
    result.remarks = [
        "every tenth line breaks before the message was taken, every tenth after; red, each a message; a third person's"
        f" channel is dead, and as many wait for it; all was out {found.drained:.0f} s after the first was told, by at most"
        f" {found.tries} tries",
        f"after its time by the rule each was taken p50 {spread.p50:.1f} s, p95 {spread.p95:.1f} s, at most {spread.most:.1f} s",
    ]
    dead = f"{found.not_delivered} of {found.told}"
    result.goals = [
        Goal("none lost", f"{lost} lost", lost == 0),
        Goal("none double after dedupe by name", f"{names} names of {2 * found.told}", names <= 2 * found.told),
        Goal("what a dead channel did not take says so", dead, found.not_delivered == found.told),
        Goal(f"each is out within {LATE:.0f} s of its time", f"{spread.most:.1f} s", spread.most <= LATE and lost == 0),
    ]
    return result
