"""Whatever anybody does in whatever order: an incident is in the state that its assignments imply, in every row.

Each example is one transaction that is rolled back; each act a savepoint in it, as a unit of work would be.
"""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.engine import Connection

from cockpit import dispatch, incidents, replay
from cockpit.access import Actor
from cockpit.incidents import Answer, Kind, Source
from cockpit.places import Place
from cockpit.refusals import Refusal
from cockpit.teams import TeamRole
from data_access import feed, figures
from data_access.database import Database
from data_access.demo.build import FIRST_MINUTE
from data_access.demo.district import District
from tests.conftest import AFRESH, KEYS
from tests.people import CHANGQING, DISTRICT, People

WORDS = ("on_hold", "duplicate", "false_alarm", "cancelled", "verified", "closed")
ENDS = ("duplicate", "false_alarm", "cancelled", "closed")
WAY = ("dispatched", "acknowledged", "en_route", "on_scene")
NOT_COUNTING = ("declined", "timed_out", "recalled")

TWICE = (
    "select team_id from assignment where state in ('en_route', 'on_scene') group by team_id having count(*) > 1",
    "select team_id from assignment where state not in ('declined', 'timed_out', 'recalled')"
    " group by incident_id, team_id, round having count(*) > 1",
    "select id from assignment"
    " where (ended_at is null) <> (state in ('dispatched', 'acknowledged', 'en_route', 'on_scene'))",
)
ROWS = text(
    "select i.*, array(select a.state from assignment a where a.incident_id = i.id and a.round = i.round) as states,"
    " (select count(*) from assignment a where a.incident_id = i.id and a.ended_at is null) as open_ones from incident i"
)


def implied(said: str, states: list[str]) -> str:
    """The contract in its own words, apart from the product's: what a person said and the assignments imply."""
    counting = [state for state in states if state not in NOT_COUNTING]
    if said in WORDS or said == "reported" or not counting:
        return said
    if set(counting) == {"resolved"}:
        return "resolved"
    return max(("on_scene" if state == "resolved" else state for state in counting), key=WAY.index)


class Street:
    """One street with its desk and five of its teams; `known` are the incidents reported so far, the newest first."""

    def __init__(self, database: Database, connection: Connection, people: People, places: tuple[Place, ...]) -> None:
        self.database, self.connection, self.people, self.places = database, connection, people, places
        self.at = FIRST_MINUTE
        self.known: list[int] = []
        self.done: Counter[str] = Counter()
        self.keys = 0
        work = database.begin(connection, people.rosa, at=self.at)
        self.teams = [one.team for one in work.teams.candidates(CHANGQING, self.at)][:3]
        self.teams += [work.teams.get(one.team or 0) for one in (people.wu, people.mei)]

    def act(self, by: Actor, use_case: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        """What the use-case answers; a refusal leaves nothing behind and is as good as any answer."""
        self.at += timedelta(seconds=20)
        try:
            with self.connection.begin_nested():
                work = self.database.begin(self.connection, by, at=self.at)
                found = use_case(work, *args, **facts)
                work.flush()
        except Refusal:
            return None
        self.done[use_case.__name__] += 1
        self.must_hold()
        return found

    def key(self) -> str:
        self.keys += 1
        return str(self.keys)

    # Acts: `who` is somebody at a desk, `one` an incident, `n` chooses the rest

    def report(self, who: Actor, one: int, n: int) -> None:
        kind, place = (Kind.CROWD, Kind.HAZARD)[n % 2], self.places[n // 2 % 2]
        told = self.act(self.people.rosa, incidents.report, kind, Source.DESK, place, at_home=n == 3)
        if told.id not in self.known:
            self.known.insert(0, told.id)

    def close(self, who: Actor, one: int, n: int) -> None:
        self.act(who, incidents.close, one, "dispersed")

    def reopen(self, who: Actor, one: int, n: int) -> None:
        self.act(who, incidents.reopen, one, ("not_solved", "unclear")[n % 2])

    def call_support(self, who: Actor, one: int, n: int) -> None:
        """Of any team that is there, for any role."""
        team = self.teams[n % 5]
        member = Actor(None, "member", "member", team.role, team.area, team.id)
        role = list(TeamRole)[n % 3]
        self.act(member, dispatch.call_support, one, role, "too_many", key=self.key())

    def merge(self, who: Actor, one: int, n: int) -> None:
        self.act(who, incidents.merge, one, self.known[n % len(self.known[:2])])

    def send(self, who: Actor, one: int, n: int) -> None:
        teams = [self.teams[index].id for index in {n % 5, (n * 2 + 1) % 5}]
        self.act(who, dispatch.send, one, teams, key=self.key(), more=n % 2 == 0)

    def answer(self, who: Actor, one: int, n: int) -> None:
        self._answer(one, n % 5, list(Answer)[n % len(Answer)])

    def everybody_answers(self, who: Actor, one: int, n: int) -> None:
        """What chance alone would seldom come to: all who are on it have finished."""
        for index in range(len(self.teams)):
            self._answer(one, index, Answer.RESOLVED)

    def _answer(self, one: int, index: int, state: Answer) -> None:
        team = self.teams[index]
        facts: dict[str, Any] = {"outcome": "dispersed", "count": 3} if state is Answer.RESOLVED else {"reason": "busy"}
        member = Actor(None, "member", "member", team.role, team.area, team.id)
        self.act(member, dispatch.answer, one, state, key=self.key(), **facts)

    def recall(self, who: Actor, one: int, n: int) -> None:
        self.act(who, dispatch.recall, one, self.teams[n % 5].id)

    def time_out(self, who: Actor, one: int, n: int) -> None:
        self.at += timedelta(minutes=n % 2 * 3)
        self.act(self.people.cockpit, dispatch.time_out, one, self.teams[n % 5].id)

    def state_of(self, one: int) -> str:
        self.connection.execute(AFRESH)
        return str(
            self.connection.execute(text("select state from incident where id = :one"), {"one": one}).scalar_one()
        )

    # What always holds

    def must_hold(self) -> None:
        self.connection.execute(AFRESH)
        for row in self.connection.execute(ROWS):
            assert row.state == implied(row.said, row.states), row
            assert (row.closed_at is not None) == (row.state in ENDS), row
            assert not (row.closed_at and row.open_ones), row
            assert row.verified_at or row.state not in ("verified", "closed"), row
            assert (row.merged_into is not None) == (row.state == "duplicate"), row
        for query in TWICE:
            assert self.connection.execute(text(query)).all() == [], query
        assert figures.differences(self.connection) == []
        assert self.rebuilt() == self.shelved()

    def shelved(self) -> dict[replay.Key, replay.State]:
        work = self.database.begin(self.connection, self.people.rosa, at=self.at)
        return {("incident", str(one.id)): one.shown() for one in work.incidents.open_in(DISTRICT)}

    def rebuilt(self) -> dict[replay.Key, replay.State]:
        return replay.rebuild(feed.changes_after(self.connection, 0), self.at.astimezone(UTC))


SAID = {
    word.__name__: word
    for word in (
        incidents.confirm,
        incidents.hold,
        incidents.resume,
        incidents.verify,
        incidents.split,
        incidents.call_false,
        incidents.cancel,
    )
}
ANYTHING = [
    *SAID,
    "report",
    "send",
    "answer",
    "everybody_answers",
    "recall",
    "time_out",
    "close",
    "merge",
    "reopen",
    "call_support",
]
WHAT_FOLLOWS = {
    "reported": ["confirm", "send"],
    "confirmed": ["send", "send", "hold", "merge"],
    "on_hold": ["resume", "answer"],
    "resolved": ["verify", "verify", "reopen"],
    "verified": ["close", "close", "reopen"],
    "closed": ["reopen", "report"],
    "reopened": ["send", "send", "report"],
    "duplicate": ["split", "split", "split", "report"],
    "false_alarm": ["report"] * 6,
    "cancelled": ["report"] * 6,
}
UNDER_WAY = [
    "answer",
    "answer",
    "call_support",
    "call_support",
    "everybody_answers",
    "recall",
    "send",
    "report",
    "merge",
]
DESKS = ("rosa", "hana", "gu", "shen", "rosa", "hana", "xia", "eve")


def live_through(street: Street, chance: Random) -> None:
    """Thirty steps on one of the two newest incidents: half of them what would follow, half of them anything."""
    street.report(street.people.rosa, 0, 0)
    for _ in range(30):
        one, n = chance.choice(street.known[:2]), chance.randrange(40)
        follows = WHAT_FOLLOWS.get(street.state_of(one), UNDER_WAY)
        step, person = chance.choice([*follows, *chance.sample(ANYTHING, 2)]), chance.choice(DESKS)
        if step in SAID:
            street.act(getattr(street.people, person), SAID[step], one)
        else:
            getattr(street, step)(getattr(street.people, person), one, n)
    street.connection.execute(AFRESH)
    assert feed.check_chain(street.connection, KEYS.audit, feed.audit_entry)[1] is None


def test_no_order_of_acts_leaves_an_incident_in_a_state_that_its_assignments_do_not_imply(
    shared_database: Database, district: District, people: People
) -> None:
    done: Counter[str] = Counter()

    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, 2**40))
    def whatever_happens(number: int) -> None:
        with shared_database.engine.connect() as connection, connection.begin() as transaction:
            street = Street(shared_database, connection, people, district.watched)
            live_through(street, Random(number))
            done.update(street.done)
            transaction.rollback()

    whatever_happens()

    others = {"report", "close", "merge", "send", "answer", "recall", "time_out", "reopen", "call_support"}
    assert done.keys() == SAID.keys() | others, done
