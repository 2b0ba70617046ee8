"""A point keeps its place whichever system it was given in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.areas import metres_between
from cockpit.coordinates import Datum, datum_named, from_wgs84, in_china, to_wgs84

# Pairs that are published with the reference code of the transformation: lon, lat.
GCJ02 = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
]
# One that is published with a widely used code, and one that Baidu's own service gave.
BD09 = [
    ((116.404, 39.915), (116.41662724378733, 39.922699552216216)),
    ((121.18180305555556, 31.287874444444444), (121.19272701709394, 31.29222496103614)),
]
BAIDU, AMAP = (112.9778, 22.915835), (112.97124803, 22.91014091)  # of one point, by Amap's own service
KNOWN = [*((Datum.GCJ02, *pair) for pair in GCJ02), *((Datum.BD09, *pair) for pair in BD09)]
A_METRE, HALF_A_METRE, AN_INCH = 1.0, 0.5, 0.0254


@pytest.mark.parametrize(("datum", "wgs", "given"), KNOWN)
def test_known_pairs_are_met_both_ways(datum: Datum, wgs: tuple[float, float], given: tuple[float, float]) -> None:
    near = HALF_A_METRE if datum is Datum.GCJ02 else A_METRE

    assert metres_between(*to_wgs84(*given, datum), *wgs) < near
    assert metres_between(*from_wgs84(*wgs, datum), *given) < near


def test_one_point_given_by_baidu_and_by_amap_is_one_point() -> None:
    assert metres_between(*to_wgs84(*BAIDU, Datum.BD09), *to_wgs84(*AMAP, Datum.GCJ02)) < A_METRE


@given(st.sampled_from(Datum), st.floats(120.14, 120.22), st.floats(30.25, 30.36))
def test_there_and_back_over_the_district_is_the_same_point(datum: Datum, lon: float, lat: float) -> None:
    assert metres_between(*to_wgs84(*from_wgs84(lon, lat, datum), datum), lon, lat) < AN_INCH


@given(st.sampled_from(Datum), st.floats(74, 134), st.floats(4, 53))
def test_so_it_is_over_all_of_china(datum: Datum, lon: float, lat: float) -> None:
    assert metres_between(*to_wgs84(*from_wgs84(lon, lat, datum), datum), lon, lat) < HALF_A_METRE


@given(st.floats(120.14, 120.22), st.floats(30.25, 30.36))
def test_the_maps_of_the_district_lie_some_500_metres_beside_it(lon: float, lat: float) -> None:
    assert 480 < metres_between(*from_wgs84(lon, lat, Datum.GCJ02), lon, lat) < 560


@given(st.sampled_from(Datum), st.floats(-180, 180), st.floats(-90, 90))
def test_outside_of_china_nothing_is_moved(datum: Datum, lon: float, lat: float) -> None:
    if not in_china(lon, lat):
        assert to_wgs84(lon, lat, datum) == (lon, lat) == from_wgs84(lon, lat, datum)


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_what_is_wgs_84_already_stays(lon: float, lat: float) -> None:
    assert to_wgs84(lon, lat, Datum.WGS84) == (lon, lat)


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        *(("gcj02", Datum.GCJ02), ("GCJ-02", Datum.GCJ02), ("火星坐标", Datum.GCJ02), ("高德", Datum.GCJ02)),
        *(("BD-09", Datum.BD09), ("百度坐标系", Datum.BD09), ("WGS-84", Datum.WGS84), ("EPSG:4326", Datum.WGS84)),
        *(("CGCS2000", Datum.WGS84), ("经度", None), ("", None)),
    ],
)
def test_a_system_is_known_by_its_names(text: str, datum: Datum | None) -> None:
    assert datum_named(text) is datum
