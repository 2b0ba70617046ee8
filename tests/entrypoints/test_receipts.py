"""Giving a receipt at the staff's one door: the paper once, the state afterwards, and nobody of another community."""

from typing import Any

import pytest
from flask import Flask

from cockpit import receipts
from tests.data_access.test_receipts import ANYBODY, of_another_community, opens
from tests.entrypoints.visitors import Visitor, status_of
from tests.morning import Morning

JIN = 1
RECEIPT = "inventory-receipt.children"


def clicked(visitor: Visitor, button: str, person: int | None = JIN) -> Any:
    body = visitor.body(RECEIPT, person, 1, 1)
    names = {"chosen": "inventory-chosen.data"}
    body["changedPropIds"] = body["parsedChangedPropsIds"] = [names.get(button, f"inventory-{button}.n_clicks")]
    return visitor.call(body)


@pytest.fixture
def lin(app: Flask, morning: Morning) -> Visitor:
    return Visitor(app).signed_in(morning.people.lin)


def code_in(answer: Any) -> str:
    return str(answer.text.split('"data-code":"')[1].split('"')[0])


def test_lin_prints_the_paper_once_and_sees_afterwards_only_that_there_is_one(lin: Visitor, morning: Morning) -> None:
    assert '"data-held":"no"' in clicked(lin, "chosen").text
    paper = clicked(lin, "give")
    code = code_in(paper)
    assert status_of(paper) == 200 and opens(morning, code)
    again = clicked(lin, "chosen")
    assert '"data-held":"yes"' in again.text and code not in again.text


def test_the_paper_says_nothing_of_whose_it_is(lin: Visitor, morning: Morning) -> None:
    with morning.work(morning.people.cockpit) as work:
        known = work.people.open(JIN, ["name", "phone", "number", "address"])
    paper = clicked(lin, "give")
    assert not [value for value in known.values() if value in paper.text]


def test_a_lost_one_is_taken_back_once(lin: Visitor, morning: Morning) -> None:
    code = code_in(clicked(lin, "give"))
    assert '"data-held":"no"' in clicked(lin, "revoke").text and not opens(morning, code)
    assert status_of(clicked(lin, "revoke")) == 409


def test_another_communitys_person_is_missing_and_other_roles_may_not(
    app: Flask, lin: Visitor, morning: Morning
) -> None:
    foreign, missing = (clicked(lin, "give", one) for one in (of_another_community(morning), 10**9))
    assert status_of(foreign) == 404 and foreign.data == missing.data
    for person in (morning.people.rosa, morning.people.eve):
        assert status_of(clicked(Visitor(app).signed_in(person), "give")) == 403
    with pytest.raises(Exception, match="may not"):
        morning.do(ANYBODY, receipts.give, JIN)


def test_with_nobody_chosen_nothing_is_given(lin: Visitor, morning: Morning) -> None:
    assert "data-code" not in clicked(lin, "give", None).text
    assert status_of(clicked(lin, "chosen", None)) == 200
    with morning.work(morning.people.cockpit) as work:
        assert work.receipts.of_person(JIN) is None
