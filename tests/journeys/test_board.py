"""The board: Rosa takes calls at the desk, Hana follows on another screen, and neither has to reload."""

import csv
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESK, PHONE, TABLET, Running

OpenAs = Callable[..., Page]
LIVE = re.compile("live")
TABLE = re.compile(r"/dash_ag_grid\.v[^/]*\.js")


@pytest.fixture(scope="module")
def demo(calm: Running) -> Running:
    return calm


def row(page: Page, incident: str) -> Locator:
    return page.locator(f"#incidents-board .ag-center-cols-container .ag-row[row-id='{incident}']")


def ready(page: Page) -> Page:
    expect(page.locator("#incidents-count")).to_have_text(re.compile(r"\d"))
    expect(page.locator("#shell-live")).to_have_attribute("data-state", LIVE)
    return page


def take_call(page: Page, place: str, note: str) -> str:
    """A call typed in with the keyboard's N; returns the incident that is shown afterwards."""
    page.locator("#incidents-count").click()
    page.keyboard.press("n")
    page.fill("#incidents-report-words", place)
    choice = page.locator("#incidents-report-place label").first
    choice.click()
    expect(choice.locator("input")).to_be_checked()
    page.fill("#incidents-report-count input, input#incidents-report-count", "12")
    page.fill("#incidents-report-note", note)
    page.click("#incidents-report-send")
    expect(page.locator("#incidents-report")).to_be_hidden()
    detail = page.locator("#incidents-detail .detail")
    expect(detail.locator("[data-event=noted]", has_text=note)).to_be_visible()
    return detail.get_attribute("data-incident") or ""


def test_two_calls_become_one_incident_that_another_screen_follows(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = ready(open_as("officer", DESK, "/incidents", locale))
    hana = ready(open_as("officer2", DESK, "/incidents?group=waiting&kind=crowd&nonsense=1&priority=red", locale))
    place = demo.watched[{"zh_CN": 0, "en": 1}[locale]]  # where nobody has called about yet

    incident = take_call(rosa, place, "排队的人很多")
    expect(row(hana, incident)).to_contain_text("▲")
    assert take_call(rosa, place, "又有人来电") == incident
    expect(rosa.locator(".timeline [data-event=joined]")).to_have_count(1)

    row(hana, incident).click()
    expect(hana.locator("#incidents-others")).to_have_text(re.compile("罗莎"))

    half_written_notes_outlive_changes_and_reloads(hana, rosa)

    expect(rosa.locator(".proposed li[data-team]").first).to_be_visible()
    rosa.locator("#incidents-count").click()
    rosa.keyboard.press("d")
    expect(rosa.locator("#incidents-frame")).to_have_attribute("data-state", "dispatched")
    expect(hana.locator("#incidents-frame")).to_have_attribute("data-state", "dispatched")
    expect(row(hana, incident)).to_have_count(0)  # it waits no longer, and waiting is all she asked for

    hana.click("#incidents-tabs [data-group=in_hand]")
    expect(row(hana, incident)).to_contain_text("●")
    hana.reload()
    ready(hana)
    expect(hana.locator("#incidents-tabs [aria-selected=true]")).to_have_attribute("data-group", "in_hand")
    expect(hana.locator("#incidents-filters [name=kind]")).to_have_value("crowd")
    expect(row(hana, incident)).to_be_visible()
    assert "group=in_hand" in hana.url and "kind=crowd" in hana.url


def half_written_notes_outlive_changes_and_reloads(hana: Page, rosa: Page) -> None:
    """A change that comes while she writes takes neither the words nor the cursor; a reload leaves the words."""
    hana.locator("#incidents-note").press_sequentially("家属")
    rosa.fill("#incidents-note", "已回拨")
    rosa.click("#incidents-save-note")
    expect(rosa.locator("#incidents-note")).to_have_value("")
    expect(hana.locator("[data-event=noted]", has_text="已回拨")).to_be_visible()
    hana.keyboard.type("在场")
    expect(hana.locator("#incidents-note")).to_have_value("家属在场")
    hana.reload()
    expect(hana.locator("#incidents-note")).to_have_value("家属在场")


def test_the_table_leaves_the_house_without_formulas(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = ready(open_as("officer", DESK, "/incidents", locale))
    with rosa.expect_download() as waiting:
        rosa.click("#incidents-export")
    with open(waiting.value.path(), encoding="utf-8-sig", newline="") as file:
        heading, *lines = list(csv.reader(file))
    shown = int(re.findall(r"\d+", rosa.inner_text("#incidents-count"))[0])
    assert len(heading) == 12 and len(lines) == shown
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_the_keyboard_chooses_and_a_board_that_cannot_be_read_says_so(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    rosa = ready(open_as("officer", DESK, "/incidents", locale))
    rosa.locator("#incidents-count").click()
    rosa.keyboard.press("ArrowDown")
    expect(rosa.locator("#incidents-detail .detail")).to_be_visible()
    first = rosa.locator("#incidents-frame").get_attribute("data-incident")
    rosa.keyboard.press("ArrowDown")
    expect(rosa.locator("#incidents-frame")).not_to_have_attribute("data-incident", first or "")

    rosa.route("**/_dash-update-component*", lambda route: route.fulfill(status=503, body="{}"))
    rosa.fill("#incidents-filters [name=day]", "2020-01-31")
    rosa.locator("#incidents-filters [name=day]").dispatch_event("change")
    expect(rosa.locator("#incidents-failed")).to_be_visible()
    rosa.unroute("**/_dash-update-component*")
    rosa.click("#incidents-retry")
    expect(rosa.locator("#incidents-failed")).to_be_hidden()


def test_the_table_comes_with_the_board_and_may_come_late(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = open_as("officer", DESK, "/", locale)
    expect(rosa.locator("#shell-live")).to_have_attribute("data-state", LIVE)
    brought: list[str] = []
    rosa.on("request", lambda request: brought.append(request.url) if TABLE.search(request.url) else None)
    rosa.route(TABLE, lambda route: route.abort())
    rosa.click("#shell-rail a[href='/incidents']")
    expect(rosa.locator("#incidents-failed")).to_be_visible()
    rosa.unroute(TABLE)
    rosa.click("#incidents-retry")
    expect(rosa.locator("#incidents-board .ag-row").first).to_be_visible()
    expect(rosa.locator("#incidents-failed")).to_be_hidden()

    rosa.click("#shell-rail a[href='/']")
    expect(rosa.locator("#overview-list")).to_be_visible()
    rosa.click("#shell-rail a[href='/incidents']")
    expect(rosa.locator("#incidents-board .ag-row").first).to_be_visible()
    assert len(brought) == 2, "once it did not come, once it did"


def test_the_board_fits_a_tablet_and_a_phone(demo: Running, open_as: OpenAs, locale: str) -> None:
    for size in (TABLET, PHONE):
        page = ready(open_as("street_officer", size, "/incidents", locale))
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], f"{wide} px on a screen of {size[0]}"
        tall = page.locator("#incidents-new").bounding_box()
        assert tall and tall["height"] >= 44
