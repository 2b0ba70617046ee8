"""The import's page: counts in both languages, and what is asked of a file."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from dash import html
from flask import Flask
from flask_babel import Babel

from cockpit.access import Actor
from cockpit.areas import Area
from cockpit.importing.batch import Batch, Counts, State
from cockpit.importing.columns import Columns, propose
from cockpit.importing.kinds import Kind
from cockpit.importing.learning import Learned
from cockpit.importing.sample import Point, Sample
from pages.inventory import importing, sample
from pages.texts import CATALOGS, compile_catalogs

Reader = Callable[[str], Any]
INVESTIGATOR = Actor(2, "dai", "代", "investigator", "330103")
JIA = Actor(1, "jia", "贾", "data_officer", "330103")
HEADERS = ("场所名称", "类型", "所属街道", "经度", "纬度")


@pytest.fixture
def reading() -> Reader:
    """`reading("zh_CN")` opens a request of somebody who reads that language."""
    compile_catalogs()
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGS)
    wanted = {"locale": "en"}
    Babel(app, locale_selector=lambda: wanted["locale"], timezone_selector=lambda: "Asia/Shanghai")

    def read(locale: str) -> Any:
        wanted["locale"] = locale
        return app.test_request_context("/")

    return read


def checked(counts: Counts) -> Batch:
    return Batch(7, "places", "药店.csv", 1, datetime(2020, 2, 1, tzinfo=UTC), State.CHECKED, counts=counts)


def drawn(counts: Counts, columns: Columns | None = None) -> html.Div:
    return html.Div(importing.shown(checked(counts), columns, {}, by=JIA, undo=False))


def every(component: Any) -> Iterator[Any]:
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None:
            yield from every(child)


def said(component: Any) -> list[str]:
    return [one for one in every(component) if isinstance(one, str)]


@pytest.mark.parametrize(
    ("locale", "one", "many", "writes"),
    [("en", "1 row", "1,200 rows", "Write 1,201 rows"), ("zh_CN", "1 行", "1,200 行", "写入 1,201 行")],
)
def test_one_row_is_a_row_and_many_are_rows(reading: Reader, locale: str, one: str, many: str, writes: str) -> None:
    with reading(locale):
        words = said(drawn(Counts(added=1, changed=1200)))
        assert {one, many, writes} <= {*words}


def test_one_row_is_written_in_the_singular(reading: Reader) -> None:
    with reading("en"):
        assert "Write 1 row" in said(drawn(Counts(added=1)))


def test_of_a_file_with_points_may_be_said_in_which_coordinates_they_are(reading: Reader) -> None:
    places = propose(HEADERS, Kind.PLACES, {}).in_system("gcj02")
    with reading("en"):
        selects = [one for one in every(drawn(Counts(added=1), places)) if getattr(one, "data-system", None)]
        assert [option.value for option in selects[0].children if option.selected] == ["gcj02"]
        persons = propose(("姓名", "身份证号"), Kind.PERSONS, {})
        assert not [one for one in every(drawn(Counts(added=1), persons)) if getattr(one, "data-system", None)]


# The sample on the map


def test_each_point_stands_in_the_layer_of_what_it_does_and_a_move_is_a_line(reading: Reader) -> None:
    found = Sample(
        (
            Point(2, "added", "新安药店", 120.17, 30.265),
            Point(3, "changed", "旧安药店", 120.18, 30.265, was=(120.17, 30.264)),
            Point(4, "added", "远安药店", 120.16, 30.265, flagged=True),
        )
    )
    with reading("zh_CN"):
        drawn = sample.pins(found, {})
    assert {layer: len(rows) for layer, rows in drawn.items()} == {
        "added": 1, "changed": 1, "flagged": 1, "moved": 1, "counted": 0,
    }  # fmt: skip
    assert drawn["moved"] == [{"outline": [[120.17, 30.264], [120.18, 30.265]]}]
    assert "120.17000, 30.26400 → 120.18000, 30.26500" in drawn["changed"][0]["name"]


def test_there_is_a_chip_only_for_what_is_drawn(reading: Reader) -> None:
    with reading("en"):
        pins = sample.pins(Sample((Point(2, "added", "新安药店", 120.17, 30.265),)), {})

    assert sample.classes(pins) == "panel pad has-added"


def test_a_file_of_another_year_says_which(reading: Reader) -> None:
    with reading("en"):
        words = str(importing.batches([checked(Counts())], None)[0])

    assert "2020-02-01 08:00" in words


def test_how_many_there_are_in_a_community_stands_in_its_middle(reading: Reader) -> None:
    area = Area("330103001001", "长庆一社区", "330103001", 120.17, 30.265, ())
    with reading("en"):
        (row,) = sample.pins(Sample(areas={area.code: Counts(added=1200, changed=1)}), {area.code: area})["counted"]
    assert (row["mark"], row["name"]) == ("1,201", "长庆一社区 · New 1,200 · Changed 1")
    assert (row["lon"], row["lat"]) == (120.17, 30.265)


def test_the_map_looks_at_all_of_the_sample() -> None:
    found = Sample((Point(2, "added", "新安药店", 120.17, 30.265), Point(3, "added", "旧安药店", 120.18, 30.275)))
    assert sample.focus(found, {})["bounds"] == pytest.approx([120.165, 30.26, 120.185, 30.28])
    area = Area("330103001001", "长庆一社区", "330103001", 120.17, 30.265, ())
    counted = Sample(areas={area.code: Counts(added=1)})
    assert sample.focus(counted, {area.code: area})["bounds"] == pytest.approx([120.165, 30.26, 120.175, 30.27])


def test_what_was_learned_says_so_and_can_be_forgotten(reading: Reader) -> None:
    columns = propose(["名儿", "身份证号", "常用联系电话"], Kind.PERSONS, {"名儿": "name"})
    batch = replace(checked(Counts(added=1)), kind="persons")
    learned = [Learned(5, Kind.PERSONS, "名儿", "name")]
    with reading("en"):
        drawn = html.Div(importing.shown(batch, columns, {}, learned, by=JIA, undo=False))
        assert {"learned", "Forget"} <= {*said(drawn)}
        assert [getattr(one, "data-forget", None) for one in every(drawn) if isinstance(one, html.Button)].count(
            "5"
        ) == 1
        forgotten = html.Div(importing.shown(batch, columns, {}, [], by=JIA, undo=False))
        assert "Forget" not in said(forgotten)


def test_each_is_offered_the_kinds_that_are_theirs_to_bring(reading: Reader) -> None:
    with reading("en"):
        offered = {one.role: {option.value for option in importing.kinds(one)} for one in (JIA, INVESTIGATOR)}
    assert {"persons", "places"} <= offered["data_officer"] and "policies" not in offered["data_officer"]
    assert offered["investigator"] == {
        *("", "quarantine", "cases", "presence", "journeys", "clinic_visits", "purchases", "workplaces", "key_regions", "returns")
    }  # fmt: skip
