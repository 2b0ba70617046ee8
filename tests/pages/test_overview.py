"""The cockpit's frame: what can shade its map."""

from collections.abc import Iterator

import pytest
from dash import dcc, html
from flask import Flask
from flask_babel import Babel

from cockpit.figures import Figure
from pages import overview


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def test_the_map_can_be_shaded_by_each_figure_that_the_page_has() -> None:
    chooser, legend = overview.shade_panel(risk=False)
    nothing, *options = chooser.children
    assert (nothing.value, legend.id) == ("", "overview-legend")
    assert [option.value for option in options] == [str(name) for name, _ in overview.SHADES]
    stocks = {Figure.RESIDENTS, Figure.HOUSEHOLDS, Figure.RENTED, Figure.ENTERPRISES, Figure.INCIDENTS_OPEN}
    assert stocks | {Figure.INCIDENTS_WAITING, "overdue"} <= {name for name, _ in overview.SHADES}


def test_every_figure_that_shades_has_its_unit_and_the_chooser_a_name() -> None:
    chooser, legend = (part.to_plotly_json()["props"] for part in overview.shade_panel(risk=False))
    assert chooser["aria-label"] and legend["aria-label"]
    assert all(option.to_plotly_json()["props"]["data-unit"] for option in chooser["children"][1:])


def test_who_may_see_the_risk_map_can_shade_the_map_by_it_too() -> None:
    chooser, _legend = overview.shade_panel(risk=True)
    assert chooser.children[-1].value == "risk"


@pytest.mark.parametrize(("may", "kind"), [(True, dcc.Link), (False, html.Div)])
def test_what_must_be_none_stands_above_what_waits_and_leads_to_it_who_may_go_there(may: bool, kind: type) -> None:
    tree = overview.layout({"may": {"incidents": may, "risk": False, "reports": may}})
    (number,) = [part for part in tree._traverse() if getattr(part, "id", None) == "overview-untouched"]
    assert type(number) is kind and number.className == "untouched" and "must be none" in number.title
    assert getattr(number, "href", None) == ("/incidents?untouched=1" if may else None)
