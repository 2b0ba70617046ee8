"""Nobody answers: the next teams are asked, Gu is called in, promises to see to it and falls silent; it goes on without him."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESK, PHONE, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]


def told(page: Page, event: str) -> Locator:
    return page.locator(f"#overview-detail .timeline [data-event={event}]")


def steps(page: Page, stand: str) -> Locator:
    return page.locator(f".detail .chain [data-stand={stand}]")


def to_me(page: Page) -> Locator:
    return page.locator("#incidents-table .ag-center-cols-container .ag-row.board-mine")


def test_silence_goes_up_step_by_step_and_a_promise_holds_it_for_its_time_only(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    rosa = live(open_as("officer", DESK, locale=locale))
    gu = live(open_as("shift_lead", DESK, "/incidents?mine=1", locale))
    leader = live(open_as("duty_leader", PHONE, "/incidents?mine=1", locale))
    expect(gu.locator("#incidents-tabs [data-group=mine]")).to_have_attribute("aria-selected", "true")

    demo.crowd(demo.watched[0], 31)
    rosa.locator("#overview-list [data-state=reported]").first.click()
    expect(rosa.locator("#overview-detail .proposed li[data-team]").first).to_be_visible()
    expect(steps(rosa, "next").locator(".countdown")).to_be_visible()
    rosa.keyboard.press("d")
    expect(rosa.locator("#overview-frame")).to_have_attribute("data-state", "dispatched")
    sent = rosa.locator("#overview-detail .teams [data-state=dispatched]")
    expect(sent).to_have_count(3)

    demo.move_clock("+91s")  # the teams are told once more
    expect(steps(rosa, "done")).to_have_count(1)
    demo.move_clock("+90s")  # others go in their place
    expect(told(rosa, "timed_out")).to_have_count(3)
    expect(told(rosa, "sent")).to_have_count(6)
    expect(to_me(gu)).to_have_count(0)

    demo.move_clock("+120s")  # Gu is called in
    expect(to_me(gu)).to_have_count(1)
    to_me(gu).click()
    expect(gu.locator("#incidents-see-to")).to_be_visible()
    expect(steps(rosa, "done").last).to_contain_text("顾")
    expect(told(rosa, "call_seen")).to_have_count(1)
    gu.locator("#incidents-promise label").first.click()
    gu.click("#incidents-see-to")
    expect(told(rosa, "sees_to_it")).to_have_count(1)
    expect(steps(rosa, "held")).to_have_count(1)

    demo.move_clock("+5m")  # his time has come, and nothing has moved
    expect(told(rosa, "promise_due")).to_have_count(1)
    expect(to_me(leader)).to_have_count(0)
    demo.move_clock("+2m")  # silence: it goes on to the duty leader of the street
    expect(told(rosa, "promise_lapsed")).to_have_count(1)
    expect(to_me(leader)).to_have_count(1)
    to_me(leader).click()
    seen = leader.locator("#incidents-detail .timeline [data-event=call_seen]", has_text="周值")
    expect(seen).to_have_count(1)  # her detail is drawn anew by her look: what was pressed before may be lost
    leader.locator("#incidents-promise label").last.click()
    leader.click("#incidents-see-to")
    expect(told(rosa, "sees_to_it")).to_have_count(2)

    rosa.click("#overview-false")
    expect(to_me(leader)).to_have_count(0)
    expect(to_me(gu)).to_have_count(0)
