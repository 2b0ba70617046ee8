"""Requests at the staff's one door: the list by due time, one request masked by role, the answer, and the same 404."""

from typing import Any

import pytest
from flask import Flask

from cockpit import requests
from cockpit.access import Actor
from cockpit.requests import Field, Kind, Request
from data_access.accounts import add_account
from tests.data_access.test_receipts import of_another_community
from tests.data_access.test_requests import JIN, NEW_NAME, NEW_PHONE, WHY, calm, known
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning
from tests.people import WULIN

LIST, DONE, BACK = "requests-list.children", "requests-done.data", "requests-back.data"
DETAIL = "..requests-detail.children...requests-answering.hidden...requests-taking-back.hidden...requests-ground.options...requests-sure.options...requests-accept.children.."
NOBODYS = 10**9


@pytest.fixture
def asked(app: Flask, morning: Morning) -> Request:
    found: Request = morning.do(
        morning.people.lin, requests.enter, JIN, Kind.CORRECTION, Field.PHONE, NEW_PHONE, WHY
    )  # fmt: skip
    return found


def of_account(app: Flask, name: str) -> Visitor:
    with app.extensions["cockpit"].work(SYSTEM) as work:
        one = work.accounts.by_name(name)
    assert one
    return Visitor(app).signed_in(Actor(one.id, one.account, one.name, one.role, one.area, one.team))


SYSTEM = Actor(None, "system", "system", "system", "330103")


@pytest.fixture
def dan(app: Flask) -> Visitor:
    return of_account(app, "data_officer")


@pytest.fixture
def of_wulin(app: Flask) -> Visitor:
    values = {"account": "data_wulin", "name": "丁武", "role": "data_officer", "area": WULIN, "password_hash": "x"}
    with app.extensions["cockpit"].connection() as connection:
        add_account(connection, values)
    return of_account(app, "data_wulin")


def listed(visitor: Visitor, state: str = "asked", kind: str = "all") -> Any:
    return visitor.call(visitor.body(LIST, state, kind))


def opened(visitor: Visitor, number: int | None) -> Any:
    return visitor.call(visitor.body(DETAIL, number))


def answered(visitor: Visitor, number: int, button: str, *said: Any) -> Any:
    body = visitor.body(DONE, 1, 1, number, *said)
    body["changedPropIds"] = body["parsedChangedPropsIds"] = [f"requests-{button}.n_clicks"]
    return visitor.call(body)


def test_the_list_shows_what_waits_in_words_and_nobody(dan: Visitor, asked: Request, morning: Morning) -> None:
    page = listed(dan)
    assert status_of(page) == 200 and f'"data-request":"{asked.id}"' in page.text and "更正：电话" in page.text
    assert not [value for value in (*known(morning).values(), NEW_PHONE, WHY) if value in page.text]
    assert "暂无申请" in listed(dan, "refused").text and "暂无申请" in listed(dan, kind="deletion").text
    for rubbish in ("", "everything", "'"):
        assert f'"data-request":"{asked.id}"' in listed(dan, rubbish, rubbish).text


def test_dan_reads_what_stands_there_and_what_is_asked_and_accepts(
    dan: Visitor, asked: Request, morning: Morning
) -> None:
    old = known(morning)["phone"]
    page = opened(dan, asked.id)
    assert status_of(page) == 200 and all(words in page.text for words in (old, NEW_PHONE, WHY, "社区工作者"))
    assert page.json["response"]["requests-answering"]["hidden"] is False
    assert status_of(answered(dan, asked.id, "accept", None, [], "已更正")) == 200
    assert known(morning)["phone"] == NEW_PHONE
    page = opened(dan, asked.id)
    assert page.json["response"]["requests-answering"]["hidden"] is True and "已更正" in page.text
    assert status_of(answered(dan, asked.id, "accept", None, [], "")) == 409


def test_rosa_reads_masks_and_no_words_and_answers_nothing(app: Flask, asked: Request, morning: Morning) -> None:
    rosa = Visitor(app).signed_in(morning.people.rosa)
    page = opened(rosa, asked.id)
    assert status_of(page) == 200 and "100****5678" in page.text
    assert not [value for value in (*known(morning).values(), NEW_PHONE, WHY) if value in page.text]
    assert page.json["response"]["requests-answering"]["hidden"] is True
    assert status_of(answered(rosa, asked.id, "accept", None, [], "")) == 403


def test_another_streets_request_answers_like_one_that_is_not_there(of_wulin: Visitor, asked: Request) -> None:
    for ask in (
        opened,
        lambda who, number: answered(who, number, "accept", None, [], ""),
        lambda who, number: answered(who, number, "refuse", "not_shown", [], ""),
        lambda who, number: who.call(who.body(BACK, 1, number)),
    ):
        foreign, missing = ask(of_wulin, asked.id), ask(of_wulin, NOBODYS)
        assert status_of(foreign) == 404 and foreign.data == missing.data
    assert f'"data-request":"{asked.id}"' not in listed(of_wulin, "all").text


def test_a_refusal_needs_a_ground_that_fits(dan: Visitor, asked: Request) -> None:
    for ground, status in ((None, 422), ("lives_here", 422), ("not_shown", 200)):
        assert status_of(answered(dan, asked.id, "refuse", ground, [], "请带户口本来")) == status
    assert "未出示相应证件" in opened(dan, asked.id).text


def test_a_deletion_is_held_by_the_emergency_and_said_twice_after_it(dan: Visitor, morning: Morning) -> None:
    one = morning.do(morning.people.lin, requests.enter, JIN, Kind.DELETION, None, "", WHY)
    held = opened(dan, one.id)
    assert "突发事件期间，不能删除" in held.text
    assert status_of(answered(dan, one.id, "accept", None, ["yes"], "")) == 409
    calm(morning)
    assert "突发事件期间，不能删除" not in opened(dan, one.id).text
    assert status_of(answered(dan, one.id, "accept", None, [], "")) == 422
    assert status_of(answered(dan, one.id, "accept", None, ["yes"], "")) == 200
    erased = opened(dan, one.id)
    assert status_of(erased) == 200 and "此人的个人信息已删除" in erased.text


def test_lin_takes_back_what_the_person_takes_back(app: Flask, asked: Request, morning: Morning) -> None:
    lin = Visitor(app).signed_in(morning.people.lin)
    assert status_of(lin.call(lin.body(BACK, 1, asked.id))) == 200
    assert "已撤回" in opened(lin, asked.id).text
    assert status_of(lin.call(lin.body(BACK, 1, asked.id))) == 409


def test_who_wrote_it_down_is_offered_no_answer(dan: Visitor, app: Flask, morning: Morning) -> None:
    with app.extensions["cockpit"].work(SYSTEM) as work:
        account = work.accounts.by_name("data_officer")
    by = Actor(account.id, account.account, account.name, account.role, account.area)
    one = morning.do(by, requests.enter, JIN, Kind.CORRECTION, Field.NAME, NEW_NAME, "")
    assert opened(dan, one.id).json["response"]["requests-answering"]["hidden"] is True
    assert status_of(answered(dan, one.id, "accept", None, [], "")) == 403


def test_with_nothing_chosen_nothing_is_shown_and_nothing_done(dan: Visitor, asked: Request) -> None:
    assert status_of(opened(dan, None)) == 200
    for values in ((1, 1, None), (None, None, asked.id)):
        assert dan.call(dan.body(DONE, *values)).status_code < 300
    assert f'"data-request":"{asked.id}"' in listed(dan).text


def test_the_blank_form_and_the_answer_are_printed_by_who_may_and_of_ones_own_street(
    app: Flask, dan: Visitor, of_wulin: Visitor, asked: Request, morning: Morning
) -> None:
    lin, eve = (Visitor(app).signed_in(one) for one in (morning.people.lin, morning.people.eve))
    form = lin.get("/reports/request-form")
    assert status_of(form) == 200 and "本人信息申请表" in form.text and "第" in form.text
    assert status_of(answered(dan, asked.id, "refuse", "not_shown", [], "请带户口本来")) == 200
    sheet = lin.get(f"/reports/request/{asked.id}")
    assert status_of(sheet) == 200 and all(words in sheet.text for words in (NEW_PHONE, "数据专员", "12345", "未出示"))
    foreign, missing = (of_wulin.get(f"/reports/request/{number}") for number in (asked.id, NOBODYS))
    assert status_of(foreign) == 404 and foreign.data == missing.data
    for path in ("/reports/request-form", f"/reports/request/{asked.id}"):
        assert status_of(eve.get(path)) == 403
    masked = Visitor(app).signed_in(morning.people.rosa).get(f"/reports/request/{asked.id}")
    assert "100****5678" in masked.text and NEW_PHONE not in masked.text


def written(visitor: Visitor, person: int | None, what: str | None, value: str) -> Any:
    return visitor.call(visitor.body("inventory-asked-for.children", 1, person, what, value, WHY))


def test_lin_writes_a_request_down_for_her_own_community_and_for_nobody_elses(app: Flask, morning: Morning) -> None:
    lin = Visitor(app).signed_in(morning.people.lin)
    assert status_of(written(lin, JIN, "phone", NEW_PHONE)) == 200 and "更正：电话" in listed(lin).text
    foreign, missing = (written(lin, one, "phone", NEW_PHONE) for one in (of_another_community(morning), NOBODYS))
    assert status_of(foreign) == 404 and foreign.data == missing.data
    for what, value, status in (
        (None, "", 422),
        ("phone", NEW_PHONE, 409),
        ("name", "王**", 422),
        ("deletion", "", 200),
    ):
        assert status_of(written(lin, JIN, what, value)) == status, what
    assert status_of(written(Visitor(app).signed_in(morning.people.gu), JIN, "phone", NEW_PHONE)) == 403
