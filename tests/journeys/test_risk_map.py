"""A case is entered, and its community has another colour: on the risk map and on the cockpit at once, yesterday not."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, WALL, Running
from tests.journeys.screens import live
from tests.journeys.test_areas import CHANGQING
from tests.journeys.test_screening import enter, of_a_home, phone_that_lin_reads

pytestmark = pytest.mark.plain_map
OpenAs = Callable[..., Page]
MAP = "/screening?show=map"
FILLS = """(id) => Object.fromEntries([...document.querySelectorAll(`#${id} [data-layer-id=shade] polygon`)]
  .map(one => [one.row.code, one.row.says]))"""
GREEN, RED = {"zh_CN": "绿色", "en": "Green"}, {"zh_CN": "红色", "en": "Red"}


def colour(page: Page, level: int) -> None:
    expect(page.locator("#screening-riskmap-side .risk-of .risk-chip")).to_have_attribute("data-level", str(level))


def opened(open_as: OpenAs, account: str, path: str, locale: str, size: tuple[int, int] = DESK) -> Page:
    page = live(open_as(account, size, path, locale))
    expect(page.locator("#screening-riskmap")).to_have_attribute("data-drawn", re.compile(r"330103"))
    return page


def test_a_case_changes_the_colour_of_its_community_today_and_on_no_day_before(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    person, _together = of_a_home(demo)
    phone = phone_that_lin_reads(open_as, person, locale)
    demo.move_clock("+24h")
    shen = opened(open_as, "street_officer", MAP, locale, desk_size)
    expect(shen.locator("#screening-riskmap-map")).to_have_attribute("data-shaded", re.compile(r"^[6-9]|\d\d"))
    colour(shen, 0)
    cockpit = live(open_as("officer", DESK, f"/?shade=risk&area={CHANGQING}", locale))
    expect(cockpit.locator("#overview-legend li")).to_have_count(5)
    community = f"{CHANGQING}001"
    before = cockpit.evaluate(FILLS, "overview-map")
    assert GREEN[locale] in before[community]

    dong = live(open_as("investigator", DESK, "/screening", locale))
    enter(dong, phone)
    expect(dong.locator("#screening-case [data-contact]").first).to_be_visible()
    colour(shen, 4)  # hers by the stream
    expect(cockpit.locator("#overview-map")).to_have_attribute("data-shaded", re.compile(r"\d"))
    the_cockpit_says(cockpit, community, RED[locale])
    down_to_the_grid(shen, community)
    back_to_yesterday(shen, community)
    what_the_leader_reads(open_as, community, locale)
    on_the_wall(open_as, community, locale)


def the_cockpit_says(page: Page, code: str, says: str) -> None:
    expect(page.locator("#overview-map [data-layer-id='shade/number'] text").filter(has_text=says)).to_have_count(1)
    assert says in page.evaluate(FILLS, "overview-map")[code]


def down_to_the_grid(shen: Page, community: str) -> None:
    shen.locator(f"#screening-riskmap-lists [data-list=points] [data-riskarea^='{community}']").first.click()
    expect(shen.locator("#screening-riskmap-side [data-shown-area]")).to_have_attribute(
        "data-shown-area", re.compile(f"^{community}...$")
    )
    expect(shen.locator("#screening-riskmap-side [data-count=cases]")).to_have_text("1")
    shen.keyboard.press("Escape")
    expect(shen.locator("#screening-riskmap-side [data-shown-area]")).to_have_attribute("data-shown-area", community)
    expect(shen).to_have_url(re.compile(f"area={community}"))
    expect(shen.locator("#screening-riskmap-side .reasons li").first).to_be_visible()


def back_to_yesterday(shen: Page, community: str) -> None:
    shen.keyboard.press("ArrowLeft")
    expect(shen).to_have_url(re.compile("day=2020-02-01"))
    colour(shen, 0)
    shen.reload()
    colour(shen, 0)
    expect(shen.locator("#screening-riskmap-slide input")).to_have_value("12")
    shen.locator("#screening-riskmap-slide input").focus()
    shen.keyboard.press("End")
    expect(shen).not_to_have_url(re.compile("day="))
    colour(shen, 4)


def what_the_leader_reads(open_as: OpenAs, community: str, locale: str) -> None:
    leader = opened(open_as, "leader", f"{MAP}&area={community}", locale)
    colour(leader, 4)
    expect(leader.locator("#screening-riskmap-side [data-count=cases]")).to_have_text("<5")
    expect(leader.locator(f"#screening-riskmap [data-riskarea^='{community}0']")).to_have_count(0)


def on_the_wall(open_as: OpenAs, community: str, locale: str) -> None:
    wall = open_as("wall", WALL, "/wall", locale)
    expect(wall.locator("#wall")).to_have_attribute("data-view", "map")
    wall.keyboard.press("ArrowLeft")
    expect(wall.locator("#wall")).to_have_attribute("data-view", "risk")
    expect(wall.locator(f"#wall-risk-map [data-area='{community}']")).to_have_attribute("data-level", "4")
    expect(wall.locator(f"#wall-risk-worst [data-area='{community}']")).to_contain_text(RED[locale])
    expect(wall.locator("#wall-risk-legend li")).to_have_count(5)
