"""The import's page: counts in both languages, and what is asked of a file."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from dash import html
from flask import Flask
from flask_babel import Babel

from cockpit.importing.batch import Batch, Counts, State
from cockpit.importing.columns import Columns, propose
from cockpit.importing.kinds import Kind
from pages.inventory import importing
from pages.texts import CATALOGS, compile_catalogs

Reader = Callable[[str], Any]
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
    return html.Div(importing.shown(checked(counts), columns, {}, undo=False, mine=True))


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
