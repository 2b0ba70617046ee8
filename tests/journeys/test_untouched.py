"""What nobody has a hand on: one number that must be none, on every screen of the desk; and Gu, who asks why it is not."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESK, WALL, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
CHANGQING, WULIN = "330103001", "330103002"
FIRST_HAND = "+125s"  # a red item is to be taken up within 120
HEADS = {"zh_CN": ("街道", "接报"), "en": ("Street", "Received")}


def says(number: Locator, count: int) -> None:
    expect(number).to_have_attribute("data-count", str(count))
    expect(number).to_have_class(re.compile(r"\bred\b" if count else r"^untouched$"))


def rows(board: Page) -> Locator:
    return board.locator("#incidents-board .ag-center-cols-container .ag-row")


def a_crowd_lies_there(demo: Running) -> None:
    """It has come to the desk, and nobody has seen to it yet: its time is not over."""
    demo.move_clock("+8m")
    demo.crowd(demo.watched[0], 31)


def test_the_number_follows_from_the_time_alone_leads_to_what_it_counts_and_is_none_after_somebodys_act(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    rosa = live(open_as("officer", DESK, locale=locale))
    shen = live(open_as("street_officer", DESK, f"/?area={CHANGQING}", locale))
    leader = live(open_as("leader", DESK, locale=locale))
    yesterday = live(open_as("officer2", DESK, "/incidents?day=2020-01-31", locale))
    wall = open_as("wall", WALL, "/wall", locale)
    numbers = [one.locator("#overview-untouched") for one in (rosa, shen, leader)]
    numbers.append(yesterday.locator("#incidents-untouched"))
    on_wall = wall.locator("#wall-figure-untouched")
    a_crowd_lies_there(demo)
    expect(rosa.locator("#overview-list [data-state=reported]")).to_have_count(1)
    expect(wall.locator("#wall-events .wall-event.red")).to_have_count(1)
    for number in numbers:
        says(number, 0)
    expect(on_wall).to_have_text("0")

    demo.move_clock(FIRST_HAND)
    for number in numbers:
        says(number, 1)
    expect(on_wall).to_have_text("1")
    expect(on_wall).to_have_class(re.compile("red"))
    expect(leader.locator("a#overview-untouched")).to_have_count(0)  # who may not read incidents is led nowhere

    rosa.locator("#overview-untouched").click()
    expect(rosa).to_have_url(re.compile(r"/incidents\?untouched=1$"))
    expect(rows(rosa)).to_have_count(1)
    expect(rows(rosa)).to_contain_text("安和药店")
    yesterday.locator("#incidents-untouched").click()  # it was not that day's, so the day is left
    expect(rows(yesterday)).to_have_count(1)
    expect(yesterday).to_have_url(re.compile(r"/incidents\?untouched=1$"))

    rows(rosa).click()
    rosa.locator("#incidents-confirm").click()
    expect(rosa.locator("#incidents-frame")).to_have_attribute("data-state", "confirmed")
    for number in (*numbers[1:], rosa.locator("#incidents-untouched")):
        says(number, 0)
    expect(on_wall).to_have_text("0")
    expect(rows(rosa)).to_have_count(0)
    notice, number = rosa.locator("#shell-toasts .way-back"), rosa.locator("#incidents-untouched")
    expect(notice).to_be_visible()
    told, counted = notice.bounding_box(), number.bounding_box()
    assert told and counted and told["y"] + told["height"] <= counted["y"], "a notice has its own place, over no number"
    number.click()
    expect(rosa).not_to_have_url(re.compile("untouched"))
    assert rows(rosa).count() > 1


def test_it_counts_the_area_that_is_looked_at_and_leads_to_that(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = live(open_as("officer", DESK, f"/?area={WULIN}", locale))
    a_crowd_lies_there(demo)
    demo.move_clock(FIRST_HAND)
    rosa.locator("#shell-crumb [data-area='330103']").click()
    number = rosa.locator("#overview-untouched")
    says(number, 1)
    for area, count in ((WULIN, 0), (CHANGQING, 1)):
        rosa.goto(f"{demo.url}/?area={area}")
        says(number, count)
        number.click()
        expect(rosa).to_have_url(re.compile(rf"/incidents\?untouched=1&area={area}$"))
        expect(rosa.locator("#incidents-count")).to_have_text(re.compile(rf"(^|\D){count}\b"))
        expect(rows(rosa)).to_have_count(count)
        says(rosa.locator("#incidents-untouched"), count)


def test_gu_reads_the_figures_narrows_them_prints_and_takes_them_and_sees_to_what_nobody_touched(
    demo: Running, open_as: OpenAs, locale: str, tmp_path: Path
) -> None:
    a_crowd_lies_there(demo)
    gu = live(open_as("shift_lead", DESK, "/duty?show=figures", locale))
    number = gu.locator("#duty-figures [data-untouched]")
    expect(number).to_have_text("0")
    demo.move_clock(FIRST_HAND)
    expect(number).to_have_text("1")  # by itself, at the instant that it was told
    expect(gu.locator("#duty-figures .cells b")).to_have_count(14)

    gu.locator("#duty-figures th a", has_text="长庆").click()
    expect(gu).to_have_url(re.compile(f"area={CHANGQING}"))
    expect(gu.locator("#duty-figures .areas b")).to_have_text("长庆街道")
    gu.locator("#duty-figures .picked .chip").nth(3).click()
    expect(gu.locator("#duty-figures .files a").first).to_have_attribute(
        "href", re.compile("area=330103001.*by=street")
    )
    received = gu.locator("#duty-figures .cells b").first.inner_text()
    taken = {one["name"]: one["received"] for one in taken_out(gu, locale, tmp_path)}
    assert list(taken.values()) == [received, received] and "长庆街道" in taken
    prints(gu)

    gu.locator("#duty-figures .nobody a.next").click()
    expect(rows(gu)).to_have_count(1)
    gu.locator("#incidents-confirm").click()
    expect(gu.locator("#incidents-frame")).to_have_attribute("data-state", "confirmed")
    gu.goto(f"{demo.url}/duty?show=figures")
    expect(number).to_have_text("0")


def taken_out(page: Page, locale: str, folder: Path) -> list[dict[str, str]]:
    """The file of what the page shows: its first two columns."""
    name, received = HEADS[locale]
    with page.expect_download() as coming:
        page.locator("#duty-figures .files a").first.click()
    path = folder / coming.value.suggested_filename
    assert path.suffix == ".csv" and "330103001" not in path.name
    coming.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{"name": one[name], "received": one[received]} for one in csv.DictReader(file)]


def prints(page: Page) -> None:
    """On paper stands what was read, and nothing to press."""
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes'; }")
    page.click(".headed [data-print]")
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    page.emulate_media(media="print")
    for name in (".top", ".rail", "#duty-figures .picked", "#duty-figures .files", ".headed .button"):
        expect(page.locator(name).first).to_be_hidden()
    expect(page.locator("#duty-figures .cells")).to_be_visible()
    assert page.pdf(format="A4", landscape=True).startswith(b"%PDF")
    page.emulate_media(media="screen")


def test_the_walls_desk_view_has_the_figures_of_the_duty_page_and_they_follow(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    gu = live(open_as("shift_lead", DESK, "/duty?show=figures", locale))
    wall = open_as("wall", WALL, "/wall", locale)
    expect(wall.locator("#wall-live")).to_have_attribute("data-state", "live")
    wall.keyboard.press("ArrowRight")
    wall.keyboard.press(" ")  # it stays there
    whole = wall.locator("#wall-desk tr.whole td")
    before = int(whole.nth(3).inner_text())
    as_on_the_duty_page(whole, gu)
    wall.evaluate("CockpitWall.data.rules.jump.show = 1")  # seconds, so that nobody waits until it has gone back
    a_crowd_lies_there(demo)
    expect(wall.locator("#wall")).to_have_attribute("data-view", "desk", timeout=40_000)
    expect(whole.nth(3)).to_have_text(str(before + 1), timeout=40_000)
    expect(gu.locator("#duty-figures .cells b").first).to_have_text(str(before + 1))
    as_on_the_duty_page(whole, gu)


def as_on_the_duty_page(whole: Locator, duty: Page) -> None:
    """What came today, the six rates, and half and nine tenths of the spans to the first dispatch."""
    cells = duty.locator("#duty-figures .cells > div")
    shown = cells.locator("b").all_inner_texts()
    within = cells.nth(9).locator("small").inner_text()
    told = whole.all_inner_texts()
    assert told[3:11] == [*shown[:7], shown[9]] and told[11] in within
