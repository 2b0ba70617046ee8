"""Asking about one's own data on a phone, without a script: the form, the answer, taking it back, and strangers."""

import re
from typing import Any

import pytest

from cockpit import requests
from cockpit.receipts import Given
from cockpit.requests import Ground, Kind
from tests.data_access.test_requests import DAN, JIN, NEW_PHONE, WHY, known
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning

NOBODYS = "0" * 28
CORRECTION = {"kind": "correction", "field": "phone", "value": NEW_PHONE, "why": WHY}


def sent(visitor: Visitor, code: str, fields: dict[str, str], path: str = "ask", lang: str = "en") -> Any:
    token = csrf_of(visitor.get("/p/mine").text)
    return visitor.client.post(f"/p/mine/{code}/{path}?lang={lang}", data={"csrf_token": token} | fields)


def page(visitor: Visitor, given: Given, lang: str = "en") -> str:
    return str(visitor.get(f"/p/mine/{given.code}?lang={lang}").text)


def test_the_form_is_light_has_no_script_and_nothing_of_the_record(
    jin: Visitor, given: Given, morning: Morning
) -> None:
    for lang, words in (("zh_CN", "信息有误"), ("en", "Something is wrong")):
        form = jin.get(f"/p/mine/{given.code}/ask?lang={lang}")
        assert status_of(form) == 200 and words in form.text and "<script" not in form.text
        assert len(form.data) + 8000 < 60_000
        assert not [value for value in known(morning).values() if value in form.text]
    english = re.sub(r"<a [^>]*lang=.*?</a>|中文", "", form.text)
    assert not re.search("[\u4e00-\u9fff]", english)


def test_jin_asks_reads_the_state_and_takes_it_back(jin: Visitor, given: Given) -> None:
    answer = sent(jin, given.code, CORRECTION)
    assert answer.status_code == 303 and answer.headers["Location"] == f"/p/mine/{given.code}#asked"
    mine = page(jin, given)
    assert "Correction: Phone" in mine and NEW_PHONE in mine and "2020-02-16" in mine
    number = re.search(r"/withdraw/(\d+)", mine)
    assert number
    assert sent(jin, given.code, {}, f"withdraw/{number[1]}").status_code == 303
    assert "taken back" in page(jin, given) and "/withdraw/" not in page(jin, given)
    assert status_of(sent(jin, given.code, {}, f"withdraw/{number[1]}")) == 409


def test_what_was_refused_says_by_whom_why_and_where_to_complain(jin: Visitor, given: Given, morning: Morning) -> None:
    one = morning.do(morning.people.lin, requests.enter, JIN, Kind.DELETION, None, "", "")
    morning.do(DAN, requests.refuse, one.id, Ground.EMERGENCY)
    for lang, words in (
        ("en", ("Data officer", "while an emergency holds", "12345", "written down for you by: Community worker")),
        ("zh_CN", ("数据专员", "突发事件期间", "12345", "代填人：社区工作者")),
    ):
        mine = page(jin, given, lang)
        assert all(word in mine for word in words) and DAN.name not in mine


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "138****1234"}, "mask"),
        ({"value": ""}, "write what is right"),
        ({"value": "<b>12"}, "5 to 15 digits"),
        ({"field": "", "value": NEW_PHONE}, "choose what is wrong"),
        ({"field": "mind_text", "value": NEW_PHONE}, "choose what is wrong"),
        ({"kind": "deletion", "field": "", "value": ""}, "tick that you are sure"),
        ({"kind": "everything"}, "choose what you ask for"),
        ({"why": "x" * 501}, "at most 500"),
    ],
)
def test_a_refused_form_comes_back_with_a_sentence_and_all_that_was_typed(
    jin: Visitor, given: Given, fields: dict[str, str], words: str
) -> None:
    answer = sent(jin, given.code, CORRECTION | fields)
    assert answer.status_code == 422 and words in answer.text
    if (CORRECTION | fields)["kind"] == "correction":
        assert WHY in answer.text or "why" in fields
        assert "<b>" not in answer.text and (fields.get("value") != "<b>12" or "&lt;b&gt;12" in answer.text)
    assert "Nothing so far." in page(jin, given)


def test_twice_the_same_is_refused_in_the_form_and_kept_once(jin: Visitor, given: Given) -> None:
    assert sent(jin, given.code, CORRECTION).status_code == 303
    again = sent(jin, given.code, CORRECTION)
    assert again.status_code == 409 and "asked already" in again.text
    assert page(jin, given).count("Correction: Phone") == 1


def test_a_strangers_code_is_the_same_404_as_a_missing_page(jin: Visitor, given: Given, morning: Morning) -> None:
    missing = jin.get(f"/p/mine/{NOBODYS}")
    answers = [
        jin.get(f"/p/mine/{NOBODYS}/ask"),
        *(sent(jin, NOBODYS, CORRECTION | fields, lang="") for fields in ({}, {"kind": "rubbish"}, {"value": ""})),
        sent(jin, NOBODYS, {}, "withdraw/1", lang=""),
        sent(jin, given.code, {}, "withdraw/1", lang=""),  # nobody asked anything
        sent(jin, given.code, {}, f"withdraw/{10**30}", lang=""),
    ]
    assert {status_of(one) for one in answers} == {404}
    assert {one.data for one in answers} == {missing.data}


def test_without_the_forms_token_nothing_is_asked(jin: Visitor, given: Given) -> None:
    for path in ("ask", "withdraw/1"):
        assert status_of(jin.client.post(f"/p/mine/{given.code}/{path}", data=CORRECTION)) == 400
    assert "Nothing so far." in page(jin, given)


def test_guesses_at_this_door_are_counted_with_the_others(jin: Visitor, given: Given) -> None:
    for _ in range(60):
        jin.get(f"/p/mine/{NOBODYS}/ask")
    assert sent(jin, given.code, CORRECTION).status_code == 429
