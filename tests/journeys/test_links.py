"""Incidents in depth: Rosa finds that two are one, and one is two; the teams are urged, call for support, go back with a reason."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Response, Route, expect

from tests.journeys.conftest import DESK, PHONE, TABLET, Running

OpenAs = Callable[..., Page]
NORTH = 111_320  # metres a degree


@pytest.fixture(scope="module")
def demo(calm: Running) -> Running:
    """One for these journeys, which work at places of their own."""
    return calm


def ready(page: Page) -> Page:
    expect(page.locator("#incidents-count")).to_have_text(re.compile(r"\d"))
    expect(page.locator("#shell-live")).to_have_attribute("data-state", "live")
    return page


def begin(page: Page, lat: float, kind: str = "hazard") -> None:
    """The form, for a point of the map."""
    page.goto(f"/incidents?new=1&lon=120.1695&lat={lat:.6f}")
    ready(page)
    choice = page.locator(f"#incidents-report-kind label:has(input[value={kind}])")
    choice.click()
    expect(choice.locator("input")).to_be_checked()


def send(page: Page) -> str:
    page.click("#incidents-report-send")
    expect(page.locator("#incidents-report")).to_be_hidden()
    expect(page.locator("#incidents-frame")).to_be_visible()
    return page.locator("#incidents-frame").get_attribute("data-incident") or ""


def shown(page: Page, incident: str) -> None:
    expect(page.locator("#incidents-frame")).to_have_attribute("data-incident", incident)


def linked(page: Page, tie: str) -> Locator:
    return page.locator(f"#incidents-story [data-tie={tie}]")


def unfold(page: Page, name: str) -> Locator:
    fold = page.locator(f"#incidents-acts [data-fold={name}]")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return fold


def test_two_that_are_one_are_merged_walked_both_ways_and_taken_apart_again(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    lat = {"zh_CN": 30.2640, "en": 30.2670}[locale]
    rosa = open_as("officer", DESK, "/incidents", locale)
    ready(rosa)
    begin(rosa, lat)
    first = send(rosa)
    begin(rosa, lat + 50 / NORTH)
    expect(rosa.locator("#incidents-report-near")).to_be_visible()
    second = send(rosa)

    alike = rosa.locator(f"#incidents-story [data-alike='{first}']")
    expect(alike).to_contain_text(re.compile(r"50\s*(m|米)"))
    alike.locator("[data-link-say=same]").click()
    expect(rosa.locator("#incidents-frame")).to_have_attribute("data-state", "duplicate")

    linked(rosa, "duplicate").locator("a").click()
    shown(rosa, first)
    linked(rosa, "duplicate").locator("a").click()
    shown(rosa, second)

    rosa.click("#incidents-split")
    expect(rosa.locator("#incidents-frame")).to_have_attribute("data-state", "reported")
    expect(linked(rosa, "duplicate")).to_have_count(0)
    expect(rosa.locator(f"#incidents-story [data-alike='{first}']")).to_have_count(0)  # never asked again
    expect(rosa.locator(".timeline [data-event=taken_out]")).to_be_visible()


def test_a_part_goes_on_by_itself_and_leads_back(demo: Running, open_as: OpenAs, locale: str) -> None:
    rosa = open_as("officer", DESK, "/incidents", locale)
    ready(rosa)
    begin(rosa, {"zh_CN": 30.2750, "en": 30.2770}[locale], "dispute")
    whole = send(rosa)
    fold = unfold(rosa, "part")
    fold.locator("label:has(input[value=hazard])").click()
    fold.locator("textarea").fill("后门电线裸露")
    rosa.click("#incidents-part")
    linked(rosa, "part").locator("a").click()
    expect(rosa.locator("#incidents-frame")).not_to_have_attribute("data-incident", whole)
    expect(rosa.locator("[data-event=noted]", has_text="后门电线裸露")).to_be_visible()
    linked(rosa, "part").locator("a").click()
    shown(rosa, whole)


def test_on_a_tablet_a_caller_tells_of_what_is_open_and_what_belongs_to_it(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    lat = {"zh_CN": 30.2850, "en": 30.2880}[locale]
    rosa = open_as("officer", TABLET, "/incidents", locale)
    ready(rosa)
    begin(rosa, lat, "supply")
    first = send(rosa)
    begin(rosa, lat + 50 / NORTH, "supply")
    same = rosa.locator(f"#incidents-report-alike label:has(input[value='same/{first}'])")
    same.scroll_into_view_if_needed()
    assert (same.bounding_box() or {"height": 0})["height"] >= 44
    same.click()
    expect(same.locator("input")).to_be_checked()
    assert send(rosa) == first
    expect(rosa.locator(".timeline [data-event=joined]")).to_have_count(1)

    begin(rosa, lat + 60 / NORTH, "supply")
    beside = rosa.locator(f"#incidents-report-alike label:has(input[value='with/{first}'])")
    beside.click()
    expect(beside.locator("input")).to_be_checked()
    second = send(rosa)
    assert second != first
    linked(rosa, "related").locator("a").click()
    shown(rosa, first)
    expect(linked(rosa, "related")).to_have_count(1)


def test_teams_are_urged_call_for_support_and_go_back_with_a_reason(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    """Mei's phone: one job from the first tap to the second round, which says why."""
    rosa = open_as("officer", DESK, "/incidents", locale)
    ready(rosa)
    incident = send_to_mei(rosa, demo.watched[0])
    mei = open_as("volunteer", PHONE, "/field", locale)
    job = mei.locator(f"#job-{incident}")
    expect(job).to_have_attribute("data-state", "dispatched")
    job.locator(".step.acknowledged button").click()  # or another goes before the desk may urge again
    expect(job).to_have_attribute("data-state", "acknowledged")

    rosa.locator("#incidents-count").click()
    rosa.keyboard.press("r")
    expect(rosa.locator("#incidents-story [data-urges='1']")).to_be_visible()
    expect(job.locator(".urged[data-urges='1']")).to_be_visible()
    rosa.keyboard.press("r")
    expect(rosa.locator("#shell-toasts")).not_to_be_empty()  # not again within five minutes
    demo.move_clock("+5m")

    for step in ("en_route", "on_scene"):
        job.locator(f".step.{step} button").click()
    expect(job).to_have_attribute("data-state", "on_scene")
    task_is_set_and_done(rosa, mei, job)
    support_is_called(rosa, job, incident)

    give_feedback(job)
    hana = open_as("officer2", DESK, f"/incidents?incident={incident}", locale)
    expect(hana.locator("#incidents-frame")).to_have_attribute("data-state", "resolved")
    fold = unfold(hana, "redo")
    hana.click("#incidents-reopen")
    expect(hana.locator("#shell-toasts")).not_to_be_empty()  # not without a reason
    fold.locator("label:has(input[value=not_solved])").click()
    hana.click("#incidents-reopen")
    expect(hana.locator("#incidents-frame")).to_have_attribute("data-state", "reopened")
    expect(hana.locator("[data-redo=not_solved]")).to_be_visible()
    expect(hana.locator("[data-expired]")).to_have_count(1)

    hana.click("#incidents-send")
    expect(job).to_have_attribute("data-state", "dispatched")
    expect(job.locator(".asked")).to_contain_text({"zh_CN": "问题仍未解决", "en": "still there"}[locale])
    cancel(hana)
    expect(job).to_have_count(0)


def cancel(page: Page) -> None:
    """Mei is free for the next journey."""
    unfold(page, "cancel")
    page.click("#incidents-cancel")
    expect(page.locator("#incidents-frame")).to_have_attribute("data-state", "cancelled")


def send_to_mei(rosa: Page, place: str) -> str:
    """Something that waits until later, for volunteers alone."""
    rosa.locator("#incidents-count").click()
    rosa.keyboard.press("n")
    rosa.locator("#incidents-report-kind label:has(input[value=other])").click()
    rosa.locator("#incidents-report-priority label:has(input[value='3'])").click()
    rosa.fill("#incidents-report-words", place)
    choice = rosa.locator("#incidents-report-place label").first
    choice.click()
    expect(choice.locator("input")).to_be_checked()
    incident = send(rosa)
    expect(rosa.locator(".proposed li[data-team]")).to_have_count(1)
    rosa.click("#incidents-send")
    expect(rosa.locator("#incidents-frame")).to_have_attribute("data-state", "dispatched")
    return incident


def task_is_set_and_done(rosa: Page, mei: Page, job: Locator) -> None:
    fold = unfold(rosa, "task")
    fold.locator("label:has(input[value=photos])").click()
    fold.locator("#incidents-task-team label").last.click()
    rosa.click("#incidents-task-add")
    expect(rosa.locator("[data-task][data-state=open]")).to_have_count(1)
    fold.locator("label:has(input[value=call_back])").click()
    fold.locator("#incidents-task-team label").first.click()
    rosa.click("#incidents-task-add")
    expect(rosa.locator("[data-task][data-state=open]")).to_have_count(2)
    rosa.locator("[data-task]", has_text=mine(rosa)).locator("[data-task-say=done]").click()
    expect(rosa.locator("[data-task][data-state=done]")).to_have_count(1)
    job.locator(".task button").click()
    expect(rosa.locator("[data-task][data-state=done]")).to_have_count(2)
    expect(job.locator(".task")).to_have_count(0)


def mine(page: Page) -> str:
    """What the desk's own tasks bear."""
    return {"zh-CN": "值班席", "zh": "值班席"}.get(page.locator("html").get_attribute("lang") or "", "the desk")


def support_is_called(rosa: Page, job: Locator, incident: str) -> None:
    """The desk sees it red, with one more team to send."""
    job.locator(".support summary").click()
    job.locator("label[for$='-police']").click()
    job.locator("label[for$='-too_many']").click()
    job.locator(".support form button").click()
    expect(rosa.locator("#incidents-story .calls [data-role=police]")).to_be_visible()
    row = rosa.locator(f"#incidents-board .ag-center-cols-container .ag-row[row-id='{incident}']")
    expect(row.locator(".board-state")).to_contain_text("▲")
    expect(rosa.locator(".proposed li[data-team]")).to_have_count(1)
    expect(job.locator(".called")).to_be_visible()


def give_feedback(job: Locator) -> None:
    job.locator(".step.resolved label[for$='-helped']").click()
    job.locator(".step.resolved button.primary").click()
    expect(job).to_have_count(0)


SENT = """async ({ incident, count }) => {
  const button = document.getElementById("incidents-urge"), frame = button.closest("[data-incident]");
  if (!count) button.click();
  const drawn = frame.dataset.incident;
  frame.dataset.incident = incident || drawn;
  const body = { inputs: [{ id: button.id, property: "n_clicks", ...count }], changedPropIds: [`${button.id}.n_clicks`], made: true };
  await fetch("/_dash-update-component", { method: "POST", body: JSON.stringify(body) });
  frame.dataset.incident = drawn;
}"""


def test_a_click_in_the_moment_in_which_the_drawing_is_renewed_counts(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    """Dash asks the server with the count of the new button, which is none. What nobody clicked, and what was clicked in the
    drawing of another incident, stays none."""
    rosa = open_as("officer", DESK, "/incidents", locale)
    ready(rosa)
    send_to_mei(rosa, demo.watched[2])
    told: list[str] = []

    def answer(route: Route) -> None:
        told.append(route.request.post_data or "")
        route.fulfill(status=204)

    rosa.route("**/_dash-update-component", answer)
    asked = [(None, {"value": 3}), (None, {"value": None}), (None, None), ("1", None)]
    for incident, count in asked:
        rosa.evaluate(SENT, {"incident": incident, "count": count})
    values = [json.loads(one)["inputs"][0].get("value") for one in told if '"made":true' in one]
    assert values == [3, None, 1, None]
    rosa.unroute("**/_dash-update-component", answer)
    rosa.reload()
    cancel(ready(rosa))


def test_each_press_reaches_the_desk_whenever_the_drawing_is_renewed(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    rosa = open_as("officer", DESK, "/incidents", locale)
    ready(rosa)
    send_to_mei(rosa, demo.watched[1])
    for turn, moment in enumerate((0, 1, 2, 3, 4, 5, 7, 9)):
        state = ("dispatched", "on_hold")[turn % 2]  # as it is drawn: hold and resume take turns, each where it stands
        expect(rosa.locator("#incidents-frame")).to_have_attribute("data-state", state)
        with rosa.expect_response(urged_at_the_desk, timeout=5_000) as said:
            rosa.evaluate(PRESSED_AS_IT_IS_RENEWED, moment)
        assert said.value.status in (200, 409), "heard: done, or not again within five minutes"
        assert '"value":' in (said.value.request.post_data or "").split('"state"')[0]
    cancel(rosa)


PRESSED_AS_IT_IS_RENEWED = """(moment) => {
  const plain = window.plainly || (window.plainly = window.fetch);
  window.fetch = async (address, options) => {
    const answer = await plain(address, options);
    if (!options?.body?.includes?.("incidents-story.children")) return answer;
    window.fetch = plain;
    setTimeout(() => document.getElementById("incidents-urge").click(), moment);
    return answer;
  };
  [...document.querySelectorAll("#incidents-hold, #incidents-resume")].find((one) => one.offsetParent).click();
}"""


def urged_at_the_desk(response: Response) -> bool:
    return '"incidents-urge.n_clicks"' in (response.request.post_data or "")
