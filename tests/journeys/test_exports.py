"""The data officer takes the places out and brings the file again: unchanged. Two officers take persons out in full."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, Running

OpenAs = Callable[..., Page]
GO = "/inventory?show=exports"
WHY = "区防疫办要求核对住户名单"


def fetched(page: Page, folder: Path) -> Path:
    """The newest of one's files, as soon as it is ready."""
    link = page.locator("#inventory-exports .file").first.locator("a.button")
    expect(link).to_be_visible()
    with page.expect_download() as downloaded:
        link.click()
    path = folder / downloaded.value.suggested_filename
    downloaded.value.save_as(path)
    return path


def test_places_go_out_as_a_workbook_and_come_back_unchanged(
    demo: Running, open_as: OpenAs, desk_size: tuple[int, int], locale: str, tmp_path: Path
) -> None:
    dai = open_as("data_officer", desk_size, path=GO, locale=locale)
    expect(dai.locator("#inventory-export-where")).not_to_be_empty()
    dai.click("#inventory-export-make")
    book = fetched(dai, tmp_path)
    assert re.fullmatch(r".+-下城区-\d{4}-\d\d-\d\d\.xlsx", book.name)

    dai.goto(demo.url + "/inventory?show=import")
    with dai.expect_file_chooser() as chooser:
        dai.click("#inventory-import-choose")
    chooser.value.set_files(book)
    counts = dai.locator("#inventory-import .counts dd")
    expect(counts.nth(0)).to_have_text(re.compile(r"^0\b"))
    expect(counts.nth(1)).to_have_text(re.compile(r"^0\b"))
    expect(counts.nth(2)).to_have_text(re.compile(r"^[1-9]"))
    expect(counts.nth(3)).to_have_text(re.compile(r"^0\b"))
    expect(dai.locator("#inventory-import-confirm")).to_be_hidden()


def test_persons_go_out_in_full_when_a_second_officer_has_read_why(
    demo: Running, open_as: OpenAs, desk_size: tuple[int, int], locale: str, tmp_path: Path
) -> None:
    rosa = open_as("officer", desk_size, path=GO, locale=locale)
    rosa.locator("#inventory-export-what label").nth(3).click()
    rosa.locator("#inventory-export-form label").nth(1).click()
    rosa.locator("#inventory details.fold summary").last.click()
    rosa.fill("#inventory-export-reason", WHY)
    rosa.click("#inventory-export-ask")
    expect(rosa.locator("#inventory-exports .shape-watch")).to_be_visible()

    hana = open_as("officer2", DESK, path="/settings?show=waiting", locale=locale)
    hana.locator("#settings-words label").first.click()
    expect(hana.locator("#settings-word")).to_contain_text(WHY)
    hana.click("#settings-word-confirm")
    expect(hana.locator("#settings-word-said")).to_be_visible()

    told = fetched(rosa, tmp_path).read_text(encoding="utf-8-sig")  # heard from the stream, without a touch
    assert "身份证" in told.splitlines()[0] and "*" not in told
    assert hana.request.get(rosa.locator("#inventory-exports a.button").first.get_attribute("href") or "").status == 404
