"""Files of the mapping office: points and outlines as text, each with what its file says of its coordinates."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cockpit.importing.refused import (
    CROSSES,
    LARGEST_PART,
    LETTERS,
    NO_GROUND,
    NO_HOLES,
    NO_NUMBER,
    NO_SYSTEM,
    NOWHERE,
    OTHER_SHAPE,
    OWN_WORDS,
    TOO_DEEP,
    TooBig,
    UnknownFormat,
    Unreadable,
)
from data_access.importing.files import open_file
from tests.data_access.importing.brought import (
    BOW,
    CGCS2000,
    SQUARE,
    WGS84,
    ZONE_40,
    drawn,
    feature,
    geojson,
    kml,
    only,
    point,
    polygon,
    shapes,
    text,
    zipped,
)

HOLE = [[120.162, 30.262], [120.164, 30.262], [120.164, 30.264], [120.162, 30.264], [120.162, 30.262]]
SMALL = [[121.0, 30.0], [121.001, 30.0], [121.001, 30.001], [121.0, 30.0]]
TEXT = "120.16,30.26,0 120.17,30.26,0 120.17,30.27,0 120.16,30.27,0 120.16,30.26,0"


def outline_of(cells: list[str]) -> Any:
    return json.loads(cells[-1])


# GeoJSON


def test_points_and_outlines_of_geojson_become_columns(tmp_path: Path) -> None:
    found = [
        feature(point(120.16, 30.26, 7.5), name="银泰", 户数=12.0),
        feature(polygon(SQUARE), name="朝晖", 开放=True),
    ]
    table = only(geojson(tmp_path / "a.geojson", *found))

    assert (table.headers, table.header_line, table.crs) == (
        ("name", "户数", "开放", "lon", "lat", "outline"),
        1,
        "wgs84",
    )
    rows = drawn(table)
    assert rows[2] == ["银泰", "12", "", "120.16", "30.26", ""]
    assert rows[3][:5] == ["朝晖", "", "TRUE", "", ""] and outline_of(rows[3]) == SQUARE


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "wgs84"),
        ("urn:ogc:def:crs:EPSG::4490", "wgs84"),
        ("EPSG:4326", "wgs84"),
        ("GCJ-02", "gcj02"),
        ("BD09LL", "bd09"),
        ("urn:ogc:def:crs:EPSG::4528", "other:urn:ogc:def:crs:EPSG::4528"),
    ],
)
def test_an_old_crs_member_is_believed_wherever_it_stands(tmp_path: Path, name: str, crs: str) -> None:
    old = {"type": "name", "properties": {"name": name}}
    assert only(geojson(tmp_path / "a.json", feature(point(120, 30), a="1"), crs=old)).crs == crs
    last = {"type": "FeatureCollection", "features": [feature(point(120, 30), a="1")], "crs": old}
    assert only(text(tmp_path / "b.json", json.dumps(last))).crs == crs


def test_metres_of_a_projection_have_no_bounds(tmp_path: Path) -> None:
    old = {"type": "name", "properties": {"name": "EPSG:4528"}}
    table = only(geojson(tmp_path / "a.json", feature(point(40515123.5, 3351234.5), a="1"), crs=old))

    assert drawn(table)[2][1:3] == ["40515123.5", "3351234.5"]


WRONG = [
    (polygon(BOW), CROSSES),
    (polygon([[120, 30], [121, 31], [120, 30]]), NO_GROUND),
    (polygon([]), NO_GROUND),
    (point("x", 30), NO_NUMBER),
    (point(True, 30), NO_NUMBER),
    (point(1e999, 30), NO_NUMBER),
    ({"type": "Point", "coordinates": [120]}, NO_NUMBER),
    ({"type": "Point", "coordinates": None}, NO_NUMBER),
    (polygon([[120, 30], "x", [1, 2], [120, 30]]), NO_NUMBER),
    (polygon(5), NO_NUMBER),
    (point(30.26, 120.16), NOWHERE),
    (point(-180.1, 0), NOWHERE),
    ({"type": "LineString", "coordinates": SQUARE}, OTHER_SHAPE),
    ({"type": "MultiPoint", "coordinates": [[120, 30], [121, 30]]}, OTHER_SHAPE),
    ({"type": "GeometryCollection", "geometries": []}, OTHER_SHAPE),
    ({"type": "MultiPolygon", "coordinates": [5]}, OTHER_SHAPE),
    ("nowhere", OTHER_SHAPE),
]


@pytest.mark.parametrize(("geometry", "why"), WRONG, ids=[f"{at} {why[:20]}" for at, (_, why) in enumerate(WRONG)])
def test_a_wrong_shape_is_told_by_its_line_and_the_others_go_on(tmp_path: Path, geometry: Any, why: str) -> None:
    words = json.dumps(
        {"type": "FeatureCollection", "features": [feature(geometry, a="1"), feature(point(120, 30), a="2")]}
    )
    table = only(text(tmp_path / "a.json", words.replace("Infinity", "1e999")))

    assert list(drawn(table)) == [3]
    assert table.broken == [(2, why)]


def test_an_outline_is_turned_counter_clockwise_and_closed_and_its_heights_are_dropped(tmp_path: Path) -> None:
    clockwise = [[*position, 12.5] for position in reversed(SQUARE)][:-1]
    table = only(geojson(tmp_path / "a.json", feature(polygon(clockwise), a="1")))

    ring = outline_of(drawn(table)[2])
    assert ring[0] == ring[-1] and sorted(map(tuple, ring[:-1])) == sorted(map(tuple, SQUARE[:-1]))
    assert sum(x * v - u * y for (x, y), (u, v) in zip(ring, ring[1:], strict=False)) > 0


def test_of_several_parts_the_largest_is_taken_and_holes_are_left_out_and_both_are_said(tmp_path: Path) -> None:
    several = {"type": "MultiPolygon", "coordinates": [[SMALL], [SQUARE, HOLE]]}
    table = only(geojson(tmp_path / "a.json", feature(several, a="1"), feature(polygon(SQUARE, HOLE), a="2")))

    assert [outline_of(cells) for cells in drawn(table).values()] == [SQUARE, SQUARE]
    assert table.remarks == [(2, LARGEST_PART), (3, NO_HOLES)]


def test_a_thing_without_a_shape_is_a_row_all_the_same(tmp_path: Path) -> None:
    table = only(
        geojson(tmp_path / "a.json", feature(None, a="1", lon="120.1", lat="30.2"), feature(point(1, 2), a="2"))
    )

    assert drawn(table) == {2: ["1", "120.1", "30.2", ""], 3: ["2", "1.0", "2.0", ""]}


def test_one_thing_alone_and_its_number_are_read(tmp_path: Path) -> None:
    table = only(text(tmp_path / "a.json", json.dumps(feature(point(120, 30), a="1") | {"id": 330103199001011234})))

    assert table.headers == ("id", "a", "lon", "lat", "outline")
    assert drawn(table)[2][0] == "330103199001011234"


def test_geojson_in_gbk_or_with_a_mark_is_read_too(tmp_path: Path) -> None:
    words = json.dumps(
        {"type": "FeatureCollection", "features": [feature(point(120, 30), 名称="银泰")]}, ensure_ascii=False
    )
    for letters in ("gbk", "utf-8-sig", "utf-16"):
        assert drawn(only(text(tmp_path / "a.json", words, letters)))[2][0] == "银泰"


def test_letters_that_are_none_are_left_out(tmp_path: Path) -> None:
    table = only(geojson(tmp_path / "a.json", feature(point(1, 2), a="b\x00c")))

    assert drawn(table)[2][0] == "bc"


def test_a_value_that_is_a_structure_is_kept_as_json_and_one_too_deep_is_told(tmp_path: Path) -> None:
    deep = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":%s},"geometry":null}]}'
    assert drawn(only(text(tmp_path / "a.json", deep % '{"b":[1,"二"]}')))[2][0] == '{"b": [1, "二"]}'
    table = only(text(tmp_path / "b.json", deep % ("[" * 50_000 + "]" * 50_000)))
    assert drawn(table) == {} and table.broken == [(2, TOO_DEEP)]


@pytest.mark.parametrize(
    "words",
    [
        '{"a": 1}',
        '{"type": "Topology"}',
        '{"type": "FeatureCollection", "features": [5]}',
        '{"type":"FeatureCollection","features":[]}',
    ],
)
def test_other_json_is_refused(tmp_path: Path, words: str) -> None:
    with pytest.raises(Unreadable):
        only(text(tmp_path / "a.geojson", words))


def test_geojson_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    path = geojson(tmp_path / "a.json", *[feature(point(120, 30), a="1")] * 3)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(Unreadable, match="broken"):
        only(path)


def test_one_thing_of_more_than_32_mb_is_refused(tmp_path: Path) -> None:
    ring = "[1.5,2.5]," * 3_500_000
    words = '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Polygon","coordinates":[[%s[1,1]]]}}]}'
    with pytest.raises(TooBig):
        only(text(tmp_path / "a.json", words % ring))


# Shapefile


def test_a_shapefile_is_read_with_names_in_gbk(tmp_path: Path) -> None:
    table = only(shapes(tmp_path / "a.zip", [((120.16, 30.26), "长庆"), ((120.17, 30.27), "武林")]))

    assert (table.sheet, table.headers, table.crs) == ("社区", ("名称", "户数", "lon", "lat", "outline"), "wgs84")
    assert drawn(table) == {2: ["长庆", "0", "120.16", "30.26", ""], 3: ["武林", "1", "120.17", "30.27", ""]}


@pytest.mark.parametrize(
    ("letters", "cpg"), [("utf-8", "UTF-8"), ("utf-8", ""), ("gbk", "936"), ("gbk", "GBK"), ("gbk", "")]
)
def test_its_alphabet_is_what_the_cpg_says_or_what_it_looks_like(tmp_path: Path, letters: str, cpg: str) -> None:
    table = only(shapes(tmp_path / "a.zip", [((1, 2), "长庆街道"), ((1, 2), "武林")], letters=letters, cpg=cpg))

    assert [cells[0] for cells in drawn(table).values()] == ["长庆街道", "武林"]


@pytest.mark.parametrize(
    ("prj", "crs"),
    [(WGS84, "wgs84"), (CGCS2000, "wgs84"), (ZONE_40, "other:CGCS2000_3_Degree_GK_Zone_40"), ("", ""), ("?", "")],
)
def test_its_coordinates_are_what_the_prj_says(tmp_path: Path, prj: str, crs: str) -> None:
    table = only(shapes(tmp_path / "a.zip", [((120, 30), "长庆")], prj=prj))

    assert table.crs == crs
    assert table.notes == (() if crs else (NO_SYSTEM,))


def test_its_outer_rings_go_clockwise_and_its_holes_the_other_way(tmp_path: Path) -> None:
    ring, hole, small = SQUARE[::-1], HOLE, SMALL[::-1]
    table = only(
        shapes(tmp_path / "a.zip", [([ring], "一"), ([ring, hole], "二"), ([small, ring, hole], "三"), ([BOW], "四")])
    )

    assert [sorted(outline_of(cells)) for cells in drawn(table).values()] == [sorted(SQUARE)] * 3
    assert table.remarks == [(3, NO_HOLES), (4, LARGEST_PART)]
    assert table.broken == [(5, CROSSES)]


def test_a_shapefile_needs_no_index_and_no_lower_case(tmp_path: Path) -> None:
    path = shapes(tmp_path / "a.zip", [((120, 30), "长庆")], without="shx")
    with zipfile.ZipFile(path) as found:
        members = {f"层/{name.upper()}": found.read(name) for name in found.namelist()}

    assert drawn(only(zipped(tmp_path / "b.zip", **members))) == drawn(only(path))


def test_a_shapefile_without_its_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="dbf"):
        only(shapes(tmp_path / "a.zip", [((120, 30), "长庆")], without="dbf"))


def test_parts_of_different_shapefiles_are_refused(tmp_path: Path) -> None:
    one, two = (shapes(tmp_path / f"{at}.zip", [((120, 30), "长庆")] * at) for at in (1, 2))
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(two) as second:
        for shp, dbf in ((first, second), (second, first)):
            mixed = {"社区.shp": shp.read("社区.shp"), "社区.dbf": dbf.read("社区.dbf")}
            with pytest.raises(Unreadable, match="belong"):
                only(zipped(tmp_path / "c.zip", **mixed))


def test_a_deleted_record_takes_its_shape_with_it(tmp_path: Path) -> None:
    path = shapes(tmp_path / "a.zip", [((1, 1), "一"), ((2, 2), "二"), ((3, 3), "三")])
    with zipfile.ZipFile(path) as found:
        members = {name: bytearray(found.read(name)) for name in found.namelist()}
    table = members["社区.dbf"]
    first, length = int.from_bytes(table[8:10], "little"), int.from_bytes(table[10:12], "little")
    table[first + length] = ord("*")
    cells = drawn(only(zipped(path, **{name: bytes(content) for name, content in members.items()})))

    assert {line: (row[0], row[2]) for line, row in cells.items()} == {2: ("一", "1.0"), 4: ("三", "3.0")}


def test_a_name_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = shapes(tmp_path / "a.zip", [((1, 2), "长庆街道"), ((1, 2), "x??y")], cpg="GBK")
    with zipfile.ZipFile(path) as found:
        members = {name: found.read(name).replace(b"x??y", b"x\xff\xffy") for name in found.namelist()}
    table = only(zipped(path, **members))

    assert list(drawn(table)) == [2] and table.broken == [(3, LETTERS)]


def test_several_shapefiles_in_one_zip_are_several_tables(tmp_path: Path) -> None:
    with zipfile.ZipFile(shapes(tmp_path / "a.zip", [((120, 30), "长庆")])) as found:
        members = {name: found.read(name) for name in found.namelist()}
    members |= {name.replace("社区", "街道"): content for name, content in members.items()}

    assert [table.sheet for table in open_file(zipped(tmp_path / "b.zip", **members), "b.zip")] == ["社区", "街道"]


def test_a_shp_alone_says_that_its_parts_are_missing(tmp_path: Path) -> None:
    with zipfile.ZipFile(shapes(tmp_path / "a.zip", [((120, 30), "长庆")])) as found:
        (tmp_path / "a.shp").write_bytes(found.read("社区.shp"))
    with pytest.raises(UnknownFormat, match="Shapefile"):
        only(tmp_path / "a.shp")


# KML

NAMED = "<name>银泰</name><ExtendedData><Data name='户数'><value>12</value></Data></ExtendedData>"
SCHEMA = "<name>朝晖</name><ExtendedData><SchemaData><SimpleData name='编码'>330103006</SimpleData></SchemaData></ExtendedData>"
AREA = f"<Polygon><outerBoundaryIs><LinearRing><coordinates>\n{TEXT}\n</coordinates></LinearRing></outerBoundaryIs></Polygon>"
SPOT = "<Point><coordinates>120.16,30.26,7</coordinates></Point>"


@pytest.mark.parametrize("letters", ["UTF-8", "GBK", "UTF-16"])
def test_placemarks_of_kml_become_rows(tmp_path: Path, letters: str) -> None:
    table = only(kml(tmp_path / "a.kml", NAMED + SPOT, SCHEMA + AREA, "<name>无处</name>", letters=letters))

    assert (table.headers, table.crs) == (("name", "户数", "编码", "lon", "lat", "outline"), "wgs84")
    rows = drawn(table)
    assert rows[2] == ["银泰", "12", "", "120.16", "30.26", ""]
    assert rows[3][:5] == ["朝晖", "", "330103006", "", ""] and outline_of(rows[3]) == SQUARE
    assert rows[4] == ["无处", "", "", "", "", ""]


def test_kmz_is_kml_in_a_zip(tmp_path: Path) -> None:
    content = kml(tmp_path / "a.kml", NAMED + SPOT).read_bytes()

    assert drawn(only(zipped(tmp_path / "a.kmz", **{"doc.kml": content, "files/b.kml": b"<kml/>"}))) == drawn(
        only(tmp_path / "a.kml")
    )


def test_wrong_shapes_of_kml_are_told(tmp_path: Path) -> None:
    far, line = SPOT.replace("120.16", "220"), f"<LineString><coordinates>{TEXT}</coordinates></LineString>"
    none, word = "<Point><coordinates></coordinates></Point>", SPOT.replace("120.16", "x")
    table = only(kml(tmp_path / "a.kml", *[NAMED + shape for shape in (far, line, none, word, SPOT)]))

    assert list(drawn(table)) == [6]
    assert table.broken == [(2, NOWHERE), (3, OTHER_SHAPE), (4, NO_NUMBER), (5, NO_NUMBER)]


def test_an_outline_may_have_a_point_and_a_hole(tmp_path: Path) -> None:
    hole = AREA.replace("outer", "inner").removeprefix("<Polygon>").replace("120.16,", "120.165,")
    both = f"<MultiGeometry>{SPOT}{AREA.removesuffix('</Polygon>')}{hole}</MultiGeometry>"
    table = only(kml(tmp_path / "a.kml", NAMED + both))

    row = drawn(table)[2]
    assert row[2:4] == ["120.16", "30.26"] and outline_of(row) == SQUARE
    assert table.remarks == [(2, NO_HOLES)]


def test_kml_that_defines_words_is_refused(tmp_path: Path) -> None:
    path = kml(tmp_path / "a.kml", NAMED + SPOT)
    path.write_bytes(
        path.read_bytes().replace(b"<kml", b'<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml', 1)
    )
    with pytest.raises(Unreadable) as refused:
        only(path)
    assert refused.value.why == OWN_WORDS


def test_kml_that_was_cut_short_or_is_empty_is_refused(tmp_path: Path) -> None:
    path = kml(tmp_path / "a.kml", NAMED + SPOT)
    path.write_bytes(path.read_bytes()[:-20])
    for bad in (path, kml(tmp_path / "b.kml")):
        with pytest.raises(Unreadable):
            only(bad)
