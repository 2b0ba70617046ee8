"""Dong says by hand who is a contact and who is none, with a note; Lin reads it; the case's history tells all of it."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import DESK, Running
from tests.journeys.screens import live
from tests.journeys.test_screening import case_of_a_home

OpenAs = Callable[..., Page]
NOTE, AGAIN = "她说那几天住在单位宿舍", "宿舍登记是别人的"


def test_notes_on_words_said_by_hand_and_the_history_of_the_case(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    dong, others = case_of_a_home(demo, open_as, locale, desk_size)
    contacts = dong.locator("#screening-case [data-contact]")
    expect(contacts.locator(".risk-level")).to_have_count(others)  # the worker's round draws all of it anew
    lin = live(open_as("community", DESK, "/screening?case=1", locale))

    deny_for_another_reason(dong, contacts.first)
    expect(contacts).to_have_count(others - 1)
    for page in (dong, lin):  # hers by the stream
        expect(page.locator("#screening-case [data-denied] .notes-said q")).to_have_text(NOTE)
    expect(lin.locator("#screening-noting")).to_have_count(0)

    dong.locator("#screening-case [data-denied] [data-say=again]").click()
    expect(dong.locator("#screening-noting-note")).to_have_value("")  # what was written was for the word before
    dong.fill("#screening-noting-note", AGAIN)
    dong.click("#screening-noting-say")
    expect(dong.locator("#screening-case .notes-said q")).to_have_text([NOTE, AGAIN])
    the_history(dong)
    the_history(lin)
    shen = live(open_as("street_officer", DESK, "/screening?case=1", locale))  # masked, and so without the notes
    expect(shen.locator("#screening-history-steps [data-step]").first).to_be_attached()
    expect(shen.locator("#screening-case .notes-said")).to_have_count(0)


def deny_for_another_reason(dong: Page, contact: Locator) -> None:
    contact.locator("details summary", has_text=re.compile("不是接触者|No contact")).click()
    dong.evaluate(
        "window.dash_clientside.set_props('screening-tick', { data: Date.now() })"
    )  # drawn anew under the hand
    contact.locator("[data-say=deny_elsewhere]").click()
    expect(dong.locator("#screening-noting")).to_be_visible()
    expect(dong.locator("#screening-noting-needed")).to_be_hidden()
    dong.keyboard.press("Escape")
    expect(dong.locator("#screening-noting")).to_be_hidden()
    contact.locator("[data-say=deny_other]").click()
    expect(dong.locator("#screening-noting-needed")).to_be_visible()
    dong.click("#screening-noting-say")
    expect(dong.locator("#screening-noting-note")).to_have_attribute("aria-invalid", "true")
    dong.fill("#screening-noting-note", NOTE)
    dong.click("#screening-noting-say")
    expect(dong.locator("#screening-noting")).to_be_hidden()


def the_history(page: Page) -> None:
    history = page.locator("#screening-history-steps [data-history='1']")
    history.locator("summary").first.click()
    steps = history.locator("[data-step]")
    kinds = ["case_entered", "contacts_found", "contact_denied", "contact_listed_again"]
    for kind in kinds:
        expect(history.locator(f"[data-step={kind}]").first).to_be_visible()
    expect(steps.first).to_have_attribute("data-step", "case_entered")
    expect(steps.first.locator("small")).to_contain_text("简疾控")
    expect(history).not_to_contain_text(NOTE)
