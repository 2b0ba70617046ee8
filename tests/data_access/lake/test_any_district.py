"""Whatever the records are: the lake finds what is found by hand, and a round of the news what a whole one would."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cockpit.screening import Belonging, Bond, Presence, Ride
from data_access.lake import Looked, Rounds
from tests.data_access.lake.brought import HOUR, NOW, bring, lake_at, naive
from tests.data_access.lake.districts import District, belongings, bonds, districts, holding, looked, presences, rides

some = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
ended = belongings.filter(lambda one: one.until <= NOW)  # what goes on is longer with each hour, and kept as going on
records = st.lists(presences, max_size=12) | st.lists(rides, max_size=8) | st.lists(ended, min_size=1, max_size=8)


@some
@given(districts)
def test_the_lake_finds_what_is_found_by_hand(district: District) -> None:
    with TemporaryDirectory() as folder:
        found = Rounds(district.lake(Path(folder))).full(district.looked, district.bonds, NOW)

        assert set(found) == district.by_hand()
        assert len(found) == len(set(found))


@some
@given(districts, presences | rides)
def test_one_more_record_takes_no_exposure_away(district: District, more: Presence | Ride) -> None:
    with TemporaryDirectory() as folder:
        lake = district.lake(Path(folder))
        before = set(Rounds(lake).full(district.looked, district.bonds, NOW))
        bring(lake, 3, more)

        assert before <= set(Rounds(lake).full(district.looked, district.bonds, NOW))


@some
@given(districts, st.integers(-400, 400))
def test_all_times_moved_alike_move_the_exposures_and_change_nothing_else(district: District, days: int) -> None:
    by, moved = timedelta(days=days), district.later(days)
    with TemporaryDirectory() as one, TemporaryDirectory() as other:
        lake, later = district.lake(Path(one)), lake_at(Path(other))
        bring(later, 1, *moved.met, moment=NOW + by)
        bring(later, 2, *moved.rode, moment=NOW + by)
        if moved.belong:
            bring(later, 9, *moved.belong, moment=NOW + by)

        before = Rounds(lake).full(district.looked, district.bonds, NOW)
        after = Rounds(later).full(moved.looked, moved.bonds, NOW + by)

        assert {replace(found, began=found.began + by, ended=found.ended + by) for found in before} == set(after)


@some
@given(st.lists(records, min_size=2, max_size=4), looked, looked, st.lists(bonds, max_size=3), st.data())
def test_a_round_of_the_news_after_another_is_a_whole_round(
    batches: list[list[Presence | Ride | Belonging]],
    first: list[Looked],
    then: list[Looked],
    always: list[Bond],
    data: st.DataObject,
) -> None:
    """Records come, cases change, are added and are ruled out, and the hours go on; batches do not come in their order, but for
    those of which the later one is right."""
    known, came = batches[:1], batches[1:]
    with TemporaryDirectory() as folder:
        lake = lake_at(Path(folder))
        rounds = Rounds(lake)
        for number, batch in enumerate(known):
            bring(lake, 50 + number, *batch)
        before = rounds.full(first, always, NOW)
        for number, batch in enumerate(came):
            later = isinstance(batch[0], Belonging) if batch else False
            bring(lake, 60 + number if later else 40 - number, *batch, moment=NOW + HOUR)
        now = [one if data.draw(st.booleans()) else other for one, other in zip(first, then, strict=False)]
        now += max(first, then, key=len)[len(now) :]
        changed = {one.case.id for one in now if one not in first}

        found = rounds.since(before.mark, now, always, NOW + 2 * HOUR, changed)

        assert found.whole == any(isinstance(one, Belonging) for batch in came for one in batch)
        everything = [one for batch in batches for one in batch]
        met, rode = ([one for one in everything if isinstance(one, kind)] for kind in (Presence, Ride))
        belong = holding([[one for one in batch if isinstance(one, Belonging)] for batch in (*known, *came)])
        whole = set(rounds.full(now, always, NOW + 2 * HOUR))
        assert found.after(before) == whole == naive(now, met, rode, always, NOW + 2 * HOUR, belong)
