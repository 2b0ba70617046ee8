"""Whose data is stale: a leader sees it in numbers, goes down to a street and a kind, and prints what is seen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Running

OpenAs = Callable[..., Page]
GO = "/inventory?show=sources"
ROWS = "#inventory-sources tbody tr"


@pytest.fixture
def demo(calm: Running) -> Running:
    """They only look."""
    return calm


def test_a_leader_finds_the_stale_street_and_the_way_down_stands_in_the_address(
    open_as: OpenAs, desk_size: tuple[int, int], locale: str
) -> None:
    page = open_as("leader", desk_size, path=GO, locale=locale)
    expect(page.locator(ROWS)).to_have_count(8)
    expect(page.locator(f"{ROWS} >> nth=0").locator(".shape-act").first).to_be_visible()
    page.locator("#inventory-sources .picked a").last.click()
    expect(page).to_have_url(re.compile("kind=persons"))
    expect(page.locator("#inventory-sources thead th")).to_have_count(8)
    page.locator(f"{ROWS} th a").first.click()
    expect(page).to_have_url(re.compile(r"area=330103\d{3}&kind=persons"))
    expect(page.locator("#inventory-sources .areas b")).to_have_text(re.compile("街道"))
    here = page.url
    page.reload()
    expect(page.locator("#inventory-sources .areas b")).to_have_text(re.compile("街道"))
    assert page.url == here
    page.go_back()
    expect(page.locator(ROWS)).to_have_count(8)


def test_on_paper_there_is_the_table_and_nothing_of_the_frame(open_as: OpenAs, locale: str) -> None:
    page = open_as("data_officer", PHONE, path=GO, locale=locale)
    expect(page.locator(ROWS)).to_have_count(8)
    expect(page.locator("#inventory-sources-missing")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#inventory-sources table")).to_be_visible()
    for name in (".top", ".rail", ".tabs", "#inventory-sources-print"):
        expect(page.locator(name)).to_be_hidden()


def test_an_area_of_somebody_else_is_not_there(open_as: OpenAs, desk_size: tuple[int, int]) -> None:
    page = open_as("community", desk_size, path=f"{GO}&area=330103002")
    expect(page.locator("#shell-toasts .toast")).to_be_visible()
    expect(page.locator(ROWS)).to_have_count(0)
