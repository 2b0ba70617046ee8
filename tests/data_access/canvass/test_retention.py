"""What was asked at the doors goes with the emergency, or 30 days after its round; what is left of it names nobody."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from cockpit.access import Actor
from cockpit.canvass import Answer, Result, close_round, list_found, progress
from cockpit.emergency import preview_end
from data_access import retention
from data_access.emergency import PERSON
from tests.data_access.canvass.conftest import ZONE, Walk


class Then:
    """The database as it works at that district time."""

    def __init__(self, walk: Walk, at: datetime) -> None:
        self.walk, self.at = walk, at

    def work(self, by: Actor) -> Any:
        return self.walk.morning.database.work(by, at=self.at)


def rows(walk: Walk, table: str) -> int:
    with walk.morning.database.connection() as connection:
        return int(connection.execute(text(f"select count(*) from {table}")).scalar_one())


def test_visits_belong_to_the_emergency_and_its_preview_counts_them(walk: Walk) -> None:
    one = walk.open()
    assert walk.do(walk.morning.people.gu, preview_end, 1)["visit"] == len(walk.visits(one))


def test_they_go_30_days_after_the_round_was_closed_and_the_figures_stay(walk: Walk) -> None:
    one, goes_on = walk.on(1).open(), walk.open()
    walk.knock(walk.visits(one)[0], Answer(Result.SEEN_OK, 2, note="楼道堆物"))
    walk.find(walk.visits(one)[1])
    walk.do(walk.morning.people.rosa, close_round, one.id)
    homes = walk.do(walk.lin, progress, one.id).whole.tally.homes

    def expire(day: date) -> int:
        then = Then(walk, datetime(day.year, day.month, day.day, 12, tzinfo=ZONE))
        return retention.expire(then, walk.morning.people.cockpit)["visit"]  # type: ignore[arg-type]

    assert expire(date(2020, 3, 1)) == 0
    assert expire(date(2020, 3, 2)) == homes
    assert (rows(walk, "visit_answer"), rows(walk, "round_finding")) == (0, 0)
    assert rows(walk, "round_visit") == len(walk.visits(goes_on))
    kept = walk.do(walk.lin, progress, one.id).whole.tally
    assert (kept.homes, kept.done, kept.found) == (homes, 2, 1)


def test_who_had_their_data_deleted_is_found_by_no_round(walk: Walk) -> None:
    one = walk.open()
    door = walk.visits(one)[0]
    walk.find(door)
    with walk.morning.database.connection() as connection:
        connection.execute(text(PERSON.erase), {"ids": walk.residents(door)[:1]})
    assert walk.do(walk.lin, list_found, one.id) == ()
