"""Endpoints that are given the number of a need, or that of a quarantine in which one is asked for: who may, who may not."""

from typing import Any

from sqlalchemy import text

from cockpit import needs
from cockpit.needs import Need, NeedKind
from cockpit.needs import Said as Way
from tests.access.appeals import ordered
from tests.access.home_health import code_of
from tests.access.objects import MISSING, Ask, Ground, Prepare, Row, called, public
from tests.data_access.needs.conftest import photo
from tests.entrypoints.plain_doors import csrf_of
from tests.entrypoints.visitors import Visitor
from tests.people import CHANGQING, WULIN

OF_STREET = {CHANGQING: "street_officer", WULIN: "street_officer_wulin"}


def asked(street: str) -> Prepare:
    """A need of somebody apart in that street, in which the volunteers of the tests serve no other than 长庆."""

    def prepare(ground: Ground) -> int:
        return need_in(ground, street).id

    return prepare


def need_in(ground: Ground, street: str, episode: int = 0) -> Need:
    serves_all_of_changqing(ground)
    number = episode or ordered(street)(ground)
    kept: list[Need] = ground.do(OF_STREET[street], needs.enter_need, number, [NeedKind.MILK], "", Way.PHONE)
    return kept[0]


def serves_all_of_changqing(ground: Ground) -> None:
    with ground.morning.database.connection() as connection:
        where = {"team": ground.actors["volunteer"].team, "street": CHANGQING}
        connection.execute(text("update team set area = :street where id = :team"), where)


def claimed(ground: Ground) -> int:
    number = asked(CHANGQING)(ground)
    ground.do("volunteer", needs.claim, [number], key=ground.morning.key())
    return number


def put_down(ground: Ground) -> int:
    number = claimed(ground)
    ground.do("volunteer", needs.delivered, number, photo(), key=ground.morning.key())
    return number


def put_down_in_wulin(ground: Ground) -> int:
    number = asked(WULIN)(ground)
    ground.do("street_officer_wulin", needs.take_on, number)
    ground.do("street_officer_wulin", needs.note_delivered, number)
    return number


def of_paper(street: str) -> Prepare:
    """(code, need) of one who asked for milk, which lies at the door."""

    def prepare(ground: Ground) -> tuple[str, int]:
        episode = ordered(street)(ground)
        number, officer = need_in(ground, street, episode).id, OF_STREET[street]
        ground.do(officer, needs.take_on, number)
        ground.do(officer, needs.note_delivered, number)
        return code_of(ground, episode), number

    return prepare


def thanked_for(visitor: Visitor, both: Any) -> Any:
    """One's own code with the number; of a number alone, or a code of another, nothing is there."""
    code, number = both if isinstance(both, tuple) else ("0" * 28, both)
    csrf = csrf_of(visitor.get("/p/report").text)
    return visitor.client.post(f"/p/report/{code}/thank/{number}", data={"csrf_token": csrf})


def code_with_anothers(ground: Ground) -> tuple[str, int]:
    mine, theirs = of_paper(CHANGQING)(ground), of_paper(WULIN)(ground)
    return mine[0], theirs[1]


def tapped(path: str, **form: str) -> Ask:
    def ask(visitor: Visitor, number: Any) -> Any:
        sent = {name: value.format(number) for name, value in form.items()} | {"key": "tapped once"}
        return visitor.post(path.format(number), data=sent, headers={"X-Requested-With": "fetch"})

    return ask


def got(path: str) -> Ask:
    return lambda visitor, number: visitor.get(path.format(number))


def said(_: Visitor, number: Any) -> dict[str, Any]:
    return {"need": number, "say": "take_on", "team": 0, "spent": "", "why": "", "at": 1}


OF_PHONES: dict[str, Any] = {"by": "volunteer", "elsewhere": None}
NEEDS = {
    "care-needs-one.children": Row(
        called("care-needs-one.children", "care-needs-chosen.data"), asked(CHANGQING), 200, there=asked(WULIN)
    ),
    "care-needs-done.data": Row(
        called("care-needs-done.data", "", "", needs_said=said), asked(CHANGQING), 409, there=asked(WULIN), reader="officer"
    ),
    "care-needs-entered.data": Row(
        called(
            "care-needs-entered.data", "care-needs-episode.value", "care-needs-enter.n_clicks",
            needs_kinds=["milk"], needs_way="phone", needs_words="",
        ),
        ordered(CHANGQING), 409, there=ordered(WULIN), reader="officer",
    ),
    "field.claim_needs POST": Row(
        tapped("/field/needs", need="{}"), asked(CHANGQING), 200, there=asked(WULIN), reader="police",
        other_method=("GET", "/field/needs"), **OF_PHONES,
    ),
    "/field/need/<int:number> POST": Row(
        tapped("/field/need/{}", step="give_back"), claimed, 200, there=asked(WULIN), reader="police",
        other_method=("GET", "/field/need/1"), **OF_PHONES,
    ),
    "/field/need/<int:number>/photo GET": Row(
        got("/field/need/{}/photo"), put_down, 200, there=put_down_in_wulin, reader="police",
        other_method=("POST", "/field/need/1/photo"), **OF_PHONES,
    ),
    "/reports/needs/<int:number>/photo GET": Row(
        got("/reports/needs/{}/photo"), put_down, 200, there=put_down_in_wulin, other_method=("POST", "/reports/needs/1/photo")
    ),
    "/p/report/<token>/thank/<int:number> POST": public(
        thanked_for, of_paper(CHANGQING), 303, "GET", "/p/report/x/thank/1", there=code_with_anothers,
        missing=lambda ground: (of_paper(CHANGQING)(ground)[0], MISSING), works=303,
    ),
}  # fmt: skip
