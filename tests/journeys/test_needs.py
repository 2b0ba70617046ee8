"""Somebody at home is out of milk: Lin writes it down, Mei's phone shows it without whose it is, she claims it, buys it, puts it down
with a photo, and one tap says thank you. Given back it is anybody's; of two who tap at once one has it, and the other is told who."""

import re
from collections.abc import Callable
from io import BytesIO

import psycopg
from PIL import Image
from playwright.sync_api import Page, expect

from data_access.embedded import Embedded
from data_access.receipts import digest_of
from tests.journeys.conftest import DESK, PHONE, Running
from tests.journeys.screens import live
from tests.journeys.test_visits import her_volunteers

OpenAs = Callable[..., Page]
CODE = "7" * 28
APART = """
insert into quarantine (person_id, kind, since, until, street, community, grid, ordered_at)
select distinct on (r.household_id) p.id, 'home', date '2020-01-30', date '2020-02-13', p.street, p.community, p.grid, '2020-01-30'
from person p join residence r on r.person_id = p.id and r.until is null
join account a on a.account = 'community' and a.area = p.community order by r.household_id, p.id limit 3 returning id
"""
SECOND = """
with mine as (select t.* from team t where t.id = %(team)s), theirs as (
  insert into team (code, name, role, area, street, community, grid, lon, lat)
  select code || '-2', '红日社志愿者', role, area, street, community, grid, lon, lat from mine returning id, area)
insert into account (account, name, role, area, team, password_hash, demo)
select 'pan', '潘阿姨', 'volunteer', t.area, t.id, v.password_hash, v.demo
from theirs t join account v on v.account = 'volunteer'
"""


def apart(demo: Running) -> list[int]:
    """Three of Lin's community stay at home; the first has a paper with a code."""
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        numbers = [int(row[0]) for row in owner.execute(APART).fetchall()]
        owner.execute(
            "insert into report_code (episode_id, digest, given_at) values (%s, %s, '2020-01-30')",
            [numbers[0], digest_of(CODE)],
        )
    return numbers


def pan_too(demo: Running, team: int) -> None:
    """A second team of volunteers in the same community."""
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        owner.execute(SECOND, {"team": team})


def written_down(lin: Page, option: int, kind: str) -> None:
    """By keyboard and mouse: N, whose, what, how it was said."""
    lin.keyboard.press("n")
    lin.locator("#care-needs-episode").click()
    lin.locator(".dash-dropdown-option").nth(option).click()
    lin.locator("#care-needs-kinds label", has_text=re.compile(kind)).click()
    lin.click("#care-needs-enter")
    expect(lin.locator("#care-needs-one [data-shown-need]")).to_be_visible()


def doorstep() -> dict[str, object]:
    picture = BytesIO()
    Image.new("RGB", (640, 480), "#446677").save(picture, "JPEG")
    return {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def test_out_of_milk_it_is_claimed_bought_put_down_with_a_photo_and_thanked_for(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    her_volunteers(demo)
    apart(demo)
    lin = live(open_as("community", desk_size, "/care?show=needs", locale))
    mei = open_as("volunteer", PHONE, "/field", locale)
    expect(mei.locator("#errands")).to_have_count(0)
    written_down(lin, 0, "牛奶|Milk")
    expect(lin).to_have_url(re.compile(r"show=needs.*need=1"))
    expect(lin.locator("#care-needs-list [data-unsupplied]")).to_have_count(1)

    bundle = mei.locator("details.bundle.card", has=mei.locator("[value='1']")).first  # by the stream
    expect(bundle).to_contain_text(re.compile("牛奶|Milk"))
    whose = lin.locator("#care-needs-list [data-need='1'] b").inner_text().split(" · ")[1]
    expect(mei.locator("#errands")).not_to_contain_text(whose)
    bundle.locator("button").click()
    errand = mei.locator("[data-need='1']")
    expect(errand).to_contain_text("室")
    expect(errand).not_to_contain_text(whose)
    expect(lin.locator("#care-needs-one [data-state=claimed]")).to_be_visible()

    errand.locator("input[name=spent]").fill("12,5")
    errand.locator("form.buy button").click()
    expect(mei.locator("[data-need='1'][data-at=bought]")).to_be_visible()
    errand.locator("input[type=file]").set_input_files(doorstep())  # type: ignore[arg-type]
    mei.context.set_offline(True)
    with mei.expect_response("**/field/jobs*"):  # the page is drawn anew under her fingers
        mei.context.set_offline(False)
    expect(errand.locator(".files-said")).to_contain_text("door.jpg")
    errand.locator("form.bring button").click()
    mei.locator(".done-errands > summary").click()
    expect(mei.locator("[data-need='1'][data-at=delivered]")).to_contain_text("12.50")

    expect(lin.locator("#care-needs-one img.door")).to_be_visible()
    expect(lin.locator("#care-needs-one")).to_contain_text("12.50")
    says_thank_you(demo, mei, locale)
    expect(lin.locator("#care-needs-one [data-state=thanked]")).to_be_visible()
    lin.locator("#care-needs-state label", has_text=re.compile("已送到|Brought")).click()
    expect(lin.locator("#care-needs-list [data-need='1'][data-state=thanked]")).to_be_visible()
    expect(lin).to_have_url(re.compile("state=brought"))


def says_thank_you(demo: Running, beside: Page, locale: str) -> None:
    """On the page of the own paper, in a browser that is nobody's."""
    browser = beside.context.browser
    assert browser is not None
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, java_script_enabled=False)
    context.add_cookies([{"name": "lang", "value": locale, "url": demo.url}])
    page = context.new_page()
    page.goto(f"{demo.url}/p/report/{CODE}")
    mine = page.locator("#needs [data-need='1']")
    expect(mine).to_contain_text(re.compile("志愿者|volunteer"))
    mine.locator("button").click()
    expect(page.locator("#needs [data-state=thanked]")).to_be_visible()
    expect(page.locator("#needs button")).to_have_count(0)
    context.close()


def test_given_back_it_is_anybodys_and_of_two_at_once_the_second_is_told_who_was_faster(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    team = her_volunteers(demo)
    pan_too(demo, team)
    apart(demo)
    lin = live(open_as("community", DESK, "/care?show=needs", locale))
    written_down(lin, 1, "买菜|Groceries")
    mei, pan = (open_as(name, PHONE, "/field", locale) for name in ("volunteer", "pan"))
    expect(pan.locator("details.bundle [value='1']").first).to_be_visible()
    pan.context.set_offline(True)
    pan.locator("details.bundle[open] button").first.click()
    expect(pan.locator("details.bundle[open] .kept, #net").first).to_be_visible()  # it waits on her phone
    mei.locator("details.bundle[open] button").first.click()
    expect(mei.locator("[data-need='1']")).to_be_visible()
    pan.context.set_offline(False)
    expect(pan.locator("#said")).to_contain_text(re.compile("已在 .* 认领|was faster"))
    expect(pan.locator("[data-need='1']")).to_have_count(0)
    expect(pan.locator("details.bundle")).to_have_count(0)

    mei.locator("[data-need='1'] button", has_text=re.compile("退回认领|Give it back")).click()
    expect(mei.locator("[data-need='1']")).to_have_count(0)
    expect(pan.locator("details.bundle [value='1']").first).to_be_visible()  # by the stream
    pan.locator("details.bundle[open] button").first.click()
    expect(pan.locator("[data-need='1']")).to_be_visible()
    expect(lin.locator("#care-needs-one")).to_contain_text("红日社志愿者")
