"""FHIR R4 of the tests of one case: a Questionnaire a scale, and a QuestionnaireResponse each time that somebody answered.

The structure that is kept to (and tested): each item of a response answers the item of the same `linkId`; a choice is answered by one
`valueCoding` of the questionnaire's options, the total by one `valueInteger`; an unanswered item is left out; `status` is completed,
`questionnaire` the canonical address, `authored` an instant with its offset; the subject is a pseudonym that stands nowhere else.
"""

import uuid
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.mind_care.care import open_case
from cockpit.mind_care.said import Answered
from cockpit.mind_care.scale import Scale, ScaleName, answer_words, licence, scales

if TYPE_CHECKING:
    from data_access.work import Work

LOINC = "http://loinc.org"
OURS = "urn:cockpit:questionnaire"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
TOTAL = "total"


@allowed_to("see_mind")
def export(work: "Work", case_id: int) -> dict[str, Any]:
    """A Bundle of one's own client's tests, the oldest first; told to the audit as an export."""
    seen = open_case(work, case_id)
    work.note_act("mind_exported", "mind_case", str(case_id), {"tests": len(seen.answered)})
    subject = work.minds.pseudonym(seen.case)
    entries = [questionnaire(one) for one in scales().values()]
    entries += [
        response(name, one, subject, one.at.astimezone(work.zone).isoformat() if one.at else "")
        for one in reversed(seen.answered)
        for name in one.answers
    ]
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"fullUrl": f"urn:uuid:{uuid.uuid4()}", "resource": one} for one in entries],
    }


def questionnaire(scale: Scale) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire", "id": scale.name.value, "url": _url(scale.name), "name": scale.name.value.upper(),
        "title": scale.title, "status": "active", "subjectType": ["Patient"], "copyright": licence(),
        "code": [_coding(scale.code, scale.title)],
        "item": [*(_question(item.code, item.en) for item in scale.items), _total(scale)],
    }  # fmt: skip


def response(name: ScaleName, one: Answered, subject: str, authored: str) -> dict[str, Any]:
    scale, options = scales()[name], answer_words()
    items: list[dict[str, Any]] = [
        {
            "linkId": item.code,
            "text": item.en,
            "answer": [{"valueCoding": _coding(options[given].code, options[given].en)}],
        }
        for item, given in zip(scale.items, one.answers[name], strict=True)
        if given is not None
    ]
    total = one.scored[name].total
    if total is not None:
        items.append({"linkId": TOTAL, "text": f"{scale.short} total score", "answer": [{"valueInteger": total}]})
    return {
        "resourceType": "QuestionnaireResponse", "id": f"{name.value}-{one.id}", "questionnaire": _url(name),
        "status": "completed", "subject": {"identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{subject}"}},
        "authored": authored, "item": items,
    }  # fmt: skip


def _question(code: str, text: str) -> dict[str, Any]:
    options = [
        {"valueCoding": {"extension": [{"url": ORDINAL, "valueDecimal": value}], **_coding(one.code, one.en)}}
        for value, one in enumerate(answer_words())
    ]
    return {"linkId": code, "code": [_coding(code, text)], "text": text, "type": "choice", "answerOption": options}


def _total(scale: Scale) -> dict[str, Any]:
    says = f"{scale.short} total score"
    return {"linkId": TOTAL, "code": [_coding(scale.total, says)], "text": says, "type": "integer", "readOnly": True}


def _coding(code: str, display: str) -> dict[str, str]:
    return {"system": LOINC, "code": code, "display": display}


def _url(name: ScaleName) -> str:
    return f"{OURS}:{name.value}"
