"""A landlord's report and a hub's record are one entry on 东新's board; they arrive, are met, are ordered apart, and day 14 ends it."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from click.testing import CliRunner
from playwright.sync_api import Locator, Page, expect

from data_access.embedded import Embedded
from entrypoints.cli import main as command
from tests.journeys.conftest import DESK, PHONE, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
DONGXIN = "330103008"
STREET = f"/screening?show=returns&street={DONGXIN}"
# Nobody of the demo works in 东新: this journey has a community worker there, and a person whose phone she knows.
HIRED = """
insert into account (account, name, role, area, password_hash, demo)
select 'dongxin', '闻东新', role, %s, password_hash, true from account where account = 'community'
"""
SOMEBODY = (
    "select id, community from person where street = %s and merged_into is null order by community desc, id limit 1"
)


@contextmanager
def owner(demo: Running) -> Iterator[Any]:
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as connection:
        yield connection


def somebody_of_dongxin(demo: Running) -> int:
    """A resident of the street; their community's worker has an account from now on."""
    with owner(demo) as connection:
        person, community = connection.execute(SOMEBODY, [DONGXIN]).fetchone()
        connection.execute(HIRED, [community])
    return int(person)


def read_by(page: Page, person: int) -> tuple[str, str]:
    """Name and phone, as the community's worker sees them in the inventory."""
    page.click("#inventory .fold summary")
    page.locator("#inventory-community label").first.click()
    page.locator(f"#inventory-list [data-person='{person}']").click()
    found = [page.locator(f"#inventory-person [data-field={name}] .value") for name in ("name", "phone")]
    expect(found[1]).to_have_text(re.compile(r"^\d{11}$"))
    return found[0].inner_text(), found[1].inner_text()


def recorded_at_the_hub(demo: Running, name: str, phone: str, folder: Path) -> None:
    """The file of a railway station, brought at the terminal."""
    file = folder / "hub.csv"
    file.write_text(f"姓名,手机号,来源地,到达日期,信息来源\n{name},{phone},420100,2020-02-01,枢纽\n")
    with patch.dict(os.environ):
        words = ["import", "--kind", "returns", "--data", str(demo.data), str(file)]
        done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output


def lane(page: Page, state: str, entry: str) -> Locator:
    return page.locator(f"#screening-returns-board [data-lane={state}] [data-entry='{entry}']")


def say(page: Page, word: str) -> None:
    page.click(f"#screening-returns-entry [data-say={word}]")


def enter(page: Page, name: str, phone: str, day: str) -> str:
    """A landlord calls; the number of the entry that is opened then."""
    page.keyboard.press("n")
    page.fill("#screening-returns-name", name)
    page.fill("#screening-returns-phone", phone)
    page.fill("#screening-returns-from", "湖北省武汉市")
    page.fill("#screening-returns-expected", day)
    page.click("#screening-returns-enter")
    expect(page).to_have_url(re.compile(r"entry=\d+"))
    return page.url.partition("entry=")[2]


def test_from_the_landlords_word_to_the_end_of_day_14(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int], tmp_path: Path
) -> None:
    person = somebody_of_dongxin(demo)
    name, phone = read_by(open_as("dongxin", DESK, path="/inventory", locale=locale), person)
    wen = live(open_as("dongxin", PHONE, "/screening?show=returns", locale))
    dong = live(open_as("investigator", desk_size, STREET, locale))

    entry = enter(wen, name, phone, "2020-02-01")
    expect(lane(dong, "expected", entry)).to_be_visible()  # by the stream
    recorded_at_the_hub(demo, name, phone, tmp_path)
    expect(lane(dong, "arrived", entry)).to_be_visible()
    expect(wen.locator("#screening-returns-entry [data-word]")).to_have_count(2)
    expect(wen.locator("#screening-returns-entry [data-explained]")).to_contain_text("2020-02-15")

    say(wen, "met")
    lane(dong, "visited", entry).press("Enter")
    expect(dong.locator(f"[data-shown-entry='{entry}']")).to_have_attribute("data-state", "visited")
    say(dong, "order")
    for page in (dong, wen):  # hers by the stream
        expect(lane(page, "isolated", entry)).to_be_visible()
    the_paper_says_why(dong)

    demo.move_clock("+336h")
    dong.reload()
    expect(dong.locator("[data-shown-entry] [data-day]")).to_have_attribute("data-day", "14")
    demo.move_clock("+24h")
    dong.reload()
    expect(dong.locator(f"[data-shown-entry='{entry}']")).to_have_attribute("data-state", "over")
    expect(dong.locator(f"#screening-returns-board [data-entry='{entry}']")).to_have_count(0)


def the_paper_says_why(dong: Page) -> None:
    with dong.context.expect_page() as opened:
        dong.click("#screening-returns-entry a[href^='/reports/quarantine/']")
    paper = opened.value
    expect(paper.locator("h1")).to_have_text(re.compile("告知书|Order of quarantine"))
    expect(paper.locator("ul").first).to_contain_text("湖北武汉")
    expect(paper.locator("ul").first).to_contain_text("2020-01-23")
    expect(paper.locator("main")).not_to_contain_text(re.compile("房东|Landlord"))
    paper.close()


def test_all_who_wait_are_ordered_at_once_with_a_result_for_each(demo: Running, open_as: OpenAs, locale: str) -> None:
    dong = live(open_as("investigator", DESK, STREET, locale))
    board = dong.locator("#screening-returns-board")
    expect(board.locator("[data-lane=visited]")).to_have_attribute("data-count", "4")
    expect(board.locator("[data-waiting]")).to_have_attribute("data-waiting", "3")
    dong.click("#screening-returns-order-all")
    expect(dong.locator("#screening-returns-results [data-ordered=yes]")).to_have_count(3)
    expect(board.locator("[data-lane=isolated]")).to_have_attribute("data-count", "3")
    expect(board.locator("[data-lane=visited]")).to_have_attribute(
        "data-count", "1"
    )  # who has to be asked for the city
    board.locator("[data-lane=overdue] [data-entry]").first.focus()
    dong.keyboard.press("ArrowRight")
    expect(board.locator("[data-lane=expected] [data-entry]").first).to_be_focused()
    dong.click("#screening-returns-street label:first-child")
    expect(dong).not_to_have_url(re.compile("street="))


def test_midnight_moves_the_board_by_itself(demo: Running, open_as: OpenAs, locale: str) -> None:
    dong = live(open_as("investigator", DESK, STREET, locale))
    overdue = dong.locator("#screening-returns-board [data-lane=overdue]")
    expect(overdue).to_have_attribute("data-count", "4")
    demo.move_clock("+17h")
    expect(overdue).to_have_attribute("data-count", "10")
