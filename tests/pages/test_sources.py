"""The page of sources: every figure with its unit, a gap with its shape, and who is missing by name."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from cockpit.areas import Area
from cockpit.importing.kinds import Kind
from cockpit.small_cells import Cell
from cockpit.sources import Freshness, Rule, Standing
from pages.inventory import sources
from pages.texts import CATALOGS, compile_catalogs


@pytest.fixture
def in_chinese() -> Iterator[None]:
    compile_catalogs()
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGS)
    Babel(app, locale_selector=lambda: "zh_CN", timezone_selector=lambda: "Asia/Shanghai")
    with app.test_request_context("/"):
        yield


AREA = Area("330103001001", "玉公桥社区", "330103001", 120.17, 30.26, ())


def standing(kind: Kind, share: int) -> Standing:
    return Standing(kind, Cell(1240), {"contact": share}, None, None, Freshness.NEVER, 1, None, Rule(365, 90))


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (Kind.PLACES, "1,240 处"),
        (Kind.ENTERPRISES, "1,240 家"),
        (Kind.HOUSEHOLDS, "1,240 户"),
        (Kind.PERSONS, "1,240 人"),
    ],
)
def test_how_many_are_known_is_said_with_its_unit(in_chinese: None, kind: Kind, known: str) -> None:
    assert sources.how_many(standing(kind, 96)) == known


def test_what_may_not_be_shown_has_no_unit(in_chinese: None) -> None:
    hidden = Standing(Kind.PERSONS, Cell(None), {}, None, None, Freshness.NEVER, 1, None, Rule(365, 90))

    assert sources.how_many(hidden) == "–"


def test_a_gap_has_a_shape_and_words_and_what_is_whole_is_quiet(in_chinese: None) -> None:
    assert "齐全 0%" in str(sources.per_cent(0, True, "齐全 {share}%"))
    assert "shape-watch" in str(sources.per_cent(0, True))
    assert sources.per_cent(96, False) == "96%"


def test_who_is_missing_is_counted_and_named_and_nobody_is_said_in_a_word(in_chinese: None) -> None:
    assert [str(one) for one in sources.told("社区", []).children] == ["社区", "：", "无"]
    named = [str(getattr(one, "children", one)) for one in sources.told("社区", [AREA]).children]
    assert "".join(named[2:]) == "社区（1）：玉公桥社区"
