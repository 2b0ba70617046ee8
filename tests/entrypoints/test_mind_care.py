"""/p/mind as anybody meets it: light, without a script, the hotline always there, a crisis answered honestly, codes that open one's own."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text

from cockpit import mind_care, receipts
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import somebody

NOBODYS = "0" * 28
LINE = "0571-85029595"
HIGH = {f"phq9-{n}": "2" for n in range(1, 9)} | {"phq9-9": "0"} | {f"gad7-{n}": "2" for n in range(1, 8)}
DANGER = {"phq9-9": "1"} | {f"phq9-{n}": "0" for n in range(1, 9)}


@dataclass
class Yu:
    visitor: Visitor
    morning: Morning

    def sends(self, path: str = "/p/mind", **fields: str) -> Any:
        token = csrf_of(self.visitor.get("/p/mind").text)
        return self.visitor.client.post(path, data={"csrf_token": token, "key": uuid4().hex} | fields)

    def answers(self, **fields: str) -> str:
        """The path of her own page."""
        answer = self.sends(**fields)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["Location"]).partition("?")[0]

    def reads(self, path: str, lang: str = "en") -> Any:
        return self.visitor.get(f"{path}?lang={lang}")

    def pagings(self) -> list[Any]:
        with self.morning.database.connection() as connection:
            query = "select a.account, p.event from paging p join account a on a.id = p.account where p.event like 'mind%' order by 1"
            return [tuple(row) for row in connection.execute(text(query))]

    def nobody_on_duty(self) -> None:
        with self.morning.database.connection() as connection:
            connection.execute(text("update account set disabled = true where role = 'counsellor'"))


@pytest.fixture
def yu(app: Flask, morning: Morning) -> Yu:
    return Yu(Visitor(app), morning)


@pytest.mark.parametrize("path", ["/p/mind", "/p/mind?scale=phq9", "/p/mind?show=breathing", "/p/mind?show=stress"])
def test_every_page_is_light_has_no_script_and_shows_the_hotline(yu: Yu, path: str) -> None:
    for lang in ("zh_CN", "en"):
        page = yu.visitor.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
        assert status_of(page) == 200 and LINE in page.text and "<script" not in page.text
        assert len(page.data) + 8000 + 3000 < 60_000
        assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"<a [^>]*lang=.*?</a>|中文", "", page.text))


def test_the_questions_are_the_standard_ones_of_the_chosen_scale(yu: Yu) -> None:
    assert "有不如死掉或用某种方式伤害自己的念头" in yu.visitor.get("/p/mind?scale=phq9&lang=zh_CN").text
    assert "gad7-1" not in yu.visitor.get("/p/mind?scale=phq9").text
    gad = yu.visitor.get("/p/mind?scale=gad7&lang=en").text
    assert "Trouble relaxing" in gad and "phq9-1" not in gad and "No permission is required" in gad


def test_who_answers_reads_in_plain_words_what_it_says_and_no_diagnosis(yu: Yu) -> None:
    path = yu.answers(**HIGH)
    page = yu.reads(path).text
    assert "16 of 27 points" in page and "14 of 21 points" in page and "A heavy burden" in page
    assert "no diagnosis" in page and not re.search("depress|anxiety disorder", page.split("answer")[0])
    assert LINE in page and path.rsplit("/", 1)[1][:4] in page
    assert "沉重" in yu.reads(path, "zh_CN").text


def test_two_missing_answers_are_said_to_be_reckoned_and_three_give_no_total(yu: Yu) -> None:
    some = {f"phq9-{n}": "2" for n in range(1, 8)}
    assert "18 of 27 points" in (page := yu.reads(yu.answers(**some)).text) and "reckoned from" in page
    page = yu.reads(yu.answers(**{name: one for name, one in some.items() if name != "phq9-7"})).text
    assert "Too few answers" in page and "3" in page and "of 27 points" not in page


def test_a_crisis_answer_calls_the_counsellor_at_once_without_any_worker_and_says_so(yu: Yu) -> None:
    path = yu.answers(**DANGER)
    assert yu.pagings() == [("counsellor", "mind_crisis")]
    page = yu.reads(path).text
    assert page.index(LINE) < page.index("You are not alone") and "A counsellor has been told just now" in page
    assert "Hardly any burden" not in page and "of 27 points" not in page, "a low total comforts nobody here"
    assert "leave one below" in page and 'value="call"' in page
    assert yu.sends(path, act="call", phone="13900000009").status_code == 303
    assert "They call you as soon as they can" in yu.reads(path).text


def test_with_no_counsellor_on_duty_the_page_says_honestly_who_was_told_and_the_hotline_comes_first(yu: Yu) -> None:
    yu.nobody_on_duty()
    page = yu.reads(yu.answers(**DANGER)).text
    assert {event for _, event in yu.pagings()} == {"mind_crisis_lead"}
    assert page.index(LINE) < page.index("No counsellor is on duty") and "do not wait for it" in page
    assert "A counsellor has been told" not in page


def test_a_crisis_word_in_the_free_text_does_the_same(yu: Yu) -> None:
    yu.answers(**{"gad7-1": "0"}, words="活着没意思，不想活了")
    assert yu.pagings() == [("counsellor", "mind_crisis")]


@pytest.mark.parametrize(
    "fields",
    [{}, HIGH | {"phq9-1": "4"}, HIGH | {"words": "字" * 501}, HIGH | {"phone": "abc"}, HIGH | {"name": "于女士"},
     HIGH | {"receipt": NOBODYS}, HIGH | {"receipt": "x"}, HIGH | {"key": "weak"}],
)  # fmt: skip
def test_a_refused_form_comes_back_with_all_that_was_typed(yu: Yu, fields: dict[str, str]) -> None:
    answer = yu.sends(**fields)
    assert answer.status_code == 422 and LINE in answer.text and 'role="alert"' in answer.text
    if "phq9-2" in fields:
        assert re.search(r'id="phq9-2-2" value="2" checked', answer.text)
    with yu.morning.database.connection() as connection:
        assert connection.execute(text("select count(*) from mind_case")).scalar_one() == 0


def test_a_strangers_code_is_the_same_404_as_a_missing_page_and_100_guesses_do_not_pass(yu: Yu) -> None:
    path = yu.answers(**HIGH)
    missing = yu.visitor.get(f"/p/mine/{NOBODYS}")
    asked = [yu.visitor.get(f"/p/mind/{one}") for one in (NOBODYS, "x")]
    asked += [yu.sends(f"/p/mind/{NOBODYS}", act=act) for act in ("withdraw", "call", "answer")]
    assert {status_of(one) for one in asked} == {404} and {one.data for one in asked} == {missing.data}
    for number in range(100):
        yu.visitor.get(f"/p/{'mind' if number % 2 else 'mine'}/{NOBODYS}")
    assert status_of(yu.visitor.get(path)) == 429


def test_a_code_that_was_typed_leads_to_ones_own_page(yu: Yu) -> None:
    path = yu.answers(**HIGH)
    code = path.rsplit("/", 1)[1]
    answer = yu.sends(code=f"{code[:4]}-{code[4:].lower()}")
    assert answer.status_code == 303 and answer.headers["Location"] == path
    assert yu.sends(code="12").status_code == 422


def test_the_form_sent_twice_opens_one_case_and_leads_to_the_same_page(yu: Yu) -> None:
    key = uuid4().hex
    assert yu.answers(**HIGH, key=key) == yu.answers(**HIGH, key=key)


def test_answered_again_it_stands_beside_and_withdrawn_it_is_closed(yu: Yu) -> None:
    path = yu.answers(**HIGH)
    assert yu.sends(path, act="answer", **{f"phq9-{n}": "0" for n in range(1, 10)}).status_code == 303
    page = yu.reads(path).text
    assert "0 of 27 points" in page and "PHQ-9 16" in page
    assert yu.sends(path, act="withdraw").status_code == 303
    assert "This case is closed" in yu.reads(path).text
    assert yu.sends(path, act="answer", **HIGH).status_code == 409
    assert yu.sends(path, act="rubbish").status_code == 422


def test_without_the_forms_token_nothing_is_sent(yu: Yu) -> None:
    for path in ("/p/mind", yu.answers(**HIGH)):
        assert status_of(yu.visitor.client.post(path, data=HIGH | {"key": uuid4().hex})) == 400


def test_with_ones_receipt_the_counsellor_who_takes_the_case_knows_whom_to_call_and_nobody_else_does(yu: Yu) -> None:
    lin, bai = yu.morning.people.lin, somebody(yu.morning.database, "counsellor")
    with yu.morning.database.work(lin) as work:
        person = work.people.of_community(lin.area, 0, 1)[0].id
    with yu.morning.database.work(lin) as work:
        code = receipts.give(work, person).code
    with yu.morning.database.work(lin) as work:
        name = work.people.open(person, ["name"])["name"]
    path = yu.answers(**HIGH, receipt=code)
    assert name not in yu.reads(path).text and "You asked for a talk" in yu.reads(path).text
    with yu.morning.database.work(bai) as work:
        (one,) = mind_care.case_load(work).waiting
        mind_care.take(work, one.id)
    with yu.morning.database.work(bai) as work:
        seen = mind_care.open_case(work, one.id)
    assert seen.person and seen.person.fields["name"].text == name and seen.person.fields["phone"].text
