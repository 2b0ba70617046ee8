"""Endpoints that are given a round, a home of one, an answer or a sheet: who may with which, who may not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from cockpit import canvass
from cockpit.canvass import Answer, Criteria, Result
from tests.access.objects import MISSING, Ask, Ground, Prepare, Row, called
from tests.entrypoints.visitors import Visitor
from tests.people import CHANGQING, WULIN

CHOSEN, WHERE = "screening-rounds-chosen.data", "screening-rounds-where.data"
HOME, SEEN = "screening-rounds-home.data", "screening-rounds-seen.data"


def opened(area: str) -> Prepare:
    """A round of all homes of that street."""

    def prepare(ground: Ground) -> int:
        due = ground.morning.at.date() + timedelta(days=30)
        return int(ground.do("officer", canvass.open_round, "排查", Criteria(area, None), due).id)

    return prepare


def home_of(area: str) -> Prepare:
    """A home of such a round in that area, at which nobody knocked."""

    def prepare(ground: Ground) -> int:
        number = opened(area[:9])(ground)
        return _home(ground, number, area)

    return prepare


def _home(ground: Ground, number: int, area: str) -> int:
    query = "select min(id) from round_visit where round_id = :round and left(community, :n) = :area"
    with ground.morning.database.connection() as connection:
        asked = {"round": number, "n": len(area), "area": area}
        return int(connection.execute(text(query), asked).scalar_one())


def own_home(ground: Ground) -> int:
    return home_of(ground.actors["community"].area)(ground)


def knocked(ground: Ground) -> tuple[int, int]:
    """(home, the answer that Lin gave there just now)."""
    number = own_home(ground.now())
    visit = ground.do("community", canvass.knock, number, None, Answer(Result.SEEN_OK))
    return number, visit.answer or 0


def grid_of(ground: Ground, number: int) -> str:
    with ground.morning.database.connection() as connection:
        own = ground.actors["community"].area
        query = text("select min(grid) from round_visit where round_id = :round and community = :own")
        return str(connection.execute(query, {"round": number, "own": own}).scalar_one())


def with_grid(area: str = CHANGQING) -> Callable[[Ground], tuple[int, str]]:
    """(round, a grid of Lin's community)."""

    def prepare(ground: Ground) -> tuple[int, str]:
        number = opened(area)(ground)
        return number, grid_of(ground, number)

    return prepare


def in_grid(output: str, click: str = "", **others: Any) -> Ask:
    """The round in its place, its grid in the other."""

    def ask(visitor: Visitor, both: Any) -> Any:
        number, grid = both if isinstance(both, tuple) else (both, "330103001001001")
        return called(output, CHOSEN, click, **{"rounds-where": grid} | others)(visitor, number)

    return ask


def of_lin(visitor: Visitor, _: Any) -> str:
    """Her own word, as the page has it."""
    with visitor.app.extensions["cockpit"].connection() as connection:
        number = connection.execute(text("select id from account where account = 'community'")).scalar_one()
    return f"account/{number}"


def taken_back(visitor: Visitor, both: Any) -> Any:
    number, answer = both if isinstance(both, tuple) else (both, both)
    asked = called("screening-rounds-undone.data", HOME, "screening-rounds-undo.n_clicks", **{"rounds-seen": answer})
    return asked(visitor, number)


def found(ground: Ground) -> int:
    """A round with somebody who waits for an order."""
    number = own_home(ground)
    with ground.morning.work(ground.actors["community"]) as work:
        visit = work.visits.get(number)
        answer = Answer(Result.FOUND, found=tuple(work.visits.residents(visit.household)))
    ground.do("community", canvass.knock, number, None, answer)
    return visit.round


def left_over(ground: Ground) -> int:
    return opened(CHANGQING)(ground)


def sheet_of(by: str = "community") -> Prepare:
    def prepare(ground: Ground) -> int:
        number = opened(CHANGQING)(ground)
        return int(ground.do(by, canvass.print_homes, number, grid_of(ground, number)).id)

    return prepare


def sheet_beside(ground: Ground) -> int:
    """Of a community beside Lin's, by the street's officer."""
    number, own = opened(CHANGQING)(ground), ground.actors["community"].area
    query = "select min(grid) from round_visit where round_id = :round and community <> :own"
    with ground.morning.database.connection() as connection:
        grid = str(connection.execute(text(query), {"round": number, "own": own}).scalar_one())
    return int(ground.do("street_officer", canvass.print_homes, number, grid).id)


def ticked(visitor: Visitor, number: Any) -> Any:
    ticks = {"round": number, "rows": [{"visit": 1, "seen": None, "result": "not_home"}]}
    return called("screening-rounds-typed.children", "", "", **{"rounds-ticks": ticks})(visitor, number)


AS_SEEN: dict[str, Any] = {"elsewhere": None, "reader": "wall"}
LATER = "2020-03-01"


def of_round(output: str, again: int, click: str = "", here: Prepare = left_over, **facts: Any) -> Row:
    others = facts.pop("others", {})
    return Row(called(output, CHOSEN, click, **others), here, again, there=opened(WULIN), **facts)


ROUNDS = {
    "screening-rounds-one.children": of_round("screening-rounds-one.children", 200, **AS_SEEN),
    "screening-rounds-people.children": of_round(
        "screening-rounds-people.children", 200, elsewhere=None, reader="leader"
    ),
    "screening-rounds-doors.children": Row(
        in_grid("screening-rounds-doors.children"), with_grid(), 200, there=opened(WULIN), elsewhere=None, reader="leader"
    ),
    "screening-rounds-door.children": Row(
        called("screening-rounds-door.children", HOME), own_home, 200, there=home_of(WULIN), by="community", elsewhere=None,
        reader="leader",
    ),
    "screening-rounds-door.children beside": Row(
        called("screening-rounds-door.children", HOME), own_home, 200, there=home_of(CHANGQING + "002"), by="community",
        elsewhere="street_officer_wulin", reader="leader",
    ),
    "screening-rounds-other.children": Row(
        called("screening-rounds-other.children", HOME), own_home, 200, there=home_of(WULIN), by="community",
        elsewhere="street_officer_wulin", reader="leader",
    ),
    "screening-rounds-closed.data": of_round(
        "screening-rounds-closed.data", 409, "screening-rounds-close.n_clicks", reader="community"
    ),
    "screening-rounds-second.data": of_round(
        "screening-rounds-second.data", 200, "screening-rounds-repeat.n_clicks", reader="community",
        others={"rounds-secondname": "第二轮", "rounds-seconddue": LATER},
    ),
    "screening-rounds-ordered.data": Row(
        called("screening-rounds-ordered.data", CHOSEN, "screening-rounds-order.n_clicks", **{"rounds-kind": "home"}), found,
        200, there=None, by="investigator", elsewhere=None, reader="street_officer",
    ),
    "screening-rounds-shared.data": Row(
        in_grid("screening-rounds-shared.data", "screening-rounds-share.n_clicks", **{"rounds-walker": of_lin}),
        with_grid(), 200, there=opened(WULIN), by="community", elsewhere="street_officer_wulin", reader="investigator",
    ),
    "screening-rounds-sharedall.data": Row(
        in_grid("screening-rounds-sharedall.data", "screening-rounds-shareall.n_clicks"), with_grid(), 200, there=opened(WULIN),
        by="community", elsewhere="street_officer_wulin", reader="investigator",
    ),
    "screening-rounds-answered.data": Row(
        called("screening-rounds-answered.data", HOME, "screening-rounds-save.n_clicks", **{"rounds-result": "not_home"}),
        own_home, 200, there=home_of(WULIN), by="community", elsewhere="street_officer_wulin", reader="officer",
    ),
    "screening-rounds-undone.data": Row(
        taken_back, knocked, 404, there=lambda ground: (home_of(WULIN)(ground), 1), missing=(MISSING, 1), by="community",
        elsewhere="street_officer_wulin", reader="officer",
    ),
    "screening-rounds-sheet.children": Row(
        in_grid("screening-rounds-sheet.children", "screening-rounds-print.n_clicks"), with_grid(), 200, there=opened(WULIN),
        by="community", elsewhere="street_officer_wulin", reader="officer",
    ),
    "screening-rounds-typing.children": Row(
        called("screening-rounds-typing.children", "screening-rounds-sheetno.value", "screening-rounds-type.n_clicks"),
        sheet_of(), 200, there=sheet_beside, by="community", elsewhere="street_officer_wulin", reader="officer",
    ),
    "screening-rounds-typed.children": Row(
        ticked, left_over, 200, there=opened(WULIN), by="community", elsewhere="street_officer_wulin", reader="officer",
    ),
    "/reports/canvass/<int:number>.csv GET": Row(
        lambda visitor, number: visitor.get(f"/reports/canvass/{number}.csv"), left_over, 200, there=opened(WULIN),
        reader="wall", other_method=("POST", "/reports/canvass/1.csv"),
    ),
    "/reports/canvass/sheet/<int:number> GET": Row(
        lambda visitor, number: visitor.get(f"/reports/canvass/sheet/{number}"), sheet_of(), 200, there=sheet_beside,
        by="community", elsewhere="street_officer_wulin", reader="officer", other_method=("POST", "/reports/canvass/sheet/1"),
    ),
}  # fmt: skip
