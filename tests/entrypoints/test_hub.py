"""The hub of one process: what it keeps, to whom it gives, and what it lets go."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import monotonic

import orjson
import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.paging import page
from data_access import clock
from data_access.accounts import AccountShelf
from data_access.database import Database
from entrypoints.api import hub as hubs
from entrypoints.api.hub import GATHERED, MANY, Hub, Screen, group_of
from tests.entrypoints.changes import change_in
from tests.entrypoints.visitors import token_of
from tests.people import CHANGQING, People


@pytest.fixture
def hub(database: Database, people: People) -> Hub:
    change_in(database, people.rosa, *[CHANGQING] * 5)
    found = Hub(database)
    found._read_kept()
    return found


def opened(hub: Hub, person: Actor, after: int | None, count: int) -> list[bytes]:
    stream = hub.open(person, after)
    found = list(islice(stream, 1 + count))[1:]
    stream.close()  # type: ignore[attr-defined]
    return found


def screen_of(database: Database, person: Actor) -> Screen:
    """The open stream of somebody who has signed in."""
    token = token_of(database, person)
    with database.work(person) as work:
        signed_in = work.accounts.actor_of(token, datetime.now(UTC))
    assert signed_in
    return Screen(group_of(signed_in), signed_in.session)


def test_what_is_older_than_the_kept_feed_is_reset(hub: Hub, database: Database, people: People) -> None:
    with database.connection() as connection:
        connection.execute(text("delete from change where id <= :id"), {"id": hub.position - 3})
    hub._read_kept()
    assert opened(hub, people.rosa, hub.position - 4, 1) == [b"id: %d\nevent: reset\ndata: {}\n\n" % hub.position]
    assert len(opened(hub, people.rosa, hub.position - 3, 3)) == 3


def test_memory_is_bounded(hub: Hub, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "KEPT", 2)
    hub._keep([])
    assert (len(hub.kept), hub.kept_from) == (2, hub.position - 2)
    assert opened(hub, people.rosa, hub.position - 3, 1)[0].endswith(b"event: reset\ndata: {}\n\n")


def test_a_screen_that_does_not_read_is_let_go_after_what_it_has(
    hub: Hub, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "WAITING", 3)
    stream = hub.open(people.rosa, hub.position - 1)
    assert [next(stream), next(stream)][1].startswith(b"id: ")
    for change in list(hub.kept)[-1:] * 5:
        hub._put(hubs.Change(change.id + 1, change.area, change.teams, change.data))
    assert hub.screens == set()
    assert len(list(stream)) == 1, "what was doubled is not sent again"


def test_an_idle_screen_gets_a_beat(hub: Hub, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "BEAT", 0.01)
    assert all(data.startswith(b"event: beat\n") for data in opened(hub, people.rosa, None, 2))


def test_a_clock_that_was_moved_is_told_at_once_to_whoever_hears_nothing_else(
    hub: Hub, database: Database, people: People
) -> None:
    screen = screen_of(database, people.eve)
    hub.screens.add(screen)
    with database.connection() as connection:
        before = clock.read(connection)
        assert before
        clock.keep(connection, before.moved(timedelta(minutes=15), datetime.now(UTC)))
    hub._look_at_sessions()
    told = orjson.loads(next(hub._follow(screen, 0)).removeprefix(b"event: beat\ndata: "))
    ahead = datetime.fromisoformat(told["now"]) - before.district(datetime.now(UTC))
    assert timedelta(minutes=14) < ahead < timedelta(minutes=16)


def test_a_screen_that_opens_while_sessions_are_looked_at_is_not_signed_out(
    hub: Hub, database: Database, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database takes its time, and somebody who has just signed in opens a page meanwhile."""
    first, second = screen_of(database, people.rosa), screen_of(database, people.shen)
    hub.screens.add(first)

    def slow(shelf: AccountShelf, sessions: set[str], at: datetime) -> dict[str, Actor]:
        hub.screens.add(second)
        return asked(shelf, sessions, at)

    asked = AccountShelf.actors
    monkeypatch.setattr(AccountShelf, "actors", slow)
    hub._look_at_sessions()
    assert hub.screens == {first, second}
    assert second.queue.empty()


def test_a_screen_that_goes_is_forgotten(hub: Hub, people: People) -> None:
    stream = hub.open(people.rosa, hub.position - 1)
    assert [next(stream), next(stream)]
    assert len(hub.screens) == 1
    stream.close()  # type: ignore[attr-defined]
    assert hub.screens == set()


def test_changes_that_two_groups_see_are_serialized_once(hub: Hub, people: People) -> None:
    screens = [Screen(group_of(person), None) for person in (people.rosa, people.hana, people.shen)]
    hub.screens.update(screens)
    hub._put(hub.kept[-1])
    assert len({id(screen.queue.get_nowait()[1]) for screen in screens}) == 1


def test_what_waits_for_a_screen_goes_out_as_one_piece_in_order(hub: Hub, people: People) -> None:
    """A hundred changes a second to three hundred screens are three thousand writes then, not thirty thousand."""
    screen, newest = Screen(group_of(people.rosa), None), list(hub.kept)[-3:]
    hub.screens.add(screen)
    for change in newest:
        hub._put(change)
    assert next(hub._follow(screen, 0)) == b"".join(change.data for change in newest)


def test_a_lone_change_waits_for_nobody_and_a_flood_goes_out_together(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([0.0, 0.1, 1.0, 2.5])
    monkeypatch.setattr("entrypoints.api.hub.monotonic", lambda: next(times))
    assert hub._gathering() == 0
    hub.lately.extend([0.1] * MANY)
    assert hub._gathering() == 0, "so many a second are few"
    hub.lately.append(0.2)
    assert hub._gathering() == GATHERED
    assert hub._gathering() == 0, "the flood is over"


def test_requests_that_take_every_connection_leave_the_streams_theirs(
    clone: Callable[[], Database], people: People
) -> None:
    """Once a crowd of requests made the listener wait for a connection, and every screen of the process was let go."""
    crowded = clone()
    with ExitStack() as held:
        for _ in range(16):
            held.enter_context(crowded.connection())
        hub = Hub(crowded.apart())
        began = monotonic()
        hub._read_kept()
        assert monotonic() - began < 2
    hub.database.close()
    crowded.close()


def test_news_of_one_person_reach_their_screens_alone(hub: Hub, database: Database, people: People) -> None:
    """Not even whoever sits beside them with the same rights, nor who had it sent; also not of what was missed."""
    after = hub.position
    screens = {name: Screen(group_of(one), None, one.id) for name, one in vars(people).items() if one.id}
    hub.screens.update(screens.values())
    with database.work(people.rosa) as work:
        page(work, [people.gu.id or 0, people.mei.id or 0], "swap_asked", None)
    hub._send_round()
    heard = {name for name, one in screens.items() if not one.queue.empty()}
    assert heard == {"gu", "mei"}
    assert len(hub._missed(screens["gu"], after, hub.position)) == 1
    assert hub._missed(screens["rosa"], after, hub.position) == []
