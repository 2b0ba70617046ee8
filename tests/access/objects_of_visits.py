"""Endpoints that are given a visit that is handed out, or a sheet of visits: who may with which, who may not."""

from typing import Any

from sqlalchemy import text

from cockpit import follow_up
from tests.access.objects import Ground, Prepare, Row, called, to_be_visited
from tests.entrypoints.visitors import Visitor
from tests.people import CHANGQING, WULIN


def picked(visitor: Visitor, number: Any) -> Any:
    return called("screening-visits-goer.options", "", "", visits_picked=[number])(visitor, number)


def sheet_of(area: str) -> Prepare:
    """Of the street in which somebody is to be visited."""

    def prepare(ground: Ground) -> int:
        to_be_visited(area)(ground)
        return int(ground.do("investigator", follow_up.print_visits, area).id)

    return prepare


def handed_to_wu(ground: Ground) -> int:
    number = to_be_visited(CHANGQING)(ground)
    team = ground.actors["police"].team
    with ground.morning.database.connection() as connection:
        connection.execute(
            text("update follow_up set team = :team where id = :number"), {"team": team, "number": number}
        )
    return number


def answered(visitor: Visitor, number: Any) -> Any:
    form = {"found": "not_home", "key": "answered once"}
    return visitor.post(f"/field/visit/{number}", data=form, headers={"X-Requested-With": "fetch"})


VISITS = {
    "screening-visits-goer.options": Row(
        picked, to_be_visited(CHANGQING), 200, there=to_be_visited(WULIN), reader="officer"
    ),
    "screening-visits-typing.children": Row(
        called("screening-visits-typing.children", "screening-visits-sheetno.value", "screening-visits-type.n_clicks"),
        sheet_of(CHANGQING), 200, there=sheet_of(WULIN), reader="officer",
    ),
    "/reports/follow-ups/<int:number> GET": Row(
        lambda visitor, number: visitor.get(f"/reports/follow-ups/{number}"), sheet_of(CHANGQING), 200, there=sheet_of(WULIN),
        reader="officer", other_method=("POST", "/reports/follow-ups/1"),
    ),
    "/field/visit/<int:follow_up_id> POST": Row(
        answered, handed_to_wu, 200, there=to_be_visited(WULIN), by="police", elsewhere="enforcement", reader="leader",
        other_method=("GET", "/field/visit/1"),
    ),
}  # fmt: skip
