"""Persons are told: the bell rings for one alone, who sent it sees that it was opened, and a dead channel says so."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, expect

from cockpit.access import system
from cockpit.paging import page as tell
from data_access import policy
from data_access.database import Database
from data_access.embedded import Embedded
from entrypoints.demo import APP_PASSWORD
from entrypoints.settings import read_env_file, read_settings
from tests.journeys.conftest import DESK, PHONE, Running
from tests.journeys.screens import live

OpenAs = Callable[..., Page]
NOWHERE = "http://127.0.0.1:9/in"
INSIDE = {"zh_CN": "地址在内网", "en": "lies inside"}
NOT_DELIVERED = {"zh_CN": "未送达", "en": "not delivered"}


@contextmanager
def district(demo: Running) -> Iterator[Database]:
    """As the processes of the demo open it."""
    kept = read_env_file(demo.data / "keys.env")
    url = Embedded(demo.data).url("cockpit", "cockpit_app", kept[APP_PASSWORD])
    settings = read_settings(kept | {"COCKPIT_DATABASE_URL": url})
    database = Database(settings.database_url, settings.keys, settings.zone)
    try:
        yield database
    finally:
        database.close()


def page(demo: Running, account: str, incident: int) -> None:
    """The officer urges: that person is told."""
    with district(demo) as database, database.work(acting(database, "officer")) as work:
        whom = work.accounts.by_name(account)
        assert whom
        tell(work, [whom.id], "urged", work.incidents.get(incident))


def acting(database: Database, account: str) -> Any:
    with database.work(system("330103")) as work:
        found = work.accounts.by_name(account)
        assert found
        return work.accounts.acting(found.id)


def late_after(demo: Running, seconds: int) -> None:
    """A paging says sooner of itself that it was not delivered."""
    with district(demo) as database, database.work(acting(database, "officer")) as work:
        rule = work.policy.get("paging", "any", "330103")
        body = dict(rule.body) | {"late": seconds}
        told = {"kind": "paging", "key": "any", "area": "330103", "source": "a journey", "body": body}
        policy.publish(work.connection, told | {"holds_from": work.at, "published_at": work.at})


def chosen(who: Page) -> int:
    expect(who.locator("#incidents-detail .detail")).to_be_visible()
    return int(who.locator("#incidents-detail .detail").get_attribute("data-incident") or 0)


def test_the_bell_rings_for_one_alone_and_whoever_had_it_sent_sees_that_it_was_opened(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    demo.crowd(demo.watched[0], 31)
    gu = live(open_as("shift_lead", DESK, "/help", locale))
    other = live(open_as("officer2", DESK, "/help", locale))
    rosa = live(open_as("officer", DESK, "/incidents", locale))
    rosa.locator("#incidents-board .ag-row[row-index='0']").first.click()
    incident = chosen(rosa)

    page(demo, "shift_lead", incident)
    expect(gu.locator("#shell-paging")).to_have_attribute("data-unseen", "1")
    expect(gu.locator("#shell-toasts .toast.red a")).to_have_attribute("href", f"/incidents?incident={incident}")
    rosa.reload()
    live(rosa)
    expect(
        rosa.locator(".told-persons li[data-standing='waiting'], .told-persons li[data-standing='not_delivered']")
    ).to_have_count(1)

    gu.click("#shell-paging summary")
    gu.locator("#shell-paging-list .paged.new").click()
    expect(gu).to_have_url(re.compile(rf"/incidents\?.*incident={incident}"))
    expect(gu.locator("#shell-paging")).to_have_attribute("data-unseen", "0")
    expect(rosa.locator(".told-persons li")).to_have_attribute("data-standing", "seen")
    expect(other.locator("#shell-paging")).to_have_attribute("data-unseen", "0")


def test_a_dead_channel_says_so_to_its_owner_and_on_the_incident(demo: Running, open_as: OpenAs, locale: str) -> None:
    late_after(demo, 2)
    demo.move_clock("+8m")
    demo.crowd(demo.watched[0], 31)
    gu = live(open_as("shift_lead", DESK, "/settings?show=told", locale))
    gu.locator("#settings-way-kind label").last.click()
    gu.fill("#settings-way-target", NOWHERE)
    gu.click("#settings-way-add")
    expect(gu.locator("#settings-way-shown")).to_be_visible()
    gu.locator("#settings-ways label").first.click()
    gu.click("#settings-way-test")
    expect(gu.locator("#settings-ways")).to_contain_text(INSIDE[locale])

    rosa = live(open_as("officer", DESK, "/incidents", locale))
    rosa.locator("#incidents-board .ag-row[row-index='0']").first.click()
    page(demo, "shift_lead", chosen(rosa))
    row = rosa.locator(".told-persons li", has_text="顾班")
    expect(row).to_have_attribute("data-standing", "not_delivered")
    expect(row).to_contain_text(NOT_DELIVERED[locale])
    expect(rosa.locator("#incidents-told")).to_contain_text(re.compile("顾班.*未按时送达|顾班 was not reached in time"))


def test_on_the_phone_a_new_job_stands_in_the_bell_until_it_is_answered(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    demo.crowd(demo.watched[0], 31)
    mei = open_as("volunteer", PHONE, "/field", locale)
    expect(mei.locator("#shell-paging")).to_have_attribute("data-unseen", "0")
    rosa = live(open_as("officer", DESK, "/incidents", locale))
    rosa.locator("#incidents-board .ag-row[row-index='0']").first.click()
    rosa.click("#incidents-send")
    expect(mei.locator("#shell-paging")).to_have_attribute("data-unseen", "1")
    mei.click("#shell-paging summary")
    expect(mei.locator("#shell-paging-list .paged.new")).to_have_count(1)
    mei.locator(".step.acknowledged button").first.click()
    expect(mei.locator("#shell-paging")).to_have_attribute("data-unseen", "0")
