"""A look at one person: found by the whole phone, masked, one field after a reason, gone again; and the glass, reviewed."""

import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Page, expect

from data_access.embedded import Embedded
from tests.journeys.conftest import DESK, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
WHY = "她来电请求我们核对登记的信息"
SHORTER = """
insert into policy (kind, key, area, holds_from, published_at, source, body)
select kind, key, area, holds_from, published_at, 'a drill', '{"reason": 10, "shown": 8}'
from policy where kind = 'look' and key = 'reveal'
"""


@pytest.fixture
def shown_for_eight_seconds(demo: Running) -> None:
    """The rule is data: a drill shows a value for less than a minute."""
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        owner.execute(SHORTER)


def phone_that_lin_reads(open_as: OpenAs, locale: str) -> str:
    """Lin lists her own community and opens the first: in full, and with nothing to ask for."""
    lin = open_as("community", DESK, path="/inventory", locale=locale)
    lin.click("#inventory .fold summary")
    lin.locator("#inventory-community label").first.click()
    lin.locator("#inventory-list [data-person]").first.click()
    phone = lin.locator("#inventory-person [data-field=phone] .value")
    expect(phone).to_have_text(re.compile(r"^\d{11}$"))
    expect(lin.locator("#inventory-person [data-reveal]")).to_have_count(0)
    return phone.inner_text()


def ask_why(page: Page, name: str, code: int, words: str) -> None:
    page.locator(f"#inventory-{name}-code label").nth(code).click()
    page.fill(f"#inventory-{name}-reason", words)


def test_a_look_is_masked_asked_for_gone_and_the_glass_is_reviewed(
    demo: Running, open_as: OpenAs, locale: str, shown_for_eight_seconds: None
) -> None:
    phone = phone_that_lin_reads(open_as, locale)
    gu = live(open_as("shift_lead", DESK, locale=locale))
    rosa = live(open_as("officer", DESK, path="/inventory", locale=locale))
    expect(rosa.locator("#inventory-street label").first).to_be_visible()
    rosa.fill("#inventory-value", phone)
    rosa.click("#inventory-search")
    rosa.locator("#inventory-list [data-person]").first.click()

    shown = rosa.locator("#inventory-person [data-field=phone]")
    expect(shown.locator(".value")).to_have_text(f"{phone[:3]}****{phone[-4:]}")
    shown.locator("[data-reveal]").click()
    ask_why(rosa, "reveal", 0, "短")
    rosa.click("#inventory-reveal")
    expect(rosa.locator(".toast.refusal")).to_be_visible()
    expect(rosa.locator("#inventory-reveal-reason")).to_have_value("短")
    rosa.fill("#inventory-reveal-reason", WHY)
    rosa.click("#inventory-reveal")
    expect(rosa.locator("#inventory-revealed .value")).to_have_text(phone)
    expect(rosa.locator("#inventory-reveal-reason")).to_have_value("")
    expect(rosa.locator("#inventory-revealed .value")).to_have_count(0)
    expect(rosa.locator("#inventory-revealed .hint")).to_be_visible()
    assert phone not in rosa.content().replace(f'value="{phone}"', "")

    rosa.click("#inventory details.form summary")
    ask_why(rosa, "break", 3, WHY)
    rosa.click("#inventory-break")
    expect(rosa.locator("#inventory-open [data-until]")).to_have_count(1)
    expect(shown.locator(".value")).to_have_text(phone)

    gu.locator(".toast.red a").click()
    gu.locator("#inventory-queue [data-glass]").first.click()
    expect(gu.locator("#inventory-queue")).to_contain_text(WHY)
    assert phone not in gu.content()
    gu.click("#inventory-not-fitting")
    expect(gu.locator("#inventory-queue [data-glass]")).to_have_count(0)
    expect(rosa.locator("#inventory-open [data-until]")).to_have_count(0)
    expect(shown.locator(".value")).to_have_text(f"{phone[:3]}****{phone[-4:]}")
    a_name_is_corrected(open_as, locale)


def a_name_is_corrected(open_as: OpenAs, locale: str) -> None:
    """Saved as it was shown it stays as it was; then one field is changed, and that one alone."""
    dai = open_as("data_officer", DESK, path="/inventory", locale=locale)
    dai.click("#inventory .fold summary")
    dai.locator("#inventory-community label").first.click()
    dai.locator("#inventory-list [data-person]").first.click()
    values = dai.locator("#inventory-person .value")
    expect(values).to_have_count(4)
    before = values.all_inner_texts()
    for name in (before[0], "某改名"):
        dai.click("#inventory-person details summary")
        dai.fill("#inventory-edit-name", name)
        with dai.expect_response(lambda answer: "inventory-person" in (answer.request.post_data or "")):
            dai.click("#inventory-save")
        expect(values).to_have_text([name, *before[1:]])
