"""One outbreak from its first file to its last slip: Dong brings records and a case, Lin knocks, day 14 ends it."""

import re
from collections.abc import Callable
from pathlib import Path

import psycopg
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from data_access.embedded import Embedded
from entrypoints.cli import main as command
from tests.journeys.conftest import DESK, TABLET, Running
from tests.journeys.screens import live
from tests.journeys.test_imports import drop
from tests.journeys.test_screening import enter, of_a_home, phone_that_lin_reads

OpenAs = Callable[..., Page]
ALONE = """
select min(r.person_id) from residence r join account a on a.account = 'community' and r.community = a.area
where r.until is null group by r.household_id having count(*) = 1 order by 1 limit 1
"""
TWO_ALONE = """
select min(person), max(person) from (select min(r.person_id) as person from residence r
  join account a on a.account = 'community' and r.community = a.area
  where r.until is null group by r.household_id having count(*) = 1 order by 1 limit 2) alone
"""
FIRM = "select name, credit_code from enterprise where closed_at is null order by id limit 1"
PHARMACY = "select name, street from place where kind = 'pharmacy' and (select count(*) from place p where p.name = place.name) = 1 order by id limit 1"


def asked(demo: Running, query: str) -> tuple[str, ...]:
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        return tuple(map(str, owner.execute(query).fetchone() or ()))


def brought_at_the_terminal(demo: Running, tmp_path: Path, kind: str, *lines: str) -> None:
    file = tmp_path / f"{kind}.csv"
    file.write_text("\n".join(lines))
    done = CliRunner().invoke(
        command, ["import", str(file), "--kind", kind, "--source", "药店", "--data", str(demo.data)]
    )
    assert done.exit_code == 0, done.output


def brought_on_the_page(dong: Page, *lines: str) -> None:
    drop(dong, "cases.csv", "\n".join(lines).encode())
    confirm = dong.locator("#inventory-import-confirm")
    expect(confirm).to_be_visible(timeout=20_000)
    confirm.click()
    expect(dong.locator("#inventory-import")).to_contain_text(re.compile("已导入|imported"), timeout=20_000)


def test_from_a_case_with_its_itinerary_to_the_end_of_the_fourteenth_day(
    demo: Running, open_as: OpenAs, locale: str, tmp_path: Path
) -> None:
    he, together = of_a_home(demo)
    ma = int(asked(demo, ALONE)[0])
    phones = [phone_that_lin_reads(open_as, one, locale) for one in (he, ma)]
    pharmacy, _street = asked(demo, PHARMACY)
    stay = f"{phones[1]},{pharmacy},2020-01-30 09:10,2020-01-30 09:50"
    brought_at_the_terminal(demo, tmp_path, "presence", "电话,场所名称,进入时间,离开时间", stay)

    dong = live(open_as("investigator", DESK, "/inventory?show=import", locale))
    told = f"1月30日9:00到9:40在{pharmacy}买药；1月30日晚上在家"
    brought_on_the_page(
        dong, "电话,病例类型,发病日期,收治时间,活动轨迹", f"{phones[0]},确诊,2020-01-30,2020-02-01 07:00,{told}"
    )

    dong = live(open_as("investigator", DESK, "/screening?case=1", locale))
    contacts = dong.locator("#screening-case [data-contact]")
    expect(contacts).to_have_count(together, timeout=30_000)  # the household, and Ma by the round
    met = dong.locator(f"#screening-case [data-contact='{ma}']")
    expect(met.locator(".reasons li").first).to_contain_text(pharmacy)
    expect(met.locator(".reasons li").first).to_contain_text(re.compile("40|30"))
    expect(dong.locator("#screening-case .risk-level").first).to_be_visible(
        timeout=20_000
    )  # with the round of risk that follows
    expect(dong.locator("#screening-track [data-counts=yes]")).to_have_count(1)
    expect(dong.locator("#screening-track .late").first).to_be_visible()  # the evening at home is asked about

    lin = live(open_as("community", TABLET, "/screening?show=visits", locale))
    lin.locator("#screening-visits-list [data-visit]").first.click()
    lin.fill("#screening-visits-temperature", "36.6")
    lin.click("#screening-visits-save")
    expect(lin.locator("#screening-visits-list [data-result=seen_ok]")).to_have_count(1)

    dong.click("#screening-order-all")
    expect(dong.locator("#screening-case [data-waits=no]")).to_have_count(together)
    demo.move_clock("+24h")
    dong.reload()
    household = dong.locator("#screening-case [data-contact]", has_text=re.compile("同住|Lived")).first
    expect(household.locator("p.hint").first).to_contain_text(re.compile(r"第 1 天|day 1 "))
    demo.move_clock("+336h")
    dong.reload()
    with dong.context.expect_page() as opened:
        household.locator("a[href^='/reports/release/']").click()
    expect(opened.value.locator("h1")).to_have_text(re.compile("解除隔离证明|End of quarantine"))


def test_a_colleague_from_a_register_is_listed_with_the_office_and_who_met_her_apart(
    demo: Running, open_as: OpenAs, locale: str, tmp_path: Path
) -> None:
    he, together = of_a_home(demo)
    ma, yu = map(int, asked(demo, TWO_ALONE))
    phones = [phone_that_lin_reads(open_as, one, locale) for one in (he, ma, yu)]
    firm, code = asked(demo, FIRM)
    pharmacy, _street = asked(demo, PHARMACY)
    stays = [f"{phone},{pharmacy},2020-01-31 09:10,2020-01-31 09:50" for phone in phones[1:]]
    brought_at_the_terminal(demo, tmp_path, "presence", "电话,场所名称,进入时间,离开时间", *stays)
    dong = live(open_as("investigator", DESK, "/inventory?show=import", locale))
    rows = [f"{phone},{code},3-204室,2019-03-01" for phone in phones[:2]]
    brought_on_the_page(dong, "电话,统一社会信用代码,办公室,入职日期", *rows)

    dong = live(open_as("investigator", DESK, "/screening", locale))
    enter(dong, phones[0])

    contacts = dong.locator("#screening-case [data-contact]")
    expect(contacts).to_have_count(together, timeout=30_000)  # the household, and Ma by the round
    colleague = dong.locator(f"#screening-case [data-contact='{ma}'][data-waits=yes] .reasons li")
    expect(colleague).to_contain_text("3-204")
    expect(colleague).to_contain_text(firm)
    expect(colleague).to_contain_text("C-0001")
    beyond = dong.locator(f"#screening-case [data-second='{yu}']")
    expect(beyond).to_contain_text(pharmacy, timeout=20_000)
    expect(beyond).to_contain_text("3-204")
    expect(beyond.locator("button")).to_have_count(0)
