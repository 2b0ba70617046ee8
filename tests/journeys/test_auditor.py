"""The auditor's morning: what was done stands there line by line, without a name, and a touched line is noticed."""

import os
import re
import subprocess
import sys
from collections.abc import Callable

import psycopg
from playwright.sync_api import Locator, Page, expect

from data_access.embedded import Embedded
from tests.journeys.conftest import APP, DESK, Running

OpenAs = Callable[..., Page]
WORDS = "王阿姨说门口有人咳嗽"


def check(demo: Running) -> subprocess.CompletedProcess[str]:
    """As the operator runs it, beside the demo."""
    command = [sys.executable, str(APP), "check", "--data", str(demo.data)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=os.environ, check=False)


def row_with(page: Page, act: str) -> Locator:
    return page.locator(f"#audit-lines [data-act={act}]")


def work_a_little(rosa: Page, demo: Running) -> str:
    """A warning is sent to, a note is written and read again; then she knocks where she may not go in."""
    demo.crowd(demo.watched[0], 31)
    waiting = rosa.locator("#overview-list [data-state=reported]", has_text="安和药店")
    waiting.click()
    detail = rosa.locator("#overview-detail .detail")
    expect(detail.locator(".proposed li[data-team]")).to_have_count(3)
    rosa.keyboard.press("d")
    expect(detail).to_have_attribute("data-state", "dispatched")
    rosa.fill("#overview-note", WORDS)
    rosa.click("#overview-save-note")
    expect(detail.locator("[data-event=noted]", has_text=WORDS)).to_be_visible()
    incident = detail.get_attribute("data-incident") or ""
    assert rosa.request.get("/audit").status == 403
    return incident


def test_the_audit_tells_the_morning_without_a_name_and_a_touched_line_is_found(
    demo: Running, open_as: OpenAs, locale: str
) -> None:
    demo.move_clock("+8m")
    rosa = open_as("officer", DESK, locale=locale)
    expect(rosa.locator("#shell-live")).to_have_attribute("data-state", "live")
    incident = work_a_little(rosa, demo)

    auditor = open_as("auditor", DESK, locale=locale)
    expect(auditor).to_have_url(re.compile("/audit"))
    expect(auditor.locator("#audit-lines tbody tr").first).to_be_visible()
    auditor.fill("#audit-subject", f"incident/{incident}")
    auditor.keyboard.press("Enter")
    expect(row_with(auditor, "sent")).to_have_count(3)
    expect(row_with(auditor, "noted")).to_have_count(1)
    told = auditor.inner_text("#audit-lines")
    assert WORDS not in told and "罗莎" not in told and "吴警官" not in told

    auditor.fill("#audit-subject", "")
    auditor.fill("#audit-action", "refused")
    auditor.keyboard.press("Enter")
    expect(row_with(auditor, "refused").first).to_be_visible()
    expect(auditor.locator("#audit-lines [data-act]:not([data-act=refused])")).to_have_count(0)

    auditor.fill("#audit-action", "")
    auditor.keyboard.press("Enter")
    expect(auditor.locator("#audit-lines [data-act]:not([data-act=refused])").first).to_be_visible()
    first = auditor.inner_text("#audit-lines tbody tr:first-child td:first-child")
    auditor.click("#audit-older")
    expect(auditor.locator("#audit-lines tbody tr:first-child td:first-child")).not_to_have_text(first)

    a_touched_line_is_found(demo)


def a_touched_line_is_found(demo: Running) -> None:
    before = check(demo)
    assert before.returncode == 0, before.stdout + before.stderr
    with psycopg.connect(Embedded(demo.data).url().replace("+psycopg", "")) as owner:
        (line,) = owner.execute("select id from audit_entry where action = 'sent' order by id limit 1").fetchone() or (
            0,
        )
        owner.execute("update audit_entry set role = 'leader' where id = %s", (line,))
    after = check(demo)
    assert after.returncode == 1
    assert re.search(rf"FAIL audit: .*\b{line}\b", after.stdout), after.stdout
