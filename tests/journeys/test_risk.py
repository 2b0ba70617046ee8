"""A case, its household, each with a level and a sentence; Dong lowers a weight, sees what it would change, and nothing did."""

import re
from collections.abc import Callable
from typing import Any

import psycopg
from playwright.sync_api import Locator, Page, expect

from data_access.embedded import Embedded
from tests.journeys.conftest import DESK, Running
from tests.journeys.screens import live
from tests.journeys.test_screening import case_of_a_home

OpenAs = Callable[..., Page]
WRITTEN = (
    "select (select max(id) from risk_assessment), (select max(id) from policy), (select max(id) from audit_entry)"
)


def written(demo: Running) -> Any:
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        return owner.execute(WRITTEN).fetchone()


def test_levels_with_their_reasons_and_a_draft_that_writes_nothing(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    dong, others = case_of_a_home(demo, open_as, locale, desk_size)
    contacts = dong.locator("#screening-case [data-contact]")
    expect(contacts.locator(".risk-level")).to_have_count(others)  # the worker's round, told by the stream

    dong.goto(f"{demo.url}/screening?show=risk")
    people = of_the_case(dong)  # returnees stand there too, as soon as the worker's round has come to them
    expect(people).to_have_count(others)
    expect(people.first.locator(".reasons li").first).to_contain_text(re.compile(r"C-0001.*%"))
    expect(dong.locator("#screening-risk-rule .rule-words li")).to_have_count(6)
    the_count_leads_to_its_people(dong, others)

    dong.click("#screening-risk-form summary")
    the_draft(dong, demo, others)
    what_others_see(open_as, locale, others)


def the_count_leads_to_its_people(dong: Page, count: int) -> None:
    level = of_the_case(dong).first.get_attribute("data-level")
    dong.locator(f"#screening-risk td [data-level={level}] a").first.click()
    expect(dong).to_have_url(re.compile(f"level={level}"))
    expect(dong.locator(f"#screening-risk [data-risk][data-level={level}]").first).to_be_visible()
    back = dong.locator("#screening-risk-left a[href='/screening?show=risk']")
    back.click()
    expect(back).to_have_count(0)  # all are drawn, and what is unfolded from here on stays so
    expect(of_the_case(dong)).to_have_count(count)


def of_the_case(page: Page) -> Locator:
    return page.locator("#screening-risk [data-risk]", has_text="C-0001")


def the_draft(dong: Page, demo: Running, count: int) -> None:
    before = written(demo)
    household = dong.locator("#screening-risk-settings_household")
    household.fill("much")
    dong.click("#screening-risk-try")
    expect(household).to_have_attribute("aria-invalid", "true")
    household.fill("0,001")
    dong.click("#screening-risk-try")
    preview = dong.locator("#screening-risk-preview")
    expect(preview.locator("h2")).to_have_attribute("data-down", str(count))
    expect(preview.locator("[data-moved]")).to_have_count(count)
    total = preview.locator("tr[data-street='']").locator("td")
    was, then = (float(text) for text in total.all_inner_texts())
    assert was > then  # what is left are returnees, whom no household exposed
    assert written(demo)[:2] == before[:2]
    dong.click("#screening-risk-reset")
    dong.click("#screening-risk-try")
    expect(preview.locator("h2")).to_have_attribute("data-down", "0")


def what_others_see(open_as: OpenAs, locale: str, count: int) -> None:
    """Lin her own people, and no form; the leader numbers, the small ones hidden, and nobody."""
    lin = live(open_as("community", DESK, "/screening?show=risk", locale))
    expect(of_the_case(lin)).to_have_count(count)
    expect(lin.locator("#screening-risk-form")).to_have_count(0)
    leader = live(open_as("leader", DESK, "/screening?show=risk", locale))
    expect(leader.locator("#screening-risk tbody td").first).to_have_text(re.compile("<5|–|≈"))
    expect(leader.locator("#screening-risk [data-risk], #screening-risk-form")).to_have_count(0)


WHY, BACK = "同住者隔离及时,家庭权重过高", "请先附上本周的误差统计"


def test_dong_drafts_a_rule_and_ji_publishes_it(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    """Sent back once with a reason, drafted again, published by the second person; Dong has no button for her own."""
    dong = live(open_as("investigator", desk_size, "/screening?show=risk", locale))
    ji = live(open_as("investigator2", DESK, "/screening?show=risk", locale))
    keep(dong, household="90")
    expect(dong.locator("#toasts, .toast").first).to_contain_text(
        re.compile("共同居住|同住|Living together")
    )  # which weight
    keep(dong, household="0,001")
    for page in (dong, ji):  # hers by the stream
        expect(page.locator("#screening-risk-drafts [data-differs='settings.household'] td").last).to_have_text("0.001")
        expect(page.locator("#screening-risk-foreseen h2")).to_have_attribute("data-down", re.compile(r"\d+"))
        expect(page.locator("#screening-risk-drafts")).to_contain_text(WHY)
    expect(dong.locator("#screening-risk-publish")).to_be_hidden()
    expect(dong.locator("#screening-risk-withdraw")).to_be_visible()

    ji.fill("#screening-risk-answer", BACK)
    ji.click("#screening-risk-back")
    dong.locator("#screening-risk-before summary").click()
    expect(dong.locator("#screening-risk-before li", has=dong.locator("[data-closed=sent_back]"))).to_contain_text(BACK)
    expect(dong.locator("#screening-risk-withdraw")).to_be_hidden()

    keep(dong, household="0,002")
    expect(ji.locator("#screening-risk-drafts [data-differs='settings.household'] td").last).to_have_text("0.002")
    before = written(demo)[1]
    ji.click("#screening-risk-publish")
    for page in (dong, ji):
        expect(page.locator("#screening-risk-drafts [data-draft]")).to_have_count(0)
        expect(page.locator("#screening-risk-rule .rule-words")).to_contain_text("0.002")
    assert written(demo)[1] > before
    expect(ji.locator("#screening-risk-form [data-weight='settings.household']")).to_have_attribute("data-now", "0.002")


def keep(dong: Page, household: str) -> None:
    form = dong.locator("#screening-risk-form")
    for fold in (form.locator("summary").first, form.locator("details details > summary")):
        if fold.locator("xpath=..").get_attribute("open") is None:
            fold.click()
    dong.fill("#screening-risk-settings_household", household)
    dong.fill("#screening-risk-why", WHY)
    dong.click("#screening-risk-keep")
