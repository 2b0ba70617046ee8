"""Desk figures at their address as a file, as the page shows them."""

import csv
import io
import re
from zipfile import ZipFile

import pytest
from flask import Flask

from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import CHANGQING, WULIN, People

ADDRESS = "/reports/desk-figures.csv"
DAY = "from=2020-02-01&to=2020-02-01"


@pytest.fixture
def gu(app: Flask, people: People, morning: Morning) -> Visitor:
    morning.resolved()
    return Visitor(app).signed_in(people.gu)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_whole_and_each_street_in_plain_numbers_under_heads_of_ones_own_language(gu: Visitor) -> None:
    answer = gu.get(f"{ADDRESS}?{DAY}")
    assert answer.mimetype == "text/csv" and answer.text.startswith("\ufeff")
    assert "desk-figures-330103-2020-02-01.csv" in answer.headers["Content-Disposition"]
    whole, *streets = rows(answer.text)
    assert (whole["街道"], {one["街道"] for one in streets} >= {"长庆街道"}) == ("合计", True)
    english = rows(gu.get(f"{ADDRESS}?{DAY}&lang=en").text)
    received = [int(one["Received"]) for one in english]
    assert received[0] == sum(received[1:]) > 0
    assert int(english[0]["Filed"]) <= int(english[0]["Filed, of"]) == received[0]
    assert int(english[0]["Report to sent: how many"]) > 0 and english[0]["Report to sent: p50, s"].isdecimal()


def test_a_workbook_says_the_same(gu: Visitor) -> None:
    book = ZipFile(io.BytesIO(gu.get(f"/reports/desk-figures.xlsx?{DAY}&by=kind&lang=en").data))
    (sheet,) = [book.read(name).decode() for name in book.namelist() if "worksheets/sheet" in name]
    said = [
        cell for line in csv.reader(io.StringIO(gu.get(f"{ADDRESS}?{DAY}&by=kind&lang=en").text[1:])) for cell in line
    ]
    assert re.findall(r"<is><t[^>]*>([^<]*)</t>", sheet) == [cell for cell in said if cell]
    assert "All of it" in said and "Crowd" in said


def test_by_team_and_by_hour(gu: Visitor) -> None:
    teams = rows(gu.get(f"{ADDRESS}?{DAY}&by=team&lang=en").text)
    assert {"Team", "Role", "Sent", "Declined", "No answer", "Sent to taken: p90, s"} <= teams[0].keys()
    assert "07:00" in [one["Hour"] for one in rows(gu.get(f"{ADDRESS}?{DAY}&by=hour&lang=en").text)]


def test_a_street_takes_its_own_and_is_answered_like_nobody_knows_of_another(app: Flask, people: People) -> None:
    shen = Visitor(app).signed_in(people.shen)
    assert status_of(shen.get(f"{ADDRESS}?area={CHANGQING}")) == 200
    other, missing = shen.get(f"{ADDRESS}?area={WULIN}"), shen.get(f"{ADDRESS}?area=330103999")
    assert status_of(other) == status_of(missing) == 404 and other.data == missing.data


def test_others_are_refused_and_nonsense_is_said(app: Flask, people: People) -> None:
    for by in (people.lin, people.eve, people.wu):
        assert status_of(Visitor(app).signed_in(by).get(ADDRESS)) == 403
    assert status_of(Visitor(app).get(ADDRESS)) == 302
    gu = Visitor(app).signed_in(people.gu)
    assert status_of(gu.get(f"{ADDRESS}?from=2020-02-02&to=2020-02-01")) == 422
    assert status_of(gu.get(f"{ADDRESS}?from=2019-01-01&to=2020-02-01")) == 422
    assert status_of(gu.get("/reports/desk-figures.geojson")) == 404
