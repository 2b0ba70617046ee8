"""The public's pages: light, in two languages, and with nothing of the district's records."""

import re

from flask import Flask
from sqlalchemy import select

from cockpit.access import matrix
from cockpit.notices import how_long, notices
from cockpit.notices import notice as notice_in_force
from data_access.database import Database
from data_access.incidents import incident, note
from data_access.people import person
from data_access.policy import publish
from entrypoints.public import anybody, privacy
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import DISTRICT


def test_anybody_reads_what_is_kept_why_and_how_long(stranger: Visitor) -> None:
    page = stranger.get("/p/privacy").text
    assert all(words in page for words in ("谁在收集", "90 天", "60 天", "审计员"))
    english = stranger.get("/p/privacy?lang=en").text
    assert "Who asks" in english and "60 days after its end" in english
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"<a [^>]*lang=.*?</a>|hreflang=.*?</a>|中文", "", english))
    assert len(page.encode()) + 6000 < 60_000  # with its style sheet


def test_a_new_version_is_shown_from_its_day_on_with_its_number(app: Flask) -> None:
    database: Database = app.extensions["cockpit"]
    with database.work(anybody()) as work:
        before, at = notice_in_force(work, "incident"), work.at
    with database.connection() as connection:
        body = {"who": "长庆街道", "what_for": "上门", "what": "住址", "how_long": "30 天", "whom": "林社工"}
        values = {"kind": "notice", "key": "incident", "area": DISTRICT, "source": "", "body": body}
        number = publish(connection, {**values, "holds_from": at, "published_at": at})
    with database.work(anybody()) as work:
        after = notice_in_force(work, "incident")
    assert (after.version, after.who) == (number, "长庆街道") and before.version < number
    assert "上门" in Visitor(app).get("/p/privacy").text


def test_every_notice_has_its_title_and_every_rule_how_long_its_sentence(app: Flask) -> None:
    database: Database = app.extensions["cockpit"]
    with database.work(anybody()) as work:
        keys, kept = {one.key for one in notices(work)}, {one.key for one in how_long(work)}
    assert keys == privacy.TITLES.keys() and kept == privacy.KEPT.keys()


def test_the_public_sees_no_record_and_may_do_nothing_else(app: Flask, morning: Morning) -> None:
    allowed = {act for act, rule in matrix()["acts"].items() if "public" in rule["roles"]}
    assert allowed == {
        "appeal", "ask_own", "report_health", "see_looks", "see_notices", "see_own_needs", "use_mind", "use_receipt"
    }  # fmt: skip
    morning.report(note="三楼")
    with morning.work(anybody()) as work:
        for table in (incident, note, person):
            assert work.connection.execute(select(table).limit(1)).all() == []
    assert status_of(Visitor(app).get("/p/nothing")) == 404
