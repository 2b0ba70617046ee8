"""The page that the code of a paper opens: light, without a script, nothing of anybody in it; strangers learn nothing."""

import re
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from cockpit.access import Actor, matrix, may
from entrypoints.api.changes import Change, group_of
from tests.access.appeals import WORDS, code_of, ordered
from tests.access.objects import Ground
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, somebody

NOBODYS = "0" * 28
APPEAL = {"ground": "dates", "words": WORDS}


@dataclass
class Paper:
    visitor: Visitor
    ground: Ground
    episode: int
    code: str

    def page(self, lang: str = "en") -> Any:
        return self.visitor.get(f"/p/appeal/{self.code}?lang={lang}")

    def send(self, code: str = "", path: str = "", **fields: str) -> Any:
        token = csrf_of(self.visitor.get("/p/appeal").text)
        where = f"/p/appeal/{code or self.code}{path}"
        return self.visitor.client.post(where, data={"csrf_token": token} | APPEAL | fields)


@pytest.fixture
def paper(app: Flask, morning: Morning) -> Paper:
    names = ("investigator", "officer")
    ground = Ground(morning, {name: somebody(morning.database, name) for name in names}).now()
    episode = ordered(CHANGQING)(ground)
    return Paper(Visitor(app), ground, episode, code_of(ground, episode))


def values_of(paper: Paper) -> list[str]:
    with paper.ground.morning.work(paper.ground.morning.people.cockpit) as work:
        person = work.quarantine.get(paper.episode).person
        return list(work.people.open(person, ["name", "phone", "number", "address"]).values())


def test_it_is_light_has_no_script_and_says_nothing_of_whose_it_is(paper: Paper) -> None:
    for lang, words in (("zh_CN", "隔离决定"), ("en", "What is ordered")):
        page = paper.page(lang)
        assert status_of(page) == 200 and words in page.text and "<script" not in page.text
        assert len(page.data) + 8000 < 60_000
        assert not [value for value in values_of(paper) if value and value in page.text]
        assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"<a [^>]*lang=.*?</a>|中文", "", page.text))


def test_the_person_appeals_reads_by_when_it_is_decided_and_takes_it_back(paper: Paper) -> None:
    assert "Before you send it" in paper.page().text
    assert paper.send().status_code == 303
    page = paper.page().text
    assert "waits for its decision" in page and "The days are wrong" in page and WORDS not in page
    again = paper.send()
    assert again.status_code == 409 and WORDS not in paper.page().text
    assert paper.send(path="/withdraw").status_code == 303
    assert "taken back" in paper.page().text and "/withdraw" not in paper.page().text
    assert status_of(paper.send(path="/withdraw")) == 404


@pytest.mark.parametrize("fields", [{"ground": ""}, {"ground": "rubbish"}, {"words": "字" * 501}])
def test_a_refused_form_comes_back_with_all_that_was_typed(paper: Paper, fields: dict[str, str]) -> None:
    answer = paper.send(**fields)
    assert answer.status_code == 422 and ((APPEAL | fields)["words"][:500] in answer.text)
    assert "waits for its decision" not in paper.page().text


def test_a_strangers_code_is_the_same_404_as_a_missing_page(paper: Paper) -> None:
    missing = paper.visitor.get(f"/p/mine/{NOBODYS}")
    asked = [paper.visitor.get(f"/p/appeal/{one}") for one in (NOBODYS, "x", str(paper.episode))]
    asked += [paper.send(NOBODYS), paper.send(NOBODYS, ground="rubbish"), paper.send(NOBODYS, "/withdraw")]
    assert {status_of(one) for one in asked} == {404}
    assert {one.data for one in asked} == {missing.data}


def test_100_guesses_do_not_pass_and_count_with_those_at_receipts(paper: Paper) -> None:
    for number in range(100):
        paper.visitor.get(f"/p/{'appeal' if number % 2 else 'mine'}/{NOBODYS}")
    assert status_of(paper.page()) == 429


def test_without_the_forms_token_nothing_is_sent(paper: Paper) -> None:
    for path in ("", "/withdraw"):
        assert status_of(paper.visitor.client.post(f"/p/appeal/{paper.code}{path}", data=APPEAL)) == 400


def test_the_paper_carries_a_code_that_opens_it_and_the_picture_holds_nothing_of_anybody(
    paper: Paper, app: Flask
) -> None:
    dong = Visitor(app).signed_in(paper.ground.actors["investigator"])
    sheet = dong.get(f"/reports/quarantine/{paper.episode}?lang=en").text
    found = re.search(r'class="code">([0-9A-Z-]+)<', sheet[sheet.index("/p/appeal") :])
    assert found and "/p/appeal" in sheet and "data:image/svg" in sheet
    assert status_of(Visitor(app).get(f"/p/appeal/{found[1]}")) == 200
    assert status_of(paper.page()) == 200, "the paper before it still opens"


@pytest.mark.parametrize("role", [role for role in matrix()["roles"] if role not in ("public", "device", "system")])
def test_of_appeals_they_hear_who_may_see_them(role: str) -> None:
    told = SimpleNamespace(
        id=1, district_at=None, account=None, subject="appeal", subject_id="1", street=CHANGQING, community=None,
        grid=None, event="appeal_made", facts={}, state={}, figures={},
    )  # fmt: skip
    group = group_of(Actor(1, role, role, role, DISTRICT))
    assert Change.of(told).concerns(group) is may(role, "see_appeals")  # type: ignore[arg-type]
