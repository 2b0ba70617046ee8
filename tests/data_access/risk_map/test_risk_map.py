"""He falls ill in Lin's community: its colour, as each may see it; days stay as they were when they ended."""

from datetime import date

from sqlalchemy import text

from cockpit.access import Actor, system
from cockpit.risk_map import Facts, RiskMap, What, keep_risk_map, risk_map, summed
from data_access.database import Database
from tests.data_access.screening.conftest import ZONE, Outbreak, outbreak
from tests.people import CHANGQING, DISTRICT

__all__ = ["outbreak"]
COCKPIT = system(DISTRICT)
LIN = CHANGQING + "001"


def look(outbreak: Outbreak, by: Actor | None = None, area: str = "", day: date | None = None) -> RiskMap:
    found: RiskMap = outbreak.do(risk_map, area, day, by=by)
    return found


def keep(outbreak: Outbreak) -> list[date]:
    found: list[date] = outbreak.do(keep_risk_map, by=COCKPIT)
    return found


def community_of(database: Database, person: int) -> str:
    with database.connection() as connection:
        return str(connection.execute(text("select community from person where id = :id"), {"id": person}).scalar_one())


def facts(outbreak: Outbreak, area: str, day: date | None = None) -> Facts:
    """What is counted there, whoever may see it."""
    from cockpit.risk_map.count import counted_on

    with outbreak.morning.work(COCKPIT) as work:
        counted = counted_on(work, day or outbreak.morning.at.astimezone(ZONE).date())
        return summed(counted or {}, [area])[area]


def test_a_case_and_who_lives_with_it_colour_the_community_and_tell_why(database: Database, outbreak: Outbreak) -> None:
    home = community_of(database, outbreak.he)
    before = look(outbreak.on(3), area=home)
    outbreak.enter()
    after = look(outbreak, area=home)
    assert before.whole and after.whole
    assert (after.whole.colour.level or 0) > (before.whole.colour.level or 0)
    counted = facts(outbreak, home)
    assert (counted.cases, counted.waiting, counted.apart) == (1, 2, 0)
    assert {one.what for one in after.whole.colour.reasons} >= {What.TOGETHER, What.WAITING}
    assert home in {one.area for one in look(outbreak).points}
