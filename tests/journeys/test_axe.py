"""What residents open is read by axe-core: names, roles, contrast, order of headings; as it comes, and as it comes back refused."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PHONE, Running
from tests.journeys.test_report import paper_of

WINDOW = {"width": PHONE[0], "height": PHONE[1]}
FOUND = """async () => (await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] })).violations
  .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`)"""
PAGES = ("/p/report", "/p/mind", "/p/mind?show=breathing", "/p/mine", "/p/appeal", "/p/privacy", "/sign-in")


def must_be_clean(page: Page) -> None:
    page.evaluate(AXE_SCRIPT + "; 0")
    assert page.evaluate(FOUND) == []


def test_an_unnamed_field_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><input></main>')
    page.evaluate(AXE_SCRIPT + "; 0")
    assert [one.split(":")[0] for one in page.evaluate(FOUND)] == ["label"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_publics_pages_are_clean(demo: Running, browser: Browser, locale: str, scheme: Any) -> None:
    context = browser.new_context(base_url=demo.url, viewport=WINDOW, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={locale}")
        must_be_clean(page)
    context.close()


def test_a_household_reports_and_what_was_wrong_is_told_at_its_field(
    demo: Running, browser: Browser, locale: str
) -> None:
    context = browser.new_context(base_url=demo.url, viewport=WINDOW)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"/p/report?lang={locale}")
    page.fill("#code", paper_of(demo, 3))
    page.locator("form button").click()
    expect(page.locator("#day")).to_be_visible()
    must_be_clean(page)
    page.locator("input[name^=temperature]").first.fill("372")
    page.locator("#report button.primary").click()
    expect(page.locator("#wrong")).to_be_visible()
    must_be_clean(page)
    page.locator("input[name^=temperature]").first.fill("36,8")
    page.locator("#report button.primary").click()
    expect(page.locator("#sent")).to_contain_text("36.8")
    must_be_clean(page)
    context.close()
