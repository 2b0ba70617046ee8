"""What of the day is carried away: the printed report and the document say the same, the leader gets cells, a list nobody's name."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from flask import Flask

from cockpit.home_health import LineRow, Outcome
from cockpit.quarantine import Cause, Episode, QuarantineKind
from entrypoints.home_health.daily import heads, texts
from tests.access.appeals import ordered
from tests.access.objects import Ground
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import CHANGQING, somebody


@pytest.fixture
def ground(app: Flask, morning: Morning) -> Ground:
    names = ("investigator", "officer", "leader", "clinician", "community", "data_officer")
    ground = Ground(morning, {name: somebody(morning.database, name) for name in names}).now()
    ordered(CHANGQING)(ground)
    return ground


def get(app: Flask, ground: Ground, account: str, path: str) -> Any:
    return Visitor(app).signed_in(ground.actors[account]).get(path)


def today(ground: Ground) -> str:
    with ground.morning.work(ground.actors["officer"]) as work:
        return work.at.astimezone(work.zone).date().isoformat()


def test_the_printed_day_has_its_areas_and_no_script(app: Flask, ground: Ground) -> None:
    page = get(app, ground, "officer", f"/reports/daily/{today(ground)}?lang=zh_CN")
    assert status_of(page) == 200 and "居家健康日报" in page.text and "<script" not in page.text
    assert "长庆" in page.text and "每" not in page.headers.get("Content-Type", "")


def test_the_document_holds_the_same_words_as_the_page(app: Flask, ground: Ground) -> None:
    answer = get(app, ground, "officer", f"/reports/daily/{today(ground)}.docx")
    assert status_of(answer) == 200 and answer.content_type.endswith("wordprocessingml.document")
    with ZipFile(BytesIO(answer.data)) as parts:
        text = parts.read("word/document.xml").decode()
    assert "长庆" in text and today(ground) in text and "w:tblHeader" in text
    assert text.count("<w:tr>") + text.count("<w:tr ") >= 4  # the head, the district, a street, a community


def test_the_leader_prints_cells_and_is_told_so(app: Flask, ground: Ground) -> None:
    page = get(app, ground, "leader", f"/reports/daily/{today(ground)}")
    assert status_of(page) == 200 and "&lt;5" in page.text
    officers = get(app, ground, "officer", f"/reports/daily/{today(ground)}")
    assert "&lt;5" not in officers.text


@pytest.mark.parametrize("text", ["2020-13-01", "today", "1"])
def test_what_is_no_day_is_not_there(app: Flask, ground: Ground, text: str) -> None:
    assert status_of(get(app, ground, "officer", f"/reports/daily/{text}")) == 404


def test_another_area_is_not_there(app: Flask, ground: Ground) -> None:
    assert status_of(get(app, ground, "community", f"/reports/daily/{today(ground)}?area=330103002")) == 404
    assert status_of(get(app, ground, "data_officer", f"/reports/daily/{today(ground)}")) == 403


def test_slips_of_all_who_are_cleared_come_together(app: Flask, ground: Ground) -> None:
    """Nobody here is cleared: of whom nothing was measured, nobody can say that there was no fever."""
    with ground.morning.work(ground.actors["investigator"]) as work:
        yesterday = work.at.astimezone(work.zone).date() - timedelta(days=1)
        person = work.people.get(ground.own_person())
        new = Episode(0, person.id, QuarantineKind.HOME, yesterday - timedelta(days=14), yesterday, None, Cause.RETURN)
        work.quarantine.add(new, person, work.emergencies.at(person.grid))
    page = get(app, ground, "clinician", "/reports/releases?lang=en")
    assert status_of(page) == 200 and "Nobody is cleared" in page.text
    assert status_of(get(app, ground, "officer", "/reports/releases")) == 403


def test_the_list_names_nobody(app: Flask, ground: Ground) -> None:
    answer = get(app, ground, "clinician", "/reports/line-list.csv")
    assert status_of(answer) == 200 and answer.data.startswith("\ufeff".encode())
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert len(lines) >= 2
    with ground.morning.work(ground.actors["investigator"]) as work:
        for one in work.quarantine.at_home("330103", work.at.date()):
            values = work.people.open(one.person, ["name", "phone", "number", "address"]).values()
            assert not [value for value in values if value and value in answer.data.decode()]
    assert status_of(get(app, ground, "officer", "/reports/line-list.csv")) == 403


def test_a_place_that_looks_like_a_formula_is_a_text(app: Flask) -> None:
    from cockpit.exports import Format
    from data_access.importing.workbook import export_table

    row = LineRow(7, "30-39", "330103001002", 3, 14, None, None, Outcome.NONE, 0)
    with app.test_request_context("/"):
        file = BytesIO()
        export_table(file, Format.CSV, heads(), texts([row], {"330103001002": "=cmd|' /C calc'!A0"}))
    assert b",=cmd" not in file.getvalue() and b'"=cmd' not in file.getvalue()
