"""Rosa opens the day: a community of which fewer report stands out, two clicks show whom it is about, the report is printed; and of
two who end today one is held up, and it says by what."""

import re
from collections.abc import Callable

import psycopg
from playwright.sync_api import Page, expect

from data_access.embedded import Embedded
from tests.journeys.conftest import Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
PEOPLE = 12
# In Lin's community, apart since ten days; of two the last day is today.
AT_HOME = """
insert into quarantine (person_id, kind, since, until, cause, street, community, grid)
select id, 'home', date '2020-01-20', case when n <= 2 then date '2020-02-01' else date '2020-02-03' end, 'return', street, community, grid
from (select p.*, row_number() over (order by p.id) as n from person p
  join account lin on lin.account = 'community' and lin.area = p.community where exists (select from residence r where r.person_id = p.id and r.until is null)) p where n <= %s
returning community
"""
BEFORE = """
insert into care_day (day, area, figure, value) select day, area, figure, value
from unnest(array[date '2020-01-29', date '2020-01-30', date '2020-01-31']) as day,
  lateral (values (%(community)s, 'at_home', %(people)s), (%(community)s, 'asked', 2 * %(people)s), (%(community)s, 'reported', 2 * %(people)s),
    (%(community)s, 'due', 2 * %(people)s), ('330103', 'kept', 1)) as f(area, figure, value) on conflict do nothing
"""


def stay_at_home(demo: Running) -> str:
    """So many of Lin's community; all of them reported on the days before. Returns the community."""
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        communities = [row[0] for row in owner.execute(AT_HOME, [PEOPLE]).fetchall()]
        owner.execute(BEFORE, {"community": communities[0], "people": PEOPLE})
    assert len(communities) == PEOPLE
    return str(communities[0])


def test_a_fall_is_seen_followed_to_those_it_is_about_and_printed(
    demo: Running, open_as: OpenAs, locale: str, desk_size: tuple[int, int]
) -> None:
    community = stay_at_home(demo)
    demo.move_clock("+3h")
    rosa = live(open_as("officer", desk_size, "/care?show=daily", locale))
    own = rosa.locator(f"#care-daily-table [data-area='{community}']")
    expect(own.locator("[data-count=at_home], a").first).to_be_visible()
    expect(own).to_contain_text(f"0% (0/{PEOPLE})")

    due = rosa.locator("#care-daily-releases [data-cleared=no]")
    expect(due).to_have_count(2)
    expect(due.first.locator("[data-check=reports]")).to_contain_text(re.compile("早|Morning"))

    fall = rosa.locator(f"#care-daily-anomalies [data-oddity=fall][data-area='{community}']")
    expect(fall).to_contain_text("100%")
    silent = rosa.locator("#care-daily-anomalies [data-oddity=silent] a").first
    silent.click()
    expect(rosa.locator("#care-daily-anomalies .care-whom li")).to_have_count(PEOPLE)
    expect(rosa).to_have_url(re.compile("anomaly=silent-"))

    with rosa.context.expect_page() as opened:
        rosa.click("#care-daily-print")
    printed = opened.value
    expect(printed.locator("h1")).to_have_text(re.compile("居家健康日报|daily report"))
    expect(printed.locator("tbody tr", has_text=f"(0/{PEOPLE})")).to_have_count(1)

    rosa.click("#care-daily-before")
    expect(rosa.locator("[data-day='2020-01-31']")).to_be_visible()
    expect(own).to_contain_text(f"100% ({2 * PEOPLE}/{2 * PEOPLE})")
    rosa.go_back()

    fall.locator("a").click()
    expect(rosa.locator("#care-homes-list [data-home]")).to_have_count(PEOPLE)
