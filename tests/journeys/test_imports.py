"""A file of the housing office, with errors, by a data officer: dropped, looked at, mended, on the map, and taken back."""

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Locator, Page, expect

from data_access.importing.files import open_file
from tests.journeys.conftest import Running
from tests.waiting import until

OpenAs = Callable[..., Page]
HEADER = "场所名称,类型,地址,所属街道,所属社区,经度,纬度,负责人,联系电话"
ROWS = (
    "新安药店,药店,松涛路8号,长庆街道,,120.1695,30.2650,王小明,１００１２３４５６７８",
    "海上药店,药店,松涛路9号,长庆街道,,0,0,,",
    "天上药店,药店,松涛路10号,长庆街道,天上社区,120.1697,30.2652,,",
)
MENDED = {"海上药店": {"经度": "120.1699", "纬度": "30.2655"}, "天上药店": {"所属社区": ""}}
GO = "/inventory?show=import"

DROP = """([name, body]) => {
  const bytes = Uint8Array.from(atob(body), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  return data;
}"""


def drop(page: Page, name: str, body: bytes) -> None:
    data = page.evaluate_handle(DROP, [name, base64.b64encode(body).decode()])
    page.dispatch_event("#inventory-import-drop", "drop", {"dataTransfer": data})


def count(page: Page, number: int) -> Locator:
    return page.locator("#inventory-import .counts dd").nth(number)


def mended(book: Path, into: Path) -> None:
    """As a person would: the wrong cells are written over, all else stays."""
    (table,) = open_file(book, book.name)
    with xlsxwriter.Workbook(str(into)) as out:
        sheet = out.add_worksheet()
        sheet.write_row(0, 0, table.headers)
        for at, row in enumerate(table.rows(), 1):
            cells = list(row.cells)
            fixes = next(fix for wrong, fix in MENDED.items() if wrong in cells)
            for column, cell in fixes.items():
                cells[table.headers.index(column)] = cell
            sheet.write_row(at, 0, cells)


def on_the_map(page: Page, name: str) -> bool:
    answer = page.request.get("/api/layers/places.geojson?kind=pharmacy")
    return any(one["properties"]["name"] == name for one in answer.json()["features"])


@pytest.mark.plain_map
def test_a_file_with_errors_is_mended_written_seen_and_taken_back(
    demo: Running, open_as: OpenAs, desk_size: tuple[int, int], locale: str, tmp_path: Path
) -> None:
    jia = open_as("data_officer", desk_size, path=GO, locale=locale)
    expect(jia.locator("#inventory-import-drop")).to_be_visible()
    drop(jia, "药店.csv", "\n".join((HEADER, *ROWS)).encode("gb18030"))

    expect(count(jia, 0)).to_have_text(re.compile(r"^1\b"))
    expect(count(jia, 3)).to_have_text(re.compile(r"^2\b"))
    refused = jia.locator("#inventory-import details.fold[open] li")
    expect(refused).to_have_count(2)
    expect(refused.nth(1)).to_contain_text("天上社区")
    expect(jia.locator("#inventory-import-map [data-layer-id=added] > *")).to_have_count(1)  # the sample's one point
    assert not on_the_map(jia, "新安药店"), "nothing is written before it is confirmed"

    with jia.expect_download() as downloaded:
        jia.click("#inventory-import a.button")
    book = tmp_path / "refused.xlsx"
    downloaded.value.save_as(book)
    jia.click("#inventory-import-confirm")
    expect(jia.locator("#inventory-import-undo")).to_be_visible()
    assert on_the_map(jia, "新安药店")

    mended(book, tmp_path / "mended.xlsx")
    with jia.expect_file_chooser() as chooser:
        jia.click("#inventory-import-choose")
    chooser.value.set_files(tmp_path / "mended.xlsx")
    expect(jia.locator("#inventory-import h2")).to_have_text("mended.xlsx")
    expect(count(jia, 0)).to_have_text(re.compile(r"^2\b"))
    expect(count(jia, 3)).to_have_text(re.compile(r"^0\b"))
    jia.click("#inventory-import-confirm")
    expect(jia.locator("#inventory-import-undo")).to_be_visible()
    assert on_the_map(jia, "海上药店") and on_the_map(jia, "天上药店")

    jia.click("#inventory-import-undo")
    expect(jia.locator("#inventory-import-undo")).to_be_hidden()
    expect(jia.locator("#inventory-imports [data-import]").first.locator(".shape-plan")).to_be_visible()
    assert not on_the_map(jia, "海上药店") and on_the_map(jia, "新安药店")


def test_a_header_that_was_mapped_once_is_learned_and_can_be_forgotten(
    demo: Running, open_as: OpenAs, desk_size: tuple[int, int], locale: str
) -> None:
    jia = open_as("data_officer", desk_size, path=GO, locale=locale)
    expect(jia.locator("#inventory-import-drop")).to_be_visible()
    first = "名称,类别,在哪儿呢,街道,经度,纬度\n百安药店,药店,松涛路18号,长庆街道,120.1695,30.2650\n"
    drop(jia, "一.csv", first.encode())
    mapping = jia.locator("#inventory-import-mapping")
    mapping.locator("summary").click()
    jia.select_option("[data-column='2']", "address")
    with jia.expect_response(lambda answer: "inventory-import-columns" in (answer.request.post_data or "")):
        jia.click("#inventory-import-columns")
    number = jia.locator("[data-import]").first.get_attribute("data-import")
    until(lambda: jia.request.get(f"/api/imports/{number}").json()["state"] == "checked", within=20)
    jia.click("#inventory-import-confirm")
    expect(jia.locator("#inventory-import-undo")).to_be_visible()

    second = "街道,在哪儿呢(必填),名称,类别,经度,纬度\n长庆街道,松涛路19号,千安药店,药店,120.1697,30.2652\n"
    drop(jia, "二.csv", second.encode())
    expect(jia.locator("#inventory-import h2")).to_have_text("二.csv")
    forget = mapping.locator("[data-forget]")
    expect(forget).to_have_count(1)
    expect(jia.locator("[data-column='1']")).to_have_value("address")
    mapping.locator("summary").click()
    with jia.expect_response(lambda answer: "inventory-import-forgotten" in (answer.request.post_data or "")):
        forget.click()
    expect(forget).to_have_count(0)
    jia.locator("[data-import]").nth(1).click()
    expect(jia.locator("#inventory-import h2")).to_have_text("一.csv")
    jia.locator("[data-import]").first.click()
    expect(jia.locator("#inventory-import h2")).to_have_text("二.csv")
    expect(mapping.locator("[data-forget]")).to_have_count(0)
