"""At home behind a paper: 38.1 on a phone, a household of five without a script, a draft that waits for the network."""

import re
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from cockpit.receipts import LENGTH, LETTERS, in_groups
from data_access.embedded import Embedded
from data_access.receipts import digest_of
from tests.journeys.conftest import PHONE, Running
from tests.journeys.test_screening import case_of_a_home
from tests.waiting import until

OpenAs = Callable[..., Page]
OpenPaper = Callable[..., Page]
HOUSEHOLD = """
select r.household_id from residence r join account a on a.account = 'community' and r.community = a.area
where r.until is null group by r.household_id having count(*) >= %s order by 1 limit 1
"""
APART = """
insert into quarantine (person_id, kind, since, until, street, community, grid, cause, ordered_at)
select person_id, 'home', date '2020-01-29', date '2020-02-12', street, community, grid, 'contact', '2020-01-29 09:00+08'
from residence where household_id = %s and until is null order by person_id limit %s returning id
"""
PAPER = "insert into report_code (episode_id, digest, given_at) values (%s, %s, '2020-01-29 09:00+08')"
WIDTH = {"width": PHONE[0], "height": PHONE[1]}
NAMED = {"textbox", "checkbox", "radio", "button", "link", "group", "heading", "region"}


def paper_of(demo: Running, size: int) -> str:
    """The code on the paper of the first of so many of one home who stay apart in it, on their third day."""
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        (household,) = owner.execute(HOUSEHOLD, [size]).fetchone() or (0,)
        (episode, *_) = min(owner.execute(APART, [household, size]).fetchall())
        owner.execute(PAPER, [episode, digest_of(code)])
    return in_groups(code)


@pytest.fixture
def paper(browser: Browser, demo: Running, locale: str) -> Iterator[OpenPaper]:
    """`paper(code)`: somebody's own phone with the page of that code open."""
    contexts: list[BrowserContext] = []

    def open_page(code: str, script: bool = True) -> Page:
        context = browser.new_context(base_url=demo.url, viewport=WIDTH, has_touch=True, java_script_enabled=script)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(f"/p/report?lang={locale}")
        page.fill("#code", code.lower())
        page.locator("form button").click()
        expect(page.locator("#day")).to_be_visible()
        return page

    yield open_page
    for one in contexts:
        one.close()


def tree(page: Page) -> list[dict[str, Any]]:
    """What a screen reader is given: role, name, description and state of each thing on the page."""
    session = page.context.new_cdp_session(page)
    nodes = [one for one in session.send("Accessibility.getFullAXTree")["nodes"] if not one["ignored"]]
    return [
        {name: one[name]["value"] for name in ("role", "name", "description") if name in one and "value" in one[name]}
        | {each["name"]: each["value"].get("value") for each in one.get("properties", ())}
        for one in nodes
    ]


def must_all_have_names(page: Page) -> None:
    found = [one for one in tree(page) if one["role"] in NAMED]
    assert {"textbox", "checkbox", "radio", "button", "group", "heading"} <= {one["role"] for one in found}
    assert [one for one in found if not one.get("name")] == []


def fits(page: Page) -> None:
    assert page.locator("html").evaluate("it => it.scrollWidth") <= PHONE[0]


def big_enough(page: Page) -> None:
    """Fields 30, buttons 22, the rest 17 pixels; whatever is pressed is 44 high."""

    def size(found: Locator) -> str:
        return str(found.first.evaluate("it => getComputedStyle(it).fontSize"))

    assert [size(page.locator(one)) for one in ("input.figure", "button.primary", "body")] == ["30px", "22px", "17px"]
    for one in page.locator("#report label[for*='-']:visible, #report button:visible, #report summary").all():
        box, for_chip = one.bounding_box(), one.evaluate("it => !!it.closest('.chips') || it.tagName !== 'LABEL'")
        assert not for_chip or (box and box["height"] >= 44), one.inner_text()


def test_a_resident_reports_38_1_reads_what_comes_of_it_and_corrects_it(
    demo: Running, open_as: OpenAs, paper: OpenPaper, locale: str
) -> None:
    dong, others = case_of_a_home(demo, open_as, locale)
    dong.click("#screening-order-all")
    expect(dong.locator("#screening-case [data-waits=no]")).to_have_count(others)
    with dong.context.expect_page() as opened:
        dong.locator("#screening-case a[href^='/reports/quarantine/']").first.click()
    own = paper(opened.value.locator(".door.report .code").inner_text())
    expect(own.locator("#report .person")).to_have_count(others)
    must_all_have_names(own)
    big_enough(own)
    fits(own)

    own.locator("input.figure").first.fill("372")
    own.locator("label[for^='symptoms-'][for$='-cough']").first.click()
    own.click("button.primary")
    expect(own.locator("#wrong")).to_be_focused()
    expect(own.locator("input.figure").first).to_have_value("372")
    wrong = [one for one in tree(own) if one.get("invalid") == "true"]
    assert len(wrong) == 1 and "37.2" in wrong[0]["description"] and wrong[0]["role"] == "textbox" and wrong[0]["name"]
    own.locator("#wrong a").click()
    expect(own.locator("input.figure").first).to_be_focused()

    own.locator("input.figure").first.fill("38,1")
    own.click("button.primary")
    expect(own.locator(".receipt")).to_have_count(1)
    expect(own.locator(".receipt")).to_contain_text("38.1 ℃")
    expect(own.locator(".receipt .then")).to_contain_text(re.compile(r"卫生服务中心|health centre"))
    expect(own.locator("#notice")).not_to_have_attribute("open", "")
    expect(own.locator("#report .person")).to_have_count(others - 1)

    own.locator(".receipt a").click()
    expect(own.locator("input.figure")).to_have_value("38.1")
    must_all_have_names(own)
    own.locator("input.figure").first.fill("36.8")
    own.click("button.primary")
    expect(own.locator(".receipt")).to_contain_text("36.8 ℃")
    expect(own.locator("#told li")).to_have_count(2)
    expect(own.locator("#told li.replaced")).to_contain_text("38.1 ℃")
    fits(own)


def test_a_household_of_five_is_reported_at_once_without_a_script(demo: Running, paper: OpenPaper, locale: str) -> None:
    own = paper(paper_of(demo, 5), script=False)
    sections = own.locator("#report .person")
    expect(sections).to_have_count(5)
    for number in range(1, 5):
        sections.nth(number).locator("summary").click()
    for number in range(5):
        section = sections.nth(number)
        section.locator("input.figure").fill("38.1" if number == 2 else "36.5")
        if number:
            section.locator("label[for^='agreed-']").click()
    sections.nth(2).locator("label[for$='-cough']").click()
    sections.nth(4).locator("label[for^='agreed-']").click()  # not asked yet after all
    own.click("button.primary")
    expect(own.locator("#wrong li")).to_have_count(1)
    expect(own.locator(".receipt")).to_have_count(0)
    expect(sections.nth(2).locator("input.figure")).to_have_value("38.1")
    sections.nth(4).locator("label[for^='agreed-']").click()
    own.click("button.primary")
    expect(own.locator(".receipt")).to_have_count(5)
    expect(own.locator(".receipt", has_text="38.1 ℃")).to_have_count(1)
    expect(own.locator("#told li")).to_have_count(1)
    fits(own)


def keeps(page: Page) -> Page:
    """From when on it keeps what is typed."""
    expect(page.locator("#report")).to_have_attribute("data-keeps", "yes")
    return page


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate("() => Object.entries(localStorage).map((one) => one.join(' '))")
    return found


def test_what_is_typed_outlives_the_network_and_is_sent_once(demo: Running, paper: OpenPaper, locale: str) -> None:
    code = paper_of(demo, 1)
    own = keeps(paper(code))
    own.locator("input.figure").fill("36.9")
    own.locator("label[for$='-milk']").click()
    assert len(kept(own)) == 1 and "36.9" in kept(own)[0] and code.replace("-", "") not in kept(own)[0]
    own.reload()
    expect(own.locator("#kept")).to_be_visible()
    expect(own.locator("input.figure")).to_have_value("36.9")
    expect(own.locator("input[id$='-milk']")).to_be_checked()

    own.context.set_offline(True)
    expect(own.locator("#away")).to_be_visible()
    own.click("button.primary")
    expect(own.locator("#waiting")).to_be_visible()
    own.context.set_offline(False)
    expect(own.locator(".receipt")).to_have_count(1)
    expect(own.locator(".receipt")).to_contain_text("36.9 ℃")
    expect(own.locator("#told li")).to_have_count(1)
    until(lambda: kept(own) == [])
    own.reload()
    expect(own.locator("#kept")).to_be_hidden()


def test_a_draft_can_be_forgotten_and_ends_with_its_window(demo: Running, paper: OpenPaper, locale: str) -> None:
    own = keeps(paper(paper_of(demo, 1)))
    own.locator("input.figure").fill("36.9")
    own.reload()
    own.click("#forget")
    expect(own.locator("input.figure")).to_have_value("")
    expect(own.locator("#kept")).to_be_hidden()
    assert kept(own) == []

    own.clock.install()
    own.reload()
    keeps(own).locator("input.figure").fill("37.0")
    assert len(kept(own)) == 1
    own.clock.fast_forward("05:00:00")
    own.reload()
    expect(keeps(own).locator("input.figure")).to_have_value("")
    assert kept(own) == []
