"""The demo's board is not empty: some of 东新 are overdue, some are there, some wait for their order, and one is in doubt."""

from cockpit.access import system
from cockpit.returns import State, board
from data_access.database import Database
from data_access.demo.returns import DONGXIN, PLAN, REGIONS, plant_returns
from tests.data_access.returns.conftest import Homecoming
from tests.people import DISTRICT


def test_each_lane_of_the_street_but_the_last_has_somebody(homecoming: Homecoming, database: Database) -> None:
    with database.connection() as connection:
        connection.exec_driver_sql("delete from key_region")
        planted = database.begin(connection, system(DISTRICT), at=homecoming.on(1, 7, 20).morning.at)
        plant_returns(planted)
    found = homecoming.do(board, DONGXIN)
    counts = {lane.state: lane.count for lane in found.lanes}
    assert counts == {State.OVERDUE: 4, State.EXPECTED: 7, State.ARRIVED: 5, State.VISITED: 4, State.ISOLATED: 0}
    assert sum(counts.values()) == len(PLAN) and found.waiting == 3
    doubtful = [one.stands.entry.origin.code for lane in found.lanes for one in lane.rows if one.stands.doubt]
    assert doubtful == ["33"], "who says Zhejiang alone may be from Wenzhou"


def test_every_returnee_of_the_demo_lives_there_and_every_line_is_called_an_example(
    homecoming: Homecoming, database: Database
) -> None:
    with database.connection() as connection:
        connection.exec_driver_sql("delete from key_region")
        plant_returns(database.begin(connection, system(DISTRICT), at=homecoming.morning.at))
    with homecoming.morning.work(homecoming.dong) as work:
        regions = work.key_regions.all()
        people = [one.stands.entry for lane in board(work, DONGXIN).lanes for one in lane.rows]
    assert [one.code for one in regions] == [row[0] for row in REGIONS]
    assert all("demo" in one.source for one in regions)
    assert all(one.person and one.street == DONGXIN for one in people)
