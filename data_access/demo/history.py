"""What happened before the demo begins: a week of incidents and the night, lived through by the real use-cases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from cockpit import dispatch, incidents
from cockpit.access import Actor, system
from cockpit.clock import local_day_start
from cockpit.escalation.follow import go_on
from cockpit.incidents import Answer, Kind, Source, State
from cockpit.places import Place, PlaceKind
from cockpit.refusals import TeamNotFree
from cockpit.teams import Team
from data_access import figures, jobs
from data_access.accounts import AccountShelf
from data_access.database import Database
from data_access.demo import facts
from data_access.demo.canvass import plan_round
from data_access.demo.draws import dice
from data_access.demo.teams import VOLUNTEERS_FROM, VOLUNTEERS_UNTIL
from data_access.places import PlaceShelf
from data_access.teams import TeamShelf
from data_access.work import Work

DAYS = 7
A_DAY = 4
TODAY = 15  # from midnight to the demo's first minute
NIGHT = timedelta(hours=7, minutes=20)
LONGEST = timedelta(minutes=90)  # from the report to the close, with some patience
TAPS_ALL = 0.3  # the share of teams that also tap "acknowledged"; the others just leave
BUSY_FOR = timedelta(minutes=5)  # until a team that is under way elsewhere is asked again
LOOKS = 3  # how often teams are looked for before an incident is cancelled

# Weight of an hour of the day: people call by day, most of all in the morning and the early evening.
HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 10, 8, 6, 6, 7, 8, 9, 9, 8, 7, 6, 5, 4, 3)
STEPS = (Answer.ACKNOWLEDGED, Answer.EN_ROUTE, Answer.ON_SCENE)
SOURCES = (Source.PHONE, Source.PHONE, Source.DESK, Source.PATROL)


@dataclass(frozen=True)
class Sort:
    """How often a kind comes, where, with which priorities, and how it mostly ends."""

    kind: Kind
    weight: int
    places: tuple[PlaceKind, ...]
    priorities: tuple[int, ...]
    ends: tuple[str, ...]


SORTS = (
    Sort(Kind.CROWD, 5, (PlaceKind.PHARMACY, PlaceKind.COMPLEX, PlaceKind.STATION), (1, 2, 2), ("dispersed", "order_kept")),
    Sort(Kind.SUPPLY, 5, (PlaceKind.COMPOUND,), (3,), ("helped",)),
    Sort(Kind.ARRIVAL, 4, (PlaceKind.COMPOUND,), (2, 3), ("helped", "handed_on")),
    Sort(Kind.FEVER, 2, (PlaceKind.COMPOUND, PlaceKind.HOSPITAL), (1, 2), ("handed_on",)),
    Sort(Kind.HAZARD, 3, (PlaceKind.BUILDING, PlaceKind.PARKING_LOT, PlaceKind.SITE), (2, 3), ("helped", "nothing_found")),
    Sort(Kind.DISPUTE, 4, (PlaceKind.COMPOUND, PlaceKind.BUILDING), (2, 3), ("helped", "nothing_found")),
    Sort(Kind.OTHER, 1, (PlaceKind.SCHOOL, PlaceKind.PARK), (3,), ("handed_on", "nothing_found")),
)  # fmt: skip


# Still in hand when the demo begins: minutes before it, the team's last answer. None is on the scene: its clock would run out,
# and no phone is there to say that all is well.
IN_HAND = ((25, Answer.EN_ROUTE), (15, Answer.EN_ROUTE), (9, Answer.ACKNOWLEDGED))
CALM = Sort(Kind.SUPPLY, 0, (PlaceKind.COMPOUND,), (3,), ("helped",))


@dataclass(frozen=True)
class Planned:
    """One incident to be lived through, up to the teams' answer `until`, or to its end."""

    at: datetime
    sort: Sort
    priority: int
    place: Place
    until: Answer | None = None

    @property
    def own_street(self) -> bool:
        return self.place.spot.street == facts.CHANGQING


Step = Callable[[datetime], None]


def live_through(database: Database, start: datetime, seed: int) -> int:
    """The week before `start` and its day so far; returns the number of incidents. One transaction.

    Needs the built district with its staff, and that nobody works yet. Jobs that would be due before `start` are
    taken away: what they watch over has happened. A start for which no duty is planted has no past.
    """
    with database.connection() as connection:
        if not any(team.on_duty for team in TeamShelf(connection).candidates(facts.CHANGQING, start)):
            return 0
        past = Past(database, connection, dice(seed, "history"), _staff(connection))
        planned = _planned(past, start)
        for one in planned:
            past.plan(one.at, Story(past, one).report)
        for day, end in _days(past, start):
            past.plan(end, partial(_end_day, connection, day))
        plan_round(past, start)
        past.run(start)
        jobs.forget_due_before(connection, start)
        with past.work(system(facts.DISTRICT_CODE), start) as work:
            go_on(work)
            work.pagings.expire(work.machine_at + timedelta(seconds=1))  # nobody is called about what is past
    return len(planned)


@dataclass
class Past:
    """Everything happens in the order of district time: the agenda holds (when, number, step)."""

    database: Database
    connection: Connection
    chance: Random
    staff: dict[str, Actor]
    agenda: list[tuple[datetime, int, Step]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def plan(self, at: datetime, step: Step) -> None:
        heappush(self.agenda, (at, next(self.numbers), step))

    def run(self, until: datetime) -> None:
        while self.agenda and self.agenda[0][0] <= until:
            at, _, step = heappop(self.agenda)
            step(at)

    @contextmanager
    def work(self, by: Actor, at: datetime) -> Iterator[Work]:
        """A work at a past moment; all of them are committed together."""
        work = self.database.begin(self.connection, by, at=at)
        yield work
        work.flush()

    def later(self, at: datetime, least: int, most: int) -> datetime:
        """So many seconds after `at`, at least and at most; more often early than late."""
        return at + timedelta(seconds=round(self.chance.triangular(least, most, least + (most - least) / 4)))


class Story:
    """One incident from the report to the close; each step is done by whoever does it, and plans the next."""

    def __init__(self, past: Past, planned: Planned) -> None:
        self.past = past
        self.planned = planned
        self.incident = 0
        self.looks = 0
        first, second = ("street_officer", "duty_leader") if planned.own_street else ("officer", "officer2")
        self.sender, self.checker = past.staff[first], past.staff[second]

    def report(self, at: datetime) -> None:
        sort, place = self.planned.sort, self.planned.place
        source = self.past.chance.choice(SOURCES)
        seen = self.past.chance.randint(15, 40) if sort.kind is Kind.CROWD else None
        with self.past.work(self.sender, at) as work:
            told = incidents.report(work, sort.kind, source, place, priority=self.planned.priority, count=seen)
        self.incident = told.id
        self.past.plan(self.past.later(at, 20, 240), self.send)

    def send(self, at: datetime) -> None:
        """Sending confirms. To a red item all go whom the run card wants, to others the first of them."""
        with self.past.work(self.sender, at) as work:
            wanted = [one.team for one in dispatch.propose(work, self.incident).proposals]
            if not wanted:
                self._nobody(work, at)
                return
            teams = wanted if self.planned.priority == 1 else wanted[:1]
            dispatch.send(work, self.incident, [team.id for team in teams], key=f"past-{self.incident}")
        for team in teams:
            self._go(_actor_of(team), at)

    def _nobody(self, work: Work, at: datetime) -> None:
        """Nobody is on duty or free: look again later, in the end give it up."""
        self.looks += 1
        if self.looks == LOOKS:
            incidents.cancel(work, self.incident)
        else:
            self.past.plan(self.past.later(at, 600, 1200), self.send)

    def _go(self, team: Actor, at: datetime) -> None:
        """A team answers within two minutes and arrives 3 to 14 minutes after it was sent."""
        acknowledged = self.past.later(at, 8, 80)
        leaves = self.past.later(acknowledged, 10, 90)
        arrives = self.past.later(max(leaves, at + timedelta(seconds=180)), 5, 600)
        steps = list(zip(STEPS, (acknowledged, leaves, arrives), strict=True))
        taps_all = self.planned.until or self.past.chance.random() < TAPS_ALL
        self._next(team, steps if taps_all else steps[1:])

    def _next(self, team: Actor, steps: list[tuple[Answer, datetime]]) -> None:
        self.past.plan(steps[0][1], partial(self.answer, team, steps))

    def answer(self, team: Actor, steps: list[tuple[Answer, datetime]], at: datetime) -> None:
        (state, _), *rest = steps
        try:
            with self.past.work(team, at) as work:
                dispatch.answer(work, self.incident, state, key=f"past-{team.account}-{self.incident}-{state}-{at}")
        except TeamNotFree:  # said before anything is written
            self._next(team, [(one, when + BUSY_FOR) for one, when in steps])
            return
        if state is not self.planned.until:
            self._go_on(team, rest, at)

    def _go_on(self, team: Actor, rest: list[tuple[Answer, datetime]], at: datetime) -> None:
        if rest:
            self._next(team, rest)
        else:
            self.past.plan(self.past.later(at, 180, 1500), partial(self.resolve, team))

    def resolve(self, team: Actor, at: datetime) -> None:
        ends = self.past.chance.choice(self.planned.sort.ends)
        key = f"past-{team.account}-{self.incident}"
        with self.past.work(team, at) as work:
            told = dispatch.answer(work, self.incident, Answer.RESOLVED, key=key, outcome=ends)
        if told.state is State.RESOLVED:
            self.past.plan(self.past.later(at, 60, 600), self.verify)

    def verify(self, at: datetime) -> None:
        """Whoever checks by telephone closes it in the same minute."""
        with self.past.work(self.checker, at) as work:
            incidents.verify(work, self.incident)
            incidents.close(work, self.incident, self.planned.sort.ends[0])


def _end_day(connection: Connection, day: date, until: datetime) -> None:
    figures.freeze_day(connection, day, until)


def _staff(connection: Connection) -> dict[str, Actor]:
    shelf, found = AccountShelf(connection), {}
    for name in ("officer", "officer2", "street_officer", "duty_leader", "community", "investigator"):
        account = shelf.by_name(name)
        assert account, f"the demo's account {name} is missing"
        found[name] = Actor(account.id, account.account, account.name, account.role, account.area, account.team)
    return found


def _actor_of(team: Team) -> Actor:
    """The team as one who answers; not every team has an account of its own in the demo."""
    return Actor(None, team.code, team.name, team.role, team.area, team.id)


def _planned(past: Past, start: datetime) -> list[Planned]:
    """Some each day, and what the district's day of `start` has brought so far."""
    places = _places(past)
    draw = partial(_drawn, past.chance, past.database.zone, places)
    before = [
        draw(_moment(past.chance, day, past.database.zone)) for day, _ in _days(past, start) for _ in range(A_DAY)
    ]
    midnight = local_day_start(start, past.database.zone)
    so_far = round(TODAY * min((start - midnight) / NIGHT, 1)) - len(IN_HAND)
    window = max(start - LONGEST - midnight, timedelta(0))
    today = [draw(midnight + window * past.chance.random()) for _ in range(so_far if window else 0)]
    elsewhere = [place for place in places[PlaceKind.COMPOUND] if place.spot.street != facts.CHANGQING]
    in_hand = [
        Planned(start - timedelta(minutes=minutes), CALM, 3, elsewhere.pop(), until) for minutes, until in IN_HAND
    ]
    return [*before, *today, *in_hand]


def _drawn(chance: Random, zone: ZoneInfo, places: dict[PlaceKind, list[Place]], at: datetime) -> Planned:
    """No place comes twice: a second report within half an hour would join the first one's incident."""
    sort = chance.choices(SORTS, [one.weight for one in SORTS])[0]
    doors = [places[kind] for kind in sort.places if places[kind]]
    by_night = not VOLUNTEERS_FROM <= at.astimezone(zone).time() < VOLUNTEERS_UNTIL
    priority = chance.choice([one for one in sort.priorities if one < 3 or not by_night] or [2])
    return Planned(at, sort, priority, chance.choice(doors).pop())


def _moment(chance: Random, day: date, zone: ZoneInfo) -> datetime:
    hour = chance.choices(range(24), HOURS)[0]
    return datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), zone)


def _days(past: Past, start: datetime) -> list[tuple[date, datetime]]:
    """The local days that ended before `start`, each with the instant of its end."""
    zone = past.database.zone
    today = local_day_start(start, zone).date()
    days = [today - timedelta(days=back) for back in range(DAYS, 0, -1)]
    return [(day, datetime.combine(day + timedelta(days=1), time(0), zone)) for day in days]


def _places(past: Past) -> dict[PlaceKind, list[Place]]:
    """Places of the whole district by kind, shuffled; without the four that the demo's morning is about."""
    found = PlaceShelf(past.connection, past.staff["officer"]).of_kinds(list(PlaceKind), facts.DISTRICT_CODE)
    past.chance.shuffle(found)
    return {
        kind: [place for place in found if place.kind is kind and place.name not in facts.WATCHED] for kind in PlaceKind
    }
