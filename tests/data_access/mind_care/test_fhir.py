"""The file of a client's tests, held to the structure of FHIR R4 that `cockpit/mind_care/fhir.py` writes down."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from cockpit.mind_care import export, own
from cockpit.mind_care.said import Answered
from cockpit.mind_care.scale import ScaleName, scales
from cockpit.refusals import NotAllowed, NotFound
from tests.data_access.mind_care.conftest import HIGH, Care

LINKS = {one.name: {item.code for item in one.items} | {"total"} for one in scales().values()}


@pytest.fixture
def bundle(care_of: Care) -> Any:
    one, code = care_of.taken()
    care_of.later(days=14)
    care_of.by_code(code, own.answer_again, Answered({ScaleName.PHQ9: (1, None, 0, 0, 0, 0, 0, 0, 0)}), uuid4().hex)
    found = care_of.do(care_of.bai, export, one.id)
    return json.loads(json.dumps(found))


def of_type(bundle: Any, kind: str) -> list[Any]:
    return [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] == kind]


def test_it_is_a_bundle_of_two_questionnaires_and_of_each_time_that_one_was_answered(bundle: Any) -> None:
    assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
    assert [one["id"] for one in of_type(bundle, "Questionnaire")] == ["phq9", "gad7"]
    assert len(of_type(bundle, "QuestionnaireResponse")) == 3
    assert len({one["fullUrl"] for one in bundle["entry"]}) == len(bundle["entry"]) == 5


def test_each_question_has_its_loinc_code_and_four_options_with_their_value(bundle: Any) -> None:
    for one, panel, total in zip(
        of_type(bundle, "Questionnaire"), ("44249-1", "69737-5"), ("44261-6", "70274-6"), strict=True
    ):
        assert one["status"] == "active" and one["code"][0] == {
            "system": "http://loinc.org",
            "code": panel,
            "display": one["title"],
        }
        *questions, last = one["item"]
        assert {item["linkId"] for item in one["item"]} == LINKS[ScaleName(one["id"])]
        assert last["type"] == "integer" and last["readOnly"] and last["code"][0]["code"] == total
        for item in questions:
            assert item["type"] == "choice" and item["code"][0]["code"] == item["linkId"] and item["text"]
            options = [option["valueCoding"] for option in item["answerOption"]]
            assert [one["extension"][0]["valueDecimal"] for one in options] == [0, 1, 2, 3]
            assert [one["code"] for one in options] == ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]


def test_each_response_answers_items_of_its_questionnaire_and_only_those_that_were_answered(bundle: Any) -> None:
    known = {one["url"]: one for one in of_type(bundle, "Questionnaire")}
    for one in of_type(bundle, "QuestionnaireResponse"):
        asked = {item["linkId"]: item for item in known[one["questionnaire"]]["item"]}
        assert one["status"] == "completed" and datetime.fromisoformat(one["authored"]).tzinfo
        assert (
            len({item["linkId"] for item in one["item"]}) == len(one["item"])
            and {item["linkId"] for item in one["item"]} <= asked.keys()
        )
        for item in one["item"]:
            (answer,) = item["answer"]
            if item["linkId"] == "total":
                assert answer.keys() == {"valueInteger"} and isinstance(answer["valueInteger"], int)
            else:
                codes = {option["valueCoding"]["code"] for option in asked[item["linkId"]]["answerOption"]}
                assert answer.keys() == {"valueCoding"} and answer["valueCoding"]["code"] in codes
    last = of_type(bundle, "QuestionnaireResponse")[-1]
    assert len(last["item"]) == 9 and "44255-8" not in {item["linkId"] for item in last["item"]}
    assert last["item"][-1]["answer"] == [{"valueInteger": 1}]


def test_the_subject_is_one_pseudonym_and_nobodys_name_number_or_words_are_in_it(bundle: Any) -> None:
    subjects = {one["subject"]["identifier"]["value"] for one in of_type(bundle, "QuestionnaireResponse")}
    assert len(subjects) == 1 and subjects.pop().startswith("urn:uuid:")
    said = json.dumps(bundle, ensure_ascii=False)
    assert not [word for word in ("于女士", "13900000009", HIGH.words, '"patient') if word in said]


def test_it_is_for_the_counsellor_of_the_case_alone(care_of: Care) -> None:
    one, _ = care_of.taken()
    with pytest.raises(NotFound):
        care_of.do(care_of.qin, export, one.id)
    with pytest.raises(NotAllowed):
        care_of.do(care_of.gu, export, one.id)
