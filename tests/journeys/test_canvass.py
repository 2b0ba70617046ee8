"""Rosa opens a round, Lin walks three homes with her tablet, Rosa sees it live, Dong orders for all who were found, and a second
round holds nobody but those who were not met."""

import re
from collections.abc import Callable

import psycopg
from playwright.sync_api import Locator, Page, expect

from data_access.embedded import Embedded
from tests.journeys.conftest import DESK, TABLET, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
SHOW = "/screening?show=rounds"
NAME = "新华坊走访"
GRID = """
select h.grid from household h join account a on a.account = 'community' and h.community = a.area
group by h.grid having count(*) > 3 order by count(*), h.grid limit 1
"""


def grid_of_lin(demo: Running) -> str:
    """One of her grids with more than three homes."""
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        row = owner.execute(GRID).fetchone()
    assert row
    return str(row[0])


def begin(rosa: Page, community: str) -> None:
    rosa.keyboard.press("n")
    rosa.fill("#screening-rounds-name", NAME)
    rosa.click("#screening-rounds-area")
    rosa.locator(".dash-dropdown-search").fill(community)
    rosa.locator(".dash-dropdown-option", has_text=community).click()
    rosa.locator("#screening-rounds-tenure label").nth(1).click()
    rosa.fill("#screening-rounds-due", "2020-02-05")
    rosa.click("#screening-rounds-open")


def say(lin: Page, door: str, result: int) -> None:
    """What was found there, with a finger."""
    lin.locator(f".door[data-home='{door}']").click()
    form = lin.locator(f"[data-shown-home='{door}']")
    expect(form).to_be_visible()
    form.locator("#screening-rounds-result label").nth(result).click()
    if result == 1:
        form.locator("#screening-rounds-found label").first.click()
    form.locator("#screening-rounds-save").click()
    expect(form.locator("[data-given]")).to_be_visible()


def done(page: Page) -> Locator:
    return page.locator("[data-shown-round]")


def test_three_homes_an_order_and_who_is_left(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    grid = grid_of_lin(demo)
    rosa = live(open_as("officer", desk_size, SHOW, locale))
    begin(rosa, "新华坊")
    expect(done(rosa)).to_have_attribute("data-done", "0")
    number = done(rosa).get_attribute("data-shown-round")
    expect(rosa).to_have_url(re.compile(f"round={number}"))

    lin = live(open_as("community", TABLET, SHOW, locale))
    lin.locator(f"#screening-rounds-list [data-round='{number}']").click()
    lin.locator(f"[data-part='{grid}'] [data-where]").click()
    doors = lin.locator("#screening-rounds-doors .door")
    expect(doors.nth(3)).to_be_visible()
    homes = [str(doors.nth(n).get_attribute("data-home")) for n in range(3)]
    big_enough(lin, homes[0])
    for home, result in zip(homes, (0, 2, 1), strict=True):  # all well, nobody in, has to stay apart
        say(lin, home, result)
    takes_back_and_says_it_again(lin, homes[0])
    expect(lin.locator("#screening-rounds-people [data-waits=yes]")).to_have_count(1)
    expect(done(rosa)).to_have_attribute("data-done", "2")  # by the stream
    expect(done(rosa)).to_have_attribute("data-found", "1")

    dong = live(open_as("investigator", DESK, f"{SHOW}&round={number}", locale))
    dong.click("#screening-rounds-order")
    for page in (dong, lin, rosa):
        expect(page.locator("#screening-rounds-people [data-waits=no]")).to_have_count(1)
    the_paper_says_why(dong)
    a_second_round_holds_who_was_not_met(rosa, lin, grid, homes)


def takes_back_and_says_it_again(lin: Page, home: str) -> None:
    lin.locator("#screening-rounds-which label").click()
    lin.locator(f".door[data-home='{home}']").click()
    form = lin.locator(f"[data-shown-home='{home}']")
    form.locator("#screening-rounds-undo").click()
    expect(form.locator("[data-given]")).to_have_count(0)
    lin.locator("#screening-rounds-which label").click()
    say(lin, home, 0)


def big_enough(lin: Page, home: str) -> None:
    """Every target of the form is 44 px high at least."""
    lin.locator(f".door[data-home='{home}']").click()
    targets = lin.locator("#screening-rounds-result label, .at-the-door .step, #screening-rounds-save")
    expect(targets.first).to_be_visible()
    boxes = [one.bounding_box() for one in targets.all() if one.is_visible()]
    assert len(boxes) >= 8 and all(box and box["height"] >= 44 for box in boxes)


def the_paper_says_why(dong: Page) -> None:
    with dong.context.expect_page() as opened:
        dong.locator("#screening-rounds-people a[href^='/reports/quarantine/']").click()
    paper = opened.value
    expect(paper.locator("ul").first).to_contain_text(re.compile("走访排查|round of visits"))
    paper.close()


def a_second_round_holds_who_was_not_met(rosa: Page, lin: Page, grid: str, homes: list[str]) -> None:
    """But for the two that were met and the one that was found, all of the community's; of the three, the second alone."""
    first = done(rosa).get_attribute("data-shown-round")
    rosa.locator("details", has=rosa.locator("#screening-rounds-repeat")).locator("summary").click()
    rosa.fill("#screening-rounds-seconddue", "2020-02-08")
    rosa.click("#screening-rounds-repeat")
    expect(done(rosa)).not_to_have_attribute("data-shown-round", first or "")
    number = done(rosa).get_attribute("data-shown-round")
    row = lin.locator(f"#screening-rounds-list [data-round='{number}']")
    expect(row).to_be_visible()  # by the stream
    left = [
        lin.locator(f"#screening-rounds-list [data-round='{one}']").get_attribute("data-left")
        for one in (first, number)
    ]
    assert left[0] == left[1], "whoever was left in the first round is in the second"
    row.click()
    lin.locator(f"[data-part='{grid}'] [data-where]").click()
    expect(lin.locator("#screening-rounds-doors .door").first).to_be_visible()
    assert homes


def test_two_at_one_door_and_nothing_that_was_typed_is_lost(demo: Running, open_as: OpenAs, locale: str) -> None:
    """Shen answers while Lin types; she is told so beside her form, says that hers counts, and saves by keyboard."""
    grid = grid_of_lin(demo)
    rosa = live(open_as("officer", DESK, SHOW, locale))
    begin(rosa, "新华坊")
    expect(done(rosa)).to_have_attribute("data-done", "0")
    where = f"{SHOW}&round={done(rosa).get_attribute('data-shown-round')}&in={grid}"
    lin, shen = (live(open_as(who, TABLET, where, locale)) for who in ("community", "street_officer"))
    door = str(lin.locator("#screening-rounds-doors .door").first.get_attribute("data-home"))
    lin.locator(f".door[data-home='{door}']").click()
    form = lin.locator(f"[data-shown-home='{door}']")
    form.locator("#screening-rounds-note").fill("隔门答话")
    say(shen, door, 2)

    expect(form.locator("#screening-rounds-other [data-adopt]")).to_be_visible()  # by the stream
    expect(form.locator("#screening-rounds-note")).to_have_value("隔门答话")
    form.locator("[data-adopt]").click()
    form.locator("h2").click()
    lin.keyboard.press("1")
    expect(form.locator("#screening-rounds-result input").first).to_be_checked()
    form.locator("#screening-rounds-result input").first.focus()
    lin.keyboard.press("Enter")
    expect(form.locator("[data-given='seen_ok']")).to_contain_text("隔门答话")
    expect(done(rosa)).to_have_attribute("data-done", "1")


CAME = """
with one as (select r.* from residence r join account a on a.account = 'community' and r.community = a.area
  where r.until is null order by r.household_id limit 1)
insert into return_entry (person_id, journey, told, origin, arrived_on, heard_on, policy, street, community, grid)
select person_id, 1, '\\x00', '4201', '2020-01-30', '2020-01-30', (select min(id) from policy), street, community, grid
from one returning grid
"""


def test_a_round_for_homes_of_who_came_from_a_key_region_is_counted_first_and_says_why(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        (grid,) = owner.execute(CAME).fetchone() or ("",)
    rosa = live(open_as("officer", desk_size, SHOW, locale))
    rosa.keyboard.press("n")
    rosa.fill("#screening-rounds-name", "重点地区返回")
    rosa.click("#screening-rounds-area")
    rosa.locator(".dash-dropdown-search").fill("新华坊")
    rosa.locator(".dash-dropdown-option", has_text="新华坊").click()
    rosa.locator("#screening-rounds-tenure label").nth(1).click()
    fit = rosa.locator("#screening-rounds-fit [data-fit]")
    expect(fit).not_to_have_attribute("data-fit", "1")
    rosa.locator("#screening-rounds-came label").click()
    expect(fit).to_have_attribute("data-fit", "1")
    rosa.fill("#screening-rounds-due", "2020-02-05")
    rosa.click("#screening-rounds-open")
    expect(done(rosa)).to_have_attribute("data-done", "0")
    number = done(rosa).get_attribute("data-shown-round")

    lin = live(open_as("community", TABLET, f"{SHOW}&round={number}&in={grid}", locale))
    doors = lin.locator("#screening-rounds-doors .door")
    expect(doors).to_have_count(1)
    expect(doors.locator(".came")).to_contain_text("湖北省")
    doors.click()
    expect(lin.locator(".at-the-door .came")).to_contain_text("湖北省")
