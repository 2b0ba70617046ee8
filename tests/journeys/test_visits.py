"""Lin knocks with her tablet: the list says who is next, two taps say what was found, and Dong sees it at once. What she hands to
her volunteers stands on their phone; what somebody ticked on paper she types by keyboard alone."""

import re
from collections.abc import Callable

import psycopg
from playwright.sync_api import Page, expect

from data_access.embedded import Embedded
from tests.journeys.conftest import DESK, PHONE, TABLET, Running
from tests.journeys.screens import live
from tests.journeys.test_screening import case_of_a_home, isolate

OpenAs = Callable[..., Page]


def test_a_visit_at_the_door_is_seen_at_the_desk_and_the_slip_ends_it(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    dong, others = case_of_a_home(demo, open_as, locale)
    isolate(dong)
    dong.click("#screening-order-all")
    expect(dong.locator("#screening-case [data-waits=no]")).to_have_count(others)

    lin = live(open_as("community", TABLET, "/screening?show=visits", locale))
    desk = live(open_as("investigator", DESK, "/screening?show=visits", locale))
    visits = lin.locator("#screening-visits-list [data-visit]")
    expect(visits).to_have_count(others)
    expect(desk.locator("#screening-visits-list [data-visit]")).to_have_count(others)

    visits.first.click()
    expect(lin).to_have_url(re.compile(r"visit=\d+"))
    expect(lin.locator("#screening-visits-one .days li")).to_have_count(15)
    expect(lin.locator("#screening-visits-one .facts")).to_contain_text(
        re.compile(r"1\d{10}")
    )  # whose address and phone she needs
    without = lin.locator("#screening-visits-list [data-unsupplied]")
    expect(without).to_have_count(others)
    lin.locator("#screening-visits-one [data-supplies=relatives]").click()
    expect(lin.locator("#screening-visits-one [data-supplies=relatives][aria-pressed=true]")).to_be_visible()
    for page in (lin, desk):
        expect(page.locator("#screening-visits-list [data-unsupplied]")).to_have_count(others - 1)
    lin.fill("#screening-visits-temperature", "38.2")
    lin.locator("#screening-visits-symptoms label", has_text=re.compile("咳嗽|Cough")).click()
    lin.click("#screening-visits-save")
    for page in (lin, desk):  # his by the stream
        expect(page.locator("#screening-visits-list [data-result=seen_not_ok]")).to_have_count(1)
        expect(page.locator("#screening-visits-head .late").first).to_contain_text("1")

    visits.nth(1).click() if others > 1 else None
    lin.locator("#screening-visits-met label", has_text=re.compile("家中无人|Nobody")).click()
    expect(lin.locator("#screening-visits-temperature")).to_be_hidden()
    lin.click("#screening-visits-save")
    expect(lin.locator("#screening-visits-list [data-result=not_home]")).to_have_count(1)
    expect(desk.locator("#screening-visits-list [data-result=not_home]")).to_have_count(1)

    demo.move_clock("+360h")
    with dong.context.expect_page() as opened:
        dong.reload()
        dong.locator("#screening-case a[href^='/reports/release/']").first.click()
    slip = opened.value
    expect(slip.locator("h1")).to_have_text(re.compile("解除隔离证明|End of quarantine"))
    expect(slip.locator("main")).not_to_contain_text("C-0001")


VOLUNTEERS = """
update account v set team = t.id, area = t.area from team t join account lin on lin.account = 'community' and t.area = lin.area
where v.account = 'volunteer' and t.role = 'volunteer' returning t.id
"""
ON_DUTY = "insert into shift (team_id, starts, ends) values (%s, '2020-01-31', '2020-03-01')"


def her_volunteers(demo: Running) -> int:
    """Of Lin's own community, on duty."""
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        (team,) = owner.execute(VOLUNTEERS).fetchone() or (0,)
        owner.execute(ON_DUTY, [team])
    return int(team)


def contacts_in_her_community(demo: Running, open_as: OpenAs, locale: str) -> int:
    dong, others = case_of_a_home(demo, open_as, locale)
    isolate(dong)
    return others


def test_visits_are_handed_to_volunteers_answered_on_their_phone_and_typed_from_paper(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    team, count = her_volunteers(demo), contacts_in_her_community(demo, open_as, locale)
    lin = live(open_as("community", desk_size, "/screening?show=visits", locale))
    visits = lin.locator("#screening-visits-list [data-visit]")
    expect(visits).to_have_count(count)
    chooses_all_and_asks_who_fits_best(lin, count)
    hands_them_over_and_takes_that_back(lin, count)

    lin.locator("#screening-visits-goer label", has_text=name_of(demo, team)).click()
    lin.locator("#screening-visits-hand [data-hand=hand]").click()
    expect(lin.locator("#screening-visits-outcome [data-outcome=done]")).to_have_count(count)
    expect(visits.first.locator(".side")).to_have_text(name_of(demo, team))

    mei = open_as("volunteer", PHONE, "/field", locale)
    doors = mei.locator("#visits .visit")
    expect(doors).to_have_count(count)
    expect(doors.first).to_contain_text(re.compile("一米|one metre"))
    doors.first.locator("button[value=not_home]").click()
    for page in (mei.locator("#visits"), lin.locator("#screening-visits-list")):
        expect(page.locator("[data-result=not_home]")).to_have_count(1)

    types_a_sheet(lin, count)


def name_of(demo: Running, team: int) -> str:
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        (name,) = owner.execute("select name from team where id = %s", [team]).fetchone() or ("",)
    return str(name)


def chooses_all_and_asks_who_fits_best(lin: Page, count: int) -> None:
    """The first with the space bar, the rest up to the last with Shift; then F."""
    visits = lin.locator("#screening-visits-list [data-visit]")
    visits.first.focus()
    lin.keyboard.press("Space")
    expect(lin.locator("#screening-visits-picked-count")).to_contain_text("1")
    visits.last.locator("[data-pick-visit]").click(modifiers=["Shift"])
    expect(lin.locator("#screening-visits-list [data-ticked]")).to_have_count(count)
    visits.last.focus()
    lin.keyboard.press("f")
    proposed = lin.locator("#screening-visits-outcome [data-outcome=proposed]")
    expect(proposed).to_have_count(count)
    expect(proposed.first).to_contain_text(re.compile("今日任务最少|has least"))


def hands_them_over_and_takes_that_back(lin: Page, count: int) -> None:
    lin.locator("#screening-visits-outcome [data-hand=nearest]").click()
    expect(lin.locator("#screening-visits-outcome [data-outcome=done]")).to_have_count(count)
    lin.locator("#screening-visits-outcome [data-hand=back]").click()
    expect(lin.locator(f"#screening-visits-outcome [data-back='{count}']")).to_be_visible()


def types_a_sheet(lin: Page, count: int) -> None:
    """What is left is printed under a number; its first row is refused for a temperature that cannot be, and mended."""
    lin.locator("#screening-visits-papers summary").click()
    lin.click("#screening-visits-print")
    link = lin.locator("#screening-visits-printed a")
    number = str(link.get_attribute("href")).rsplit("/", 1)[-1]
    with lin.context.expect_page() as opened:
        link.click()
    expect(opened.value.locator("tbody tr")).to_have_count(count - 1)
    expect(opened.value.locator("h1")).to_contain_text(f"#{number}")
    opened.value.close()

    lin.fill("#screening-visits-sheetno", number)
    lin.click("#screening-visits-type")
    first = lin.locator("#screening-visits-typing .typed-row").first
    expect(first).to_be_focused()
    lin.keyboard.press("1")
    lin.keyboard.press("Tab")
    lin.keyboard.type("365")
    lin.keyboard.press("Control+Enter")
    expect(first.locator(".says")).to_contain_text("33")
    expect(first).to_be_focused()
    lin.keyboard.press("Tab")
    lin.keyboard.press("Control+a")
    lin.keyboard.type("36,5")
    lin.keyboard.press("Control+Enter")
    expect(lin.locator("#screening-visits-typed [data-taken='1']")).to_be_visible()
    expect(lin.locator("#screening-visits-list [data-result=seen_ok]")).to_have_count(1)
