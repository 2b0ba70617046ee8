"""The rail leads to the pages outside Dash too: the field app, and what phones handed over."""

from flask import Flask

from cockpit.access import Actor
from pages import PLAIN, shell


def test_a_plain_page_opens_in_the_place_of_the_frame(app: Flask) -> None:
    with app.test_request_context():
        links = [shell.rail_link(one) for one in PLAIN]
    assert [(type(one).__name__, one.href, getattr(one, "target", None)) for one in links] == [
        ("A", "/field", None),
        ("A", "/field/sealed", None),
    ]


def test_whoever_may_finds_it_in_the_rail() -> None:
    def ways(role: str) -> list[str]:
        by = Actor(1, role, role, role, "330103")
        return [one.path for one in PLAIN if by.may(one.act)]

    assert ways("community") == ["/field"]
    assert ways("shift_lead") == ways("duty_leader") == ["/field/sealed"]
    assert ways("officer") == []
