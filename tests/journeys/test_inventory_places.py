"""A pharmacy is found by the initials of its name, its address corrected, and what does not fit refused; others see it at once."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, Running

OpenAs = Callable[..., Page]
GO = "/inventory?show=places"
ROWS, PANEL = "#inventory-places-list [data-code]", "#inventory-one"
ADDRESS = "松涛路8号"


def search(page: Page, typed: str, count: int | None = None) -> None:
    expect(page.locator(ROWS).first).to_be_visible()
    page.fill("#inventory-places-q", typed)
    if count is not None:
        expect(page.locator(ROWS)).to_have_count(count)


def correct(page: Page, **fields: str) -> None:
    fold = page.locator("#inventory-one-form")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    for name, value in fields.items():
        page.fill(f"#inventory-one-field-{name}", value)
    page.click("#inventory-one-save")


def test_a_place_is_found_by_its_initials_corrected_and_a_wrong_point_refused(
    demo: Running, open_as: OpenAs, desk_size: tuple[int, int], locale: str
) -> None:
    jia = open_as("data_officer", desk_size, path=GO, locale=locale)
    search(jia, "ahyd", 1)
    jia.press("#inventory-places-q", "Enter")
    expect(jia.locator(f"{PANEL} h2")).to_have_text("安和药店")
    expect(jia).to_have_url(re.compile(r"q=ahyd&place=P-\d+"))
    address = jia.url

    shen = open_as("street_officer", DESK, path=GO + "&" + address.split("?show=places&")[1], locale=locale)
    expect(shen.locator(f"{PANEL} h2")).to_have_text("安和药店")
    expect(shen.locator("#inventory-one-form")).to_have_count(0)
    late = open_as("data_officer", DESK, path=address.removeprefix(demo.url), locale=locale)
    expect(late.locator(f"{PANEL} h2")).to_have_text("安和药店")
    late.locator("#inventory-one-form summary").click()

    correct(jia, address=ADDRESS, contact="王小明", phone="10012345678")
    expect(jia.locator(f"{PANEL} .facts")).to_contain_text(ADDRESS)
    expect(jia.locator("#inventory-one-past [data-field=address]")).to_contain_text(ADDRESS)
    expect(jia.locator(ROWS).first).to_contain_text(ADDRESS)
    expect(shen.locator("#inventory-one-past [data-field=address]")).to_contain_text(ADDRESS)
    expect(shen.locator(f"{PANEL} .facts")).to_contain_text("王**")
    assert "王小明" not in shen.content()

    correct(jia, lon="121.5")
    expect(jia.locator(".toast.refusal")).to_be_visible()
    expect(jia.locator("#inventory-one-field-lon")).to_have_value("121.5")

    correct(late, name="老安药店")
    expect(late.locator(".toast.refusal")).to_be_visible()
    expect(late.locator("#inventory-one-field-name")).to_have_value("老安药店")
    late.reload()
    expect(late.locator(f"{PANEL} h2")).to_have_text("安和药店")
    expect(late.locator(f"{PANEL} .facts")).to_contain_text(ADDRESS)


def test_facets_narrow_the_list_stand_in_the_address_and_come_back_with_it(
    demo: Running, open_as: OpenAs, desk_size: tuple[int, int], locale: str
) -> None:
    rosa = open_as("officer", desk_size, path=GO + "&kind=pharmacy", locale=locale)
    expect(rosa.locator(ROWS)).to_have_count(50)
    rosa.click("#inventory-places-more")
    expect(rosa.locator(ROWS)).to_have_count(100)
    facet = rosa.locator("#inventory-places-facets details", has=rosa.locator("[data-value='330103001']"))
    if facet.get_attribute("open") is None:
        facet.locator("summary").click()
    street = rosa.locator("#inventory-places-facets [data-filter=area][data-value='330103001']")
    count = int(street.locator("b").inner_text())
    street.click()
    expect(rosa.locator(ROWS)).to_have_count(count)
    expect(rosa).to_have_url(re.compile("area=330103001"))

    rosa.route("**/_dash-update-component*", lambda route: route.abort())
    rosa.fill("#inventory-places-q", "an")
    expect(rosa.locator("#inventory-places-failed")).to_be_visible()
    expect(rosa.locator(ROWS)).to_have_count(count)
    rosa.unroute_all()
    rosa.fill("#inventory-places-q", "")
    expect(rosa.locator("#inventory-places-failed")).to_be_hidden()

    rosa.locator(ROWS).nth(0).click()
    first = rosa.locator(ROWS).nth(0).locator("b").inner_text()
    expect(rosa.locator(f"{PANEL} h2")).to_have_text(first)
    rosa.locator(ROWS).nth(1).click()
    expect(rosa.locator(f"{PANEL} h2")).not_to_have_text(first)
    rosa.go_back()
    expect(rosa.locator(f"{PANEL} h2")).to_have_text(first)
    rosa.reload()
    expect(rosa.locator(ROWS)).to_have_count(count)
    expect(rosa.locator(f"{PANEL} h2")).to_have_text(first)


def test_what_was_chosen_in_one_form_is_not_taken_over_into_the_next(
    demo: Running, open_as: OpenAs, desk_size: tuple[int, int], locale: str
) -> None:
    jia = open_as("data_officer", desk_size, path=GO + "&kind=pharmacy", locale=locale)
    jia.locator(ROWS).nth(0).click()
    form = jia.locator("#inventory-one-form")
    form.locator("summary").click()
    jia.select_option("#inventory-one-field-kind", "school")
    jia.fill("#inventory-one-field-contact", "王小明")
    jia.locator(ROWS).nth(1).click()
    expect(jia.locator(f"{PANEL} h2")).to_have_text(jia.locator(ROWS).nth(1).locator("b").inner_text())
    expect(jia.locator("#inventory-one-field-kind")).to_have_value("pharmacy")
    expect(jia.locator("#inventory-one-field-contact")).to_have_value("")


def test_many_are_set_at_once_each_with_its_result_and_taken_back(
    demo: Running, open_as: OpenAs, desk_size: tuple[int, int], locale: str
) -> None:
    jia = open_as("data_officer", desk_size, path=GO + "&kind=pharmacy&area=330103001", locale=locale)
    kind = jia.locator("#inventory-places-facets [data-filter=kind][data-value=pharmacy] b")
    before = int(kind.inner_text())
    expect(jia.locator("#inventory-many")).to_be_hidden()
    for number in range(3):
        jia.locator(f"{ROWS} .tick").nth(number).click()
    expect(jia.locator("#inventory-many-count")).to_contain_text("3")
    jia.select_option("#inventory-many-part", "kind")
    jia.select_option("#inventory-many-kind", "hospital")
    jia.click("#inventory-many-set")
    results = jia.locator("#inventory-many-results")
    expect(results.locator("[data-outcome=changed]")).to_have_count(3)
    expect(jia.locator("#inventory-many")).to_be_hidden()
    expect(kind).to_have_text(str(before - 3))
    jia.click("#inventory-many-undo")
    expect(kind).to_have_text(str(before))
    expect(results.locator("[data-outcome]")).to_have_count(0)


def test_what_nobody_knew_is_added_and_open_at_once_and_not_twice(
    demo: Running, open_as: OpenAs, desk_size: tuple[int, int], locale: str
) -> None:
    jia = open_as("data_officer", desk_size, path=GO, locale=locale)
    expect(jia.locator(ROWS).first).to_be_visible()
    new = {"name": "新安药店", "address": "松涛路8号", "lon": "120.1695", "lat": "30.2650"}
    for _ in range(2):
        jia.locator("[data-new=places] summary").click()
        for name, value in new.items():
            jia.fill(f"#inventory-new-places-{name}", value)
        jia.select_option("#inventory-new-places-kind", "pharmacy")
        jia.click("[data-add=places]")
        expect(jia.locator(f"{PANEL} h2")).to_have_text("新安药店")
    expect(jia.locator(".toast.refusal")).to_be_visible()
    expect(jia.locator("#inventory-new-places-name")).to_have_value("新安药店")
    search(jia, "xayd", 1)

    jia.locator(ROWS).first.click()
    jia.locator("#inventory-one-form summary").click()
    jia.click("#inventory-one-close")
    expect(jia.locator("#inventory-one-past [data-field=closed]")).to_be_visible()
    expect(jia.locator(ROWS)).to_have_count(0)
