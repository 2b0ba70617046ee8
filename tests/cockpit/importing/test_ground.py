"""Where a row lies: its point and the areas it names have to agree, and nothing lies outside the district."""

import pytest

from cockpit.areas import Area
from cockpit.importing.ground import Ground, Stated, short
from cockpit.refusals import Invalid


def square(code: str, name: str, west: float, south: float, size: float) -> Area:
    ring = ((west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south))
    parent = code[:-3] if len(code) > 6 else None
    return Area(code, name, parent, west + size / 2, south + size / 2, ring)


GROUND = Ground(
    [
        square("330103", "下城区", 120.0, 30.0, 0.2),
        square("330103001", "长庆街道", 120.0, 30.0, 0.1),
        square("330103002", "武林街道", 120.1, 30.0, 0.1),
        square("330103001001", "十五家园社区", 120.0, 30.0, 0.1),
        square("330103002001", "竹竿巷社区", 120.1, 30.0, 0.1),
        square("330103001001001", "十五家园-01", 120.0, 30.0, 0.1),
        square("330103002001001", "竹竿巷-01", 120.1, 30.0, 0.1),
    ]
)


def test_a_point_says_street_community_and_grid() -> None:
    settled = GROUND.settle(Stated(lon=120.05, lat=30.05))
    assert settled.spot.grid == "330103001001001" and not settled.flagged


@pytest.mark.parametrize("street", ["长庆街道", "长庆", "330103001", "长庆 街道"])
def test_a_street_is_known_by_name_and_code(street: str) -> None:
    assert not GROUND.settle(Stated(street=street, lon=120.05, lat=30.05)).flagged


def test_a_point_outside_its_stated_street_is_taken_and_flagged() -> None:
    settled = GROUND.settle(Stated(street="武林街道", lon=120.05, lat=30.05))
    assert settled.flagged and settled.spot.street == "330103001"


@pytest.mark.parametrize("point", [(0.0, 0.0), (121.0, 30.05), (120.05, 31.0)])
def test_a_point_outside_the_district_is_refused(point: tuple[float, float]) -> None:
    with pytest.raises(Invalid) as refused:
        GROUND.settle(Stated(lon=point[0], lat=point[1]))
    assert refused.value.field == "lon"


def test_a_point_inside_the_district_and_in_no_street_goes_to_the_nearest() -> None:
    assert GROUND.settle(Stated(lon=120.05, lat=30.15)).spot.street == "330103001"


def test_without_a_point_the_communitys_centre_stands_for_it_and_is_flagged() -> None:
    settled = GROUND.settle(Stated(community="竹竿巷"))
    assert settled.flagged and (settled.spot.lon, settled.spot.lat) == pytest.approx((120.15, 30.05))


def test_a_grid_is_small_enough_to_stand_for_the_point() -> None:
    assert not GROUND.settle(Stated(grid="竹竿巷-01")).flagged


def test_a_street_alone_is_too_large() -> None:
    with pytest.raises(Invalid) as refused:
        GROUND.settle(Stated(street="长庆"))
    assert refused.value.field == "community"


def test_a_community_of_another_street_is_refused_by_its_name() -> None:
    with pytest.raises(Invalid) as refused:
        GROUND.settle(Stated(street="长庆", community="竹竿巷社区"))
    assert refused.value.field == "community"


def test_who_says_nothing_lies_nowhere() -> None:
    with pytest.raises(Invalid):
        GROUND.settle(Stated())


@pytest.mark.parametrize(
    ("written", "meant"), [("长庆街道", "长庆"), ("街道", "街道"), ("文晖街道办事处", "文晖"), ("１０社区", "10")]
)
def test_endings_of_offices_make_no_difference(written: str, meant: str) -> None:
    assert short(written) == meant
