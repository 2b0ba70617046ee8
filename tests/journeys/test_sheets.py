"""From a grid to its paper: Lin makes a sheet, prints it page by page on A4, and takes the workbook beside it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_access.importing.files import open_file
from tests.journeys.conftest import Running

OpenAs = Callable[..., Page]
GO = "/inventory?show=sheets"


@pytest.fixture
def demo(calm: Running) -> Running:
    """What is made here is one's own."""
    return calm


def test_lin_makes_a_sheet_prints_it_and_takes_the_workbook(
    open_as: OpenAs, desk_size: tuple[int, int], locale: str, tmp_path: Path
) -> None:
    lin = open_as("community", desk_size, path=GO, locale=locale)
    lin.locator("#inventory-sheet-grid label").first.click()
    lin.click("#inventory-sheet-make")
    made = lin.locator("#inventory-sheets-mine [data-sheet]").first
    with lin.expect_download() as downloaded:
        made.locator("a").nth(1).click()
    book = tmp_path / "sheet.xlsx"
    downloaded.value.save_as(book)
    (table,) = open_file(book, book.name)
    marks = [row.cells[2] for row in table.rows()]

    with lin.context.expect_page() as opened:
        made.locator("a").first.click()
    paper = opened.value
    rows = paper.locator("[data-row]")
    expect(rows).to_have_count(len(marks))
    expect(rows.first.locator("td.part").first).to_have_text(re.compile(r"^\d+$"))
    pages = paper.locator(".sheet-page").count()
    expect(paper.locator(".tools button")).to_be_visible()
    paper.emulate_media(media="print")
    expect(paper.locator(".tools")).to_be_hidden()
    printed = paper.pdf(prefer_css_page_size=True)
    assert [int(one) for one in re.findall(rb"/Count (\d+)", printed)] == [pages], "each section is one page of A4"
    assert all(re.fullmatch(r"SHEET/\d+/\d+/[HFN]", one) for one in marks)


def test_the_data_officer_goes_down_to_a_community_first(open_as: OpenAs, desk_size: tuple[int, int]) -> None:
    jia = open_as("data_officer", desk_size, path=GO)
    jia.locator("#inventory-sheets .picked a[href$='=330103001']").click()
    jia.locator("#inventory-sheets .picked a[href$='=330103001001']").click()
    expect(jia.locator("#inventory-sheet-grid label").first).to_be_visible()
    jia.click("#inventory-sheet-make")
    expect(jia.locator("#shell-toasts .toast")).to_be_visible()
