"""Two rounds over the rented households of 长庆, at scale 1 the 4,231 of them: the second, from 1 February on, finds 390 people
and more, and all of them are ordered to stay apart.

Everything is done by use-cases, visit by visit, each a transaction of its own, as workers with tablets do it (one community types
its sheets in); the residents are those of the demo district, and who came back, the seed says. Measured are the statements that
grow with the homes: opening, progress, the list of a grid; at last a round over a hundred thousand homes. The database is durable.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import text

from bench.audit import ZONE, opened, server
from bench.measure import Goal, Outcome, Spread
from cockpit import canvass
from cockpit.access import Actor
from cockpit.canvass import Answer, Criteria, Result, Round, Typed, Visit
from cockpit.people import Tenure
from cockpit.quarantine import QuarantineKind
from data_access import policy, schema
from data_access.accounts import AccountShelf, add_account
from data_access.database import Database
from data_access.demo.build import DISTRICT, RULES_FROM, declare
from data_access.demo.district import make
from data_access.demo.plant import plant
from data_access.demo.staff import CHANGQING, add_staff
from data_access.people import Tokens

FIRST_ROUND, SECOND_ROUND = datetime(2020, 1, 25, 9, tzinfo=ZONE), datetime(2020, 2, 1, 7, 30, tzinfo=ZONE)
DAYS, OLDER_THAN = 6, date(2020, 1, 30)
PEOPLE = 392  # who came back and are found by the second round, at scale 1
OPEN_WITHIN, PROGRESS_WITHIN, MANY_WITHIN = 1.0, 0.1, 10.0
MORE_HOMES = """
insert into household (place_id, tenure, door, street, community, grid)
select h.place_id, 'owned', h.door, h.street, h.community, h.grid from household h, generate_series(1, :copies) n
"""
OF_ROUNDS = "select count(*), count(distinct person_id) from quarantine where cause = 'round'"
# What a worker meets at a door in the first round, in parts of a hundred; at the rest nobody knocked in time.
MET = ((Result.SEEN_OK, 72), (Result.NOT_HOME, 15), (Result.MOVED, 3), (Result.REFUSED, 2))


@dataclass(frozen=True)
class Size:
    """`many`: homes of the last round, 0 for none."""

    scale: float
    many: int
    asked: int = 20


SIZES = {"quick": Size(0.1, 0), "full": Size(1.0, 100_000), "tiny": Size(0.1, 0, 3)}


@dataclass
class Found:
    """Seconds of each; what the progress said at last of both rounds, and episodes of quarantine with whose they are."""

    size: Size
    opening: float = 0.0
    second: float = 0.0
    many: tuple[int, float] = (0, 0.0)
    ordering: list[float] = field(default_factory=list)
    knocks: list[float] = field(default_factory=list)
    progress: list[float] = field(default_factory=list)
    grids: list[float] = field(default_factory=list)
    first: canvass.Tally = field(default_factory=canvass.Tally)
    last: canvass.Tally = field(default_factory=canvass.Tally)
    episodes: tuple[int, int] = (0, 0)


def measure(size: Size) -> Found:
    with server() as embedded:
        embedded.ensure_database("canvass")
        database = opened(embedded.url("canvass"))
        town(database, size.scale)
        found = Story(database, size, Random(1)).told()
        database.engine.dispose()
        return found


def town(database: Database, scale: float) -> None:
    """The demo district of which only 长庆 has residents, and a worker for each of its communities."""
    schema.migrate(database.engine)
    whole = make(scale, 1)
    district = replace(whole, homes=tuple(one for one in whole.homes if one.place.spot.street == CHANGQING))
    with database.connection() as connection:
        plant(connection, district, database.sealer, Tokens(database.keys.index))
        policy.publish_defaults(connection, DISTRICT, FIRST_ROUND - RULES_FROM)
        declare(connection, FIRST_ROUND)
        add_staff(connection, "no password", district.watched[0].code, SECOND_ROUND)
        for n in range(2, 7):
            area = f"{CHANGQING}{n:03}"
            values = {"account": f"community{n}", "name": f"社工{n}", "role": "community", "area": area}
            add_account(connection, values | {"password_hash": "no password"})
        connection.execute(text("analyze"))


@dataclass
class Story:
    database: Database
    size: Size
    chance: Random
    at: datetime = FIRST_ROUND
    found: Found = field(init=False)

    def __post_init__(self) -> None:
        self.found = Found(self.size)
        with self.database.connection() as connection:
            shelf = AccountShelf(connection)
            named = ["officer", "investigator", "community", *(f"community{n}" for n in range(2, 7))]
            self.officer, self.investigator, *self.workers = [_actor(shelf, name) for name in named]

    def told(self) -> Found:
        first = self._opened_first()
        self._first_round(first)
        self.found.first = self._tally(first)
        second = self._opened_second(first)
        self._second_round(second)
        self.found.last = self._tally(second)
        self._asked(second)
        with self.database.connection() as connection:
            self.found.episodes = tuple(connection.execute(text(OF_ROUNDS)).one())
        if self.size.many:
            self.found.many = self._opened_many()
        return self.found

    def do(self, by: Actor, use_case: Any, *args: Any, **facts: Any) -> Any:
        with self.database.work(by, at=self.at) as work:
            return use_case(work, *args, **facts)

    def timed(self, by: Actor, use_case: Any, *args: Any) -> tuple[Any, float]:
        start = time.perf_counter()
        return self.do(by, use_case, *args), time.perf_counter() - start

    # The rounds

    def _opened_first(self) -> Round:
        asked = Criteria(CHANGQING, Tenure.RENTED)
        one, self.found.opening = self.timed(
            self.officer, canvass.open_round, "租户排查第一轮", asked, date(2020, 1, 31)
        )
        return one  # type: ignore[no-any-return]

    def _opened_second(self, first: Round) -> Round:
        self.at = SECOND_ROUND
        due = (SECOND_ROUND + timedelta(days=DAYS)).date()
        one, self.found.second = self.timed(
            self.officer, canvass.open_second, first.id, "租户排查第二轮", due, OLDER_THAN
        )
        return one  # type: ignore[no-any-return]

    def _first_round(self, one: Round) -> None:
        """Day by day; the last community writes on paper and types it in at night."""
        for day, walks in self._days(one, FIRST_ROUND):
            self.at = day
            for worker, visits in walks:
                said = [(visit, result) for visit in visits if (result := self._met())]
                if worker is self.workers[-1]:
                    self._typed(worker, one, said)
                    continue
                for visit, result in said:
                    self._knock(worker, visit, Answer(result))

    def _met(self) -> Result | None:
        results, parts = zip(*MET, strict=True)
        return self.chance.choices([*results, None], [*parts, 100 - sum(parts)])[0]

    def _typed(self, worker: Actor, one: Round, said: Sequence[tuple[Visit, Result]]) -> None:
        rows = [Typed(visit.id, None, result) for visit, result in said]
        for start in range(0, len(rows), 50):
            given = self.do(worker, canvass.type_in, one.id, rows[start : start + 50])
            assert not [each for each in given if each.refusal]

    def _second_round(self, one: Round) -> None:
        """Everybody is met in the end; each evening the investigator orders for all who were found."""
        back = self._came_back(one)
        ordered = 0
        for day, walks in self._days(one, SECOND_ROUND):
            self.at = day
            for worker, visits in walks:
                for visit in visits:
                    self._knock(worker, visit, back.get(visit.household, Answer(Result.SEEN_OK)))
            self.at = day.replace(hour=20)
            count, seconds = self.timed(self.investigator, canvass.order_found, one.id, QuarantineKind.HOME)
            self.found.ordering.append(seconds)
            ordered += count
        assert ordered == self._tally(one).found

    def _came_back(self, one: Round) -> dict[int, Answer]:
        """Home -> its answer: all who live there came back from Hubei; as many homes as it takes."""
        with self.database.work(self.officer, at=self.at) as work:
            homes = [visit for grid in self._grids(one) for visit in work.visits.of_grid(one.id, grid)]
            self.chance.shuffle(homes)
            found: dict[int, Answer] = {}
            people = 0
            for visit in homes:
                if people >= PEOPLE * self.size.scale:
                    break
                residents = tuple(work.visits.residents(visit.household))
                day = date(2020, 1, 24) + timedelta(days=self.chance.randrange(7))
                facts = {"returned": len(residents), "came_from": "420000", "since": day}
                found[visit.household] = Answer(Result.FOUND, len(residents), found=residents, **facts)
                people += len(residents)
            return found

    def _days(self, one: Round, start: datetime) -> Iterator[tuple[datetime, list[tuple[Actor, list[Visit]]]]]:
        """Day by day, each worker with the homes of that day: one's own community by grids, spread over the days."""
        homes = {}
        for worker in self.workers:
            with self.database.work(worker, at=self.at) as work:
                homes[worker] = sorted(
                    work.visits.of_grid(one.id, worker.area), key=lambda visit: (visit.grid, visit.id)
                )
        for n in range(DAYS):
            parts = [
                (worker, mine[n * len(mine) // DAYS : (n + 1) * len(mine) // DAYS]) for worker, mine in homes.items()
            ]
            yield start + timedelta(days=n, hours=1), parts

    def _knock(self, worker: Actor, visit: Visit, answer: Answer) -> None:
        _, seconds = self.timed(worker, canvass.knock, visit.id, None, answer)
        self.found.knocks.append(seconds)

    def _grids(self, one: Round) -> list[str]:
        with self.database.work(self.officer, at=self.at) as work:
            return sorted(work.canvass.tallies(one.id, one.area, self.at, self.at.date()))

    def _tally(self, one: Round) -> canvass.Tally:
        found: canvass.Tally = self.do(self.officer, canvass.progress, one.id).whole.tally
        return found

    # What is measured besides

    def _asked(self, one: Round) -> None:
        grids = self._grids(one)
        for n in range(self.size.asked):
            self.found.progress.append(self.timed(self.officer, canvass.progress, one.id)[1])
            grid = grids[n % len(grids)]
            worker = next(each for each in self.workers if grid.startswith(each.area))
            whole = lambda work, grid=grid: canvass.homes(work, one.id, grid, all_of_them=True)  # noqa: E731
            self.found.grids.append(self.timed(worker, whole)[1])

    def _opened_many(self) -> tuple[int, float]:
        with self.database.connection() as connection:
            there = connection.execute(text("select count(*) from household")).scalar_one()
            connection.execute(text(MORE_HOMES), {"copies": -(-self.size.many // there) - 1})
            connection.execute(text("analyze household"))
        asked = Criteria(DISTRICT, None)
        one, seconds = self.timed(
            self.officer, canvass.open_round, "全员排查", asked, self.at.date() + timedelta(days=14)
        )
        return self._tally(one).homes, seconds


def _actor(shelf: AccountShelf, name: str) -> Actor:
    one = shelf.by_name(name)
    assert one
    return Actor(one.id, one.account, one.name, one.role, one.area)


def outcome(found: Found) -> Outcome:
    told = Outcome("canvass", ["what", "homes", "times", "p50 ms", "p95 ms", "p99 ms", "max ms"])
    first, last, (many, seconds) = found.first, found.last, found.many
    for what, homes, times in (
        ("open a round", first.homes, [found.opening]), ("open the second", last.homes, [found.second]),
        ("open a round of all homes", many, [seconds] * bool(many)), ("a visit", first.homes, found.knocks),
        ("progress, whole street", last.homes, found.progress), ("homes of a grid, with doors", last.homes, found.grids),
        ("order for all found", last.found, found.ordering),
    ):  # fmt: skip
        if times:
            told.rows.append([what, str(homes), str(len(times)), *Spread.of(times).in_ms()])
    told.remarks.append(
        f"first round: {first.homes} homes, {first.done} done, {first.left} left; second: {last.homes} homes,"
        f" {last.done} done, {last.found} people found, {last.isolated} of them ordered to stay apart"
    )
    wanted = int(PEOPLE * found.size.scale)
    apart = last.found == last.isolated == found.episodes[0] == found.episodes[1]
    told.goals = [
        Goal(f"the second round finds {wanted} people", str(last.found), last.found >= wanted),
        Goal("all of them are ordered to stay apart", f"{last.isolated}, {last.waiting} wait", apart),
        Goal(f"opens within {OPEN_WITHIN:g} s", f"{found.opening:.2f} s", found.opening <= OPEN_WITHIN),
        Goal(f"progress within {PROGRESS_WITHIN * 1000:g} ms", f"{median(found.progress) * 1000:.1f} ms",
             median(found.progress) <= PROGRESS_WITHIN),
    ]  # fmt: skip
    if many:
        told.goals.append(Goal(f"{many:,} homes within {MANY_WITHIN:g} s", f"{seconds:.2f} s", seconds <= MANY_WITHIN))
    return told
