"""A team on the scene: nothing is heard of it and the phone asks, one tap and all is well; help is called and seen at once."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, PHONE, Running
from tests.journeys.screens import HeldAnswer

OpenAs = Callable[..., Page]


def on_the_scene(demo: Running, open_as: OpenAs, rosa: Page, locale: str) -> tuple[Page, str]:
    """Wu's phone, there; and the incident's number."""
    expect(rosa.locator("#shell-live")).to_have_attribute("data-state", "live")
    demo.crowd(demo.watched[0], 31)
    rosa.locator("#overview-list [data-state=reported]", has_text="安和药店").click()
    detail = rosa.locator("#overview-detail .detail")
    expect(detail.locator(".proposed li[data-team]")).to_have_count(3)
    incident = detail.get_attribute("data-incident") or ""
    rosa.keyboard.press("d")
    expect(detail).to_have_attribute("data-state", "dispatched")
    phone = open_as("police", PHONE, "/field", locale)
    job = phone.locator(f"article[data-incident='{incident}']")
    for tap in ("acknowledged", "en_route", "on_scene"):
        job.locator(f"form.{tap} button.primary").click()
        expect(job).to_have_attribute("data-state", tap)
    expect(detail).to_have_attribute("data-state", "on_scene")
    return phone, incident


def test_nobody_is_heard_the_phone_asks_and_one_tap_says_that_all_is_well(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    demo.move_clock("+8m")
    rosa = open_as("officer", desk_size, locale=locale)
    phone, incident = on_the_scene(demo, open_as, rosa, locale)
    board = open_as("shift_lead", DESK, "/duty?show=teams", locale)
    wus = board.locator(f"#duty-teams [data-alive][data-incident='{incident}'][data-alive=green]")
    expect(wus).to_have_count(1)

    demo.move_clock("+16m")
    asks = phone.locator("[data-incident=alive].alive.red")
    expect(asks).to_be_visible()
    rosa.click("#overview-tabs [data-tab=in_hand]")
    row = rosa.locator(f"#overview-list [data-incident='{incident}']")
    expect(row.locator(".shape-act")).to_be_visible()
    row.click()
    silent = rosa.locator("#overview-detail [data-alive=red]")
    expect(silent).to_have_count(1)
    expect(rosa.locator("#overview-detail .timeline [data-event=lapsed]")).to_have_count(1)
    first = board.locator("#duty-teams .status-row").first
    expect(first).to_have_attribute("data-alive", "red")
    expect(first).to_have_attribute("data-incident", incident)

    asks.locator("button.primary").click()
    expect(asks).to_have_count(0)
    expect(silent).to_have_count(0)
    expect(rosa.locator("#overview-detail [data-alive=green]")).to_have_count(1)
    expect(row.locator(".shape-act")).to_have_count(0)
    expect(wus).to_have_count(1)


def test_help_is_called_in_two_taps_and_the_desk_sees_it_at_once(demo: Running, open_as: OpenAs, locale: str) -> None:
    demo.move_clock("+8m")
    rosa = open_as("officer", DESK, locale=locale)
    phone, _incident = on_the_scene(demo, open_as, rosa, locale)
    alarms = int(rosa.evaluate("Number(document.body.dataset.alarms || 0)"))
    phone.locator("details.call summary").click()
    phone.locator("details.call button.alarm").click()
    expect(phone.locator(".helped.waits")).to_be_visible()
    called = rosa.locator("#overview-list [data-state=reported]", has_text="网格民警")
    expect(called).to_have_count(1)
    expect(rosa.locator("body")).to_have_attribute("data-alarms", str(alarms + 1))

    called.click()
    expect(rosa.locator("#overview-detail .timeline [data-event=help_called]")).to_be_visible()
    rosa.keyboard.press("d")
    expect(rosa.locator("#overview-detail .detail")).to_have_attribute("data-state", "dispatched")
    expect(phone.locator(".helped:not(.waits)")).to_be_visible()


def test_a_phone_says_where_it_is_only_after_a_yes_and_the_map_shows_it(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    rosa = open_as("officer", DESK, locale=locale)
    phone, _incident = on_the_scene(demo, open_as, rosa, locale)
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation({"latitude": 30.2650, "longitude": 120.1695, "accuracy": 8})
    layer = demo.url + "/api/layers/positions.geojson"
    assert rosa.request.get(layer).json()["features"] == []
    with phone.expect_response("**/field/position") as told:
        phone.locator(".consent form[action='/field/position/allow'] button").click()
    assert told.value.ok
    assert [one["geometry"]["coordinates"] for one in rosa.request.get(layer).json()["features"]] == [
        [120.1695, 30.265]
    ]
    leader = open_as("leader", DESK, locale=locale)
    expect(leader.locator("#shell-live")).to_have_attribute("data-state", "live")
    assert leader.request.get(layer).status == 403

    phone.locator("form[action='/field/position/stop'] button").click()
    expect(phone.locator("#jobs[data-share]")).to_have_count(0)
    assert rosa.request.get(layer).json()["features"] == []


RENEWED = "..overview-story.children...overview-acts.children...overview-told.children...overview-frame.data-state.."


def test_what_was_asked_for_one_incident_and_comes_late_is_not_read_under_another(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    """Rosa presses D on what she reads: the story must be of the one that the button sends to."""
    demo.move_clock("+8m")
    rosa = open_as("officer", DESK, locale=locale)
    expect(rosa.locator("#shell-live")).to_have_attribute("data-state", "live")
    demo.crowd(demo.watched[0], 31)
    first = rosa.locator("#overview-list [data-state=reported]", has_text="安和药店")
    first.click()
    expect(rosa.locator("#overview-detail .proposed li[data-team]")).to_have_count(3)
    demo.crowd(demo.watched[1], 24)
    second = rosa.locator("#overview-list [data-state=reported]").filter(has_not_text="安和药店")
    expect(second).to_have_count(1)

    late = HeldAnswer(rosa, RENEWED)
    rosa.keyboard.press("d")
    late.wait()
    second.click()
    frame = rosa.locator("#overview-frame")
    expect(frame).to_have_attribute("data-incident", second.get_attribute("data-incident") or "")
    expect(frame.locator(".proposed li[data-team]")).to_have_count(3)
    late.let_go()
    expect(frame).to_have_attribute("data-state", "reported")
    expect(frame).not_to_have_class("detail another")
    expect(frame.locator("h2")).not_to_contain_text("安和药店")


def test_a_detail_that_does_not_come_says_so_and_what_stood_there_before_can_be_pressed_by_nobody(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    rosa = open_as("officer", DESK, "/incidents", locale)
    expect(rosa.locator("#shell-live")).to_have_attribute("data-state", "live")
    for place, count in ((0, 31), (1, 24)):
        demo.crowd(demo.watched[place], count)
    rows = rosa.locator("#incidents-board .ag-center-cols-container .ag-row", has_text=re.compile("上报|Reported"))
    expect(rows).to_have_count(2)
    rows.nth(0).click()
    frame = rosa.locator("#incidents-frame")
    expect(frame.locator(".proposed li[data-team]")).to_have_count(3)
    first = frame.get_attribute("data-incident") or ""

    lost = HeldAnswer(rosa, "incidents-detail.children")
    rows.nth(1).click()
    lost.wait()
    rosa.keyboard.press("d")
    lost.lose()
    unread = rosa.locator("#incidents-unread")
    expect(unread).to_contain_text(re.compile(r"I-\d{4}"))
    expect(unread).not_to_contain_text(f"I-{int(first):04}")
    expect(frame).to_be_hidden()

    unread.get_by_role("button").click()
    expect(frame).not_to_have_attribute("data-incident", first)
    expect(frame.locator(".proposed li[data-team]")).to_have_count(3)
    expect(unread).to_be_hidden()
    rows.nth(0).click()
    expect(frame).to_have_attribute("data-incident", first)
    expect(frame).to_have_attribute("data-state", "reported")  # the key sent nobody to it
