"""Twenty thousand doors, counted by cells and found in a box."""

import pytest
from sqlalchemy import text

from cockpit.layers import Asked, Box, lattice
from cockpit.places import PlaceKind
from data_access.database import Database
from tests.people import CHANGQING, DISTRICT, WULIN, People

MANY = 20_000
KINDS = [kind.value for kind in PlaceKind]
MORE = text(
    "insert into place (code, kind, name, sort_key, address, street, community, grid, lon, lat)"
    " select code || '-' || n, kind, name, sort_key, address, street, community, grid, lon + n * 1e-5, lat - n * 1e-5"
    " from place, generate_series(1, 16) n limit :more"
)


@pytest.fixture(scope="module")
def full(shared_database: Database) -> Database:
    with shared_database.connection() as connection:
        there = connection.execute(text("select count(*) from place")).scalar_one()
        connection.execute(MORE, {"more": MANY - there})
    return shared_database


def test_cells_count_every_door_of_twenty_thousand_in_few_rows(full: Database, people: People) -> None:
    cells = lattice(12, 30.3)
    assert cells
    with full.work(people.rosa) as work:
        clusters, alone = work.layers.places_together(Asked(DISTRICT), cells, KINDS)
    assert sum(one.count for one in clusters) + len(alone) == MANY
    assert len(clusters) + len(alone) < 60
    assert clusters == sorted(clusters, key=lambda one: -one.count)


def test_each_street_officer_counts_the_own_street(full: Database, people: People) -> None:
    cells, counted = lattice(12, 30.3), {}
    assert cells
    for who, street in ((people.shen, CHANGQING), (people.xia, WULIN)):
        with full.work(who) as work:
            clusters, alone = work.layers.places_together(Asked(DISTRICT), cells, KINDS)
            counted[street] = sum(one.count for one in clusters) + len(alone)
    with full.connection() as connection:
        there = connection.execute(text("select street, count(*) from place group by street")).tuples().all()
    assert counted.items() <= dict(there).items()


def test_a_box_finds_the_doors_in_it_and_no_more_than_asked_for(full: Database, people: People) -> None:
    box = Box(120.165, 30.262, 120.175, 30.268)
    with full.work(people.rosa) as work:
        found = work.layers.places(Asked(DISTRICT, box), KINDS)
        few = work.layers.places(Asked(DISTRICT, box, 3), KINDS)
        everywhere = work.layers.places(Asked(DISTRICT), KINDS)
    spots = [(one.spot.lon, one.spot.lat) for one in everywhere]
    assert len(found) == sum(120.165 <= lon <= 120.175 and 30.262 <= lat <= 30.268 for lon, lat in spots) > 100
    assert few == found[:3]


def test_a_limit_leaves_the_fullest_cells(full: Database, people: People) -> None:
    cells = lattice(13, 30.3)
    assert cells
    with full.work(people.rosa) as work:
        every, _ = work.layers.places_together(Asked(DISTRICT), cells, KINDS)
        few, alone = work.layers.places_together(Asked(DISTRICT, limit=5), cells, KINDS)
    assert few == every[:5]
    assert alone == []


def test_firms_come_together_behind_one_door_with_its_name(full: Database, people: People) -> None:
    with full.work(people.rosa) as work:
        clusters, _ = work.layers.enterprises_together(Asked(DISTRICT), None)
        for one in clusters[:20]:
            assert (one.box.west, one.box.south) == (one.box.east, one.box.north)
            assert one.name
