"""Rosa and Hana at the desk: seats and alarms, a killed database, an ended session, a late click."""

import json
import os
import re
import signal
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys.conftest import DESK, Running
from tests.waiting import until

OpenAs = Callable[..., Page]
DISTRICT, CHANGQING = "330103", "330103001"
NOT_TAKEN_UP = {"zh_CN": ("已转二席", "已转值班长"), "en": ("At the second desk", "With the shift lead")}


def live(page: Page) -> Page:
    expect(page.locator("#shell-live")).to_have_attribute("data-state", "live")
    return page


def take_seat(page: Page, seat: str) -> None:
    page.click("#shell-desk")
    page.click(f"#shell-take-{seat}")


def waiting(page: Page, name: str) -> Locator:
    return page.locator("#overview-list [data-state=reported]", has_text=name)


def detail(page: Page, incident: str) -> Locator:
    return page.locator(f"#overview-detail .detail[data-incident='{incident}']")


def look_at(page: Page, incident: str) -> Locator:
    page.locator(f"#overview-list [data-incident='{incident}']").click()
    found = detail(page, incident)
    expect(found).to_be_visible()
    return found


def crowds(demo: Running, rosa: Page, count: int) -> list[str]:
    """People at the doors of so many pharmacies; the incidents that follow, as Rosa sees them."""
    before = {row.get_attribute("data-incident") for row in rosa.locator("#overview-list [data-state=reported]").all()}
    for place in demo.watched[:count]:
        demo.crowd(place, 31)
    rows = rosa.locator("#overview-list [data-state=reported]")
    expect(rows).to_have_count(len(before) + count)
    return [one for row in rows.all() if (one := row.get_attribute("data-incident") or "") not in before]


def test_a_red_item_that_nobody_takes_up_goes_to_the_second_seat_and_then_to_the_shift_lead(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    rosa = live(open_as("officer", DESK, locale=locale))
    hana = live(open_as("officer2", DESK, locale=locale))
    take_seat(rosa, "first")
    expect(hana.locator("#shell-desk")).to_contain_text("罗莎")
    take_seat(hana, "second")
    for screen in (rosa, hana):
        expect(screen.locator("#shell-desk")).to_have_text(re.compile("罗莎.*何清"))

    (incident,) = crowds(demo, rosa, 1)
    expect(rosa.locator("body")).to_have_attribute("data-alarms", "1")
    expect(hana.locator(f"#overview-list [data-incident='{incident}']")).to_be_visible()
    expect(hana.locator("body")).not_to_have_attribute("data-alarms", re.compile("."))  # a new one rings at desk 1
    timeline = look_at(rosa, incident).locator(".timeline [data-event=passed_on]")

    for times, words in enumerate(NOT_TAKEN_UP[locale], start=1):
        demo.move_clock("+61s")
        expect(timeline).to_have_count(times)
        expect(hana.locator("body")).to_have_attribute("data-alarms", str(times))
        for screen in (rosa, hana):
            expect(screen.locator(f"#overview-list [data-incident='{incident}']")).to_contain_text(words)

    rosa.click("#shell-desk")
    rosa.click("#shell-hand-over")
    for screen in (rosa, hana):
        expect(screen.locator("#shell-desk")).not_to_contain_text("罗莎")
        expect(screen.locator("#shell-desk")).to_contain_text("何清")


def test_a_killed_database_is_said_and_the_screen_is_live_again_by_itself(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    rosa = live(open_as("officer", DESK, locale=locale))
    (incident,) = crowds(demo, rosa, 1)
    chosen = look_at(rosa, incident)
    expect(chosen.locator(".proposed li[data-team]").first).to_be_visible()
    states = seen_states(rosa)

    os.kill(postmaster(demo), signal.SIGKILL)
    rosa.keyboard.press("d")
    sent = rosa.locator(f".detail[data-incident='{incident}'][data-state=dispatched]")
    expect(sent.or_(rosa.locator("#shell-toasts .toast strong")).first).to_be_visible()
    until(lambda: "down" in states(), within=20)
    live(rosa)

    until(lambda: crowd_is_taken(demo, demo.watched[1]), within=20)
    expect(rosa.locator("#overview-list [data-state=reported]", has_text="百草药房")).to_be_visible()


def seen_states(page: Page) -> Callable[[], list[str]]:
    """What the mark of the live state has said since now; a short outage is not missed."""
    page.evaluate(
        """() => {
          const mark = document.getElementById("shell-live");
          window.seenStates = [mark.dataset.state];
          new MutationObserver(() => window.seenStates.push(mark.dataset.state)).observe(mark, { attributes: true });
        }"""
    )
    return lambda: list(page.evaluate("() => window.seenStates"))


def postmaster(demo: Running) -> int:
    return int((demo.data / "postgres" / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])


def crowd_is_taken(demo: Running, place: str) -> bool:
    try:
        demo.crowd(place, 40)
    except OSError:
        return False
    return True


def test_an_ended_session_leads_back_and_a_late_click_is_told_who_was_faster(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    rosa = live(open_as("officer", DESK, locale=locale))
    hana = live(open_as("officer2", DESK, locale=locale))
    sent_by_hana, closed_by_hana, kept = crowds(demo, rosa, 3)

    held = slow_line(rosa, "overview-send")
    for incident, button in ((sent_by_hana, "overview-send"), (closed_by_hana, "overview-false")):
        expect(look_at(rosa, incident).locator(".proposed li[data-team]").first).to_be_visible()
        pressable = rosa.locator("#overview-send:not(:disabled):not([inert] *)")
        expect(pressable).to_be_visible()  # before that a key presses nothing
        rosa.keyboard.press("d")
        until(lambda: pump(rosa) and bool(held))
        expect(look_at(hana, incident).locator(".proposed li[data-team]").first).to_be_visible()
        hana.click(f"#{button}")
        expect(hana.locator(f"#overview-list [data-incident='{incident}']")).to_have_count(0)
        held.pop().continue_()
        expect(rosa.locator("#shell-toasts .toast").first).to_contain_text(f"I-{int(incident):04d}")
    expect(rosa.locator("#shell-toasts .toast", has_text="何清")).to_have_count(1)
    rosa.unroute_all()

    once = open_as("officer2", DESK, f"/?incident={sent_by_hana}", locale)
    expect(detail(once, sent_by_hana).locator(".teams [data-state]")).to_have_count(3)
    expect(detail(once, sent_by_hana).locator(".timeline [data-event=sent]")).to_have_count(3)

    rosa.locator(f"#shell-crumb [data-area='{DISTRICT}']").wait_for()
    rosa.goto(f"{demo.url}/?area={CHANGQING}")
    look_at(live(rosa), kept)
    rosa.context.clear_cookies(name="cockpit")
    rosa.keyboard.press("d")
    expect(rosa.locator("#account")).to_be_visible()
    rosa.fill("#account", "officer")
    rosa.fill("#password", demo.accounts["officer"])
    rosa.click("button.primary")
    expect(detail(rosa, kept)).to_have_attribute("data-state", "reported")
    expect(rosa.locator("#shell-crumb [data-area]").last).to_have_attribute("data-area", CHANGQING)
    assert f"area={CHANGQING}" in rosa.url and f"incident={kept}" in rosa.url


def slow_line(page: Page, button: str) -> list[Route]:
    """What a click on the button sends waits on the line, until it is let go."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}")
        if any(one.startswith(button) for one in asked.get("changedPropIds", [])):
            held.append(route)
        else:
            route.continue_()

    page.route("**/_dash-update-component*", hold)
    return held


def pump(page: Page) -> bool:
    """Routes are handled while Playwright runs."""
    return bool(page.evaluate("() => true"))
