"""The counters of the inventory after many of its things were written at once."""

from typing import TYPE_CHECKING

from sqlalchemy import text

from data_access import figures

if TYPE_CHECKING:
    from data_access.work import Work


MANY = 10_000  # people; fewer change no plan, and the server counts them by itself in a minute
COUNT = text("select count_people()")


def know_the_size(work: "Work", written: int) -> None:
    """The table owner's right: without it the very next question reads all tokens to find one."""
    if written >= MANY:
        work.connection.execute(COUNT)


def count_anew(work: "Work") -> None:
    """What the facts say now goes into the counters with the last statements, as every other change of them does."""
    for community, figure, kept, facts in figures.differences(work.connection, figures.INVENTORY):
        work.counters.add(community, figure, None, facts - kept)
