"""Areas: codes that nest, points that lie in them, metres between them."""

import pytest

from cockpit.areas import Area, Level, holds, inside, metres_between, nearest, parent_codes

SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
WEST = Area("330103001", "西", "330103", 0.5, 0.5, SQUARE)
EAST = Area("330103002", "东", "330103", 2.5, 0.5, tuple((lon + 2, lat) for lon, lat in SQUARE))


def test_a_code_names_all_the_areas_above_it() -> None:
    assert parent_codes("330103001003002") == ("330103", "330103001", "330103001003", "330103001003002")
    assert parent_codes("330103") == ("330103",)


def test_the_length_of_a_code_is_its_level() -> None:
    assert WEST.level is Level.STREET


def test_inside_is_a_question_about_text() -> None:
    assert inside("330103001003002", "330103001")
    assert inside("330103001", "330103001")
    assert not inside("330103", "330103001")
    assert not inside("330103002", "330103001")


@pytest.mark.parametrize(("lon", "lat", "held"), [(0.5, 0.5, True), (1.5, 0.5, False), (0.5, -0.1, False)])
def test_a_ring_holds_what_lies_in_it(lon: float, lat: float, held: bool) -> None:
    assert holds(SQUARE, lon, lat) is held


def test_a_point_that_no_ring_holds_belongs_to_the_nearest_centre() -> None:
    assert nearest([WEST, EAST], 1.9, 0.5) is EAST
    assert nearest([WEST, EAST], 0.9, 0.5) is WEST


def test_a_thousandth_of_a_degree_of_latitude_is_111_metres() -> None:
    assert metres_between(120.17, 30.26, 120.17, 30.261) == pytest.approx(111.2, abs=0.1)
    assert metres_between(120.17, 30.26, 120.17, 30.26) == 0
