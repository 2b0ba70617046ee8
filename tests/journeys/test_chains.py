"""Three of one home fall ill one after the other: Dong sees who had it from whom, how, and as large as she likes."""

import re
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from cockpit.screening import CaseFacts, CaseStatus, enter_case
from data_access.embedded import Embedded
from tests.journeys.conftest import DESK, Running
from tests.journeys.screens import live
from tests.journeys.test_paging import acting, district

OpenAs = Callable[..., Page]
HOME = """
select array_agg(p.id order by p.id) from person p join residence r on r.person_id = p.id
where p.community = '330103001001' and r.until is null group by r.household_id having count(*) >= 3 limit 1
"""
APART = """
select min(p.id) from person p where p.id not in (select r.person_id from residence r where r.household_id in
  (select household_id from residence where person_id = :home))
"""
LIVED = {"zh_CN": "同住", "en": "Lived together"}


@pytest.fixture
def ill(demo: Running) -> list[int]:
    """Numbers of their cases: eight, four days and no day ago."""
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        (home,) = owner.execute(HOME).fetchone() or ([],)
    found = []
    with district(demo) as database:
        for person, days in zip(home, (8, 4, 0), strict=False):
            with database.work(acting(database, "investigator")) as work:
                onset = work.at.astimezone(work.zone).date() - timedelta(days=days)
                found.append(enter_case(work, person, CaseFacts(CaseStatus.CONFIRMED, onset=onset)).id)
    return found


def test_the_chain_says_who_had_it_from_whom_and_how(
    demo: Running, ill: list[int], open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    dong = live(open_as("investigator", desk_size, "/screening?show=chains", locale))
    drawn = dong.locator("#screening-chains-drawn")
    expect(drawn.locator("[data-node]")).to_have_count(3)
    expect(drawn.locator(".link.likely")).to_have_count(2)
    expect(drawn.locator("text.how").first).to_have_text(LIVED[locale])

    drawn.focus()
    dong.keyboard.press("+")
    expect(drawn).to_have_attribute("data-scale", "1.25")
    dong.locator("[data-chains-scale=fit]").click()
    expect(drawn).to_have_attribute("data-scale", re.compile(r"^(1\.00|0\.\d\d)$"))
    assert drawn.evaluate("(one) => one.scrollWidth <= one.clientWidth"), "the whole picture is seen"

    drawn.locator(f"[data-node='{ill[1]}']").click()
    expect(dong).to_have_url(re.compile(rf"case={ill[1]}$"))


def test_a_case_that_is_entered_while_one_reads_stands_in_the_chain(
    demo: Running, ill: list[int], open_as: OpenAs, locale: str
) -> None:
    dong = live(open_as("investigator", DESK, "/screening?show=chains", locale))
    expect(dong.locator("[data-node]")).to_have_count(3)
    with district(demo) as database, database.work(acting(database, "investigator")) as work:
        apart = work.connection.execute(text(APART), {"home": work.cases.get(ill[0]).person}).scalar_one()
        enter_case(
            work, apart, CaseFacts(CaseStatus.CONFIRMED, onset=work.at.astimezone(work.zone).date() - timedelta(days=2))
        )
    expect(dong.locator("[data-node]")).to_have_count(4)
