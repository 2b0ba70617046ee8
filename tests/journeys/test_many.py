"""Many at once: Rosa ticks rows and acts on all of them, one is refused, and she takes it back; a photo from the phone."""

import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESK, PHONE, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
ALL, TWO = re.compile(r"^3"), re.compile(r"^2")
REFUSED = {"zh_CN": "未办", "en": "refused"}


def row(page: Page, incident: str) -> Locator:
    return page.locator(f"#incidents-board .ag-center-cols-container .ag-row[row-id='{incident}']")


def tick(page: Page, *incidents: str) -> None:
    for one in incidents:
        row(page, one).locator(".board-tick").click()
        expect(row(page, one).locator(".board-tick")).to_have_text("☑")


def act(page: Page, name: str) -> None:
    page.locator(f"#incidents-bulk-acts [data-act='{name}']").click()


def outcome(page: Page, of: str) -> Locator:
    return page.locator(f"#incidents-bulk-results li[data-outcome='{of}']")


def state(page: Page, incident: str) -> Locator:
    return row(page, incident).locator(".board-state")


def posted(phone: Page, path: str, **fields: str) -> Any:
    """As the phone's own form without a script; leads back to the phone's page."""
    token = phone.locator("#field input[name=csrf_token]").first.input_value()
    form = {"csrf_token": token, "key": secrets.token_hex(8)} | fields
    reply = phone.request.post(path, form=form, max_redirects=0)
    assert reply.status == 303, reply.text()
    return reply.headers["location"]


def reported(phone: Page, kind: str) -> str:
    """What Wu tells from where the team stands by; its number."""
    code = str(posted(phone, "/field/report", kind=kind, note="请来人看看")).partition("reported=")[2]
    return str(int(code.removeprefix("I-")))


def test_several_are_closed_at_once_one_is_refused_and_all_of_it_is_taken_back(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    wu, mei = open_as("police", PHONE, "/field", locale), open_as("volunteer", PHONE, "/field", locale)
    expect(wu.locator("#jobs")).to_be_attached()
    expect(mei.locator("#jobs")).to_be_attached()
    first, second, third = (reported(wu, kind) for kind in ("hazard", "dispute", "other"))
    rosa = live(open_as("officer", DESK, "/incidents", locale))

    tick(rosa, first, second)
    expect(rosa.locator("#incidents-bulk-count")).to_have_text(re.compile("2"))
    act(rosa, "send")
    expect(outcome(rosa, "done")).to_have_count(2)
    for one in (first, second):
        for phone in (wu, mei):
            expect(phone.locator(f"#jobs [data-incident='{one}']")).to_be_attached()
            posted(phone, f"/field/{one}/answer", state="resolved", outcome="helped", count="2")
        expect(state(rosa, one)).to_have_text(re.compile("◆"))

    tick(rosa, first, second, third)
    act(rosa, "verify")
    expect(outcome(rosa, "done")).to_have_count(2)
    expect(outcome(rosa, "refused")).to_have_count(1)
    rosa.locator("#incidents-bulk-none").click()
    tick(rosa, first)
    row(rosa, second).locator(".board-tick").focus()
    row(rosa, second).locator(".board-code").click()
    rosa.keyboard.press("x")
    tick(rosa, third)
    rosa.locator("#incidents-bulk-resolution").select_option("helped")
    act(rosa, "close")
    expect(outcome(rosa, "done")).to_have_count(2)
    expect(outcome(rosa, "refused")).to_contain_text(f"I-{int(third):04d}")
    expect(rosa.locator("#incidents-bulk-results")).to_contain_text(REFUSED[locale])
    for one in (first, second):
        expect(state(rosa, one)).to_have_text(re.compile("✓"))

    expect(rosa.locator(".bulk-results .undo .left")).to_have_text(re.compile(r"\d:\d\d"))
    rosa.keyboard.press("u")
    for one in (first, second):
        expect(state(rosa, one)).to_have_text(re.compile("◆"))
    expect(outcome(rosa, "done")).to_have_count(2)

    rosa.locator("#incidents-bulk-none").click()
    rosa.locator("#incidents-tabs [data-group=all]").click()
    tick(rosa, third)
    rosa.locator("#incidents-bulk-all").click()
    every = int(re.findall(r"\d+", rosa.locator("#incidents-bulk-count").inner_text())[0])
    assert every > 20, "more than are done in one go"
    act(rosa, "hold")
    expect(rosa.locator("#incidents-bulk-results li")).to_have_count(every)
    expect(state(rosa, third)).to_have_text(re.compile("○"))


def test_a_wrong_send_is_taken_back_and_the_phone_says_why(demo: Running, open_as: OpenAs, locale: str) -> None:
    wu = open_as("police", PHONE, "/field", locale)
    expect(wu.locator("#jobs")).to_be_attached()
    incident = reported(wu, "hazard")
    rosa = live(open_as("officer", DESK, "/incidents", locale))
    row(rosa, incident).locator(".board-code").click()
    expect(rosa.locator("#incidents-send")).to_be_visible()
    rosa.keyboard.press("d")
    toast = rosa.locator("#shell-toasts .way-back")
    expect(toast.locator(".left")).to_have_text(re.compile(r"\d:\d\d"))
    expect(wu.locator(f"#jobs [data-incident='{incident}']")).to_be_visible()
    toast.locator("button").click()
    expect(rosa.locator(f".detail[data-incident='{incident}']")).to_have_attribute("data-state", "reported")
    expect(rosa.locator(".timeline [data-event=undone]")).to_be_visible()
    expect(wu.locator(f"#jobs [data-gone='I-{int(incident):04d}']")).to_be_visible()
    expect(wu.locator(f"#jobs [data-incident='{incident}']")).to_have_count(0)


# Scrolled to and asked in one step: what is drawn anew in between is another picture.
SEEN_WHOLE = """(photo) => {
  const one = document.querySelector(photo);
  one?.scrollIntoView();
  return one?.complete && one.naturalWidth > 200;
}"""


def test_a_photo_from_the_phone_is_seen_at_the_desk(
    demo: Running, open_as: OpenAs, locale: str, tmp_path: Path
) -> None:
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(tmp_path / "photo.jpg", quality=70)
    wu = open_as("police", PHONE, "/field", locale)
    expect(wu.locator("#jobs")).to_be_attached()
    incident = reported(wu, "hazard")
    rosa = live(open_as("officer", DESK, "/incidents", locale))
    row(rosa, incident).locator(".board-code").click()
    expect(rosa.locator("#incidents-send")).to_be_visible()
    rosa.keyboard.press("d")

    job = wu.locator(f"#jobs article[data-incident='{incident}']")
    for step in ("acknowledged", "en_route", "on_scene"):
        job.locator(f".step.{step} button").click()
        expect(job).to_have_attribute("data-state", step)
    job.locator("input[name=photo]").set_input_files(tmp_path / "photo.jpg")
    for page, place in ((wu, "#jobs"), (rosa, "#incidents-detail")):
        expect(page.locator(f"{place} .attached img")).to_have_count(1)
        page.wait_for_function(SEEN_WHOLE, arg=f"{place} .attached img")

    wu.locator(".report summary").click()
    wu.locator("label[for='k-other']").click()
    wu.locator("#phreport").set_input_files(tmp_path / "photo.jpg")
    wu.locator(".report button.strong").click()
    expect(wu.locator("#said")).to_contain_text("I-")
