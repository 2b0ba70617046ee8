"""Changes for the stream to tell: small ones, of an area."""

from cockpit.access import Actor
from cockpit.desk import Seat, TookOver
from data_access import feed
from data_access.database import Database

EVENT = TookOver(Seat.FIRST, 1, None)


def change_in(database: Database, by: Actor, *areas: str) -> int:
    """Changes in these areas, in one unit of work; returns the last one's id."""
    with database.work(by) as work:
        for area in areas:
            work.tell_area(area, "desk", 1, EVENT)
        work.flush()
        return feed.last_change(work.connection)


def last_id(database: Database) -> int:
    with database.connection() as connection:
        return feed.last_change(connection)
