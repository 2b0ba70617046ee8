"""Somebody at home reports 38.1: Bao has it before her eyes in a moment, calls, sees, sends to hospital; who says nothing is knocked
at, and who is greeted by nobody for a day is one number on every screen."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import create_engine, text

from data_access.embedded import Embedded
from tests.journeys.conftest import DESK, TABLET, WALL, Running
from tests.journeys.screens import live
from tests.journeys.test_screening import case_of_a_home, isolate

OpenAs = Callable[..., Page]
EPISODES = text("select id from quarantine where lifted_on is null order by id desc limit :count")
HER_COMMUNITY = "330103001001"
CHORE = 75_000  # milliseconds: the worker looks each minute


def at_home(demo: Running, open_as: OpenAs, locale: str) -> list[int]:
    """Dong has those who live with a case stay at home; the numbers of their orders."""
    dong, others = case_of_a_home(demo, open_as, locale)
    isolate(dong)
    dong.click("#screening-order-all")
    expect(dong.locator("#screening-case [data-waits=no]")).to_have_count(others)
    engine = create_engine(Embedded(demo.data).url())
    with engine.begin() as connection:
        found = list(connection.execute(EPISODES, {"count": others}).scalars())
    engine.dispose()
    return found


def enters(lin: Page, heat: str) -> None:
    """Lin writes down, by keyboard, what somebody says on the telephone."""
    lin.keyboard.press("n")
    expect(lin.locator("#care-report-temperature")).to_be_focused()
    lin.keyboard.type(heat)
    lin.keyboard.press("Control+Enter")
    expect(lin.locator("#care-one-detail [data-report]")).to_have_count(1)


def word(page: Page, say: str, value: str = "") -> Locator:
    return page.locator(f"#care-one [data-say={say}]" + (f"[data-word={value}]" if value else "")).first


def test_a_report_of_38_1_is_in_the_health_centres_queue_at_once_and_ends_in_hospital(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    [episode, *_] = at_home(demo, open_as, locale)
    bao = live(open_as("clinician", DESK, "/care?show=queue", locale))
    expect(bao.locator("#care-queue-list .empty")).to_be_visible()
    lin = live(open_as("community", TABLET, f"/care?show=homes&home={episode}", locale))
    expect(lin.locator("#care-one-detail h2")).to_be_visible()
    expect(lin.locator("#care-report")).to_be_visible()
    enters(lin, "38.1")
    line = bao.locator(f"#care-queue-list [data-home='{episode}']")
    expect(line).to_be_visible()
    expect(line).to_have_attribute("data-gravity", re.compile("body|urgent"))

    bao.keyboard.press("j")
    expect(line).to_be_focused()
    bao.keyboard.press("Enter")
    expect(bao).to_have_url(re.compile(rf"home={episode}"))
    expect(bao.locator("#care-one-detail [data-report]")).to_have_count(1)
    bao.keyboard.press("t")
    expect(bao.locator("#care-one [data-task-kind=call][data-state=in_progress]")).to_be_visible()
    bao.fill("#care-one-note", "声音有些喘")
    word(bao, "result", "unwell").click()
    expect(bao.locator("#care-one [data-ended=done]")).to_contain_text("声音有些喘")
    expect(line).to_have_count(0)

    word(bao, "transfer").click()
    expect(bao.locator("#care-one [data-task-kind=transfer][data-state=pending]")).to_be_visible()
    expect(word(bao, "approve")).to_have_count(0)  # not by who ordered it
    dong = live(open_as("investigator", DESK, f"/care?show=queue&home={episode}", locale))
    word(dong, "approve").click()
    expect(bao.locator("#care-one [data-task-kind=transfer][data-state=in_progress]")).to_be_visible()
    word(bao, "arrive").click()
    expect(bao.locator("#care-one-detail [data-task]")).to_have_count(0)
    expect(bao.locator(f"#care-queue-list [data-home='{episode}']")).to_have_count(0)


def test_who_says_nothing_is_knocked_at_and_the_unseen_rise_and_fall_on_every_screen(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    episodes = at_home(demo, open_as, locale)
    rosa, wall = (
        live(open_as("officer", DESK, f"/?area={HER_COMMUNITY}", locale)),
        open_as("wall", WALL, "/wall", locale),
    )
    unseen = rosa.locator("#overview-unseen")
    expect(unseen).to_have_attribute("data-count", "0")
    expect(wall.locator("#wall-unseen")).to_have_attribute("data-count", "0")
    lin = live(open_as("community", TABLET, "/care?show=homes", locale))
    expect(lin.locator("#care-homes-list [data-home]")).to_have_count(len(episodes))

    demo.move_clock("+27h")  # past ten in the morning of the next day
    rosa.reload()
    wall.reload()
    expect(unseen).to_have_attribute("data-count", str(len(episodes)))
    expect(unseen).to_have_class(re.compile("red"))
    expect(wall.locator("#wall-unseen")).to_have_class(re.compile("red"))
    expect(wall.locator("a#wall-unseen[href]")).to_have_count(0)  # who sees numbers alone is led nowhere
    unseen.click()
    expect(rosa).to_have_url(re.compile(rf"/care\?show=homes&only=unseen&area={HER_COMMUNITY}"))
    expect(rosa.locator("#care-homes-list [data-home]")).to_have_count(len(episodes))

    home = lin.locator(f"#care-homes-list [data-home='{episodes[0]}']")
    home.click()
    expect(lin.locator("#care-one [data-task-kind=knock]")).to_be_visible(timeout=CHORE)
    word(lin, "result", "seen").click()
    expect(lin.locator("#care-one [data-ended=done]")).to_be_visible()
    expect(home.locator("[data-unseen]")).to_have_count(0)
    expect(rosa.locator("#care-homes-list [data-home]")).to_have_count(len(episodes) - 1)  # by the stream

    enters(lin, "36.6")
