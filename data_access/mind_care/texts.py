"""What is said in a case, as it lies sealed: JSON of one answer, call or plan, under the case's own key."""

import json
from typing import Any

from cockpit.mind_care.case import Kind
from cockpit.mind_care.said import Answered, Call, Plan, Reach, Risk, Sleep
from cockpit.mind_care.scale import ScaleName
from data_access.sealed import Sealer

OWN = b"case"  # in the place of a key id: sealed under the case's own key
ANSWERS, REACH, CALL, PLAN = "answers", "reach", "call", "plan"


def case_sealer(key: bytes) -> Sealer:
    return Sealer({OWN: key})


def cell(number: int) -> str:
    return f"mind_text.told/{number}"


def key_cell(case: int) -> str:
    return f"mind_key.wrapped/{case}"


def of_answered(one: Answered) -> dict[str, Any]:
    return {"answers": {name.value: list(given) for name, given in one.answers.items()}, "words": one.words}


def of_reach(one: Reach) -> dict[str, Any]:
    return {"name": one.name, "phone": one.phone}


def of_call(one: Call) -> dict[str, Any]:
    return {
        "reached": one.reached, "mood": one.mood, "sleep": one.sleep, "risk": one.risk, "kinds": list(one.kinds), "note": one.note,
    }  # fmt: skip


def of_plan(one: Plan) -> dict[str, Any]:
    return {"goals": one.goals, "kinds": list(one.kinds)}


def written(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


def answered_of(told: str, **row: Any) -> Answered:
    kept = json.loads(told)
    return Answered({ScaleName(name): tuple(given) for name, given in kept["answers"].items()}, kept["words"], **row)


def reach_of(told: str) -> Reach:
    return Reach(**json.loads(told))


def call_of(told: str, **row: Any) -> Call:
    kept = json.loads(told)
    kept |= {"sleep": Sleep(kept["sleep"]) if kept["sleep"] else None, "risk": Risk(kept["risk"])}
    return Call(**kept | {"kinds": _kinds(kept)}, **row)


def plan_of(told: str, **row: Any) -> Plan:
    kept = json.loads(told)
    return Plan(kept["goals"], _kinds(kept), **row)


def _kinds(kept: dict[str, Any]) -> tuple[Kind, ...]:
    return tuple(Kind(one) for one in kept["kinds"])
