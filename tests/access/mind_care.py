"""Endpoints that are given the number of a case of psychological care, or the code of one's own: who may with which, who may not."""

from typing import Any
from uuid import uuid4

from cockpit import mind_care
from cockpit.access import Actor
from cockpit.mind_care.said import Answered, Reach
from cockpit.mind_care.scale import ScaleName
from tests.access.objects import Ground, Prepare, Row, called, got, public
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.visitors import Visitor

NOBODY = Actor(None, "public", "", "public", "")
HIGH = Answered({ScaleName.PHQ9: (2,) * 8 + (0,)}, "夜里睡不着")
CHOSEN = "care-mind-chosen.data"
NUMBERED = "/reports/mind/<int:number>.json GET"


def opened(ground: Ground) -> tuple[int, str]:
    with ground.morning.work(NOBODY) as work:
        one, code = mind_care.begin(work, HIGH, Reach("于女士", "13900000009"), uuid4().hex)
    return one.id, code


def waits(ground: Ground) -> int:
    return opened(ground)[0]


def mine(ground: Ground) -> int:
    number = waits(ground)
    ground.do("counsellor", mind_care.take, number)
    return number


def only_answered(ground: Ground) -> int:
    """Asks for nothing: no counsellor's business."""
    with ground.morning.work(NOBODY) as work:
        return mind_care.begin(work, HIGH, Reach(), uuid4().hex)[0].id


def of_desk(output: str, click: str = "", here: Prepare = mine, again: int = 200, **others: Any) -> Row:
    return Row(
        called(output, CHOSEN, click, **others), here, again, there=only_answered, by="counsellor", elsewhere=None, reader="clinician"
    )  # fmt: skip


def coded(ground: Ground) -> str:
    return opened(ground)[1]


def posted(visitor: Visitor, code: Any) -> Any:
    csrf = csrf_of(visitor.get("/p/mind").text)
    data = {"csrf_token": csrf, "act": "call", "phone": "13900000008", "key": uuid4().hex}
    return visitor.client.post(f"/p/mind/{code}", data=data)


def withdrawn(ground: Ground) -> str:
    """A code whose case was erased: its key is gone."""
    number, code = opened(ground)
    with ground.morning.database.connection() as connection:
        connection.exec_driver_sql(f"delete from mind_key where case_id = {number}")
    return code


MIND_CARE = {
    "care-mind-one.children": of_desk("care-mind-one.children"),
    "care-mind-taken.data": of_desk("care-mind-taken.data", "care-mind-take.n_clicks", waits),
    "care-mind-called.data": of_desk(
        "care-mind-called.data", "care-mind-call.n_clicks", reached="no", day="1", time="10:00", key="a call"
    ),
    "care-mind-planned.data": of_desk("care-mind-planned.data", "care-mind-plan.n_clicks", goals="睡好", key="a plan"),
    "care-mind-given.data": of_desk(
        "care-mind-given.data", "care-mind-give.n_clicks", again=404, to=lambda visitor, _: colleague(visitor), agrees=["yes"]
    ),
    "care-mind-closed.data": of_desk("care-mind-closed.data", "care-mind-close.n_clicks", again=409, outcome="unchanged"),
    NUMBERED: Row(
        got("/reports/mind/{}.json"), mine, 200, there=only_answered, by="counsellor", elsewhere=None, reader="clinician",
        other_method=("POST", "/reports/mind/1.json"),
    ),
    "/p/mind/<token> GET": public(got("/p/mind/{}"), coded, 200, "DELETE", "/p/mind/x", there=withdrawn),
    "/p/mind/<token> POST": public(posted, coded, 303, "PUT", "/p/mind/x", there=withdrawn, works=303),
}  # fmt: skip


def colleague(visitor: Visitor) -> int:
    """A second counsellor, made when first asked for."""
    with visitor.app.extensions["cockpit"].connection() as connection:
        found = connection.exec_driver_sql(
            "insert into account (account, name, role, area, password_hash) values ('counsellor2', '秦安', 'counsellor', '330103', 'none')"
            " on conflict (account) do update set name = excluded.name returning id"
        )
        return int(found.scalar_one())
