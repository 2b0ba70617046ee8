"""Which source is late, and of which days nothing came: the till brings every day, the railway forgot the ninth."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cockpit.lake import Kind, SourceCount, Stand
from cockpit.refusals import NotAllowed
from cockpit.screening import Sources, record_sources
from data_access.database import Database
from tests.data_access.screening.conftest import ZONE, Outbreak
from tests.people import somebody

NINE = datetime(2020, 2, 12, 9, tzinfo=ZONE)


def source(name: str, brought: datetime, *days: int) -> SourceCount:
    by_day = {date(2020, 2, day): 5 for day in days}
    return SourceCount(name, Kind.PRESENCE, 1, 5 * len(days), 1, brought, (min(by_day), max(by_day)), by_day)


def seen(outbreak: Outbreak, *sources: SourceCount) -> Sources:
    found: Sources = outbreak.on(12).do(record_sources, Stand((), sources, ()))
    return found


def test_what_brought_nothing_for_a_day_is_late_and_comes_first(outbreak: Outbreak) -> None:
    till, railway = source("till", NINE - timedelta(hours=24), 11), source("railway", NINE - timedelta(hours=25), 11)

    found = seen(outbreak, till, railway)

    assert [(one.count.source, one.stale) for one in found.seen] == [("railway", True), ("till", False)]


def test_days_without_anything_are_named_from_the_first_day_on(outbreak: Outbreak) -> None:
    (one,) = seen(outbreak, source("railway", NINE, 7, 8, 10)).seen

    assert one.gaps == (date(2020, 2, 9), date(2020, 2, 11))
    assert one.share_refused == 6


def test_what_cases_told_is_no_source_that_anybody_brings(outbreak: Outbreak) -> None:
    assert seen(outbreak, source("itinerary", NINE, 8)).seen == ()


def test_a_register_owes_no_day_and_is_late_after_as_many_as_are_looked_at(outbreak: Outbreak) -> None:
    old, new = (replace(source("firm", NINE - timedelta(days=days), 1), kind=Kind.BOND) for days in (15, 13))

    found = seen(outbreak, new, replace(old, source="school"))

    assert [(one.count.source, one.stale, one.gaps) for one in found.seen] == [
        ("school", True, ()),
        ("firm", False, ()),
    ]


def test_the_keeper_of_the_inventory_does_not_see_them(outbreak: Outbreak, database: Database) -> None:
    with pytest.raises(NotAllowed):
        outbreak.do(record_sources, Stand((), (), ()), by=somebody(database, "data_officer"))
