"""The dispatch desk with its hands full: which teams should go is asked with 2,000 incidents open and 600 teams, beside
the same ranking as one SQL statement; then teams are sent, each key again and again, while processes are killed at random.

The statement knows no rights, rules, reasons or gaps; which teams it names says whether ours named the right ones.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import psycopg

from bench.browser import Browser
from bench.faults import falls
from bench.faults.afterwards import dispatches_of, holds
from bench.faults.storm import DESKS, Sent, Storm, back_after, desk, storming
from bench.inventory import account_of
from bench.measure import Goal, Outcome, Spread
from bench.planted import plant
from bench.running import Demo, demo
from cockpit.access import Actor
from cockpit.areas import EARTH_METRES
from cockpit.dispatch import Plan, propose
from data_access.database import Database

PROPOSED_WITHIN = 0.050  # seconds, 95 of 100
OURS, DOOR, PEER = "proposal", "proposal, drawn with its incident, over HTTP", "one SQL statement"
MOST_WAITED = 420.0
Answer = TypeVar("Answer")

UNTOUCHED = "select id from incident where closed_at is null and said = 'reported' order by md5(id::text) limit %s"
RANKED = f"""
    select t.id, t.role from incident i join team t on t.street = i.street
    left join lateral (select count(*) as jobs, coalesce(bool_or(a.state in ('en_route', 'on_scene')), false) as away
      from assignment a where a.team_id = t.id and a.ended_at is null) list on true
    where i.id = %s and not list.away and exists (select 1 from shift s
      where s.team_id = t.id and not s.on_call and s.starts <= %s and s.ends > %s)
    order by case when t.area = i.grid then 0 when left(t.area, 12) = i.community then 1 else 2 end, list.jobs,
      round(2 * {EARTH_METRES} * asin(sqrt(sin(radians(t.lat - i.lat) / 2) ^ 2
        + cos(radians(t.lat)) * cos(radians(i.lat)) * sin(radians(t.lon - i.lon) / 2) ^ 2))), t.id
"""
PAGED = (
    "select p.subject_id::bigint, a.team from paging p join account a on a.id = p.account"
    " where p.event = 'sent' and p.subject = 'incident' and p.subject_id = any(%s)"
)


@dataclass(frozen=True)
class Size:
    """`asked`: how many proposals; `dispatches` at least, with some seconds of work (`calm`, from and to) before each kill."""

    incidents: int
    teams: int
    asked: int
    dispatches: int
    calm: tuple[float, float] = (0.5, 4.0)
    scale: float = 0.02


SIZES = {
    "quick": Size(2000, 600, 100, 100),
    "full": Size(2000, 600, 1000, 1000),
    "tiny": Size(40, 400, 5, 4, calm=(0.0, 0.1), scale=0.002),
}


@dataclass
class Found:
    """Seconds of each answer, by who was asked; `otherwise` proposals that name other teams than the statement does."""

    size: Size
    open: int
    teams: int
    times: dict[str, list[float]] = field(default_factory=dict)
    proposed: int = 0
    otherwise: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    back: float = 0.0  # seconds that it took at most until all was well again
    storm: Storm = field(default_factory=lambda: Storm(0))
    lost: int = 0
    twice: int = 0
    check: bool = False


def measure(size: Size) -> Found:
    with demo(size.scale) as served:
        return measure_on(served, size)


def measure_on(served: Demo, size: Size) -> Found:
    found = Found(size, *plant(served, size.incidents, size.teams))
    asked = [one for (one,) in served.ask(UNTOUCHED, size.asked)]
    with served.district() as database:
        plans = ask(found, OURS, asked, by_use_case(database, account_of(served, "officer")))
    with psycopg.connect(served.database_url) as connection:
        ranked = ask(found, PEER, asked, by_statement(connection, served.health()["now"]))
    officer = Browser(served).signed_in("officer", "/incidents")
    ask(found, DOOR, asked, lambda one: officer.answer("incidents-detail.children", one))
    found.proposed = sum(len(one.proposals) for one in plans)
    found.otherwise = sum(named(plan) != best(plan, teams) for plan, teams in zip(plans, ranked, strict=True))
    send_under_kills(served, found)
    return found


# Proposals


def ask(found: Found, whom: str, asked: Sequence[int], answer: Callable[[int], Answer]) -> list[Answer]:
    """Each once, one after the other; the first is asked before, since a process reads its rules once."""
    answer(asked[0])
    answers, found.times[whom] = [], []
    for one in asked:
        began = time.perf_counter()
        answers.append(answer(one))
        found.times[whom].append(time.perf_counter() - began)
    return answers


def by_use_case(database: Database, by: Actor) -> Callable[[int], Plan]:
    """In a unit of work of its own."""

    def answer(incident: int) -> Plan:
        with database.work(by) as work:
            return propose(work, incident)

    return answer


def by_statement(connection: "psycopg.Connection[tuple[int, str]]", now: str) -> Callable[[int], list[tuple[int, str]]]:
    """All teams that could go, best first: no rights are looked at, and no rule."""
    return lambda incident: connection.execute(RANKED, (incident, now, now)).fetchall()


def named(plan: Plan) -> set[int]:
    return {one.team.id for one in plan.proposals}


def best(plan: Plan, ranked: Sequence[tuple[int, str]]) -> set[int]:
    """Of the statement's teams as many of each role as the plan had to find."""
    wanted = Counter([one.team.role.value for one in plan.proposals] + [one.role.value for one in plan.shortfalls])
    return {
        team for role, many in wanted.items() for team in [team for team, of_role in ranked if of_role == role][:many]
    }


# Dispatches


def send_under_kills(served: Demo, found: Found) -> None:
    """Desks send until there are enough, and processes of all kinds fall meanwhile, whichever chance names."""
    end = time.monotonic() + MOST_WAITED
    with storming(served, [(desk, name) for name in DESKS]) as storm:
        while len(storm.sent) < found.size.dispatches and time.monotonic() < end:
            time.sleep(random.uniform(*found.size.calm))
            fault = random.choice(sorted(falls.KILLS))
            found.back = max(found.back, back_after(storm, falls.kill(served, fault)))
            found.kills[fault] += 1
            storm.falls += 1
    found.storm, found.check = storm, holds(served)
    found.lost, found.twice = (
        sum(both) for both in zip(dispatches_of(served, storm.sent), told_of(served, storm.sent), strict=True)
    )


def told_of(served: Demo, sent: Sequence[Sent]) -> tuple[int, int]:
    """Of the people of these teams: how many were not told of their job, and how many a second time."""
    members = Counter(team for (team,) in served.ask("select team from account where team is not null"))
    wanted = Counter({(one.incident, team): members[team] for one in sent for team in one.teams})
    asked = [str(incident) for incident in sorted({one.incident for one in sent})]
    there = Counter((int(incident), int(team)) for incident, team in served.ask(PAGED, asked))
    return (wanted - there).total(), (there - wanted).total()


# What is told of it


def outcome(found: Found) -> Outcome:
    shown = Outcome("desk", ["what", "asked", "p50 ms", "p95 ms", "p99 ms", "max ms"])
    spreads = {name: Spread.of(times) for name, times in found.times.items()}
    for name, spread in spreads.items():
        shown.rows.append([name, str(len(found.times[name])), *spread.in_ms()])
    peer = spreads[PEER].p95 or 1
    kills = ", ".join(f"{many} {fault}" for fault, many in sorted(found.kills.items()))
    shown.remarks = [
        f"{found.open:,} open incidents, every second with a team; {found.teams} teams in 8 streets, every third under way;"
        " an incident that nobody was sent to yet is asked for, one after the other, each in a unit of work of its own",
        f"{PEER}: psycopg, the same ranking of the same teams on one open connection, without rights, run card, reasons or gaps",
        f"ratio: {OURS} p95 / {PEER} p95 = {spreads[OURS].p95 / peer:.1f}; with all that a screen shows of it over HTTP"
        f" = {spreads[DOOR].p95 / peer:.1f}",
        f"dispatches: two desks report, send and end on end; meanwhile kill -9 at random: {kills}; back within"
        f" {found.back:.1f} s; {found.storm.replays} sent again under their key, {found.storm.tries} things for want of a yes",
    ]
    shown.goals = goals(found, spreads[OURS].p95)
    return shown


def goals(found: Found, p95: float) -> list[Goal]:
    sent, wanted, broken = len(found.storm.sent), found.size.dispatches, found.storm.broken
    once = not found.lost and not found.twice and sent >= wanted
    return [
        Goal(f"proposal of teams: p95 under {PROPOSED_WITHIN * 1000:.0f} ms", f"{p95 * 1000:.1f} ms", p95 < PROPOSED_WITHIN),
        Goal("each names the teams that the statement names", f"{found.otherwise} of {len(found.times[OURS])} others, {found.proposed} teams", not found.otherwise and found.proposed > 0),
        Goal(f"{wanted} dispatches with replays under kill -9: none lost, none double", f"{sent}, {found.lost} lost, {found.twice} double", once),
        Goal("each refusal says when to come back", f"{len(broken)} others {broken[:2] or ''}".strip(), not broken),
        Goal("the audit's chain and all counters hold (`check`)", "yes" if found.check else "NO", found.check),
    ]  # fmt: skip
