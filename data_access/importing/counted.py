"""The counters of the inventory after many of its things were written at once."""

from typing import TYPE_CHECKING

from data_access import figures

if TYPE_CHECKING:
    from data_access.work import Work


def count_anew(work: "Work") -> None:
    """What the facts say now goes into the counters with the last statements, as every other change of them does."""
    for community, figure, kept, facts in figures.differences(work.connection, figures.INVENTORY):
        work.counters.add(community, figure, None, facts - kept)
