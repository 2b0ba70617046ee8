"""What somebody stores to run in another's browser stays a text: on every page where it is shown, and in what is saved."""

import re
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import Page, expect

from data_access.embedded import Embedded
from tests.journeys.conftest import DESK, PHONE, Running
from tests.journeys.screens import live
from tests.waiting import until

OpenAs = Callable[..., Page]
IMAGE, SCRIPT = "<img src=x onerror=__ran=1>", '"><script>__ran=1</script>'
BACKWARDS, NOT_THERE, RIGHT_TO_LEFT = "\u202etxt.exe\u2066", "零\u200b宽\ufeff度", "مرحبا بالعالم"
FORMULAS = ('=HYPERLINK("http://x.invalid","看")', "+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3")
LONG = "W" * 1200
NOTE = "\n".join(
    (
        *FORMULAS,
        IMAGE,
        SCRIPT,
        "javascript:__ran=1",
        "{{7*7}}",
        BACKWARDS,
        NOT_THERE,
        RIGHT_TO_LEFT,
        "[x](javascript:__ran=1)",
        LONG,
    )
)
NAME = f"{SCRIPT}{IMAGE}{RIGHT_TO_LEFT}"
PLACE = f"=1+1 {IMAGE} {'W' * 120}"
WHY = f"{IMAGE}{SCRIPT} 核对 {'W' * 150}"
WIDER = """
() => [...document.body.querySelectorAll("*")]
  .filter(one => one.getClientRects().length && one.getBoundingClientRect().right > innerWidth + 1 && !one.closest("svg"))
  .map(one => `${one.tagName}.${one.className}#${one.id} ${Math.round(one.getBoundingClientRect().right)}`).slice(0, 5)
"""


class Watched:
    """A page of which whatever a payload might do is noted; the browser itself tells of what the CSP had to stop."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: list[str] = []
        page.on("dialog", lambda dialog: (self.done.append(f"dialog: {dialog.message}"), dialog.dismiss()))  # type: ignore[func-returns-value]
        page.on("pageerror", lambda error: self.done.append(f"error: {error}"))
        page.on("console", lambda told: self._told(told.text))

    def _told(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.done.append(text)

    def is_harmless(self) -> None:
        page = self.page
        page.wait_for_load_state()  # its words are there before its style sheets are
        assert self.done == [], page.url
        assert page.evaluate("() => window.__ran === undefined"), page.url
        assert page.locator("a[href^='javascript:' i], iframe, object, embed, img[src='x']").count() == 0, page.url
        assert [page.evaluate(WIDER), page.url] == [[], page.url]
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), page.url

    def is_harmless_on_paper_too(self) -> None:
        self.is_harmless()
        self.page.emulate_media(media="print")
        assert self.page.evaluate("() => window.__ran === undefined")
        self.page.emulate_media(media="screen")


@pytest.fixture(scope="module")
def demo(calm: Running) -> Running:
    """Places, teams and accounts bear hostile names, however they came to them."""
    with psycopg.connect(Embedded(calm.data).url().replace("+psycopg", "")) as owner:
        owner.execute("update place set name = %s where code = any(%s)", (PLACE, calm.watched))
        owner.execute("update account set name = %s where account in ('officer', 'police', 'street_officer')", (NAME,))
        owner.execute(
            "update team set name = %s where id = (select team from account where account = 'police')", (NAME,)
        )
    calm.move_clock("+8m")
    return calm


def opened(open_as: OpenAs, account: str, path: str, locale: str = "zh_CN", size: tuple[int, int] = DESK) -> Watched:
    return Watched(open_as(account, size, path, locale))


def a_team_reports(demo: Running, open_as: OpenAs, locale: str) -> None:
    """From the phone, and reads it there again after a refusal."""
    wu = opened(open_as, "police", "/field", locale, PHONE)
    page = wu.page
    page.locator("form[action='/field/report'] .chips label").first.wait_for(state="attached")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.locator("form[action='/field/report'] .chips label").first.click()
    page.fill("form[action='/field/report'] [name=place]", IMAGE + BACKWARDS)
    page.fill("form[action='/field/report'] [name=note]", NOTE)
    page.locator("form[action='/field/report'] button").last.click()
    expect(page.locator("body")).to_contain_text("I-0")
    wu.is_harmless()


def rosa_types_a_call(page: Page) -> None:
    expect(page.locator("#incidents-count")).to_have_text(re.compile(r"\d"))  # before that no key is heard
    page.locator("#incidents-count").click()
    page.keyboard.press("n")
    page.locator("#incidents-report-kind label").nth(2).click()
    page.fill("#incidents-report-words", "=1+1")
    page.locator("#incidents-report-place label").first.click()
    page.fill("#incidents-report-note", NOTE)
    page.click("#incidents-report-send")
    expect(page.locator("#incidents-detail .detail")).to_be_visible()


def test_what_is_stored_runs_in_nobodys_browser(demo: Running, open_as: OpenAs, locale: str) -> None:
    demo.crowd(demo.watched[locale == "en"], 31)  # the other language's crowd is in hand already
    a_team_reports(demo, open_as, locale)
    rosa = opened(open_as, "officer", "/incidents", locale)
    live(rosa.page)
    rosa_types_a_call(rosa.page)
    rosa.page.fill("#incidents-note", NOTE)
    rosa.page.click("#incidents-save-note")
    expect(rosa.page.locator("#incidents-detail [data-event=noted]", has_text="HYPERLINK").last).to_be_visible()
    expect(rosa.page.locator("#incidents-detail")).to_contain_text(IMAGE)
    rosa.is_harmless_on_paper_too()

    rosa.page.goto(demo.url + "/")
    live(rosa.page)
    rosa.page.locator("#overview-list [data-state=reported]", has_text="=1+1").first.click()
    expect(rosa.page.locator("#overview-detail .detail")).to_contain_text(IMAGE)
    rosa.page.keyboard.press("d")
    expect(rosa.page.locator("#overview-detail .detail")).to_have_attribute("data-state", "dispatched")
    rosa.is_harmless_on_paper_too()
    for path in ("/warnings", "/settings", "/inventory", "/help"):
        rosa.page.goto(demo.url + path)
        live(rosa.page)
        rosa.is_harmless()

    leader = opened(open_as, "leader", "/", locale)
    live(leader.page)
    expect(leader.page.locator("#overview-list")).to_contain_text("=1+1")
    leader.is_harmless_on_paper_too()
    leader.page.goto(demo.url + "/warnings")
    expect(leader.page.locator("#warnings-list")).to_contain_text("=1+1")
    leader.is_harmless()

    wu = opened(open_as, "police", "/field", locale, PHONE)
    expect(wu.page.locator("article").first).to_contain_text("=1+1")
    wu.is_harmless()


def test_names_and_reasons_stay_texts_for_whoever_reads_over_them(demo: Running, open_as: OpenAs, locale: str) -> None:
    shen = opened(open_as, "street_officer", "/inventory", locale)
    live(shen.page)
    shen.page.fill("#inventory-value", "10000000000")
    shen.page.click("#inventory details.form summary")
    shen.page.locator("#inventory-break-code label").nth(3).click()
    shen.page.fill("#inventory-break-reason", WHY)
    shen.page.click("#inventory-break")
    expect(shen.page.locator(".toast.refusal")).to_be_visible()  # nobody has that phone; the try is kept and told
    shen.is_harmless()

    gu = opened(open_as, "shift_lead", "/inventory", locale)
    gu.page.locator("#inventory-queue [data-glass]").first.click()
    expect(gu.page.locator("#inventory-queue")).to_contain_text(IMAGE)
    gu.is_harmless_on_paper_too()

    gan = opened(open_as, "admin", "/settings", locale)
    live(gan.page)
    gan.page.locator("#settings-accounts label", has_text="onerror").first.click()
    expect(gan.page.locator("#settings-account")).to_contain_text(IMAGE)
    gan.is_harmless_on_paper_too()

    auditor = opened(open_as, "auditor", "/audit", locale)
    expect(auditor.page.locator("#audit-lines tbody tr").first).to_be_visible()
    auditor.page.fill("#audit-subject", IMAGE)
    auditor.page.keyboard.press("Enter")
    auditor.is_harmless_on_paper_too()


def test_a_payload_that_became_part_of_a_page_would_be_seen(demo: Running, open_as: OpenAs) -> None:
    """What the journeys above look for is found where it is: the CSP stops it, and the browser tells."""
    leader = opened(open_as, "leader", "/help")
    live(leader.page)
    leader.is_harmless()
    leader.page.evaluate("html => { document.querySelector('main, #shell-content').innerHTML = html; }", IMAGE)
    expect(leader.page.locator("img[src=x]")).to_have_count(1)
    until(lambda: leader.page.evaluate("() => true") and bool(leader.done), within=10)
    assert "inline event handler" in leader.done[0]
    with pytest.raises(AssertionError):
        leader.is_harmless()
