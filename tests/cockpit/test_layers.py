"""Cells of a map: they lie still, and are counted whole."""

import pytest

from cockpit.layers import CELL, CLOSE, Box, Cluster, lattice

XIACHENG = 30.30  # degrees north
DOOR = 0.0001


def test_from_close_by_there_are_no_cells() -> None:
    assert lattice(CLOSE, XIACHENG) is None
    assert lattice(22, XIACHENG) is None
    assert lattice(CLOSE - 1, XIACHENG)


def test_a_cell_is_half_as_wide_one_zoom_closer_and_square_on_the_map() -> None:
    far, near = lattice(12, XIACHENG), lattice(13, XIACHENG)
    assert far and near
    assert far.across == pytest.approx(2 * near.across)
    assert far.across == pytest.approx(CELL * 360 / 512 / 2**12)
    assert far.down / far.across == pytest.approx(0.8634, abs=1e-4)


def test_a_box_grows_to_the_cells_it_cuts_and_they_lie_still() -> None:
    cells = lattice(12, XIACHENG)
    assert cells
    box = cells.around(Box(120.160, 30.260, 120.161, 30.261))
    assert box.west <= 120.160 and box.south <= 30.260 and box.east >= 120.161 and box.north >= 30.261
    assert box.east - box.west < 3 * cells.across and box.north - box.south < 3 * cells.down
    assert cells.around(Box(120.1602, 30.2601, 120.1608, 30.2609)) == box, "a small move shows the same cells"


def test_a_box_touches_what_it_meets() -> None:
    ring = ((120.0, 30.0), (120.2, 30.0), (120.2, 30.2), (120.0, 30.0))
    assert Box(120.1, 30.1, 120.3, 30.3).touches(ring)
    assert Box(120.2, 30.2, 120.3, 30.3).touches(ring)
    assert not Box(120.2 + DOOR, 30.0, 120.3, 30.3).touches(ring)
    assert not Box(119.0, 29.0, 120.3, 30.0 - DOOR).touches(ring)


def test_a_cluster_counts_all_its_kinds() -> None:
    assert Cluster("1,2", 120.1, 30.2, Box(120, 30, 121, 31), {"pharmacy": 3, "school": 2}).count == 5
